/** What an unmatched group was probably meant to give, out of its name and the nearest names that the server found. Pure. */
import { organizationRoles } from '../../lib/searches.ts';
import type { Group, OrganizationRole } from '../../lib/types.ts';

type Named = { readonly id: string; readonly name: string };

export type Suggestion = {
  readonly workspace: Named;
  readonly role: string;
  readonly organizationRole: OrganizationRole | null;
};

/** At most three; none where a workspace or a role would be a guess. */
export function suggestionsFor(
  { displayName, mapping: { nearest } }: Pick<Group, 'displayName' | 'mapping'>,
  workspaces: readonly Named[],
  roles: readonly Named[],
): Suggestion[] {
  const whole = nearest.filter(({ kind }) => kind === 'group').map(({ name }) => name);
  const near = (kind: string) => nearest.filter((one) => one.kind === kind).map(({ name }) => name);
  return (whole.length > 0 ? whole : [displayName]).slice(0, 3).flatMap((name) => {
    const role = near('role')[0] ?? longestIn(name, roles)?.name;
    if (role === undefined) return [];
    const named = near('workspace').flatMap((wanted) => workspaces.filter((one) => one.name === wanted));
    const found = named.length > 0 ? named : [longestIn(name, workspaces)].filter((one) => one !== undefined);
    return found.slice(0, 3).map((workspace) => ({ workspace, role, organizationRole: organizationRoleIn(name) }));
  });
}

function longestIn(text: string, named: readonly Named[]): Named | undefined {
  return named.filter(({ name }) => text.includes(name)).toSorted((a, b) => b.name.length - a.name.length)[0];
}

function organizationRoleIn(text: string): OrganizationRole | null {
  const folded = text.toLowerCase().replaceAll(' ', '');
  return organizationRoles.find((role) => folded.includes(role.toLowerCase().replaceAll(' ', ''))) ?? null;
}
