/**
 * Group names that say which role they give (N1):
 * `<prefix>Organization Admin(s)` and `<prefix><organization role><sep><workspace><sep><workspace role>`.
 */
import type { UnmatchedReason } from '../../model/group.ts';
import type { Separator } from '../../model/organization.ts';
import { type OrganizationRole, organizationRoles, type RoleId } from '../../model/role.ts';

export type ConventionSettings = { readonly separator: Separator; readonly requiredPrefix: string | null };

type Named = { readonly id: string; readonly name: string };

export type ConventionTarget = {
  readonly organizationRole: OrganizationRole;
  /** null: the admin form, which names no workspace. */
  readonly workspaceId: string | null;
  readonly workspaceRole: RoleId | null;
};

export type ConventionMatch = { readonly target: ConventionTarget } | { readonly unmatched: UnmatchedReason };

/**
 * Reads a group's name. Workspace and role names are matched exactly, so every split of a workspace name that
 * contains the separator is tried by trying every workspace.
 */
export function readGroupName(
  displayName: string,
  { separator, requiredPrefix }: ConventionSettings,
  workspaces: readonly Named[],
  roles: readonly Named[],
): ConventionMatch {
  if (requiredPrefix !== null && !displayName.startsWith(requiredPrefix))
    return { unmatched: 'required_prefix_missing' };
  const name = requiredPrefix === null ? displayName : displayName.slice(requiredPrefix.length);
  if (/organization *admins?$/i.test(name.trimEnd()))
    return { target: { organizationRole: 'Organization Admin', workspaceId: null, workspaceRole: null } };

  const targets: ConventionTarget[] = [];
  for (const role of roles) {
    const beforeRole = withoutSuffix(name, separator + role.name);
    if (beforeRole === null) continue;
    for (const workspace of workspaces) {
      const head = withoutSuffix(beforeRole, separator + workspace.name);
      const organizationRole = head === null ? null : trailingOrganizationRole(head);
      if (organizationRole) targets.push({ organizationRole, workspaceId: workspace.id, workspaceRole: role.id });
    }
  }
  const [target] = targets;
  if (target && targets.length === 1) return { target };
  return { unmatched: target ? 'ambiguous' : reasonFor(name, separator, workspaces, roles) };
}

function withoutSuffix(text: string, suffix: string): string | null {
  return text.endsWith(suffix) ? text.slice(0, -suffix.length) : null;
}

/** `Acme organizationuser` -> Organization User: case and spaces are free in this part. */
function trailingOrganizationRole(head: string): OrganizationRole | null {
  const folded = head.toLowerCase().replaceAll(' ', '');
  return organizationRoles.find((role) => folded.endsWith(role.toLowerCase().replaceAll(' ', ''))) ?? null;
}

function reasonFor(
  name: string,
  separator: string,
  workspaces: readonly Named[],
  roles: readonly Named[],
): UnmatchedReason {
  const folded = name.toLowerCase();
  const form = organizationRoles
    .flatMap((role) => [role, role.replaceAll(' ', '')])
    .map((role) => ({ at: folded.indexOf(role.toLowerCase() + separator), length: role.length + 1 }))
    .find(({ at }) => at >= 0);
  if (!form) return 'not_in_the_convention';
  const rest = name.slice(form.at + form.length);
  if (roles.some((role) => rest.endsWith(separator + role.name))) return 'unknown_workspace';
  if (workspaces.some((workspace) => rest.startsWith(workspace.name + separator))) return 'unknown_role';
  return rest.includes(separator) ? 'unknown_workspace_and_role' : 'not_in_the_convention';
}
