/** Roles that outlive what gave them: a member keeps them as grants of its own. */
import type { Actor, Context } from '../../kernel/context.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { type RoleDocument, type RoleId, rankOf } from '../../model/role.ts';
import { targetsOf } from './group-grants.ts';

type Of = { readonly orgId: string; readonly memberId: string; readonly at: Date };

/** The member's grants with what these mappings give as `manual` ones. */
export function withKeptRoles(
  { context, ...of }: Of & { readonly context: Context },
  grants: readonly GrantDocument[],
  kept: readonly MappingDocument[],
  customRoles: readonly RoleDocument[],
): GrantDocument[] {
  const by = { actor: context.actor, reason: 'kept when the mapping of a group was deleted' };
  return withKept({ ...of, ...by }, grants, kept.flatMap(targetsOf), customRoles);
}

/**
 * The member's grants with these roles as `manual` ones. A manual grant of the same or a higher role that the member has
 * already stays as it is; a lower one is raised.
 */
export function withKept(
  { orgId, memberId, at, actor, reason }: Of & { readonly actor: Actor; readonly reason: string },
  grants: readonly GrantDocument[],
  kept: readonly { readonly workspaceId: string | null; readonly role: RoleId | null }[],
  customRoles: readonly RoleDocument[],
): GrantDocument[] {
  return kept.reduce<GrantDocument[]>(
    (all, { workspaceId, role }) => {
      const isOld = (grant: GrantDocument) => grant.source === 'manual' && grant.workspaceId === workspaceId;
      const old = all.find(isOld);
      if (old && rankOf(old.role ?? '', customRoles) >= rankOf(role ?? '', customRoles)) return all;
      const grant: GrantDocument = {
        ...(old ?? newGrant(orgId, memberId, at)),
        source: 'manual',
        workspaceId,
        role,
        reason,
        createdBy: actor,
      };
      return [...all.filter((row) => !isOld(row)), grant];
    },
    [...grants],
  );
}
