import { beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const { operator } = testApi();

let org: string;
let workspaceId: string;
let groupId: string;

beforeAll(async () => {
  ({ orgId: org, workspaceId } = await newOrganization());
  const users = [];
  for (const n of [0, 1, 2]) users.push((await createUser(context, org, person(`u${n}@acme.test`)))._id);
  groupId = (await createGroup(context, org, named('Organization User:Workspace 1:Workspace Editor'), users))._id;
});

const preview = async (change: object, query = '') =>
  operator('post', `/organizations/${org}/preview${query}`, { change });

describe('a preview', () => {
  it('counts and lists who gains, loses or has another role, page by page, and writes nothing', async () => {
    const change = { kind: 'group-renamed', groupId, displayName: 'Organization User:Workspace 1:Workspace Viewer' };
    const first = await preview(change, '?limit=2');
    expect(first.body).toMatchObject({
      counts: { members: 3, gained: 0, lost: 0, changed: 3, permissions: 0, organizationRoles: 0 },
      refusal: null,
      newcomers: null,
      items: [
        {
          email: 'u0@acme.test',
          organizationRole: null,
          workspaces: [{ workspaceId, name: 'Workspace 1', before: 'Workspace Editor', after: 'Workspace Viewer' }],
        },
        { email: 'u1@acme.test' },
      ],
    });
    const second = await preview(change, `?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ counts: null, nextCursor: null, items: [{ email: 'u2@acme.test' }] });
    const group = await operator('get', `/organizations/${org}/scim/groups`);
    expect(group.body.items[0].displayName).toBe('Organization User:Workspace 1:Workspace Editor');
    const other = { ...change, displayName: 'Other' };
    expect((await preview(other, `?cursor=${first.body.nextCursor}`)).body.code).toBe('invalid_cursor');
  });

  it('understands every kind of change', async () => {
    const lost = { members: 3, lost: 3 };
    expect((await preview({ kind: 'scim-settings', settings: { separator: '-' } })).body.counts).toMatchObject(lost);
    const mapping = { targets: [], organizationRole: 'Organization Viewer' };
    expect((await preview({ kind: 'mapping-created', group: { id: groupId }, mapping })).body.counts).toMatchObject({
      ...lost,
      organizationRoles: 3,
    });
    const later = { kind: 'mapping-created', group: { displayName: 'Not pushed yet' }, mapping };
    expect((await preview(later)).body.counts).toMatchObject({ members: 0 });
    const settings = { workspaceRole: 'Workspace Viewer', autoJoin: false };
    expect((await preview({ kind: 'sso-settings', settings })).body).toMatchObject({
      counts: { members: 0 },
      newcomers: { before: { workspaceRole: 'Workspace Editor', autoJoin: true }, after: settings },
    });
  });

  it('counts who loses a workspace that would be deleted, as deleting it does', async () => {
    const { body: created } = await operator('post', `/organizations/${org}/workspaces`, { name: 'Research' });
    await createGroup(context, org, named('Organization User:Research:Workspace Viewer'), []);
    const { body: all } = await operator('get', `/organizations/${org}/members?limit=2`);
    const [first] = all.items;
    const member = `/organizations/${org}/workspaces/${created.id}/members/${first.id}`;
    await operator('put', `${member}/override`, { effect: 'allow', role: 'Workspace Editor' });
    expect((await preview({ kind: 'workspace-deleted', workspaceId: created.id })).body).toMatchObject({
      counts: { members: 1, gained: 0, lost: 1, changed: 0, organizationRoles: 0 },
      items: [{ memberId: first.id, workspaces: [{ name: 'Research', before: 'Workspace Editor', after: null }] }],
    });
    expect((await preview({ kind: 'workspace-deleted', workspaceId })).body.counts).toMatchObject({ lost: 3 });
    await operator('delete', `/organizations/${org}/workspaces/${created.id}`);
    const { body: access } = await operator('get', `/organizations/${org}/members/${first.id}/access`);
    expect(access.workspaces).toMatchObject([{ workspaceId, role: 'Workspace Editor' }]);
  });

  it.each<[object, number, string]>([
    [{ kind: 'mapping-changed', mappingId: 'none', mapping: {} }, 404, 'mapping_not_found'],
    [{ kind: 'mapping-deleted', mappingId: 'none', onDelete: 'keep' }, 404, 'mapping_not_found'],
    [{ kind: 'group-renamed', groupId: 'none', displayName: 'x' }, 404, 'group_not_found'],
    [{ kind: 'role-changed', roleId: 'none', rank: 7 }, 404, 'role_not_found'],
    [{ kind: 'workspace-deleted', workspaceId: 'none' }, 404, 'workspace_not_found'],
    [{ kind: 'sso-settings', settings: { workspaceIds: ['none'] } }, 400, 'invalid_sso_settings'],
    [{ kind: 'world-peace' }, 400, 'invalid_input'],
  ])('refuses what the change itself would refuse: %j', async (change, status, code) => {
    expect(await preview(change)).toMatchObject({ status, body: { code } });
  });

  it('[20] knows nothing of another organization', async () => {
    const other = await newOrganization();
    const mapping = { targets: [{ workspaceId: other.workspaceId, workspaceRole: 'Workspace Admin' }] };
    const answer = await preview({ kind: 'mapping-created', group: { id: groupId }, mapping });
    expect(answer).toMatchObject({ status: 404, body: { code: 'workspace_not_found' } });
  });
});
