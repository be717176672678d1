/** One example for each of the main shapes, by the name of its schema. A test holds each against its schema. */

const ids = {
  organization: '6746f0a1c2d3e4f5a6b7c8d1',
  workspace: '6746f0a1c2d3e4f5a6b7c8d2',
  member: '6746f0a1c2d3e4f5a6b7c8d3',
  group: '6746f0a1c2d3e4f5a6b7c8d4',
  grant: '6746f0a1c2d3e4f5a6b7c8d5',
  key: '6746f0a1c2d3e4f5a6b7c8d6',
  account: '6746f0a1c2d3e4f5a6b7c8d7',
  heldChange: '6746f0a1c2d3e4f5a6b7c8d8',
};
const createdAt = '2026-01-15T09:30:00.000Z';

const organization = {
  id: ids.organization,
  kind: 'shared',
  name: 'Acme',
  isDefault: true,
  role: 'Organization Admin',
  status: 'active',
  memberId: ids.member,
  auditRetentionDays: null,
  massChangeGuard: { maxMembers: 50, maxPercent: 10, windowMinutes: 60 },
};
const group = { id: ids.group, displayName: 'Acme Organization User:Research:Workspace Viewer' };
const override = {
  effect: 'allow',
  role: 'Workspace Admin',
  reason: 'Runs the move to the new lab',
  expiresAt: '2026-06-30T00:00:00.000Z',
  dormant: false,
};
const winner = { id: ids.grant, source: 'scim-group', role: 'Workspace Viewer', group };
const token = {
  id: ids.key,
  description: 'Okta',
  scopes: ['read', 'write'],
  createdAt,
  expiresAt: null,
  lastUsedAt: null,
};

const heldChange = {
  id: ids.heldChange,
  status: 'pending',
  group,
  cause: 'members_removed',
  affected: 120,
  members: 118,
  counting: false,
  createdAt,
  updatedAt: createdAt,
  decidedAt: null,
  decidedBy: null,
  jobId: null,
};

export const examples: Readonly<Record<string, unknown>> = {
  Problem: {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'The body is not valid: #/name: Invalid input: expected string, received undefined',
    code: 'invalid_input',
    errors: [{ in: 'body', pointer: '#/name', detail: 'Invalid input: expected string, received undefined' }],
    requestId: '0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d',
  },
  Organization: organization,
  HeldChange: heldChange,
  Workspace: { id: ids.workspace, name: 'Research', role: 'Workspace Admin', createdAt },
  Member: {
    id: ids.member,
    email: 'ada@acme.example',
    claimedEmail: null,
    name: 'Ada Lovelace',
    userName: 'ada@acme.example',
    externalId: '00u1a2b3c4',
    status: 'active',
    organizationRole: 'Organization User',
    managedBy: 'scim',
    workspaces: [{ workspaceId: ids.workspace, name: 'Research', role: 'Workspace Viewer', source: 'scim-group' }],
    groups: [group],
  },
  WorkspaceMember: {
    memberId: ids.member,
    email: 'ada@acme.example',
    claimedEmail: null,
    name: 'Ada Lovelace',
    status: 'active',
    role: 'Workspace Admin',
    source: 'override',
    override,
  },
  Override: override,
  InviteResult: {
    email: 'ada@acme.example',
    outcome: 'already_member',
    role: 'Workspace Viewer',
    source: 'scim-group',
    asked: 'Workspace Editor',
    detail:
      'A group of the directory decides in Research, Workspace Viewer: to give Workspace Editor, set an override or change the group.',
  },
  Access: {
    member: { id: ids.member },
    organization: { role: 'Organization User', winner: { source: 'default', role: 'Organization User' }, grants: [] },
    workspaces: [
      {
        workspaceId: ids.workspace,
        name: 'Research',
        role: 'Workspace Viewer',
        winner,
        grants: [
          { ...winner, lostBecause: null },
          {
            id: ids.key,
            source: 'sso-default',
            role: 'Workspace Editor',
            lostBecause: 'a SCIM group decides',
          },
        ],
      },
    ],
  },
  ScimToken: { ...token, memberId: null },
  ApiKey: { ...token, description: 'Nightly report', scopes: ['read'] },
  Me: {
    account: { id: ids.account, email: 'ada@acme.example', emailVerified: true, name: 'Ada Lovelace' },
    csrfToken: null,
    organizations: [organization],
    defaultOrganizationId: ids.organization,
    flags: { workspaceScopeOrgInvitesEnabled: false, userOrgCreationDisabled: true, personalOrgsDisabled: true },
  },
  SsoSettings: {
    autoJoin: true,
    workspaceIds: [ids.workspace],
    workspaceRole: 'Workspace Editor',
    organizationRole: 'Organization User',
  },
  MappedGroup: {
    ...group,
    externalId: null,
    members: 12,
    mapping: { state: 'convention', reason: null, detail: null, nearest: [] },
    targets: [
      {
        workspaceId: ids.workspace,
        workspaceName: 'Research',
        workspaceRole: 'Workspace Viewer',
        organizationRole: null,
      },
    ],
  },
};
