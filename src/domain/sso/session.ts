/**
 * Sessions of an account, as people see them. The rows are written by connect-mongo (`http/session.ts`); the domain lists
 * and ends them. A row's id is a hash: who knows it cannot take the session over.
 */
import { anyShape, type Document, defineCollection } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { now } from '../clock.ts';
import { DomainError } from '../errors.ts';

export type SessionDocument = Document & {
  expires: Date;
  /** When it was last used, to the minute. */
  lastModified: Date;
  session: {
    accountId: string;
    connectionId: string;
    signedInAt: Date;
    userAgent?: string | null;
    address?: string | null;
  };
};

export const sessions = defineCollection<SessionDocument>(
  'sessions',
  'system',
  { expires: Date, lastModified: Date, session: anyShape },
  [{ keys: { 'session.accountId': 1, 'session.signedInAt': -1, _id: 1 } }],
);

/** Where a list in order of the sign-ins, newest first, goes on. */
export type AfterSession = { readonly signedInAt: Date; readonly id: string };

/** The account's sessions that have not ended, newest sign-in first. */
export function listSessions(
  accountId: string,
  { after, limit }: { readonly after: AfterSession | null; readonly limit: number },
): Promise<SessionDocument[]> {
  const beyond = after && {
    $or: [
      { 'session.signedInAt': { $lt: after.signedInAt } },
      { 'session.signedInAt': after.signedInAt, _id: { $gt: after.id } },
    ],
  };
  return system('sign-in').find(
    sessions,
    { 'session.accountId': accountId, expires: { $gt: now() }, ...beyond },
    { sort: { 'session.signedInAt': -1, _id: 1 }, limit },
  );
}

/** @throws DomainError not_found when the account has no such session */
export async function getSession(accountId: string, sessionId: string): Promise<SessionDocument> {
  const found = await system('sign-in').findOne(sessions, {
    _id: sessionId,
    'session.accountId': accountId,
    expires: { $gt: now() },
  });
  if (!found) throw unknownSession();
  return found;
}

/** Ends one session at once, on every node. @throws DomainError not_found */
export async function endSessionOf(accountId: string, sessionId: string): Promise<void> {
  const ended = await system('sign-in').deleteMany(sessions, { _id: sessionId, 'session.accountId': accountId });
  if (ended === 0) throw unknownSession();
}

/** Ends all sessions of the account but `keptId`. */
export async function endOtherSessions(accountId: string, keptId: string | null): Promise<void> {
  await system('sign-in').deleteMany(sessions, {
    'session.accountId': accountId,
    ...(keptId === null ? {} : { _id: { $ne: keptId } }),
  });
}

function unknownSession(): DomainError {
  return new DomainError('not_found', 'session_not_found', 'There is no such session.');
}
