/** Which members have a role in a workspace, or by a source: found by their memberships. */
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
    (source === undefined || access.source === source);
  const outdated = await outdatedAccess(orgId);
  const [stored, invited] = await Promise.all([
    tenant(orgId).aggregate<{ _id: string }>(memberships, [
      {
        $match: {
          ...(workspaceId === undefined ? {} : { workspaceId }),
          ...(source === undefined ? {} : { source }),
          ...upToDate(outdated),
        },
      },
      { $group: { _id: '$memberId' } },
    ]),
    accessOfInvited(orgId),
  ]);
  const computed = [...outdated.access, ...invited].flatMap(([id, access]) => (access.some(fits) ? [id] : []));
  return [...stored.map(({ _id }) => _id), ...computed];
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
