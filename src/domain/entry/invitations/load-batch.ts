import { tenant } from '../../../storage/tenant.ts';
import { loadAccess } from '../../access/state.ts';
import { getDeployment } from '../../model/deployment.ts';
import { invitations } from '../../model/invitation.ts';
import { memberSummary, members } from '../../model/member.ts';
import { tombstones } from '../../model/tombstone.ts';
import { loadInviters } from '../offer/inviter.ts';
import { claimantsOf, tombstonesWithAddress, withAddress } from '../proof/proof.ts';
import type { BatchState, Inviting, Order } from './batch.ts';

/** What a batch reads about the people of these orders. Claims are looked at where people are added to a workspace only. */
export async function loadBatch({ orgId, scope }: Inviting, orders: readonly Order[]): Promise<BatchState> {
  const rows = tenant(orgId);
  const keys = orders.map(({ emailKey }) => emailKey);
  const [people, claimants, buried, { workspaceAdminsInvite }] = await Promise.all([
    rows.find(members, withAddress(...keys), { projection: memberSummary }),
    scope === 'organization'
      ? []
      : rows.find(members, { ...claimantsOf(...keys), status: 'active' }, { projection: { claimedEmailKey: 1 } }),
    rows.find(tombstones, tombstonesWithAddress(orders.map(({ email }) => email))),
    getDeployment(),
  ]);
  const ids = people.map(({ _id }) => _id);
  const access = await loadAccess(orgId, ids);
  const open = await rows.find(invitations, { memberId: { $in: ids }, status: 'pending' });
  const makers = await loadInviters(
    orgId,
    open.map(({ createdBy }) => createdBy),
  );
  return {
    access,
    buried,
    claimants,
    open: new Map(open.map((invitation) => [invitation.memberId, invitation])),
    makers,
    workspaceAdminsInvite,
  };
}
