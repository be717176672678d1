/** The account behind a session or a personal key, with its organizations, read anew for each request. */
import { system } from '../../storage/tenant.ts';
import { type MemberDocument, members } from '../directory/member.ts';
import { inLivingOrganizations } from '../organizations/organization.ts';
import { type AccountDocument, accounts } from './account.ts';

export type SignedInAccount = {
  readonly account: AccountDocument;
  /** Its active members, one for each organization that it may enter. */
  readonly members: readonly MemberDocument[];
};

/** null when the account is gone or has no active member left: its sessions end (design 1.5 point 6). */
export async function findSignedInAccount(accountId: string): Promise<SignedInAccount | null> {
  const scope = system('account-memberships');
  const [account, active] = await Promise.all([
    scope.findOne(accounts, { _id: accountId }),
    scope.find<MemberDocument>(
      members,
      { accountId, status: 'active' },
      { projection: { resource: 0, search: 0 }, sort: { _id: 1 } },
    ),
  ]);
  const entered = account ? await inLivingOrganizations(active) : [];
  return account && entered.length > 0 ? { account, members: entered } : null;
}
