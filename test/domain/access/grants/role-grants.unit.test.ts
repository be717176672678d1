/** What the values of `roles` name. */
import { describe, expect, it } from 'vitest';
import {
  hasIdleRoles,
  namedRoles,
  type RoleNames,
  readRole,
  tellRoles,
  withRoleGrants,
} from '../../../../src/domain/access/grants/role-grants.ts';
import { noRoleTeller } from '../../../../src/domain/access/mapping/nearest-names.ts';
import type { OrganizationDocument } from '../../../../src/domain/model/organization.ts';
import { at } from './grants.ts';

type Settings = { readonly rolesEnabled?: boolean; readonly rolesMakeAdmins?: boolean };

function names(workspaces: readonly string[], custom: readonly string[] = [], settings: Settings = {}): RoleNames {
  const scim = { separator: ':', precedence: 'highest', conventionEnabled: true, requiredPrefix: null } as const;
  const organization = { _id: 'o', scim: { ...scim, rolesEnabled: true, ...settings } } as OrganizationDocument;
  const row = (name: string, n: number) => ({ _id: `${'abcdef'[n]}`.repeat(24), orgId: 'o', name, createdAt: at });
  return {
    organization,
    workspaces: workspaces.map((name, n) => ({ ...row(name, n), version: 1 })),
    customRoles: custom.map((name, n) => ({
      ...row(name, n + 3),
      nameKey: name.toLowerCase(),
      description: '',
      rank: 300 + n,
      permissions: [],
      version: 1,
    })),
  };
}

const [a, b, d, e] = ['a', 'b', 'd', 'e'].map((letter) => letter.repeat(24));

describe('a value of roles', () => {
  const some = names(['Research', 'Data-Lab', 'R:D'], ['Lead', 'D:Lead']);

  it.each([
    ['Organization Viewer', null, 'Organization Viewer'],
    [' organization_viewer ', null, 'Organization Viewer'],
    ['ORGANIZATIONOPERATOR', null, 'Organization Operator'],
    ['Research:Workspace Editor', a, 'Workspace Editor'],
    ['research : workspace editor', a, 'Workspace Editor'],
    ['datalab:lead', b, d],
    [`${b}:workspace-admin`, b, 'Workspace Admin'],
    [`*:${e}`, '*', e],
    ['Research:D:Lead', a, e],
    ['R:D:Workspace Viewer', 'c'.repeat(24), 'Workspace Viewer'],
  ])('%s', (value, workspaceId, role) => {
    expect(readRole(value, some)).toEqual({ target: { workspaceId, role } });
  });

  it.each([
    ['', 'unknown_role'],
    [':', 'unknown_role'],
    ['Workspace Editor', 'unknown_role'],
    ['Research', 'unknown_role'],
    ['Research:', 'unknown_role'],
    [':Workspace Editor', 'unknown_role'],
    ['**:Workspace Editor', 'unknown_role'],
    ['Nowhere:Workspace Editor', 'unknown_role'],
    ['__proto__:constructor', 'unknown_role'],
    ['Organization Admin', 'admins_not_allowed'],
    ['organization-admin', 'admins_not_allowed'],
    [':'.repeat(300), 'unknown_role'],
    [`Research:${'x'.repeat(60_000)}`, 'unknown_role'],
  ])('names nothing: %s', (value, none) => {
    expect(readRole(value, some)).toEqual({ none });
  });

  it('is read exactly before it is read loosely', () => {
    const twins = names(['Data Lab', 'data lab', 'DataLab']);
    expect(readRole('Data Lab:Workspace Editor', twins)).toMatchObject({ target: { workspaceId: a } });
    expect(readRole('data lab:Workspace Editor', twins)).toMatchObject({ target: { workspaceId: b } });
    expect(readRole('DATA LAB:Workspace Editor', twins)).toEqual({ none: 'ambiguous' });
    expect(readRole('Data-Lab:workspace editor', twins)).toEqual({ none: 'ambiguous' });
    expect(readRole('datalab:Workspace Editor', twins)).toMatchObject({ target: { workspaceId: 'c'.repeat(24) } });
  });

  it('may be split in two ways, and then names nothing', () => {
    expect(readRole('R:D:Lead', names(['R', 'R:D'], ['Lead', 'D:Lead']))).toEqual({ none: 'ambiguous' });
  });

  it('names what it is listed as, by value as by id', () => {
    const all = names(['Research', 'R:D'], ['Lead'], { rolesMakeAdmins: true });
    for (const { id, value, workspaceId, role } of namedRoles(all))
      for (const text of [id, value]) expect(readRole(text, all), text).toEqual({ target: { workspaceId, role } });
  });
});

describe('the grants that follow', () => {
  const of = (...roleValues: string[]) => ({ _id: 'm', orgId: 'o', roleValues });
  const placesOf = (given: ReturnType<typeof withRoleGrants>) =>
    given.map(({ workspaceId, role }) => [workspaceId, role]);

  it('keep their rows and their meaning while what they were read as is there', () => {
    const before = withRoleGrants(names(['Research']), of('Research:Workspace Editor'), [], at);
    const renamed = names(['Discovery', 'Research']);
    expect(withRoleGrants(renamed, of('Research:Workspace Editor'), before, at)).toBe(before);
    const more = withRoleGrants(renamed, of('Research:Workspace Editor', 'Organization Viewer'), before, at);
    expect(placesOf(more)).toEqual([
      [a, 'Workspace Editor'],
      [null, 'Organization Viewer'],
    ]);
    expect(more[0]).toBe(more.find(({ _id }) => _id === before[0]?._id));
    const gone = { ...renamed, workspaces: renamed.workspaces.slice(1) };
    expect(placesOf(withRoleGrants(gone, of('Research:Workspace Editor'), before, at))).toEqual([
      [b, 'Workspace Editor'],
    ]);
  });

  it('stay apart where two names differ by case alone', () => {
    const twins = names(['Lab', 'lab']);
    const member = of('Lab:Workspace Editor', 'lab:Workspace Editor');
    const given = withRoleGrants(twins, member, [], at);
    expect(placesOf(given)).toEqual([
      [a, 'Workspace Editor'],
      [b, 'Workspace Editor'],
    ]);
    expect(withRoleGrants(twins, member, given, at)).toBe(given);
  });

  it('are one for each role, however often it is named', () => {
    const member = of('Research:Workspace Editor', 'research:workspaceeditor', `${a}:workspace-editor`, 'chief');
    const given = withRoleGrants(names(['Research']), member, [], at);
    expect(placesOf(given)).toEqual([[a, 'Workspace Editor']]);
    expect(hasIdleRoles(member, given)).toBe(true);
    expect(hasIdleRoles(of('Research:Workspace Editor'), given)).toBe(false);
  });

  it('are of the first hundred that are named: nobody waits for those of one person', () => {
    const member = of(...Array.from({ length: 100 }, (_, n) => `Boss ${n}`), 'Research:Workspace Editor');
    expect(withRoleGrants(names(['Research']), member, [], at)).toEqual([]);
    const told = tellRoles(names(['Research']), member, []);
    expect(told.at(-2)).toEqual({ value: 'Boss 99', none: 'unknown_role' });
    expect(told.at(-1)).toEqual({ value: 'Research:Workspace Editor', none: 'too_many' });
  });

  it('go where the organization lets its directory name none, and leave all others as they are', () => {
    const given = withRoleGrants(names(['Research']), of('Research:Workspace Editor'), [], at);
    const [grant] = given;
    const other = { ...grant, _id: 'other', source: 'manual' } as (typeof given)[number];
    const off = names(['Research'], [], { rolesEnabled: false });
    expect(withRoleGrants(off, of('Research:Workspace Editor'), [...given, other], at)).toEqual([other]);
    expect(withRoleGrants(off, of('Research:Workspace Editor'), [other], at)).toEqual([other]);
  });
});

it('the nearest names are looked for of the first few that name nothing', () => {
  const why = noRoleTeller(names(['Research']));
  const said = (n: number) => why(`Reserch:Workspace Editor${n}`, 'unknown_role');
  for (let n = 0; n < 20; n += 1) expect(said(n)).toContain('Did you mean');
  expect(said(20)).toMatch(/^No role is called so[^?]+$/);
  expect(said(0)).toContain('Did you mean');
});
