/** Which members have a role in a workspace, or by a source: found by their memberships. */
import type { Filter } from '../../../storage/query.ts';
import { tenant } from '../../../storage/tenant.ts';
import { upToDate } from '../../access/count-access.ts';
import { outdatedAccess } from '../../access/outdated-access.ts';
import { accessOf, type WorkspaceAccess } from '../../access/read-access.ts';
import { memberSummary, members } from '../../model/member.ts';
import { type MembershipDocument, memberships } from '../../model/membership.ts';

export type AccessFilter = {
  readonly workspaceId?: string | undefined;
  readonly source?: MembershipDocument['source'] | undefined;
};

/** The ids of active members with such access, and of pending ones who are invited to it. */
export async function membersWithAccess(orgId: string, { workspaceId, source }: AccessFilter): Promise<string[]> {
  const fits = (access: WorkspaceAccess) =>
    (workspaceId === undefined || access.workspaceId === workspaceId) &&
    (source === undefined || access.sources.includes(source));
  const outdated = await outdatedAccess(orgId);
  const there = { ...(workspaceId === undefined ? {} : { workspaceId }), ...upToDate(outdated) };
  const byMember = (filter: Filter<MembershipDocument>) =>
    tenant(orgId).aggregate<{ _id: string }>(memberships, [{ $match: filter }, { $group: { _id: '$memberId' } }]);
  const [stored, besides, invited] = await Promise.all([
    byMember(source === undefined ? there : { ...there, source }),
    // With the type, as the partial index has it.
    source === undefined || source === 'organization-admin' || !outdated.combines
      ? []
      : byMember({ ...there, $and: [{ 'also.source': { $type: 'string' } }, { 'also.source': source }] }),
    accessOfInvited(orgId),
  ]);
  const computed = [...outdated.access, ...invited].flatMap(([id, access]) => (access.some(fits) ? [id] : []));
  return [...new Set([...stored, ...besides].map(({ _id }) => _id)), ...computed];
}

/** Pending members have no memberships. */
async function accessOfInvited(orgId: string): Promise<[string, readonly WorkspaceAccess[]][]> {
  const pending = await tenant(orgId).find(
    members,
    // By the role, because that is how members are indexed.
    { organizationRole: null, status: 'pending' },
    { projection: memberSummary },
  );
  const access = await accessOf(orgId, pending);
  return [...access].map(([id, { workspaces }]) => [id, workspaces]);
}
