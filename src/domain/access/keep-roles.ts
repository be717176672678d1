/** Roles that outlive their mapping: a member keeps them as grants of its own. */
import type { Context } from '../context.ts';
import { type GrantDocument, newGrant } from './grant.ts';
import { targetsOf } from './group-grants.ts';
import type { MappingDocument } from './mapping.ts';
import { type RoleDocument, rankOf } from './role.ts';

/**
 * The member's grants with what these mappings give as `manual` ones. A manual grant of the same or a higher role that
 * the member has already stays as it is; a lower one is raised.
 */
export function withKeptRoles(
  { orgId, memberId, at, context }: { orgId: string; memberId: string; at: Date; context: Context },
  grants: readonly GrantDocument[],
  kept: readonly MappingDocument[],
  customRoles: readonly RoleDocument[],
): GrantDocument[] {
  return kept.flatMap(targetsOf).reduce<GrantDocument[]>(
    (all, { workspaceId, role }) => {
      const isOld = (grant: GrantDocument) => grant.source === 'manual' && grant.workspaceId === workspaceId;
      const old = all.find(isOld);
      if (old && rankOf(old.role ?? '', customRoles) >= rankOf(role, customRoles)) return all;
      const grant: GrantDocument = {
        ...(old ?? newGrant(orgId, memberId, at)),
        source: 'manual',
        workspaceId,
        role,
        reason: 'kept when the mapping of a group was deleted',
        createdBy: context.actor,
      };
      return [...all.filter((row) => !isOld(row)), grant];
    },
    [...grants],
  );
}
