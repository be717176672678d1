/** How many people have access. */
import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { type MembershipDocument, memberships } from '../model/membership.ts';
import { type OutdatedAccess, outdatedAccess } from './outdated-access.ts';

/** Stored memberships of members of whom they are what counts. */
export function upToDate({ access }: OutdatedAccess): Filter<MembershipDocument> {
  return access.size === 0 ? {} : { memberId: { $nin: [...access.keys()] } };
}

/** The active members with a role in each of these workspaces; one without is not in the map. */
export async function countPeopleOf(orgId: string, workspaceIds: readonly string[]): Promise<Map<string, number>> {
  const outdated = await outdatedAccess(orgId);
  const rows = await tenant(orgId).aggregate<{ _id: string; people: number }>(memberships, [
    { $match: { workspaceId: { $in: workspaceIds }, ...upToDate(outdated) } },
    { $group: { _id: '$workspaceId', people: { $sum: 1 } } },
  ]);
  const counts = new Map(rows.map(({ _id, people }) => [_id, people]));
  for (const { workspaceId } of [...outdated.access.values()].flat())
    if (workspaceIds.includes(workspaceId)) counts.set(workspaceId, (counts.get(workspaceId) ?? 0) + 1);
  return counts;
}
