/** Ids of groups by what they hold or are, for filters that ask about users and groups at once. */
import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { type GroupDocument, type GroupMemberDocument, groupMembers, groups, groupsOf } from '../model/group.ts';
import { totalsOfGroups } from './list-groups.ts';

/** In which groups is each of these a direct member? Ids that are in none have no entry. */
export async function groupsWithMembers(
  orgId: string,
  memberIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (memberIds.length === 0) return new Map();
  const rows = await tenant(orgId).find(groupMembers, { memberId: { $in: memberIds } });
  const byMember = new Map<string, string[]>();
  for (const { memberId, groupId } of rows) {
    const own = byMember.get(memberId);
    if (own) own.push(groupId);
    else byMember.set(memberId, [groupId]);
  }
  return byMember;
}

/** The groups that have this direct member and no other. */
export async function groupsWithOnlyMember(orgId: string, memberId: string): Promise<readonly string[]> {
  const ids = (await groupsWithMembers(orgId, [memberId])).get(memberId) ?? [];
  const totals = await totalsOfGroups(orgId, ids);
  return ids.filter((id) => totals.get(id)?.members === 1);
}

/** The groups with a membership that meets the query; an empty one asks for every group that has members. */
export async function groupsWithMemberships(
  orgId: string,
  query: Filter<GroupMemberDocument>,
): Promise<readonly string[]> {
  // Without a query the database jumps from group to group. With one, the count keeps it from doing so, and it takes the
  // index of members instead.
  const counted = Object.keys(query).length > 0 ? { members: { $sum: 1 } } : {};
  const found = await tenant(orgId).aggregate<{ _id: string }>(groupMembers, [
    { $match: query },
    { $group: { _id: '$groupId', ...counted } },
  ]);
  return found.map(({ _id }) => _id);
}

/** The groups of the directory that meet the query. */
export async function groupsMeeting(orgId: string, query: Filter<GroupDocument>): Promise<readonly string[]> {
  const found = await tenant(orgId).find(groups, { ...query, ...groupsOf('directory') }, { projection: { _id: 1 } });
  return found.map(({ _id }) => _id);
}
