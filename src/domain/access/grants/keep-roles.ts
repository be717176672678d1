/** Roles that outlive what gave them: a member keeps them as grants of its own. */
import type { Actor, Context } from '../../kernel/context.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { type RoleId, rankOf } from '../../model/role.ts';
import type { AccessRules } from './effective.ts';
import { targetsOf } from './group-grants.ts';

type Rules = Pick<AccessRules, 'precedence' | 'customRoles'>;
type Of = { readonly orgId: string; readonly memberId: string; readonly at: Date };

/** The member's grants with what these mappings give as `manual` ones. */
export function withKeptRoles(
  { context, ...of }: Of & { readonly context: Context },
  grants: readonly GrantDocument[],
  kept: readonly MappingDocument[],
  rules: Rules,
): GrantDocument[] {
  const by = { actor: context.actor, reason: 'kept when the mapping of a group was deleted' };
  const roles = kept.flatMap((mapping) => targetsOf(mapping).map((target) => ({ ...target, mappingId: mapping._id })));
  return withKept({ ...of, ...by }, grants, roles, rules);
}

/**
 * The member's grants with these roles as `manual` ones. A manual grant of the same or a higher role that the member has
 * already stays as it is; a lower one is raised. Where all roles count, each is kept beside the others (A13).
 */
export function withKept(
  { orgId, memberId, at, actor, reason }: Of & { readonly actor: Actor; readonly reason: string },
  grants: readonly GrantDocument[],
  kept: readonly {
    readonly workspaceId: string | null;
    readonly role: RoleId | null;
    /** Which gave it. */
    readonly mappingId: string | null;
  }[],
  { precedence, customRoles }: Rules,
): GrantDocument[] {
  return kept.reduce<GrantDocument[]>(
    (all, { workspaceId, role, mappingId }) => {
      const own = all.filter((grant) => grant.source === 'manual' && grant.workspaceId === workspaceId);
      const isCombined = precedence === 'combined';
      const rivals = own.filter((grant) => !isCombined || grant.mappingId === mappingId);
      const isEnough = (grant: GrantDocument) =>
        rankOf(grant.role ?? '', customRoles) >= rankOf(role ?? '', customRoles);
      if (own.some((grant) => grant.role === role) || rivals.some(isEnough)) return all;
      const [old] = rivals;
      const grant: GrantDocument = {
        ...(old ?? { ...newGrant(orgId, memberId, at), mappingId: isCombined ? mappingId : null }),
        source: 'manual',
        workspaceId,
        role,
        reason,
        createdBy: actor,
      };
      return [...all.filter((row) => row !== old), grant];
    },
    [...grants],
  );
}
