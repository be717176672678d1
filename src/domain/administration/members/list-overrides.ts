/** All explicit decisions of an organization's admins, with reason, author and expiry. */

import { tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { IdPage } from '../../kernel/id-page.ts';
import { type GrantDocument, grants } from '../../model/grant.ts';
import { type MemberSummary, memberSummary, members } from '../../model/member.ts';
import { isOrganizationAdmin, roleName, roles } from '../../model/role.ts';
import { listWorkspaces } from '../../model/workspace.ts';

export type ListedOverride = {
  readonly grant: GrantDocument;
  readonly member: MemberSummary;
  /** null: the override of the organization role. */
  readonly workspaceName: string | null;
  /** The role's name; null with `deny`. */
  readonly role: string | null;
  /** It has no effect while the member is inactive, pending or, in a workspace, Organization Admin. */
  readonly dormant: boolean;
  readonly expired: boolean;
};

/** Oldest first, workspace roles and organization roles alike. */
export async function listOverrides(orgId: string, { after, limit }: Omit<IdPage, 'q'>): Promise<ListedOverride[]> {
  const scope = tenant(orgId);
  const [workspaces, customRoles] = await Promise.all([listWorkspaces(orgId), scope.find(roles, {})]);
  const names = new Map<string | null, string>(workspaces.map(({ _id, name }) => [_id, name]));
  // By workspace, because that is how grants are indexed.
  const workspaceId = { $in: [null, ...workspaces.map(({ _id }) => _id)] };
  const rows = await scope.find(
    grants,
    { workspaceId, source: 'override', ...(after === null ? {} : { _id: { $gt: after } }) },
    { sort: { _id: 1 }, limit },
  );
  const found = await scope.find(
    members,
    { _id: { $in: rows.map(({ memberId }) => memberId) } },
    { projection: memberSummary },
  );
  const memberOf = new Map(found.map((member) => [member._id, member]));
  const at = now();
  return rows.flatMap((grant) => {
    const member = memberOf.get(grant.memberId);
    if (!member) return [];
    const implicit = grant.workspaceId !== null && isOrganizationAdmin(member.organizationRole);
    return [
      {
        grant,
        member,
        workspaceName: names.get(grant.workspaceId) ?? null,
        role: grant.role === null ? null : roleName(grant.role, customRoles),
        dormant: member.status !== 'active' || implicit,
        expired: grant.expiresAt !== null && grant.expiresAt <= at,
      },
    ];
  });
}
