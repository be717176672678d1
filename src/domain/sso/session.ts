/**
 * Sessions of an account, as people see them. The rows are written by connect-mongo (`http/session.ts`); the domain lists
 * them and ends them (`entry/endings.ts`). A row's id is a hash: who knows it cannot take the session over.
 */
import { anyShape, type Document, defineCollection } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { now } from '../clock.ts';
import type { Living } from '../entry/reach.ts';
import { DomainError } from '../errors.ts';

/** A sign-in as the provider knows it: by these it ends the session, and with the token we end its own. */
export type ProviderSession = {
  readonly issuer: string;
  /** As the ID token says, whatever claim is the person's subject here. */
  readonly sub: string;
  /** null: the provider does not tell its sessions apart. */
  readonly sid: string | null;
  /** The ID token, sealed (`secret-box.ts`); null where it was too long to be sent back. */
  readonly idToken: string | null;
};

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
    provider?: ProviderSession | null;
  };
};

export const sessions = defineCollection<SessionDocument>(
  'sessions',
  'system',
  { expires: Date, lastModified: Date, session: anyShape },
  [
    { keys: { 'session.accountId': 1, 'session.signedInAt': -1, _id: 1 } },
    { keys: { 'session.connectionId': 1, 'session.provider.sid': 1 } },
    { keys: { 'session.connectionId': 1, 'session.provider.sub': 1 } },
  ],
);

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

export function sessionNotFound(): DomainError {
  return new DomainError('not_found', 'session_not_found', 'There is no such session.');
}
