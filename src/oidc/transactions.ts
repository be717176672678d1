/** Sign-ins under way: one row for each visit to the provider, found by its `state`, used once, gone after 10 minutes. */
import { createHash } from 'node:crypto';
import { now } from '../domain/kernel/clock.ts';
import { defineCollection } from '../storage/collection.ts';
import { date, optional, text } from '../storage/fields.ts';
import { system } from '../storage/tenant.ts';

export const transactionLifeMs = 10 * 60_000;

const signInTransactions = defineCollection(
  'signInTransactions',
  'system',
  {
    connectionId: text,
    /** SHA-256 of the secret in the cookie of the browser that began. */
    browserHash: text,
    nonce: text,
    codeVerifier: text,
    returnTo: text,
    /** Of a test sign-in: the set-up link that it tests for. Nobody is signed in by it. */
    setupLinkId: optional(text),
    /** Of somebody who is signed in and shows once more who they are: their account. */
    confirms: optional(text),
    expiresAt: date,
  },
  [{ keys: { expiresAt: 1 }, expireAfterSeconds: 0 }],
);

/** What ties an answer of the provider to the browser that asked. All three are secrets while they are valid. */
export type TransactionKey = { readonly connectionId: string; readonly state: string; readonly browserSecret: string };

/** What the callback needs to go on. `returnTo` is a path of ours. */
export type SignInTransaction = {
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
  readonly setupLinkId?: string;
  readonly confirms?: string;
};

/** Remembers a transaction for 10 minutes. State and browser secret are stored as SHA-256 only. */
export async function saveTransaction(key: TransactionKey, transaction: SignInTransaction): Promise<void> {
  await system('sign-in').insertOne(signInTransactions, {
    _id: sha256(key.state),
    connectionId: key.connectionId,
    browserHash: sha256(key.browserSecret),
    ...transaction,
    expiresAt: new Date(now().getTime() + transactionLifeMs),
  });
}

/**
 * Takes the transaction out, so that of two answers with one state only the first finds it. Null if there is none for
 * this key; a wrong browser or connection does not use up somebody else's transaction.
 */
export async function takeTransaction(key: TransactionKey): Promise<SignInTransaction | null> {
  return system('sign-in').findOneAndDelete(signInTransactions, {
    _id: sha256(key.state),
    connectionId: key.connectionId,
    browserHash: sha256(key.browserSecret),
    expiresAt: { $gt: now() },
  });
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
