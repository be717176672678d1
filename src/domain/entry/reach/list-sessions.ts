/** The sessions of an account that live, for people who look at them. */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { type SessionDocument, sessionNotFound, sessions } from '../../model/session.ts';
import type { Living } from './reach.ts';

/** Where a list in order of the sign-ins, newest first, goes on. */
export type AfterSession = { readonly signedInAt: Date; readonly id: string };

/** The account's sessions that live (`livingEntries`), newest sign-in first. */
export async function listSessions(
  accountId: string,
  living: readonly Living[],
  { after, limit }: { readonly after: AfterSession | null; readonly limit: number },
): Promise<SessionDocument[]> {
  if (living.length === 0) return [];
  const beyond = after && {
    $or: [
      { 'session.signedInAt': { $lt: after.signedInAt } },
      { 'session.signedInAt': after.signedInAt, _id: { $gt: after.id } },
    ],
  };
  return system('sign-in').find(
    sessions,
    { $and: [ofAccount(accountId, living), beyond ?? {}] },
    { sort: { 'session.signedInAt': -1, _id: 1 }, limit },
  );
}

/** @throws DomainError not_found when none of these has this id */
export async function getSession(
  accountId: string,
  living: readonly Living[],
  sessionId: string,
): Promise<SessionDocument> {
  const found =
    living.length > 0 &&
    (await system('sign-in').findOne(sessions, { ...ofAccount(accountId, living), _id: sessionId }));
  if (!found) throw sessionNotFound();
  return found;
}

function ofAccount(accountId: string, living: readonly Living[]): Record<string, unknown> {
  const begun = living.map(({ connectionIds, after }) => ({
    'session.connectionId': { $in: connectionIds },
    ...(after && { 'session.signedInAt': { $gt: after } }),
  }));
  return { 'session.accountId': accountId, expires: { $gt: now() }, $or: begun };
}
