import { describe, expect, it } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

describe('groups', () => {
  it('are shown with what they are mapped to, or why they are not', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const ada = await createUser(context, orgId, person('ada@acme.test'));
    await createGroup(context, orgId, named('Acme Organization User:Workspace 1:Workspace Viewer'), [ada._id]);
    await createGroup(context, orgId, named('Organization User:Moon:Workspace Viewer'), []);
    const path = `/organizations/${orgId}/scim/groups`;
    const { items } = (await api.operator('get', path)).body;
    expect(items).toEqual([
      {
        id: expect.any(String),
        displayName: 'Acme Organization User:Workspace 1:Workspace Viewer',
        externalId: null,
        madeBy: 'directory',
        members: 1,
        mapping: { state: 'convention', reason: null, detail: null, nearest: [] },
        targets: [
          {
            workspaceId,
            workspaceName: 'Workspace 1',
            workspaceRole: 'Workspace Viewer',
            organizationRole: 'Organization User',
          },
        ],
      },
      expect.objectContaining({
        mapping: expect.objectContaining({ state: 'unmatched', reason: 'unknown_workspace', nearest: [] }),
        targets: [],
      }),
    ]);
    expect((await api.operator('get', `${path}?state=unmatched`)).body.items).toEqual([items[1]]);
    expect((await api.operator('get', `${path}?q=acme`)).body.items).toEqual([items[0]]);
  });

  it('are read one by one, with the groups in them and those that they are in', async () => {
    const { orgId } = await newOrganization();
    const inner = await createGroup(context, orgId, named('Inner'), []);
    const outer = await createGroup(context, orgId, named('Outer'), [inner._id]);
    const path = `/organizations/${orgId}/scim/groups`;
    expect((await api.operator('get', `${path}/${outer._id}`)).body).toMatchObject({
      displayName: 'Outer',
      members: 1,
      contains: [{ id: inner._id, displayName: 'Inner' }],
      within: [],
    });
    expect((await api.operator('get', `${path}/${inner._id}`)).body).toMatchObject({
      contains: [],
      within: [{ id: outer._id, displayName: 'Outer' }],
    });
    expect((await api.operator('get', `${path}/none`)).body).toMatchObject({ status: 404, code: 'group_not_found' });
  });

  it('are named as an admin tries beforehand, without making any', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const reading = async (name: string) => {
      const query = `displayName=${encodeURIComponent(name)}`;
      return (await api.operator('get', `/organizations/${orgId}/scim/name-reading?${query}`)).body;
    };
    expect(await reading('Organization User:Workspace 1:Workspace Viewer')).toEqual({
      reason: null,
      detail: null,
      nearest: [],
      target: {
        workspaceId,
        workspaceName: 'Workspace 1',
        workspaceRole: 'Workspace Viewer',
        organizationRole: 'Organization User',
      },
    });
    expect(await reading('Organization User:Workspace 1:Workspace Viewr')).toMatchObject({
      reason: 'unknown_role',
      nearest: expect.arrayContaining([{ kind: 'role', name: 'Workspace Viewer' }]),
      target: null,
    });
    expect((await api.operator('get', `/organizations/${orgId}/scim/groups`)).body.items).toEqual([]);
  });
});
