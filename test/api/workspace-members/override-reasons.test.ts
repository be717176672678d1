/** [104] What an admin wrote beside an override is for those who may set one there; others see the override alone. */
import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../../../src/domain/administration/organizations/change-workspaces.ts';
import { context } from '../../support/domain.ts';
import { type Client, testApi } from '../api-app.ts';

const api = testApi();
const secret = 'is on sick leave';

/** A workspace with people in it, and somebody about whom reasons were written, here and for the organization role. */
async function place() {
  const orgId = api.defaultOrgId();
  const { _id: ws } = await createWorkspace(context, orgId, `Workspace ${Math.random()}`);
  const base = `/organizations/${orgId}`;
  const inside = `${base}/workspaces/${ws}/members`;
  const subject = await api.newPerson('subject');
  const memberId = await api.memberIdOf(subject);
  const role = { role: 'Organization Viewer', reason: secret };
  await api.operator('patch', `${base}/members/${memberId}`, { organizationRole: role });
  const override = { effect: 'allow', role: 'Workspace Viewer', reason: secret };
  await api.operator('put', `${inside}/${memberId}/override`, override);
  const other = await api.newWorkspaceMember(ws, 'Workspace Editor');
  return { base, ws, inside, subject, memberId, other };
}
type Place = Awaited<ReturnType<typeof place>>;

const inWorkspace = async (ask: Client, { inside, memberId }: Place) => {
  const { body } = await ask('get', inside);
  return body.items.find((row: { memberId: string }) => row.memberId === memberId).override;
};
const inAccess = async (ask: Client, { base, memberId, ws }: Place) => {
  const { body } = await ask('get', `${base}/members/${memberId}/access`);
  const here = body.workspaces.find(({ workspaceId }: { workspaceId: string }) => workspaceId === ws);
  return { organization: body.organization.winner, workspace: here.winner, all: JSON.stringify(body) };
};

describe('[104] the reason of an override', () => {
  it('is shown in the workspace to who manages its members, and the override alone to others', async () => {
    const at = await place();
    const manager = await api.newWorkspaceMember(at.ws, 'Workspace Admin');
    const { ask: admin } = await api.newMemberWith('Organization Admin');
    const shown = { effect: 'allow', role: 'Workspace Viewer', expiresAt: null, dormant: false };
    for (const ask of [manager.ask, admin, api.operator])
      expect(await inWorkspace(ask, at)).toEqual({ ...shown, reason: secret });
    for (const { ask } of [at.subject, at.other])
      expect(await inWorkspace(ask, at)).toEqual({ ...shown, reason: null });
    const put = { effect: 'allow', role: 'Workspace Viewer', reason: secret };
    const answer = await manager.ask('put', `${at.inside}/${at.memberId}/override`, put);
    expect(answer.body.override.reason).toBe(secret);
  });

  it('is not in what people are told about their own access, unless they may set overrides there', async () => {
    const at = await place();
    const own = await inAccess(at.subject.ask, at);
    expect(own).toMatchObject({
      organization: { source: 'override', role: 'Organization Viewer' },
      workspace: { source: 'override', role: 'Workspace Viewer' },
    });
    expect(own.all).not.toContain(secret);
    expect(await inAccess(api.operator, at)).toMatchObject({
      organization: { reason: secret },
      workspace: { reason: secret },
    });

    // Who manages the workspace reads the reasons there, and not that of the organization role.
    const promoted = { effect: 'allow', role: 'Workspace Admin', reason: secret };
    await api.operator('put', `${at.inside}/${at.memberId}/override`, promoted);
    const managing = await inAccess(at.subject.ask, at);
    expect(managing.workspace).toMatchObject({ reason: secret });
    expect(managing.organization).not.toHaveProperty('reason');
    const operator = { organizationRole: { role: 'Organization Operator', reason: secret } };
    await api.operator('patch', `${at.base}/members/${at.memberId}`, operator);
    expect((await inAccess(at.subject.ask, at)).organization).toMatchObject({ reason: secret });
  });

  it('is nowhere in the answers of check, preview and the member lists', async () => {
    const at = await place();
    const admin = await api.newMemberWith('Organization Admin');
    const answers = [
      await admin.ask('get', `${at.base}/check?member=${at.memberId}&workspace=${at.ws}&permission=workspace:write`),
      await admin.ask('get', `${at.base}/members/${at.memberId}`),
      await admin.ask('post', `${at.base}/preview`, { change: { kind: 'scim-settings', settings: {} } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { text } of answers) expect(text).not.toContain(secret);
  });

  it('is in the list of overrides, which is for Organization Admins', async () => {
    const at = await place();
    const { body } = await api.operator('get', `${at.base}/overrides?limit=500`);
    const listed = body.items.filter((row: { memberId: string }) => row.memberId === at.memberId);
    expect(listed.map(({ reason }: { reason: string }) => reason)).toEqual([secret, secret]);
    const operator = await api.newMemberWith('Organization Operator');
    for (const { ask } of [at.other, at.subject, operator])
      expect((await ask('get', `${at.base}/overrides`)).status).toBe(403);
  });
});
