import { describe, expect, it } from 'vitest';
import { type ConventionSettings, readGroupName } from '../../../../src/domain/access/mapping/naming-convention.ts';
import { separators } from '../../../../src/domain/model/organization.ts';

const workspaces = ['Workspace 1', 'Research', 'R&D', 'a:b', 'b', 'Data-Lake', 'snake_case', 'Organization User:b'].map(
  (name) => ({ id: `id of ${name}`, name }),
);
const roles = ['Workspace Admin', 'Workspace Editor', 'Workspace Viewer', 'Annotator', 'Senior:Annotator'].map(
  (name) => ({
    id: name,
    name,
  }),
);

const read = (name: string, settings: Partial<ConventionSettings> = {}) =>
  readGroupName(name, { separator: ':', requiredPrefix: null, ...settings }, workspaces, roles);

const into = (workspace: string, workspaceRole: string, organizationRole = 'Organization User') => ({
  target: { organizationRole, workspaceId: `id of ${workspace}`, workspaceRole },
});
const admins = { target: { organizationRole: 'Organization Admin', workspaceId: null, workspaceRole: null } };

describe('group names that say which role they give', () => {
  it.each(separators)('are read with the separator "%s"', (separator) => {
    const name = ['Acme Organization User', 'Workspace 1', 'Workspace Editor'].join(separator);
    expect(read(name, { separator })).toEqual(into('Workspace 1', 'Workspace Editor'));
  });

  it.each<[string, ReturnType<typeof into>, Partial<ConventionSettings>?]>([
    ['Organization User:Research:Workspace Viewer', into('Research', 'Workspace Viewer')],
    ['okta-prod/Organization User:Research:Workspace Viewer', into('Research', 'Workspace Viewer')],
    ['AcmeOrganization User:Research:Workspace Viewer', into('Research', 'Workspace Viewer')],
    ['organization user:Research:Workspace Viewer', into('Research', 'Workspace Viewer')],
    ['ORGANIZATIONUSER:Research:Workspace Viewer', into('Research', 'Workspace Viewer')],
    ['Organization  Operator:Research:Workspace Viewer', into('Research', 'Workspace Viewer', 'Organization Operator')],
    ['Organization Viewer:Research:Annotator', into('Research', 'Annotator', 'Organization Viewer')],
    ['Organization Admin:Research:Workspace Viewer', into('Research', 'Workspace Viewer', 'Organization Admin')],
    ['Organization User:a:b:Workspace Viewer', into('a:b', 'Workspace Viewer')],
    ['Organization User:Research:Senior:Annotator', into('Research', 'Senior:Annotator')],
    ['Organization User-Data-Lake-Workspace Admin', into('Data-Lake', 'Workspace Admin'), { separator: '-' }],
    ['Organization User_snake_case_Workspace Admin', into('snake_case', 'Workspace Admin'), { separator: '_' }],
    ['Organization User&R&D&Workspace Admin', into('R&D', 'Workspace Admin'), { separator: '&' }],
    ['OrganizationUser Research Annotator', into('Research', 'Annotator'), { separator: ' ' }],
    ['Usher-Organization User:b:Annotator', into('b', 'Annotator'), { requiredPrefix: 'Usher-' }],
  ])('%s', (name, expected, settings) => {
    expect(read(name, settings)).toEqual(expected);
  });

  it.each([
    'Organization Admin',
    'Organization Admins',
    'Acme Organization Admins',
    'organizationadmins',
    'x-ORGANIZATION ADMIN ',
  ])('%s makes Organization Admins', (name) => {
    expect(read(name)).toEqual(admins);
  });
});

describe('group names that give nothing', () => {
  it.each<[string, string, Partial<ConventionSettings>?]>([
    ['Everyone', 'not_in_the_convention'],
    ['', 'not_in_the_convention'],
    ['Organization Administrators', 'not_in_the_convention'],
    ['Organization Users', 'not_in_the_convention'],
    ['Organization User', 'not_in_the_convention'],
    ['Organization User:Research', 'not_in_the_convention'],
    ['Organization User-Research-Workspace Viewer', 'not_in_the_convention'],
    ['Organization User:research:Workspace Viewer', 'unknown_workspace'],
    ['Organization User:Finance:Workspace Viewer', 'unknown_workspace'],
    ['Organization User:Research :Workspace Viewer', 'unknown_workspace'],
    ['Organization User:Research:workspace viewer', 'unknown_role'],
    ['Organization User:Research:Workspace Owner', 'unknown_role'],
    ['Organization User:Finance:Owner', 'unknown_workspace_and_role'],
    ['Organization User:Organization User:b:Workspace Viewer', 'ambiguous'],
    ['Organization User:Research:Workspace Viewer', 'required_prefix_missing', { requiredPrefix: 'Usher-' }],
    ['Former Organization Admins', 'required_prefix_missing', { requiredPrefix: 'Usher-' }],
    ['usher-Organization Admins', 'required_prefix_missing', { requiredPrefix: 'Usher-' }],
  ])('%s: %s', (name, unmatched, settings) => {
    expect(read(name, settings)).toEqual({ unmatched });
  });
});
