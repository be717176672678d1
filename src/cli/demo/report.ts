/** What the demo says about people: differences from what was expected, and why somebody has what they have. */

import type { ExpectedRoles } from './expected-roles.ts';
import type { AccessAnswer, IdleGroup, MemberRoles } from './members.ts';

/** One line for each difference. */
export function compareRoles(
  email: string,
  expected: ExpectedRoles | undefined,
  actual: MemberRoles | undefined,
): string[] {
  if (!actual) return [`${email}: is missing`];
  if (!expected) return [`${email}: nothing was expected`];
  const lines: string[] = [];
  const differs = (where: string, wanted: string | null, got: string | null) => {
    if (wanted !== got) lines.push(`${email}, ${where}: expected ${wanted ?? 'no access'}, got ${got ?? 'no access'}`);
  };
  differs('organization', expected.organization, actual.status === 'active' ? actual.organizationRole : null);
  const got = new Map(actual.workspaces.map(({ name, role }) => [name, role]));
  for (const name of new Set([...expected.workspaces.keys(), ...got.keys()]))
    differs(`workspace ${name}`, expected.workspaces.get(name) ?? null, got.get(name) ?? null);
  return lines;
}

export function describePerson({ name, email }: MemberRoles, { organization, workspaces }: AccessAnswer): string {
  const lines = workspaces.map(({ name: workspace, role, winner, grants }) => {
    const lost = grants.filter(({ lostBecause }) => lostBecause);
    const others = lost.map(
      ({ role: other, group, lostBecause }) =>
        `\n      not ${other}${group ? ` of ${quoted(group)}` : ''}: ${lostBecause}`,
    );
    return `    ${workspace}: ${role ?? 'no access'}, ${reason(winner)}${others.join('')}`;
  });
  return [
    `  ${name} <${email}>`,
    `    ${organization.role ?? 'no access'}, ${reason(organization.winner)}`,
    ...lines,
  ].join('\n');
}

function reason(winner: AccessAnswer['organization']['winner']): string {
  if (!winner) return 'as everybody in the organization';
  if (winner.group) return `because of the group ${quoted(winner.group)}`;
  return sources[winner.source] ?? `because of ${winner.source}`;
}

const sources: Readonly<Record<string, string>> = {
  'organization-admin': 'as an Organization Admin has everywhere',
  'sso-default': 'as a newcomer who signed in',
  override: 'because an admin decided so',
};

function quoted({ displayName }: { readonly displayName: string }): string {
  return `"${displayName}"`;
}

const shownGroups = 50;

/** A directory has groups for much else, so these are no fault; but a misspelt one is among them. */
export function describeIdleGroups(groups: readonly IdleGroup[]): string {
  const lines = groups.slice(0, shownGroups).map((group) => {
    const members = group.members === 1 ? '1 member' : `${group.members} members`;
    return `  ${quoted(group)} (${members}): ${group.mapping.detail}`;
  });
  const more = groups.length > shownGroups ? [`  and ${groups.length - shownGroups} more`] : [];
  const [count, give] = groups.length === 1 ? ['One group', 'gives'] : [`${groups.length} groups`, 'give'];
  return `\n${count} ${give} nothing. How names are read: docs/groups.md\n${[...lines, ...more].join('\n')}`;
}
