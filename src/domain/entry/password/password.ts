/** Passwords, for deployments where people sign in without a provider. One for each account, as argon2id. */
import { hash, verify } from '@node-rs/argon2';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { hashSecret } from '../../kernel/secret.ts';
import { accounts } from '../../model/account.ts';
import { apiTokens } from '../../model/api-token.ts';
import { type PasswordDocument, passwordNotices, passwordResets, passwords } from '../../model/password.ts';
import { sessions } from '../../model/session.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { draftEndings, type Endings, entriesOf, loadEndings } from '../reach/end-entries.ts';
import { type Told, tell, whereTold } from '../reach/where-told.ts';
import { type Known, knownAbout, requireGoodPassword } from './judge-password.ts';
import { newNotice } from './notices.ts';

const maxLength = 200;

/** 2 is argon2id; the costs are OWASP's first choice for it. */
const costs = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Verified against where there is no password, so that the time of an answer does not tell who has one. */
let decoy: Promise<string> | null = null;

/**
 * What is stored of a password.
 * @param at where the request has it
 * @throws DomainError as `requireGoodPassword`
 */
export async function hashPassword(password: string, known: Known, at: string): Promise<string> {
  await requireGoodPassword(password, known, at);
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
    draft.deleteAll(passwordResets, { accountId: unproven });
    draft.deleteAll(sessions, { 'session.accountId': unproven });
    draft.deleteAll(apiTokens, { kind: 'personal', accountId: unproven });
  }
  draft.insert(passwords, { _id: accountId, ...password, changedAt: draft.now });
}

/**
 * Gives an account the password that it signs in with, by its email address. Where it replaces another one, the sessions and
 * personal keys of the account end: whoever has them may know the old one.
 * @param keptSession the row of the session in which it is changed, which stays
 * @throws DomainError as `requireGoodPassword`, not_found, conflict/no_email, conflict/uniqueness when another account signs
 * in with the same address
 */
export async function setPassword(
  context: Context,
  accountId: string,
  password: string,
  keptSession: string | null = null,
): Promise<void> {
  const hashed = await hashPassword(password, await knownAbout(accountId), '/newPassword');
  await operate(null, context, {
    load: async () => ({ ...(await loadReplacing(accountId, keptSession)), account: await accountWith(accountId) }),
    decide: ({ account, ...replacing }, draft) => {
      if (!account) throw new DomainError('not_found', 'account_not_found', 'There is no such account.');
      if (account.email === null)
        throw new DomainError('conflict', 'no_email', 'This account has no email address to sign in with.');
      const next = { emailKey: foldName(account.email), hash: hashed, proven: account.emailVerified };
      if (!replacing.present) return draftPassword(draft, accountId, next);
      draftReplacing(draft, context, replacing, next, 'password_changed');
    },
  });
}

/** A link that was mailed to somebody who forgot their password; null: it is over, or was never made. */
export async function findReset(secret: string): Promise<{ _id: string; accountId: string } | null> {
  const found = await system('sign-in').findOne(passwordResets, { tokenHash: hashSecret(secret) });
  return found && found.expiresAt > now() ? found : null;
}

/**
 * Chooses a new password by a mailed link, which ends with it, as do all sessions and personal keys of the account.
 * @returns the folded address that the account signs in with
 * @throws DomainError as `requireGoodPassword`, not_found/reset_not_found
 */
export async function resetPassword(context: Context, secret: string, password: string): Promise<string> {
  const reset = await findReset(secret);
  if (!reset) throw resetNotFound();
  const { accountId } = reset;
  const hashed = await hashPassword(password, await knownAbout(accountId), '/password');
  return operate(null, context, {
    load: async () => ({ ...(await loadReplacing(accountId, null)), live: await findReset(secret) }),
    decide: ({ live, ...replacing }, draft) => {
      const { present } = replacing;
      if (!live || !present) throw resetNotFound();
      // Whoever used the same link at the same time was first, or is second.
      draft.delete(passwordResets, live._id, { accountId });
      const { emailKey, proven } = present;
      draftReplacing(draft, context, replacing, { emailKey, proven, hash: hashed }, 'password_reset');
      return emailKey;
    },
  });
}

function resetNotFound(): DomainError {
  const detail = 'This link has been used, is older than 30 minutes, or another password was chosen since.';
  return new DomainError('not_found', 'reset_not_found', detail);
}

const accountWith = (accountId: string) => system('sign-in').findOne(accounts, { _id: accountId });

type Replacing = {
  readonly present: PasswordDocument | null;
  readonly endings: Endings;
  readonly told: readonly Told[];
};

async function loadReplacing(accountId: string, keptSession: string | null): Promise<Replacing> {
  const present = await system('sign-in').findOne(passwords, { _id: accountId });
  const [endings, told] = await Promise.all([
    loadEndings(entriesOf([accountId], null, keptSession), null),
    whereTold(accountId),
  ]);
  return { present, endings, told };
}

/** Drafts another password in place of the present one, and all that ends by it; the owner gets a mail. */
function draftReplacing(
  draft: Draft,
  { requestId, address }: Context,
  { present, endings, told }: Replacing,
  next: Pick<PasswordDocument, 'emailKey' | 'hash' | 'proven'>,
  reason: 'password_changed' | 'password_reset',
): void {
  if (!present) return;
  const { _id: accountId, hash: before } = present;
  draftEndings(draft, endings, { reason, decidedIn: null });
  draft.update(passwords, accountId, { ...next, changedAt: draft.now }, { hash: before });
  draft.deleteAll(passwordResets, { accountId });
  tell(draft, told, accountId, { type: reason === 'password_reset' ? 'password.reset' : 'password.changed' });
  const notice = { kind: 'changed' as const, emailKey: next.emailKey, requestId, address: address ?? null };
  draft.insert(passwordNotices, newNotice(notice, draft.now));
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
