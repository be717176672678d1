/** The naming convention with each of its separators: the same names, written with another one, say the same. */
import { describe, expect, it } from 'vitest';
import { readGroupName } from '../../../../src/domain/access/mapping/naming-convention.ts';
import { nearestNames } from '../../../../src/domain/access/mapping/nearest-names.ts';
import { type Separator, separators } from '../../../../src/domain/model/organization.ts';

/** In the names of these tables `|` stands for the separator. */
const written = (name: string, separator: Separator) => name.replaceAll('|', separator);

/** As an organization that uses this separator may well have them: names with the separator in them. */
const named = (separator: Separator) => ({
  workspaces: ['Workspace 1', 'Research', 'a|b', 'b', 'b|c', 'x|y|z', 'Organization User|b'].map((name) => ({
    id: `workspace ${name}`,
    name: written(name, separator),
  })),
  roles: [
    'Workspace Admin',
    'Workspace Editor',
    'Workspace Viewer',
    'Annotator',
    'Lead|Annotator',
    'c|Reader',
    'Reader',
  ].map((name) => ({ id: `role ${name}`, name: written(name, separator) })),
});

function read(name: string, separator: Separator, requiredPrefix: string | null = null) {
  const { workspaces, roles } = named(separator);
  const settings = { separator, requiredPrefix: requiredPrefix && written(requiredPrefix, separator) };
  const displayName = written(name, separator);
  const match = readGroupName(displayName, settings, workspaces, roles);
  const nearest = 'unmatched' in match ? nearestNames(displayName, match.unmatched, settings, workspaces, roles) : [];
  return { match, nearest };
}

type Given = { workspace: string; role: string; organization?: string; prefix?: string };
const given = (workspace: string, role: string, organization = 'Organization User') => ({
  target: { organizationRole: organization, workspaceId: `workspace ${workspace}`, workspaceRole: `role ${role}` },
});
const admins = { target: { organizationRole: 'Organization Admin', workspaceId: null, workspaceRole: null } };

describe.each(separators)('with the separator "%s"', (separator) => {
  it.each<[string, Given]>([
    ['Organization User|Research|Workspace Viewer', { workspace: 'Research', role: 'Workspace Viewer' }],
    ['Organization User|Workspace 1|Workspace Editor', { workspace: 'Workspace 1', role: 'Workspace Editor' }],
    // Any prefix, also one that ends with the separator or with nothing.
    ['okta prod Organization User|Research|Annotator', { workspace: 'Research', role: 'Annotator' }],
    ['okta|Organization User|Research|Annotator', { workspace: 'Research', role: 'Annotator' }],
    ['oktaOrganization User|Research|Annotator', { workspace: 'Research', role: 'Annotator' }],
    ['Usher/Organization User|b|Annotator', { workspace: 'b', role: 'Annotator', prefix: 'Usher/' }],
    ['Usher|Organization User|b|Annotator', { workspace: 'b', role: 'Annotator', prefix: 'Usher|' }],
    // The organization role: case and spaces are free.
    ['organization user|Research|Annotator', { workspace: 'Research', role: 'Annotator' }],
    ['ORGANIZATIONUSER|Research|Annotator', { workspace: 'Research', role: 'Annotator' }],
    ['OrganizationUser|Research|Annotator', { workspace: 'Research', role: 'Annotator' }],
    ['oRgAnIzAtIoN  uSeR|Research|Annotator', { workspace: 'Research', role: 'Annotator' }],
    [
      'organizationviewer|Research|Annotator',
      { workspace: 'Research', role: 'Annotator', organization: 'Organization Viewer' },
    ],
    [
      'Organization Operator|Research|Annotator',
      { workspace: 'Research', role: 'Annotator', organization: 'Organization Operator' },
    ],
    [
      'Organization Admin|Research|Annotator',
      { workspace: 'Research', role: 'Annotator', organization: 'Organization Admin' },
    ],
    // Names that hold the separator: every split is tried.
    ['Organization User|a|b|Workspace Admin', { workspace: 'a|b', role: 'Workspace Admin' }],
    ['Organization User|x|y|z|Annotator', { workspace: 'x|y|z', role: 'Annotator' }],
    ['Organization User|Research|Lead|Annotator', { workspace: 'Research', role: 'Lead|Annotator' }],
    ['Organization User|x|y|z|Lead|Annotator', { workspace: 'x|y|z', role: 'Lead|Annotator' }],
    ['Organization User|b|c|Annotator', { workspace: 'b|c', role: 'Annotator' }],
    ['Organization User|a|b|c|Reader', { workspace: 'a|b', role: 'c|Reader' }],
  ])('%s is read', (name, { workspace, role, organization, prefix }) => {
    expect(read(name, separator, prefix).match).toEqual(given(workspace, role, organization));
  });

  it.each<[string, string?]>([
    ['Organization Admin'],
    ['Organization Admins'],
    ['organizationadmins'],
    ['ORGANIZATION  ADMINS '],
    ['Acme|Organization Admins'],
    ['AcmeOrganization Admin'],
    ['Usher|Organization Admins', 'Usher|'],
  ])('%s makes Organization Admins', (name, prefix) => {
    expect(read(name, separator, prefix).match).toEqual(admins);
  });

  const workspace = (name: string) => ({ kind: 'workspace', name: written(name, separator) });
  const role = (name: string) => ({ kind: 'role', name: written(name, separator) });
  const group = (name: string) => ({ kind: 'group', name: written(name, separator) });

  it.each<[string, string, { kind: string; name: string }[], string?]>([
    ['Everyone', 'not_in_the_convention', []],
    ['Organization User', 'not_in_the_convention', []],
    ['Organization User|Research', 'not_in_the_convention', []],
    ['Organization Administrators', 'not_in_the_convention', []],
    // Only the form that makes admins has a plural.
    ['Organization Users|Research|Annotator', 'not_in_the_convention', [group('Organization User|Research|Annotator')]],
    [
      'Organization Admins|Research|Annotator',
      'not_in_the_convention',
      [group('Organization Admin|Research|Annotator')],
    ],
    ['Organisation User|Research|Annotator', 'not_in_the_convention', [group('Organization User|Research|Annotator')]],
    ['Acme Organisation User|a|b|Annotator', 'not_in_the_convention', [group('Acme Organization User|a|b|Annotator')]],
    // Names of workspaces and roles are exact.
    ['Organization User|research|Annotator', 'unknown_workspace', [workspace('Research')]],
    ['Organization User|Reserch|Annotator', 'unknown_workspace', [workspace('Research')]],
    ['Organization User|Reserch|Lead|Annotator', 'unknown_workspace', [workspace('Research')]],
    ['Organization User|x|y|zz|Annotator', 'unknown_workspace', [workspace('x|y|z')]],
    ['Organization User|Marketing|Annotator', 'unknown_workspace', []],
    ['Organization User|Research|annotator', 'unknown_role', [role('Annotator')]],
    ['Organization User|Research|Workspace Viwer', 'unknown_role', [role('Workspace Viewer')]],
    ['Organization User|Research|Workspace Admins', 'unknown_role', [role('Workspace Admin')]],
    ['Organization User|b|c|Anotator', 'unknown_role', [role('Annotator')]],
    ['Organization User|Research|Owner', 'unknown_role', []],
    ['Organization User|Reserch|Anotator', 'unknown_workspace_and_role', [workspace('Research'), role('Annotator')]],
    ['Organization User|Marketing|Owner', 'unknown_workspace_and_role', []],
    ['Organization User|b|c|Reader', 'ambiguous', []],
    ['Organization User|Organization User|b|Annotator', 'ambiguous', []],
    [
      'Organization User|Research|Annotator',
      'required_prefix_missing',
      [group('Usher|Organization User|Research|Annotator')],
      'Usher|',
    ],
    ['Former Organization Admins', 'required_prefix_missing', [group('Usher|Former Organization Admins')], 'Usher|'],
    ['usher|Organization User|Marketing|Annotator', 'required_prefix_missing', [], 'Usher|'],
  ])('%s gives nothing: %s', (name, unmatched, nearest, prefix) => {
    const found = read(name, separator, prefix);
    expect(found.match).toEqual({ unmatched });
    // The nearest comes first; others may follow.
    const firsts = ['workspace', 'role', 'group'].flatMap(
      (kind) => found.nearest.find((near) => near.kind === kind) ?? [],
    );
    expect(firsts).toEqual(nearest);
  });

  it.each(separators.filter((other) => other !== separator))(
    'a name written with "%s" is shown as it should be',
    (other) => {
      const found = read(`Acme Organization User${other}Research${other}Workspace Viewer`, separator);
      expect(found.match).toEqual({ unmatched: 'not_in_the_convention' });
      expect(found.nearest).toEqual([group('Acme Organization User|Research|Workspace Viewer')]);
    },
  );
});
