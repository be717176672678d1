/**
 * An identity provider says that somebody's sign-ins are over: by back-channel logout (case 72), Universal Logout or a
 * shared signal. Whatever way it said so, and by whatever name it called the person, sessions and keys end here.
 */
import type { Filter } from '../../../storage/query.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { deploymentWays } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import { members } from '../../model/member.ts';
import type { SessionDocument } from '../../model/session.ts';
import { operate } from '../../operation/operate.ts';
import { accountsWithProvenAddress, accountsWithSubject } from '../proof/accounts.ts';
import { draftEndings, type Endings, type EndReason, loadEndings, type Which } from './end-entries.ts';
import { connectionsWithin, reachOf } from './reach.ts';
import { draftUse, type Message, replayed, wasUsed } from './used-messages.ts';
import type { Told } from './where-told.ts';

/** A person, by one name. */
export type ByName =
  | { readonly by: 'subject'; readonly issuer: string; readonly sub: string }
  | { readonly by: 'address'; readonly email: string };

/** Whom the provider means, in its own words. */
export type Meant =
  /** Of this person, one session of the provider, or all that are not told apart. */
  | { readonly by: 'session'; readonly issuer: string; readonly sub: string | null; readonly sid: string | null }
  | ByName
  /** All of them name the same person, and any may be known. */
  | { readonly by: 'aliases'; readonly names: readonly ByName[] };

/** A verified message of a connection's provider. */
export type EndProof = { readonly connectionId: string; readonly message: Message; readonly meant: Meant };

/** What it said. */
export type Signal = Extract<
  EndReason,
  | 'signed_out_at_provider'
  | 'universal_logout'
  | 'session_revoked'
  | 'credential_changed'
  | 'account_disabled'
  | 'account_purged'
>;

type Found = {
  readonly endings: Endings;
  /** The members that the person is where the connection belongs. */
  readonly home: readonly Told[];
  /** The organization whose provider it is; null: the deployment's. */
  readonly only: string | null;
};

/**
 * Ends what the connection's provider may end (P5): of an organization's own connection, what reaches no further than that
 * organization; of the deployment's, what came in by it. A single session that is meant ends alone. Used up and ended in one commit.
 * @returns whether anybody was meant whom Usher knows
 * @throws DomainError conflict/replayed for a message that was used before
 */
export function endSessions(
  context: Context,
  { connectionId, message, meant }: EndProof,
  why: Signal,
): Promise<{ readonly known: boolean }> {
  return operate(null, context, {
    load: async () => {
      const [used, found] = await Promise.all([wasUsed(message), load(connectionId, meant)]);
      return { used, found };
    },
    decide: ({ used, found }, draft) => {
      if (used) throw replayed();
      draftUse(draft, message);
      if (found === null) return { known: false };
      draftEndings(draft, found.endings, { reason: why, decidedIn: found.only, heard: found.home });
      return { known: true };
    },
  });
}

async function load(connectionId: string, meant: Meant): Promise<Found | null> {
  const reach = await reachOf(connectionId);
  if (reach === 'nowhere') return null;
  const { only } = reach;
  if (meant.by === 'session') {
    const which = { owners: [], keys: null, sessions: sessionsOf(connectionId, meant) };
    return { endings: await loadEndings(which, null), home: [], only };
  }
  const homeId = only ?? (await getDeployment()).defaultOrgId;
  const called = (name: ByName) =>
    name.by === 'subject'
      ? accountsWithSubject(connectionId, name)
      : accountsWithProvenAddress(homeId, name.email, only === null);
  const found = await Promise.all((meant.by === 'aliases' ? meant.names : [meant]).map(called));
  const accountIds = [...new Set(found.flat())];
  if (accountIds.length === 0) return null;
  const [which, home] = await Promise.all([
    entriesWithin(accountIds, only),
    tenant(homeId).find(members, { accountId: { $in: accountIds } }, { projection: { orgId: 1, accountId: 1 } }),
  ]);
  return { endings: await loadEndings(which, null), home, only };
}

/** A session of which no `sid` is known may be the one that is meant, if the person is. */
function sessionsOf(
  connectionId: string,
  { issuer, sub, sid }: Extract<Meant, { by: 'session' }>,
): Filter<SessionDocument> {
  const person = sub === null ? {} : { 'session.provider.sub': sub };
  const session = sid === null ? {} : { 'session.provider.sid': sub === null ? sid : { $in: [sid, null] } };
  return { 'session.connectionId': connectionId, 'session.provider.issuer': issuer, ...person, ...session };
}

/**
 * What these accounts have that reaches no further than the organization (null: what the deployment's connection let in). What
 * that connection let in belongs to this organization where the person is a member of no other.
 */
async function entriesWithin(accountIds: readonly string[], only: string | null): Promise<Which> {
  const of = (ids: readonly string[], through: readonly string[]) => ({
    sessions: { 'session.accountId': { $in: ids }, 'session.connectionId': { $in: through } },
    keys: { accountId: { $in: ids }, connectionId: { $in: through } },
  });
  const parts =
    only === null
      ? [of(accountIds, deploymentWays)]
      : [of(accountIds, (await connectionsWithin(only)) ?? []), of(await onlyHere(accountIds, only), deploymentWays)];
  return {
    owners: accountIds,
    sessions: { $or: parts.map((part) => part.sessions) },
    keys: { $or: parts.map((part) => part.keys) },
  };
}

async function onlyHere(accountIds: readonly string[], orgId: string): Promise<string[]> {
  const elsewhere = await system('account-memberships').find(
    members,
    { accountId: { $in: accountIds }, orgId: { $ne: orgId } },
    { projection: { accountId: 1 } },
  );
  const leads = new Set(elsewhere.map(({ accountId }) => accountId));
  return accountIds.filter((id) => !leads.has(id));
}
