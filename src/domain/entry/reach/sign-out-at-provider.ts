/** A provider says that somebody has signed out there: the sessions that came of it end here (case 72). */
import { createHash } from 'node:crypto';
import { defineCollection } from '../../../storage/collection.ts';
import { date } from '../../../storage/fields.ts';
import { system } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { operate } from '../../operation/operate.ts';
import { draftEndings, loadEndings } from './end-entries.ts';
import { reachOf } from './reach.ts';

/** Logout tokens that were used, for as long as they would be good. */
const logoutTokens = defineCollection('logoutTokens', 'system', { expiresAt: date }, [
  { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
]);

/** A verified logout token, and the connection that it came by. */
export type SignOut = {
  readonly connectionId: string;
  readonly issuer: string;
  readonly sub: string | null;
  readonly sid: string | null;
  readonly jti: string;
  readonly expiresAt: Date;
};

/** Longer than the tolerance about clocks. */
const keptLongerMs = 5 * 60_000;

/**
 * Ends the session with this `sid`; without one all of this issuer and subject at this connection. Personal keys stay: they
 * are for programs, which do not sign out. Used up and ended in one commit, so that a token is either good or done.
 * @throws DomainError conflict/replayed for a token that was used before
 */
export function signOutAtProvider(context: Context, signOut: SignOut): Promise<void> {
  const { connectionId, issuer, sub, sid, jti } = signOut;
  const _id = createHash('sha256')
    .update(JSON.stringify([connectionId, issuer, jti]))
    .digest('base64url');
  return operate(null, context, {
    load: async () => {
      const used = await system('sign-in').findOne(logoutTokens, { _id });
      const which = { owners: [], keys: null, sessions: sessionsOf(connectionId, issuer, sub, sid) };
      return { used, endings: await loadEndings(which, null), reach: await reachOf(connectionId) };
    },
    decide: ({ used, endings, reach }, draft) => {
      if (used) throw new DomainError('conflict', 'replayed', 'This logout token was used before.');
      draft.insert(logoutTokens, { _id, expiresAt: new Date(signOut.expiresAt.getTime() + keptLongerMs) });
      const decidedIn = reach === 'nowhere' ? null : reach.only;
      draftEndings(draft, endings, { reason: 'signed_out_at_provider', decidedIn });
    },
  });
}

/** A session of which no `sid` is known may be the one that is meant, if the person is. */
function sessionsOf(connectionId: string, issuer: string, sub: string | null, sid: string | null) {
  const person = sub === null ? {} : { 'session.provider.sub': sub };
  const session = sid === null ? {} : { 'session.provider.sid': sub === null ? sid : { $in: [sid, null] } };
  return { 'session.connectionId': connectionId, 'session.provider.issuer': issuer, ...person, ...session };
}
