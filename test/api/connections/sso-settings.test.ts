import { describe, expect, it } from 'vitest';
import { newOrganization } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

describe('SSO member settings', () => {
  it('are read, and changed field by field', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const path = `/organizations/${orgId}/sso-settings`;
    const initial = {
      autoJoin: true,
      workspaceIds: [workspaceId],
      workspaceRole: 'Workspace Editor',
      organizationRole: 'Organization User',
    };
    expect((await api.operator('get', path)).body).toEqual(initial);
    const change = { autoJoin: false, workspaceRole: 'Workspace Viewer' };
    expect((await api.operator('patch', path, change)).body).toEqual({ ...initial, ...change });
    const empty = await api.operator('patch', path, { workspaceIds: [], organizationRole: 'Organization Viewer' });
    expect(empty.body).toMatchObject({ ...change, workspaceIds: [], organizationRole: 'Organization Viewer' });
  });

  it.each([
    [{ workspaceRole: 'King' }, '#/workspaceRole'],
    [{ workspaceIds: ['nowhere'] }, '#/workspaceIds'],
    [{ organizationRole: 'Workspace Admin' }, '#/organizationRole'],
    [{ autojoin: true }, '#/autojoin'],
  ])('are not changed to %j', async (body, pointer) => {
    const { orgId } = await newOrganization();
    const answer = await api.operator('patch', `/organizations/${orgId}/sso-settings`, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer]);
  });
});
