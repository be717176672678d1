import { describe, expect, it } from 'vitest';
import { type AccessRules, effective } from '../../../../src/domain/access/grants/effective.ts';
import type { Grant } from '../../../../src/domain/model/grant.ts';
import type { MemberStatus } from '../../../../src/domain/model/member.ts';
import { at, future, grant, past } from './grants.ts';

const custom = (id: string, rank: number) => ({
  _id: id,
  orgId: 'o',
  name: id,
  nameKey: id.toLowerCase(),
  description: '',
  rank,
  permissions: [],
  createdAt: past,
  version: 1,
});

const rules: AccessRules = {
  precedence: 'highest',
  customRoles: [custom('Annotator', 700), custom('Reader', 50)],
  workspaceIds: ['w1', 'w2'],
};

const admin = (source: Grant['source'], more: Partial<Grant> = {}) =>
  grant(source, 'Organization Admin', { workspaceId: null, ...more });
const organization = (source: Grant['source'], role: string | null, more: Partial<Grant> = {}) =>
  grant(source, role, { workspaceId: null, ...more });
const olderGroup = { groupId: 'g1', groupCreatedAt: new Date('2026-01-01') };
const newerGroup = { groupId: 'g2', groupCreatedAt: new Date('2026-02-01') };

type Expected = string | null;
type Case = [name: string, grants: Grant[], role: Expected, source: Expected, more?: Partial<AccessRules>];

const workspaceCases: Case[] = [
  ['nothing gives nothing', [], null, null],
  ['a sign-in default counts', [grant('sso-default', 'Workspace Editor')], 'Workspace Editor', 'sso-default'],
  ['an invitation counts', [grant('invitation', 'Workspace Viewer')], 'Workspace Viewer', 'invitation'],
  ['a manual grant counts', [grant('manual', 'Workspace Admin')], 'Workspace Admin', 'manual'],
  [
    'a grant for every workspace counts',
    [grant('scim-group', 'Workspace Viewer', { workspaceId: '*' })],
    'Workspace Viewer',
    'scim-group',
  ],
  [
    'beside a grant for every workspace the higher role counts',
    [grant('scim-group', 'Workspace Viewer', { workspaceId: '*' }), grant('scim-group', 'Workspace Admin')],
    'Workspace Admin',
    'scim-group',
  ],
  [
    'an override decides over a grant for every workspace',
    [grant('scim-group', 'Workspace Admin', { workspaceId: '*' }), grant('override', null, { effect: 'deny' })],
    null,
    'override',
  ],
  ['a creator has access', [grant('creator', 'Workspace Admin')], 'Workspace Admin', 'creator'],
  [
    'of manual, invitation, creator and default the highest decides',
    [
      grant('sso-default', 'Workspace Viewer'),
      grant('invitation', 'Workspace Admin'),
      grant('manual', 'Workspace Editor'),
      grant('creator', 'Workspace Viewer'),
    ],
    'Workspace Admin',
    'invitation',
  ],
  [
    'a SCIM group decides over a higher invitation',
    [grant('invitation', 'Workspace Admin'), grant('scim-group', 'Workspace Viewer')],
    'Workspace Viewer',
    'scim-group',
  ],
  [
    'a group that admins made ranks with those of the directory',
    [grant('scim-group', 'Workspace Viewer'), grant('admin-group', 'Workspace Editor')],
    'Workspace Editor',
    'admin-group',
  ],
  [
    'a group that admins made decides over a higher group of the sign-in',
    [grant('sso-group', 'Workspace Admin'), grant('admin-group', 'Workspace Viewer')],
    'Workspace Viewer',
    'admin-group',
  ],
  [
    'a role that the directory names decides over a higher group of the sign-in',
    [grant('sso-group', 'Workspace Admin'), grant('scim-role', 'Workspace Viewer')],
    'Workspace Viewer',
    'scim-role',
  ],
  [
    'a role that the directory names decides over an invitation to more',
    [grant('invitation', 'Workspace Admin'), grant('scim-role', 'Workspace Viewer')],
    'Workspace Viewer',
    'scim-role',
  ],
  [
    'a role that the directory names ranks with its groups',
    [grant('scim-group', 'Workspace Viewer'), grant('scim-role', 'Workspace Editor')],
    'Workspace Editor',
    'scim-role',
  ],
  [
    'a SCIM group decides over a higher group of the sign-in',
    [grant('sso-group', 'Workspace Admin'), grant('scim-group', 'Workspace Viewer')],
    'Workspace Viewer',
    'scim-group',
  ],
  [
    'a group of the sign-in decides over a higher default',
    [grant('sso-default', 'Workspace Admin'), grant('sso-group', 'Workspace Viewer')],
    'Workspace Viewer',
    'sso-group',
  ],
  [
    'an allowing override decides over a higher SCIM group',
    [grant('scim-group', 'Workspace Admin'), grant('override', 'Workspace Viewer')],
    'Workspace Viewer',
    'override',
  ],
  [
    'a denying override takes the access of a SCIM group',
    [grant('scim-group', 'Workspace Admin'), grant('override', null)],
    null,
    'override',
  ],
  [
    'an expired override does not count',
    [grant('scim-group', 'Workspace Editor'), grant('override', null, { expiresAt: past })],
    'Workspace Editor',
    'scim-group',
  ],
  [
    'an override ends at its very time of expiry',
    [grant('scim-group', 'Workspace Editor'), grant('override', null, { expiresAt: at })],
    'Workspace Editor',
    'scim-group',
  ],
  [
    'an expired SCIM grant falls back to the default',
    [grant('sso-default', 'Workspace Editor'), grant('scim-group', 'Workspace Admin', { expiresAt: past })],
    'Workspace Editor',
    'sso-default',
  ],
  [
    'highest: the higher group',
    [grant('scim-group', 'Workspace Viewer', newerGroup), grant('scim-group', 'Workspace Editor', olderGroup)],
    'Workspace Editor',
    'scim-group',
  ],
  [
    'newest: the most recently created group, though lower',
    [grant('scim-group', 'Workspace Viewer', newerGroup), grant('scim-group', 'Workspace Admin', olderGroup)],
    'Workspace Viewer',
    'scim-group',
    { precedence: 'newest' },
  ],
  [
    'newest: of the same age, the later id',
    [
      grant('scim-group', 'Workspace Admin', olderGroup),
      grant('scim-group', 'Workspace Viewer', { ...olderGroup, groupId: 'g9' }),
    ],
    'Workspace Viewer',
    'scim-group',
    { precedence: 'newest' },
  ],
  [
    'priority: the lower number, though the lower role',
    [grant('scim-group', 'Workspace Admin', { priority: 2 }), grant('scim-group', 'Workspace Viewer', { priority: 1 })],
    'Workspace Viewer',
    'scim-group',
    { precedence: 'priority' },
  ],
  [
    'priority: an explicit mapping before a match of the convention',
    [grant('scim-group', 'Workspace Admin'), grant('scim-group', 'Workspace Viewer', { priority: 99 })],
    'Workspace Viewer',
    'scim-group',
    { precedence: 'priority' },
  ],
  [
    'priority: of the same priority, the higher role',
    [grant('scim-group', 'Workspace Viewer'), grant('scim-group', 'Workspace Admin')],
    'Workspace Admin',
    'scim-group',
    { precedence: 'priority' },
  ],
  [
    'precedence does not reach below the groups',
    [grant('invitation', 'Workspace Editor'), grant('sso-default', 'Workspace Viewer')],
    'Workspace Editor',
    'invitation',
    { precedence: 'newest' },
  ],
  [
    'a custom role ranks by its number',
    [grant('manual', 'Workspace Editor'), grant('invitation', 'Annotator')],
    'Annotator',
    'invitation',
  ],
  [
    'a custom role ranks below Viewer',
    [grant('manual', 'Workspace Viewer'), grant('invitation', 'Reader')],
    'Workspace Viewer',
    'manual',
  ],
  [
    'a custom role that is gone ranks below all',
    [grant('manual', 'Gone'), grant('invitation', 'Reader')],
    'Reader',
    'invitation',
  ],
  ['Organization Admin is Workspace Admin everywhere', [admin('creator')], 'Workspace Admin', 'organization-admin'],
  [
    'a denying override of an Organization Admin is dormant',
    [admin('scim-group'), grant('override', null)],
    'Workspace Admin',
    'organization-admin',
  ],
  [
    'a grant of a deleted workspace gives nothing',
    [grant('manual', 'Workspace Admin', { workspaceId: 'gone' })],
    null,
    null,
  ],
];

describe('the role in a workspace', () => {
  it.each(workspaceCases)('%s', (_, grants, role, source, more = {}) => {
    const both = [grants, [...grants].reverse()];
    for (const ordered of both) {
      const resolution = effective('active', ordered, { ...rules, ...more }, at).workspaces.get('w1');
      expect(resolution?.role ?? null).toBe(role);
      expect(resolution?.source ?? null).toBe(source);
    }
  });

  it('lets an Organization Admin into workspaces in which nothing was granted, and no others', () => {
    const { workspaces } = effective('active', [admin('manual')], rules, at);
    expect([...workspaces.keys()]).toEqual(['w1', 'w2']);
    expect(effective('active', [grant('manual', 'Workspace Viewer')], rules, at).workspaces.has('w2')).toBe(false);
  });
});

const organizationCases: Case[] = [
  ['everybody is Organization User', [], 'Organization User', 'default'],
  [
    'an invitation says otherwise',
    [organization('invitation', 'Organization Viewer')],
    'Organization Viewer',
    'invitation',
  ],
  ['a group of admins makes admins', [admin('scim-group')], 'Organization Admin', 'scim-group'],
  [
    'a group of admins decides over an invitation',
    [admin('invitation'), organization('scim-group', 'Organization Operator')],
    'Organization Operator',
    'scim-group',
  ],
  [
    'the organization part of a workspace group never demotes',
    [admin('invitation'), organization('scim-group', 'Organization User', { weak: true })],
    'Organization Admin',
    'invitation',
  ],
  [
    'the organization part of a workspace group ranks with invitations',
    [
      organization('invitation', 'Organization Viewer'),
      organization('scim-group', 'Organization Operator', { weak: true }),
    ],
    'Organization Operator',
    'scim-group',
  ],
  [
    'it loses against a group of the sign-in',
    [
      organization('sso-group', 'Organization Viewer'),
      organization('scim-group', 'Organization Operator', { weak: true }),
    ],
    'Organization Viewer',
    'sso-group',
  ],
  [
    'an override decides over the group of admins',
    [admin('scim-group'), organization('override', 'Organization Viewer')],
    'Organization Viewer',
    'override',
  ],
  [
    'an override makes an admin whom groups make less',
    [organization('scim-group', 'Organization User'), admin('override')],
    'Organization Admin',
    'override',
  ],
  ['an expired role falls back to the default', [admin('manual', { expiresAt: past })], 'Organization User', 'default'],
  ['a denying override leaves no role', [admin('manual'), organization('override', null)], null, 'override'],
];

describe('the organization role', () => {
  it.each(organizationCases)('%s', (_, grants, role, source) => {
    for (const ordered of [grants, [...grants].reverse()]) {
      const { organization: resolution } = effective('active', ordered, rules, at);
      expect(resolution.role).toBe(role);
      expect(resolution.source).toBe(source);
    }
  });
});

describe('members who are not active', () => {
  it.each<[MemberStatus, string]>([
    ['pending', 'the invitation is not accepted yet'],
    ['inactive', 'the member is deactivated'],
  ])('have no access while %s, and keep their grants', (status, reason) => {
    const grants = [admin('override'), grant('scim-group', 'Workspace Admin'), grant('override', 'Workspace Editor')];
    const access = effective(status, grants, rules, at);
    expect(access.organization.role).toBeNull();
    const { role, verdicts } = access.workspaces.get('w1') ?? {};
    expect(role).toBeNull();
    expect(verdicts?.map(({ lostBecause }) => lostBecause)).toEqual([reason, reason]);
    expect(access.workspaces.has('w2')).toBe(false);
  });
});

describe('how long it holds', () => {
  const validity = (grants: Grant[]) => effective('active', grants, rules, at);

  it('says when the winning grant expires', () => {
    const access = validity([grant('override', 'Workspace Admin', { expiresAt: future })]);
    expect(access.workspaces.get('w1')?.validUntil).toEqual(future);
    expect(access.validUntil).toEqual(future);
  });

  it('says when a denial expires, too', () => {
    const access = validity([grant('override', null, { expiresAt: future })]);
    expect(access.workspaces.get('w1')).toMatchObject({ role: null, validUntil: future });
    expect(access.validUntil).toEqual(future);
  });

  it('does not end with a grant that lost, but is looked at again then', () => {
    const access = validity([
      grant('override', 'Workspace Admin'),
      grant('manual', 'Workspace Viewer', { expiresAt: future }),
    ]);
    expect(access.workspaces.get('w1')?.validUntil).toBeNull();
    expect(access.validUntil).toEqual(future);
  });

  it('ends everywhere with the role of an Organization Admin', () => {
    const access = validity([admin('manual', { expiresAt: future })]);
    expect(access.workspaces.get('w2')?.validUntil).toEqual(future);
  });

  it('forgets what has expired', () => {
    expect(validity([grant('override', null, { expiresAt: past })]).validUntil).toBeNull();
  });
});

describe('why a grant lost', () => {
  const reasons = (grants: Grant[], more: Partial<AccessRules> = {}) =>
    effective('active', grants, { ...rules, ...more }, at)
      .workspaces.get('w1')
      ?.verdicts.map(({ lostBecause }) => lostBecause);
  const editor = { ...olderGroup, priority: 1 };
  const viewer = { ...newerGroup, priority: 2 };

  it.each<[string, Grant[], (string | null)[], Partial<AccessRules>?]>([
    [
      'override',
      [grant('override', null), grant('scim-group', 'Workspace Admin')],
      [null, 'an admin has set an override'],
    ],
    [
      'expiry',
      [grant('manual', 'Workspace Viewer'), grant('override', null, { expiresAt: past })],
      [null, 'it has expired'],
    ],
    [
      'SCIM group',
      [grant('scim-group', 'Workspace Viewer'), grant('manual', 'Workspace Admin')],
      [null, 'a SCIM group decides'],
    ],
    [
      'named role',
      [grant('scim-role', 'Workspace Viewer'), grant('manual', 'Workspace Admin')],
      [null, 'a role that the directory names decides'],
    ],
    [
      'higher named role',
      [grant('scim-role', 'Workspace Editor'), grant('scim-group', 'Workspace Viewer')],
      [null, 'the directory names a higher role of this person'],
    ],
    [
      'group of the sign-in',
      [grant('sso-group', 'Workspace Viewer'), grant('manual', 'Workspace Admin')],
      [null, 'a group of the sign-in decides'],
    ],
    [
      'lower rank of groups',
      [grant('scim-group', 'Workspace Editor', editor), grant('scim-group', 'Workspace Viewer', viewer)],
      [null, 'another group gives a higher role'],
    ],
    [
      'age',
      [grant('scim-group', 'Workspace Editor', editor), grant('scim-group', 'Workspace Viewer', viewer)],
      ['a newer group decides', null],
      { precedence: 'newest' },
    ],
    [
      'priority',
      [grant('scim-group', 'Workspace Editor', editor), grant('scim-group', 'Workspace Viewer', viewer)],
      [null, 'a mapping of higher priority decides'],
      { precedence: 'priority' },
    ],
    [
      'lower rank',
      [grant('invitation', 'Workspace Editor'), grant('sso-default', 'Workspace Viewer')],
      [null, 'another grant gives a higher role'],
    ],
    [
      'dormant under an Organization Admin',
      [admin('creator'), grant('override', null), grant('manual', 'Workspace Viewer', { expiresAt: past })],
      ['an Organization Admin is Workspace Admin everywhere', 'it has expired'],
    ],
  ])('%s', (_, grants, expected, more) => {
    expect(reasons(grants, more)).toEqual(expected);
  });
});
