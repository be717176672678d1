/** Passwords, for deployments where people sign in without a provider. One for each account, as argon2id. */
import { hash, verify } from '@node-rs/argon2';
import { system } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { accounts } from '../../model/account.ts';
import { apiTokens } from '../../model/api-token.ts';
import { type PasswordDocument, passwords } from '../../model/password.ts';
import { sessions } from '../../model/session.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { draftEndings, entriesOf, loadEndings } from '../reach/end-entries.ts';

const minLength = 12;

const maxLength = 200;

/** 2 is argon2id; the costs are OWASP's first choice for it. */
const costs = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Verified against where there is no password, so that the time of an answer does not tell who has one. */
let decoy: Promise<string> | null = null;

/**
 * What is stored of a password.
 * @param password 12 to 200 characters
 * @param at where the request has it
 * @throws DomainError invalid/weak_password
 */
export async function hashPassword(password: string, at: string): Promise<string> {
  if (password.length < minLength || password.length > maxLength)
    throw new DomainError('invalid', 'weak_password', `A password has ${minLength} to ${maxLength} characters.`, at);
  return hash(password, costs);
}

/**
 * Drafts the first password of an account that is made in the same change. Who proves the address takes it from an account
 * that never did, which cannot sign in with it any more.
 * @param password.hash by `hashPassword`
 * @param unproven the account that signs in with the address without a proof
 */
export function draftPassword(
  draft: Draft,
  accountId: string,
  password: Pick<PasswordDocument, 'emailKey' | 'hash' | 'proven'>,
  unproven: string | null = null,
): void {
  if (unproven !== null) {
    draft.deleteAll(passwords, { _id: unproven });
    draft.deleteAll(sessions, { 'session.accountId': unproven });
    draft.deleteAll(apiTokens, { kind: 'personal', accountId: unproven });
  }
  draft.insert(passwords, { _id: accountId, ...password, changedAt: draft.now });
}

/**
 * Gives an account the password that it signs in with, by its email address. Where it replaces another one, the sessions and
 * personal keys of the account end: whoever has them may know the old one.
 * @param password 12 to 200 characters
 * @param keptSession the row of the session in which it is changed, which stays
 * @throws DomainError invalid/weak_password, not_found, conflict/no_email, conflict/uniqueness when another account signs
 * in with the same address
 */
export async function setPassword(
  context: Context,
  accountId: string,
  password: string,
  keptSession: string | null = null,
): Promise<void> {
  const hashed = await hashPassword(password, '/newPassword');
  await operate(null, context, {
    load: async () => {
      const scope = system('sign-in');
      const present = await scope.findOne(passwords, { _id: accountId });
      const endings = present && (await loadEndings(entriesOf([accountId], null, keptSession), null));
      return { present, endings, account: await scope.findOne(accounts, { _id: accountId }) };
    },
    decide: ({ present, endings, account }, draft) => {
      if (!account) throw new DomainError('not_found', 'account_not_found', 'There is no such account.');
      if (account.email === null)
        throw new DomainError('conflict', 'no_email', 'This account has no email address to sign in with.');
      const emailKey = foldName(account.email);
      const next = { emailKey, hash: hashed, proven: account.emailVerified };
      if (!present || !endings) return draftPassword(draft, accountId, next);
      draftEndings(draft, endings, { reason: 'password_changed', decidedIn: null });
      draft.update(passwords, accountId, { ...next, changedAt: draft.now }, { hash: present.hash });
    },
  });
}

/** The account that signs in with this address and password; null when either is wrong, in the same time. */
export async function verifyPassword(email: string, password: string): Promise<string | null> {
  const found = await system('sign-in').findOne(passwords, { emailKey: foldName(email) });
  decoy ??= hash('nobody has this password', costs);
  const isRight = await verify(found?.hash ?? (await decoy), password.slice(0, maxLength + 1));
  return found && isRight ? found._id : null;
}

/** The account that signs in with this address, folded, and a password, and whether it has proven it; null: none does. */
export async function passwordOwnerOf(emailKey: string): Promise<{ accountId: string; proven: boolean } | null> {
  const found = await system('sign-in').findOne(passwords, { emailKey });
  return found && { accountId: found._id, proven: found.proven };
}

/** The address that an account signs in with; null when it has no password. */
export async function passwordAddressOf(accountId: string): Promise<string | null> {
  return (await system('sign-in').findOne(passwords, { _id: accountId }))?.emailKey ?? null;
}
