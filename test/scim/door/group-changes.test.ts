/** What changes of groups mean to the people in them, and what the audit log says of it. */
import { expect, it } from 'vitest';
import { explainAccess } from '../../../src/domain/access/explain/explain.ts';
import { events } from '../../../src/domain/model/event.ts';
import type { JsonObject } from '../../../src/json.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { testDeployment } from '../../support/domain.ts';
import { created, groupBody, newTenant, patchOp, stateOf, type Tenant, userBody } from '../../support/scim-door.ts';

testDeployment();

const name = (role: string) => `Organization User:Workspace 1:Workspace ${role}`;

async function place(...people: string[]) {
  const at = await newTenant();
  const ids: Record<string, string> = {};
  for (const userName of people) ids[userName] = (await created(at.scim.post('/Users', userBody(userName)))).id;
  const idOf = (userName: string) => ids[userName] as string;
  return { ...at, idOf };
}

async function rolesOf({ orgId }: Pick<Tenant, 'orgId'>, memberId: string): Promise<string[]> {
  const { workspaces } = await explainAccess(orgId, memberId);
  return workspaces.flatMap(({ resolution: { role } }) => (role === null ? [] : [role]));
}

async function membersOf({ scim }: Pick<Tenant, 'scim'>, groupId: string): Promise<string[]> {
  const { members = [] } = (await scim.get(`/Groups/${groupId}`)).body;
  return members.map(({ value }: { value: string }) => value).sort();
}

const told = async ({ orgId }: Pick<Tenant, 'orgId'>, type: string) =>
  (await tenant(orgId).find(events, { type }, { sort: { _id: 1 } })).map(({ subject, before, after }) => ({
    subject,
    before,
    after,
  }));

it('a nested group gives through all levels, and stops when the nesting ends', async () => {
  const at = await place('ann', 'bob');
  const { scim, idOf } = at;
  const inner = await created(scim.post('/Groups', groupBody('Inner', [idOf('ann')])));
  const middle = await created(scim.post('/Groups', groupBody('Middle', [inner.id, idOf('bob')])));
  const outer = await created(scim.post('/Groups', groupBody(name('Editor'), [middle.id])));
  const shown = (await scim.get(`/Groups/${outer.id}`)).body.members;
  expect(shown).toEqual([{ value: middle.id, type: 'Group', $ref: expect.stringContaining(`/Groups/${middle.id}`) }]);
  for (const who of ['ann', 'bob']) expect(await rolesOf(at, idOf(who))).toEqual(['Workspace Editor']);

  await scim.patch(`/Groups/${inner.id}`, patchOp({ op: 'remove', path: `members[value eq "${idOf('ann')}"]` }));
  expect(await rolesOf(at, idOf('ann'))).toEqual([]);
  await scim.patch(`/Groups/${inner.id}`, patchOp({ op: 'add', path: 'members', value: [{ value: idOf('ann') }] }));
  expect(await rolesOf(at, idOf('ann'))).toEqual(['Workspace Editor']);
  await scim.delete(`/Groups/${middle.id}`);
  for (const who of ['ann', 'bob']) expect(await rolesOf(at, idOf(who))).toEqual([]);
  expect(await membersOf(at, outer.id)).toEqual([]);
  expect(await faultsOf(at.orgId)).toEqual([]);
});

it('a group that would contain itself, directly or around corners, is refused and nothing changes', async () => {
  const at = await place('ann');
  const { scim } = at;
  const a = await created(scim.post('/Groups', groupBody('A')));
  const b = await created(scim.post('/Groups', groupBody('B', [a.id])));
  const c = await created(scim.post('/Groups', groupBody('C', [b.id])));
  const before = await stateOf(at);
  for (const [into, id] of [
    [a.id, a.id],
    [a.id, b.id],
    [a.id, c.id],
    [b.id, c.id],
  ] as const) {
    const answer = await scim.patch(`/Groups/${into}`, patchOp({ op: 'add', path: 'members', value: [{ value: id }] }));
    expect(answer.body).toMatchObject({
      status: '400',
      scimType: 'invalidValue',
      detail: expect.stringContaining('contain'),
    });
  }
  expect((await scim.put(`/Groups/${a.id}`, groupBody('A', [c.id]))).status).toBe(400);
  expect(await stateOf(at)).toEqual(before);
});

it('a full replace gives to who comes and takes from who goes, and tells both', async () => {
  const at = await place('ann', 'bob', 'cyd');
  const { scim, idOf } = at;
  const { id } = await created(scim.post('/Groups', groupBody(name('Viewer'), [idOf('ann'), idOf('bob')])));
  const replace = (...who: string[]): JsonObject =>
    patchOp({ op: 'replace', path: 'members', value: who.map((userName) => ({ value: idOf(userName) })) });
  await scim.patch(`/Groups/${id}`, replace('bob', 'cyd'));
  expect(await membersOf(at, id)).toEqual([idOf('bob'), idOf('cyd')].sort());
  expect(await Promise.all(['ann', 'bob', 'cyd'].map((who) => rolesOf(at, idOf(who))))).toEqual([
    [],
    ['Workspace Viewer'],
    ['Workspace Viewer'],
  ]);
  expect((await told(at, 'group.members_changed')).at(-1)).toEqual({
    subject: { groupId: id },
    before: null,
    after: { added: [idOf('cyd')], removed: [idOf('ann')], total: 2 },
  });
  const { etag } = (await scim.get(`/Groups/${id}`)).headers;
  expect((await scim.patch(`/Groups/${id}`, replace('cyd', 'bob'))).headers.etag).toBe(etag);
  await scim.put(`/Groups/${id}`, groupBody(name('Viewer'), [idOf('ann')]));
  expect(await membersOf(at, id)).toEqual([idOf('ann')]);
});

it('a removal by a list takes those listed, knows twins and strangers, and is safe to repeat', async () => {
  const at = await place('ann', 'bob', 'cyd');
  const { scim, idOf } = at;
  const { id } = await created(scim.post('/Groups', groupBody(name('Viewer'), ['ann', 'bob', 'cyd'].map(idOf))));
  const value = [idOf('ann'), idOf('ann'), idOf('bob'), 'nobody'].map((member) => ({ value: member }));
  const remove = patchOp({ op: 'Remove', path: 'members', value });
  const first = await scim.patch(`/Groups/${id}`, remove);
  expect(await membersOf(at, id)).toEqual([idOf('cyd')]);
  const again = await scim.patch(`/Groups/${id}`, remove);
  expect([first.status, again.status, again.headers.etag]).toEqual([204, 204, first.headers.etag]);
  expect(await rolesOf(at, idOf('ann'))).toEqual([]);
});

it('a new name is read again: what it gives changes at once, and the audit log says so', async () => {
  const at = await place('ann');
  const { scim, idOf, workspaceId } = at;
  const { id } = await created(scim.post('/Groups', groupBody('Book club', [idOf('ann')])));
  expect(await rolesOf(at, idOf('ann'))).toEqual([]);
  const rename = (displayName: string) =>
    scim.patch(`/Groups/${id}`, patchOp({ op: 'replace', value: { id, displayName } }));
  for (const [displayName, roles] of [
    [name('Editor'), ['Workspace Editor']],
    [name('Viewer'), ['Workspace Viewer']],
    ['Book club again', []],
  ] as const) {
    expect((await rename(displayName)).status).toBe(204);
    expect(await rolesOf(at, idOf('ann'))).toEqual(roles);
  }
  const unmatched = { state: 'unmatched', reason: 'not_in_the_convention' };
  expect((await told(at, 'group.updated')).map(({ before, after }) => [before, after])).toEqual([
    [
      { displayName: 'Book club', mapping: unmatched },
      { displayName: name('Editor'), mapping: expect.objectContaining({ state: 'convention' }) },
    ],
    [
      { displayName: name('Editor'), mapping: expect.objectContaining({ state: 'convention' }) },
      { displayName: name('Viewer'), mapping: expect.objectContaining({ state: 'convention' }) },
    ],
    [
      { displayName: name('Viewer'), mapping: expect.objectContaining({ state: 'convention' }) },
      { displayName: 'Book club again', mapping: unmatched },
    ],
  ]);
  expect(await told(at, 'membership.changed')).toEqual(
    [
      [null, 'Workspace Editor'],
      ['Workspace Editor', 'Workspace Viewer'],
      ['Workspace Viewer', null],
    ].map(([before, after]) => ({
      subject: { memberId: idOf('ann'), workspaceId },
      before: expect.objectContaining({ role: before }),
      after: expect.objectContaining({ role: after }),
    })),
  );
});
