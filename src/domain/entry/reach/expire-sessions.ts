/** Sessions whose time is over: until here nobody could use them any more, and now their rows go, with an event. */
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import { takeLease } from '../../kernel/lease.ts';
import type { Worker } from '../../kernel/workers.ts';
import { sessions } from '../../model/session.ts';
import { endEntries } from './end-entries.ts';

const chunk = 200;

export const sessionExpiryWorker: Worker = { name: 'expire-sessions', intervalMs: 30_000, run: expireSessions };

/** @returns whether there may be more @internal */
export async function expireSessions(): Promise<boolean> {
  if (!(await takeLease('expire-sessions', 60_000))) return false;
  const at = now();
  const found = await system('sign-in').find(
    sessions,
    { expires: { $lte: at } },
    { projection: { 'session.accountId': 1 }, sort: { expires: 1, _id: 1 }, limit: chunk },
  );
  for (const accountId of new Set(found.map(({ session }) => session.accountId ?? null))) {
    const rows = found.filter(({ session }) => (session.accountId ?? null) === accountId);
    const which = { _id: { $in: rows.map(({ _id }) => _id) }, expires: { $lte: at } };
    // Somebody who was asked whether to join, and has not said.
    if (accountId === null) await system('sign-in').deleteMany(sessions, which);
    else
      await endEntries(
        systemContext,
        { owners: [], sessions: which, keys: null },
        { reason: 'expired', decidedIn: null },
      );
  }
  return found.length === chunk;
}
