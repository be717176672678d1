/** The account behind a session or a personal key, with its organizations, read anew for each request. */
import { system } from '../../storage/tenant.ts';
import { accessOf } from '../access/read-access.ts';
import { type MemberDocument, members } from '../directory/member.ts';
import { inLivingOrganizations } from '../organizations/organization.ts';
import { type AccountDocument, accounts } from './account.ts';
import { deploymentConnectionId, findOpenConnection } from './connection.ts';

export type SignedInAccount = {
  readonly account: AccountDocument;
  /** Its active members, one for each organization that it may enter. */
  readonly members: readonly MemberDocument[];
};

/**
 * null when the account is gone or has no active member left: its sessions end (design 1.5 point 6).
 * @param connectionId that the person came in by: an organization's own one vouches for the person only while it is there
 *   and the person is an active member of that organization
 */
export async function findSignedInAccount(
  accountId: string,
  connectionId: string = deploymentConnectionId,
): Promise<SignedInAccount | null> {
  const scope = system('account-memberships');
  const [account, active, connection] = await Promise.all([
    scope.findOne(accounts, { _id: accountId }),
    scope.find<MemberDocument>(
      members,
      { accountId, status: 'active' },
      { projection: { resource: 0, search: 0 }, sort: { _id: 1 } },
    ),
    connectionId === deploymentConnectionId ? null : findOpenConnection(connectionId),
  ]);
  const entered = account ? await inLivingOrganizations(active) : [];
  if (!account || entered.length === 0) return null;
  const vouched = connectionId === deploymentConnectionId || entered.some(({ orgId }) => orgId === connection?.orgId);
  return vouched ? { account, members: entered } : null;
}

/** Whether the account has access to any workspace of any organization. */
export async function hasWorkspace(accountId: string): Promise<boolean> {
  const signedIn = await findSignedInAccount(accountId);
  for (const member of signedIn?.members ?? []) {
    const access = await accessOf(member.orgId, [member]);
    if ((access.get(member._id)?.workspaces.length ?? 0) > 0) return true;
  }
  return false;
}
