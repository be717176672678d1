/** Passwords, for deployments where people sign in without a provider. One for each account. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { boolean, date, nullable, number, oneOf, text } from '../../storage/fields.ts';

/** `_id` is the account's. */
export const passwords = defineCollection(
  'passwords',
  'system',
  {
    /** The folded address that the person signs in with. */
    emailKey: text,
    /** argon2id, in the PHC string format, with its salt and costs. */
    hash: text,
    /** The address was proven to be this account's: by the operator, by a mailed link, or by the provider. */
    proven: boolean,
    changedAt: date,
  },
  [{ keys: { emailKey: 1 }, unique: true }],
);

export type PasswordDocument = DocumentOf<typeof passwords>;

/** Links that were mailed to whoever forgot their password. A new password of the account ends them all. */
export const passwordResets = defineCollection(
  'passwordResets',
  'system',
  {
    accountId: text,
    /** SHA-256 of the secret in the link. */
    tokenHash: text,
    expiresAt: date,
  },
  [
    { keys: { tokenHash: 1 }, unique: true },
    { keys: { accountId: 1 } },
    { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
);

/**
 * What was said at the door of passwords and is looked into afterwards, so that the time of an answer does not tell whether
 * somebody has the address (`look-into-notices.ts`). `forgotten`: a link is wanted; `changed`: the owner is told.
 */
export const passwordNotices = defineCollection(
  'passwordNotices',
  'system',
  {
    kind: oneOf('forgotten', 'changed'),
    /** The folded address that somebody signs in with. */
    emailKey: text,
    at: date,
    /** Of the request that said it, and the client's address. */
    requestId: nullable(text),
    address: nullable(text),
    attempts: number,
    /** Also while somebody looks into it: who dies over it keeps it from others no longer than this. */
    nextAttemptAt: date,
    expiresAt: date,
  },
  [{ keys: { nextAttemptAt: 1 } }, { keys: { expiresAt: 1 }, expireAfterSeconds: 0 }],
);

export type PasswordNotice = DocumentOf<typeof passwordNotices>;
