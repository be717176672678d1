/**
 * What roles a person should get, worked out without the product's code: from the columns `expected:...` of the file, or
 * else from the group names by the plainest reading of the rules (highest role wins, admins everywhere).
 */
import type { DirectoryPerson } from '../identity-provider/identity-provider.ts';

export type ExpectedRoles = {
  /** null: no access. */
  readonly organization: string | null;
  /** Workspace name -> role, only where there is access. */
  readonly workspaces: ReadonlyMap<string, string>;
};

const workspaceRanks = ['Workspace Viewer', 'Workspace Editor', 'Workspace Admin'];
const organizationRanks = ['Organization Viewer', 'Organization User', 'Organization Operator', 'Organization Admin'];

export function expectRoles(
  person: DirectoryPerson,
  groups: readonly string[],
  workspaces: readonly string[],
  row: Readonly<Record<string, string>>,
): ExpectedRoles {
  if ('expected:organization' in row) {
    const stated = workspaces
      .map((name) => [name, row[`expected:${name}`] ?? ''] as const)
      .filter(([, role]) => role !== '');
    return { organization: row['expected:organization'] || null, workspaces: new Map(stated) };
  }
  if (!person.active) return { organization: null, workspaces: new Map() };
  if (groups.some((name) => /organization *admins?$/i.test(name)))
    return {
      organization: 'Organization Admin',
      workspaces: new Map(workspaces.map((name) => [name, 'Workspace Admin'])),
    };
  const roles = new Map<string, string>();
  const organization: string[] = [];
  for (const name of groups) {
    const [head = '', ...rest] = name.split(':');
    const workspace = rest.slice(0, -1).join(':');
    const role = rest.at(-1) ?? '';
    const part = organizationRanks.find((rank) =>
      head.toLowerCase().replaceAll(' ', '').endsWith(rank.toLowerCase().replaceAll(' ', '')),
    );
    if (!part || !workspaces.includes(workspace) || !workspaceRanks.includes(role)) continue;
    organization.push(part);
    const held = roles.get(workspace);
    if (!held || workspaceRanks.indexOf(role) > workspaceRanks.indexOf(held)) roles.set(workspace, role);
  }
  const highest = organizationRanks.findLast((rank) => organization.includes(rank)) ?? 'Organization User';
  if (highest === 'Organization Admin')
    return { organization: highest, workspaces: new Map(workspaces.map((name) => [name, 'Workspace Admin'])) };
  return { organization: highest, workspaces: roles };
}
