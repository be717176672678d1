import { beforeEach, describe, expect, it } from 'vitest';
import { changeGroup } from '../../../src/domain/directory/change-group.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { deleteGroup } from '../../../src/domain/directory/delete-group.ts';
import { events } from '../../../src/domain/model/event.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const { operator, newMemberWith, defaultOrgId } = testApi();

const editors = 'Organization User:Workspace 1:Workspace Editor';
const guard = { maxMembers: 1, maxPercent: null, windowMinutes: 60 };
let orgId: string;
let workspaceId: string;
let groupId: string;
let userIds: string[];
let path: string;

/** Three people whom a group makes Workspace Editor; more than one of them an hour are too many to lose it. */
beforeEach(async () => {
  ({ orgId, workspaceId } = await newOrganization());
  path = `/organizations/${orgId}/held-changes`;
  await operator('patch', `/organizations/${orgId}`, { massChangeGuard: guard });
  const people = [0, 1, 2].map((n) => createUser(context, orgId, person(`u${n}@acme.test`)));
  userIds = (await Promise.all(people)).map(({ _id }) => _id).sort();
  groupId = (await createGroup(context, orgId, named(editors), userIds))._id;
});

const removeAll = () => changeGroup(context, orgId, groupId, { members: [{ kind: 'remove-all' }] });
const listed = async (query = '') => (await operator('get', `${path}${query}`)).body.items;
const idOfFirst = async (): Promise<string> => (await listed())[0].id;

describe('the mass-change guard of an organization', () => {
  const set = (massChangeGuard: unknown) => operator('patch', `/organizations/${orgId}`, { massChangeGuard });

  it('is off until an admin sets it, and told in the audit log', async () => {
    const { orgId: other } = await newOrganization();
    expect((await operator('get', `/organizations/${other}`)).body.massChangeGuard).toBeNull();
    expect((await set({ maxPercent: 12.5 })).body.massChangeGuard).toEqual({
      maxMembers: null,
      maxPercent: 12.5,
      windowMinutes: 60,
    });
    expect((await set(null)).body.massChangeGuard).toBeNull();
    const told = await tenant(orgId).find(events, { type: 'organization.updated' }, { sort: { _id: 1 } });
    expect(told.map(({ before, after }) => [before, after])).toMatchObject([
      [{ massChangeGuard: null }, { massChangeGuard: guard }],
      [{ massChangeGuard: guard }, { massChangeGuard: { maxPercent: 12.5 } }],
      [{ massChangeGuard: { maxPercent: 12.5 } }, { massChangeGuard: null }],
    ]);
  });

  it.each([
    ['without a limit', {}],
    ['with a limit below 0', { maxMembers: -1 }],
    ['with more than all', { maxPercent: 101 }],
    ['with a window longer than a week', { maxMembers: 1, windowMinutes: 10_081 }],
    ['with a part of a member', { maxMembers: 1.5 }],
    ['with something else', { maxMembers: 1, maxGroups: 1 }],
  ])('is refused %s', async (_, setting) => {
    const { status, body } = await set(setting);
    expect(status).toBe(400);
    expect(body.errors[0].pointer).toMatch(/^#\/massChangeGuard/);
  });
});

describe('held changes', () => {
  it('are listed with who holds what', async () => {
    await removeAll();
    const [change] = await listed('?status=pending');
    expect(change).toMatchObject({
      status: 'pending',
      group: { id: groupId, displayName: editors },
      cause: 'members_removed',
      affected: 3,
      members: 3,
      counting: false,
      decidedBy: null,
    });
    expect((await operator('get', `${path}/${change.id}`)).body).toEqual(change);
    const first = await operator('get', `${path}/${change.id}/members?limit=2`);
    expect(first.body.items).toHaveLength(2);
    expect(first.body.items[0]).toMatchObject({
      memberId: userIds[0],
      held: [{ workspaceId, workspaceName: 'Workspace 1', role: 'Workspace Editor' }],
    });
    const rest = await operator('get', `${path}/${change.id}/members?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ memberId: userIds[2] }], nextCursor: null });
  });

  it('are listed newest first, page by page', async () => {
    await removeAll();
    const viewers = 'Organization User:Workspace 1:Workspace Viewer';
    const other = await createGroup(context, orgId, named(viewers), userIds);
    await deleteGroup(context, orgId, other._id);
    const first = await operator('get', `${path}?limit=1`);
    expect(first.body.items).toMatchObject([{ cause: 'group_deleted', group: { displayName: viewers } }]);
    const second = await operator('get', `${path}?limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ cause: 'members_removed' }], nextCursor: null });
    expect(await listed('?status=approved')).toEqual([]);
    expect((await operator('get', `${path}?status=open`)).status).toBe(400);
  });

  it('are approved once, by whom is told, and the opposite is refused with what to do', async () => {
    await removeAll();
    const id = await idOfFirst();
    const approved = await operator('post', `${path}/${id}/approve`);
    expect(approved.status).toBe(200);
    expect(approved.body).toMatchObject({
      status: 'approved',
      members: 0,
      jobId: null,
      decidedBy: { type: 'deployment-key' },
    });
    expect((await operator('post', `${path}/${id}/approve`)).body).toEqual(approved.body);
    const refused = await operator('post', `${path}/${id}/reject`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'held_change_decided' } });
    expect(refused.body.detail).toMatch(/was approved at .* set overrides/);
    expect((await operator('get', `${path}/${id}/members`)).body.items).toEqual([]);
    const { body } = await operator('get', `/organizations/${orgId}/members/${userIds[0]}`);
    expect(body.workspaces).toEqual([]);
  });

  it('that are rejected leave the access as made by hand', async () => {
    await removeAll();
    expect((await operator('post', `${path}/${await idOfFirst()}/reject`)).body.status).toBe('rejected');
    const { body } = await operator('get', `/organizations/${orgId}/members/${userIds[0]}`);
    expect(body.workspaces).toMatchObject([{ workspaceId, role: 'Workspace Editor', source: 'manual' }]);
  });

  it('are named where the access is explained, also when the group is gone', async () => {
    await deleteGroup(context, orgId, groupId);
    const changeId = await idOfFirst();
    const { body } = await operator('get', `/organizations/${orgId}/members/${userIds[0]}/access`);
    const { winner } = body.workspaces[0];
    expect(winner).toMatchObject({
      source: 'scim-group',
      group: { id: groupId, displayName: editors },
      held: { changeId },
    });
    expect(winner.held.detail).toContain(`held for approval since ${winner.held.since} by held change ${changeId}`);
  });

  it('keep an admin from taking a member out of the workspace by hand, and say how it goes', async () => {
    await removeAll();
    const { status, body } = await operator(
      'delete',
      `/organizations/${orgId}/workspaces/${workspaceId}/members/${userIds[0]}`,
    );
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'granted_by_group', detail: expect.stringContaining('held change') });
  });

  it('belong to their organization', async () => {
    await removeAll();
    const id = await idOfFirst();
    for (const [verb, rest] of [
      ['get', ''],
      ['get', '/members'],
      ['post', '/approve'],
    ] as const)
      expect((await operator(verb, `/organizations/${defaultOrgId()}/held-changes/${id}${rest}`)).status).toBe(404);
    const admin = await newMemberWith('Organization Admin');
    expect((await admin.ask('post', `${path}/${id}/approve`)).status).toBe(404);
    expect(await listed()).toMatchObject([{ status: 'pending' }]);
  });
});
