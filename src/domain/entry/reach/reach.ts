/**
 * Reach: is this session or key still worth something, and where? (P5, P6). Every door asks here, for each request
 * anew, so that the end of a connection, a deactivation and a removal count at the next one on every node.
 */
import { system } from '../../../storage/tenant.ts';
import { together } from '../../../storage/together.ts';
import { accessOf } from '../../access/read-access.ts';
import { type AccountDocument, accounts } from '../../model/account.ts';
import { connections, deploymentWays, findOpenConnection, listConnections } from '../../model/connection.ts';
import { type MemberSummary, mayEnter, memberSummary, members } from '../../model/member.ts';
import { inLivingOrganizations } from '../../model/organization.ts';
import { findHeldOrganization } from '../../operation/held-organization.ts';
import { hold } from '../../operation/hold.ts';
import { admits, type CameBy, type Reach } from './admits.ts';

/** A person who is signed in: the account, by which connection, and where that reaches. */
export type Who = CameBy & { readonly accountId: string };

/**
 * How somebody came in: by which connection, and when (null: just now). Of a key: how its owner had come in, and when it
 * was made.
 */
export type CameIn = { readonly accountId: string; readonly connectionId: string; readonly since: Date | null };

export type SignedIn = {
  readonly account: AccountDocument;
  readonly who: Who;
  /** The active members within reach, one for each organization that may be entered. */
  readonly members: readonly MemberSummary[];
};

/**
 * The person behind a session or personal key, who was let in by a connection at a time. The deployment's own connection,
 * and a password, reach every organization; an organization's own connection reaches that one, while it is switched on.
 * @returns null when it is over: the account is gone, no active member is within reach (E9), or one of
 *   them was deactivated or the connection switched off since, also when that was taken back later
 */
export async function findSignedIn({ accountId, connectionId, since }: CameIn): Promise<SignedIn | null> {
  const reach = await reachOf(connectionId);
  if (reach === 'nowhere') return null;
  const who = { accountId, connectionId, reach: reach.only };
  const [account, entered] = await Promise.all([findHeldAccount(accountId), activeMembersOf(who)]);
  if (!account || entered.length === 0) return null;
  const ended = later(lastEndOf(entered), reach.begins);
  if (since !== null && ended !== null && ended >= since) return null;
  return { account, who, members: entered };
}

/** Who it is; whether they may come in is said by their members, which are read each time. */
const findHeldAccount = hold({
  key: (accountId: string) => accountId,
  collections: [accounts],
  load: (accountId) => system('account-memberships').findOne(accounts, { _id: accountId }),
});

/** When the access of one of these members was last ended. */
function lastEndOf(entered: readonly MemberSummary[]): Date | null {
  const ends = entered.flatMap(({ accessEndedAt }) => accessEndedAt?.getTime() ?? []);
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}

function later(a: Date | null, b: Date | null): Date | null {
  return a !== null && (b === null || a > b) ? a : b;
}

/** Sessions and keys of these connections live if they began after `after`; null: all do. */
export type Living = { readonly connectionIds: readonly string[]; readonly after: Date | null };

/**
 * What `findSignedIn` would say of all sessions and keys of an account, for lists of them.
 * @param where `within`: those that reach no further than this; `reaching`: those that reach this organization
 */
export async function livingEntries(
  accountId: string,
  where: { readonly within: Reach } | { readonly reaching: string },
): Promise<Living[]> {
  const entered = await enteredBy(accountId);
  const orgId = 'within' in where ? where.within : where.reaching;
  const shown = entered.filter((member) => orgId === null || member.orgId === orgId);
  if (shown.length === 0) return [];
  const open = await system('sign-in').find(
    connections,
    { orgId: { $in: shown.map((member) => member.orgId) }, enabled: true },
    { projection: { orgId: 1, switchedOnAt: 1 } },
  );
  const everywhere = 'reaching' in where || where.within === null ? deploymentWays : [];
  const ofDeployment = await Promise.all(
    everywhere.map(async (connectionId) => {
      const within = await admittedOf(entered, { connectionId, reach: null });
      const isShown = within.some((member) => shown.includes(member));
      return isShown ? [{ connectionIds: [connectionId], after: lastEndOf(within) }] : [];
    }),
  );
  return [
    ...ofDeployment.flat(),
    ...shown.flatMap((member) =>
      open
        .filter((row) => row.orgId === member.orgId)
        .map(({ _id, switchedOnAt = null }) => ({
          connectionIds: [_id],
          after: later(lastEndOf([member]), switchedOnAt),
        })),
    ),
  ];
}

/** By which connections sessions and keys come in that reach no further than this; null: all. */
export async function connectionsWithin(reach: Reach): Promise<readonly string[] | null> {
  return reach === null ? null : (await listConnections(reach)).map(({ _id }) => _id);
}

/**
 * By which connections sessions and keys come in that may reach this organization, where the account is its member: also
 * those that do not count while it lets in by its own provider only, as they would when it no longer does.
 */
export async function connectionsReaching(orgId: string): Promise<readonly string[]> {
  return [...deploymentWays, ...(await listConnections(orgId)).map(({ _id }) => _id)];
}

/** The members by which somebody who came in this way may enter, in organizations that are not deleted. */
export async function activeMembersOf({ accountId, ...by }: Who): Promise<MemberSummary[]> {
  return admittedOf(await activeMembers(accountId, by.reach), by);
}

/** The members by which an account may enter at all, whichever way it comes in. */
export async function enteredBy(accountId: string): Promise<MemberSummary[]> {
  return inLivingOrganizations(await activeMembers(accountId, null));
}

function activeMembers(accountId: string, reach: Reach): Promise<readonly MemberSummary[]> {
  return findActive(reach ?? anywhere, accountId);
}

const anywhere = '';

const findActive = together(async (reach, accountIds: readonly string[]) => {
  const found = await system('account-memberships').find(
    members,
    { accountId: { $in: [...new Set(accountIds)] }, ...mayEnter, ...(reach === anywhere ? {} : { orgId: reach }) },
    { projection: memberSummary, sort: { _id: 1 } },
  );
  return accountIds.map((accountId) => found.filter((member) => member.accountId === accountId));
});

/** Those of these members whose organization is not deleted and lets in who came this way. */
async function admittedOf(rows: readonly MemberSummary[], by: CameBy): Promise<MemberSummary[]> {
  const counts = await Promise.all(
    rows.map(async ({ orgId }) => {
      // The rows of a deleted organization outlive it until they are purged.
      const organization = await findHeldOrganization(orgId);
      return organization !== null && (await admits(organization, by));
    }),
  );
  return rows.filter((_, at) => counts[at]);
}

/** Where a sign-in by this connection reaches today. Sessions and keys that began up to `begins` are over; null: none is. */
export async function reachOf(
  connectionId: string,
): Promise<{ readonly only: Reach; readonly begins: Date | null } | 'nowhere'> {
  if (deploymentWays.includes(connectionId)) return { only: null, begins: null };
  const own = await findOpenConnection(connectionId);
  return own ? { only: own.orgId, begins: own.switchedOnAt ?? null } : 'nowhere';
}

/** Whether the account has access to any workspace that a sign-in by this connection reaches. */
export async function hasWorkspace(accountId: string, connectionId: string): Promise<boolean> {
  const signedIn = await findSignedIn({ accountId, connectionId, since: null });
  for (const member of signedIn?.members ?? []) {
    const access = await accessOf(member.orgId, [member]);
    if ((access.get(member._id)?.workspaces.length ?? 0) > 0) return true;
  }
  return false;
}
