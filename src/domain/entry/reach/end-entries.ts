/**
 * Endings: sessions and personal keys end here before their time, whoever asks: their person, an admin, a provider, a
 * directory (P6). A session's row goes, a key is marked revoked; both count at the next request on every node, and are
 * events. What a deactivation or a connection that is switched off ends needs no writing: `reach.ts` finds it over.
 */
import type { Filter } from '../../../storage/query.ts';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import { type AccountDocument, accounts } from '../../model/account.ts';
import { type ApiTokenDocument, apiTokens, isOver } from '../../model/api-token.ts';
import { connections, deploymentWays } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import type { NewEvent } from '../../model/event.ts';
import { members } from '../../model/member.ts';
import { inLivingOrganizations } from '../../model/organization.ts';
import { type SessionDocument, sessions } from '../../model/session.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { connectionsReaching } from './reach.ts';
import { maxTold, type Told } from './where-told.ts';

/** What ends, by filters of both collections; null: nothing of the kind. */
export type Which = {
  readonly sessions: Filter<SessionDocument> | null;
  readonly keys: Filter<ApiTokenDocument> | null;
  /** Whose keys end altogether: one that is made at the same moment ends too, or is made afterwards. */
  readonly owners: readonly string[];
};

/** What ended it, as events tell. */
export type EndReason =
  | 'signed_out'
  | 'expired'
  | 'ended_by_person'
  | 'ended_by_admin'
  | 'password_changed'
  | 'password_reset'
  | 'password_removed'
  | 'signed_out_at_provider'
  | 'universal_logout'
  | 'session_revoked'
  | 'credential_changed'
  | 'account_disabled'
  | 'account_purged'
  | 'identity_unlinked'
  | 'connection_deleted'
  | 'taken_over_by_directory'
  | 'member_removed'
  | 'member_locked'
  | 'records_joined';

type SessionRow = {
  readonly _id: string;
  readonly session: Pick<SessionDocument['session'], 'accountId' | 'connectionId'>;
};

/** What was found to end, and where it is told. */
export type Endings = {
  readonly which: Which;
  readonly owners: readonly Pick<AccountDocument, '_id' | 'keysRevision'>[];
  readonly sessions: readonly SessionRow[];
  readonly keys: readonly ApiTokenDocument[];
  readonly told: readonly Told[];
  /** The organizations of those connections that are not the deployment's own. */
  readonly orgOf: ReadonlyMap<string, string>;
};

/** More sessions at once end as well, and are not counted. */
const maxCounted = 1_000;

/**
 * What these accounts have through these connections.
 * @param connectionIds null: through any
 * @param keptSession the row of the session in which it is asked for, which stays
 */
export function entriesOf(
  accountIds: readonly string[],
  connectionIds: readonly string[] | null,
  keptSession: string | null = null,
): Which {
  const through = connectionIds && { $in: connectionIds };
  return {
    owners: accountIds,
    sessions: {
      'session.accountId': { $in: accountIds },
      ...(through && { 'session.connectionId': through }),
      ...(keptSession !== null && { _id: { $ne: keptSession } }),
    },
    keys: { accountId: { $in: accountIds }, ...(through && { connectionId: through }) },
  };
}

/** @param orgId of the operation, in whose log alone it is told; null: it is told wherever it reached */
export async function loadEndings(which: Which, orgId: string | null): Promise<Endings> {
  const scope = system('sign-in');
  // Before the keys that their revision covers.
  const owners = which.owners.length === 0 ? [] : await scope.find(accounts, { _id: { $in: which.owners } });
  const [rows, present] = await Promise.all([
    which.sessions === null
      ? []
      : scope.find(sessions, which.sessions, {
          projection: { 'session.accountId': 1, 'session.connectionId': 1 },
          limit: maxCounted,
        }),
    which.keys === null
      ? []
      : system('credentials').find(apiTokens, { ...which.keys, kind: 'personal', revokedAt: null }),
  ]);
  const keys = await withoutOver(present);
  const found = [...rows.map(({ session }) => session), ...keys];
  const [told, own] =
    found.length === 0
      ? [[], []]
      : await Promise.all([
          toldOf([...new Set(found.flatMap(({ accountId }) => accountId ?? []))], orgId),
          scope.find(
            connections,
            { _id: { $in: [...new Set(found.flatMap(({ connectionId }) => connectionId ?? []))] } },
            { projection: { orgId: 1 } },
          ),
        ]);
  return { which, owners, sessions: rows, keys, told, orgOf: new Map(own.map((row) => [row._id, row.orgId])) };
}

/** Loads what these accounts have that reaches the organization. */
export async function loadEndingsWithin(accountIds: readonly string[], orgId: string): Promise<Endings> {
  return loadEndings(entriesOf(accountIds, await connectionsReaching(orgId)), orgId);
}

async function withoutOver(keys: readonly ApiTokenDocument[]): Promise<readonly ApiTokenDocument[]> {
  if (keys.length === 0) return [];
  const { apiKeyMaxDays } = await getDeployment();
  return keys.filter((key) => !isOver(key, apiKeyMaxDays, now()));
}

async function toldOf(accountIds: readonly string[], orgId: string | null): Promise<Told[]> {
  const found = await system('account-memberships').find(
    members,
    { accountId: { $in: accountIds }, ...(orgId === null ? { status: 'active' } : { orgId }) },
    { projection: { orgId: 1, accountId: 1 }, sort: { _id: 1 }, limit: orgId === null ? maxTold : maxCounted },
  );
  return inLivingOrganizations(found);
}

/**
 * Of endings of several accounts (`entriesOf`), those of one.
 * @param leadsOn the account is a member of another organization too: what the deployment's connection let in goes on there
 */
export function onlyOf(accountId: string, endings: Endings, leadsOn: boolean): Endings {
  const { which, owners, sessions: rows, keys } = endings;
  const stays = (connectionId: string | null) => leadsOn && deploymentWays.includes(connectionId ?? '');
  const through = { $nin: deploymentWays };
  return {
    ...endings,
    which: {
      owners: [accountId],
      sessions: which.sessions && {
        ...which.sessions,
        'session.accountId': accountId,
        ...(leadsOn && { $and: [{ 'session.connectionId': through }] }),
      },
      keys: which.keys && { ...which.keys, accountId, ...(leadsOn && { $and: [{ connectionId: through }] }) },
    },
    owners: owners.filter(({ _id }) => _id === accountId),
    sessions: rows.filter(({ session }) => session.accountId === accountId && !stays(session.connectionId)),
    keys: keys.filter((key) => key.accountId === accountId && !stays(key.connectionId)),
  };
}

/**
 * Drafts the end of what was loaded, with an event for each key and one for the sessions together.
 * @param as `decidedIn`: the organization whose admin or provider decided it: others are not told who it was. null: the person.
 *   `heard`: members of whom it is told also when no session was left to end
 */
export function draftEndings(
  draft: Draft,
  { which, owners, sessions: rows, keys, told, orgOf }: Endings,
  {
    reason,
    decidedIn,
    heard = [],
  }: { readonly reason: EndReason; readonly decidedIn: string | null; readonly heard?: readonly Told[] },
): void {
  for (const { _id, keysRevision } of owners)
    draft.update(accounts, _id, { keysRevision: (keysRevision ?? 0) + 1 }, { keysRevision: keysRevision ?? null });
  if (which.sessions !== null) draft.deleteAll(sessions, which.sessions);
  for (const { _id } of keys) draft.update(apiTokens, _id, { revokedAt: draft.now }, { revokedAt: null });

  const isTold = new Set(told.map(({ _id }) => _id));
  const all = [...told, ...heard.filter(({ _id }) => !isTold.has(_id))];
  for (const { _id: memberId, orgId, accountId } of all) {
    const concerns = (entry: { accountId: string | null; connectionId: string | null }) =>
      entry.accountId === accountId &&
      (deploymentWays.includes(entry.connectionId ?? '') || orgOf.get(entry.connectionId ?? '') === orgId);
    const tell = (event: Pick<NewEvent, 'type' | 'subject'>, after: object) =>
      draft.event({
        ...event,
        orgId,
        unsigned: decidedIn !== null && decidedIn !== orgId,
        after: { ...after, reason },
      });
    const ended = rows.filter(({ session }) => concerns(session)).length;
    if (ended > 0 || heard.some(({ _id }) => _id === memberId))
      tell({ type: 'session.ended', subject: { memberId } }, { sessions: ended });
    for (const key of keys.filter(concerns))
      tell({ type: 'api_key.revoked', subject: { memberId, tokenId: key._id } }, { description: key.description });
  }
}

/**
 * Ends them at once, in an operation of its own that tells every organization that they reached.
 * @param none thrown when there is nothing to end
 */
export function endEntries(
  context: Context,
  which: Which,
  as: { readonly reason: EndReason; readonly decidedIn: string | null },
  none: (() => Error) | null = null,
): Promise<void> {
  return operate(null, context, {
    load: () => loadEndings(which, null),
    decide: (endings, draft) => {
      if (none !== null && endings.sessions.length + endings.keys.length === 0) throw none();
      draftEndings(draft, endings, as);
    },
  });
}
