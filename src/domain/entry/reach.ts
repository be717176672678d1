/**
 * Reach: is this session or key still worth something, and where? (4.1a P5, P6). Every door asks here, for each request
 * anew, so that the end of a connection, a deactivation and a removal count at the next one on every node.
 */
import { system } from '../../storage/tenant.ts';
import { accessOf } from '../access/read-access.ts';
import { type MemberSummary, members } from '../directory/member.ts';
import { inLivingOrganizations } from '../organizations/organization.ts';
import { type AccountDocument, accounts } from '../sso/account.ts';
import { deploymentConnectionId, findOpenConnection } from '../sso/connection.ts';

/** The only organization that a sign-in reaches; null: every one in which the account is a member. */
export type Reach = string | null;

/** A person who is signed in: the account, and where it reaches. */
export type Who = { readonly accountId: string; readonly reach: Reach };

/**
 * How somebody came in: by which connection, and when (null: just now). Of a key: how its owner had come in, and when it
 * was made.
 */
export type CameIn = { readonly accountId: string; readonly connectionId: string; readonly since: Date | null };

export type SignedIn = {
  readonly account: AccountDocument;
  readonly reach: Reach;
  /** The active members within reach, one for each organization that may be entered. */
  readonly members: readonly MemberSummary[];
};

/**
 * The person behind a session or personal key, who was let in by a connection at a time. The deployment's own connection,
 * and a password, reach every organization; an organization's own connection reaches that one, while it is switched on.
 * @returns null when it is over: the account is gone, no active member is within reach (design 1.5 point 6), or one of
 *   them was deactivated since, also when it was reactivated later
 */
export async function findSignedIn({ accountId, connectionId, since }: CameIn): Promise<SignedIn | null> {
  const reach = await reachOf(connectionId);
  if (reach === 'nowhere') return null;
  const [account, entered] = await Promise.all([
    system('account-memberships').findOne(accounts, { _id: accountId }),
    activeMembersOf({ accountId, reach: reach.only }),
  ]);
  if (!account || entered.length === 0) return null;
  if (since !== null && entered.some(({ accessEndedAt }) => accessEndedAt !== null && accessEndedAt >= since))
    return null;
  return { account, reach: reach.only, members: entered };
}

/** The active members of an account within reach, in organizations that are not deleted. */
export async function activeMembersOf({ accountId, reach }: Who): Promise<MemberSummary[]> {
  const active = await system('account-memberships').find<MemberSummary>(
    members,
    { accountId, status: 'active', ...(reach === null ? {} : { orgId: reach }) },
    { projection: { resource: 0, search: 0 }, sort: { _id: 1 } },
  );
  return inLivingOrganizations(active);
}

async function reachOf(connectionId: string): Promise<{ readonly only: Reach } | 'nowhere'> {
  if (connectionId === deploymentConnectionId) return { only: null };
  const own = await findOpenConnection(connectionId);
  return own ? { only: own.orgId } : 'nowhere';
}

/** Whether this reach includes the organization. */
export function reaches({ reach }: Pick<Who, 'reach'>, orgId: string): boolean {
  return reach === null || reach === orgId;
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
