/**
 * What each request asks of the database, command by command, beside its commit: counted, not timed. Whoever makes it
 * fewer, or finds good reason for one more, changes the line here.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testDeployment } from '../../support/domain.ts';
import { ownDatabase } from '../../support/mongod.ts';
import { collectionOf, profiled } from '../../support/profiler.ts';
import { created, groupBody, newTenant, patchOp, type Tenant, userBody } from '../../support/scim-door.ts';

testDeployment(ownDatabase());

/** Time stands still, so that what is held for a moment stays held however slow the machine is. */
beforeEach(() => {
  vi.spyOn(performance, 'now').mockReturnValue(performance.now());
});
afterEach(() => {
  vi.restoreAllMocks();
});

const role = 'Organization User:Workspace 1:Workspace Editor';

/** An organization with a person in no group and a group of three, whose token has been used. */
async function usedTenant(): Promise<Tenant & { readonly userId: string; readonly groupId: string }> {
  const tenant = await newTenant();
  const { scim } = tenant;
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) ids.push((await created(scim.post('/Users', userBody(name)))).id);
  const { id: groupId } = await created(scim.post('/Groups', groupBody(role, ids)));
  const { id: userId } = await created(scim.post('/Users', userBody('ada@acme.test')));
  await scim.get('/Users?count=1');
  return { ...tenant, userId, groupId };
}

/** Sorted, as those of one wave come in any order; without the provisioning log, which is written behind the requests. */
async function commandsOf(request: () => PromiseLike<{ status: number }>): Promise<string> {
  let status = 0;
  const entries = await profiled(async () => {
    ({ status } = await request());
  });
  expect(status).toBeLessThan(300);
  return entries
    .filter((entry) => collectionOf(entry) !== 'scimRequests')
    .map((entry) => `${entry.op === 'query' || entry.op === 'command' ? '' : '+'}${collectionOf(entry)}`)
    .sort()
    .join(' ');
}

const entra = (path: string, values: readonly string[]) => ({
  op: 'add',
  path,
  value: values.map((value) => ({ value })),
});

describe('commands to the database (a plus for a write)', () => {
  it('of reads', async () => {
    const { scim, userId } = await usedTenant();
    expect(await commandsOf(() => scim.get(`/Users/${userId}`))).toBe('members');
    const filter = encodeURIComponent('userName eq "ada@acme.test"');
    expect(await commandsOf(() => scim.get(`/Users?filter=${filter}`))).toBe('members');
    expect(await commandsOf(() => scim.get('/Users'))).toBe('counters groups members');
  });

  it('of changes of a user', async () => {
    const { scim, userId } = await usedTenant();
    expect(await commandsOf(() => scim.post('/Users', userBody('new@acme.test')))).toBe(
      '+counters +events +members members organizations tombstones',
    );
    const active = (value: boolean) => patchOp({ op: 'replace', value: { active: value } });
    const loads = 'members organizations';
    expect(await commandsOf(() => scim.patch(`/Users/${userId}`, active(false)))).toBe(`+events +members ${loads}`);
    expect(await commandsOf(() => scim.patch(`/Users/${userId}`, active(true)))).toBe(`+events +members ${loads}`);
    const body = userBody('ada@acme.test', { title: 'Countess' });
    expect(await commandsOf(() => scim.put(`/Users/${userId}`, body))).toBe('+events +members members');
  });

  it('of a member who comes and goes', async () => {
    const { scim, userId, groupId } = await usedTenant();
    const loads = 'groups groupMembers groupStripes mappings members organizations';
    const sorted = (text: string) => text.split(' ').sort().join(' ');
    expect(await commandsOf(() => scim.patch(`/Groups/${groupId}`, patchOp(entra('members', [userId]))))).toBe(
      sorted(`+events +grants +groupMembers +groupStripes +members +memberships ${loads}`),
    );
    expect(
      await commandsOf(() =>
        scim.patch(`/Groups/${groupId}`, patchOp({ op: 'remove', path: `members[value eq "${userId}"]` })),
      ),
    ).toBe(sorted(`+events +grants +grants +groupMembers +groupStripes +members +memberships ${loads}`));
  });

  it('of a group that is made, however many it has', async () => {
    const { scim, userId } = await usedTenant();
    const others = await Promise.all(['d', 'e'].map((name) => created(scim.post('/Users', userBody(name)))));
    const ids = [userId, ...others.map(({ id }) => id)];
    const loads = 'groups mappings mappings members organizations';
    const always = '+counters +events +groupMembers +groupStripes +groups +nameStripes';
    const sorted = (text: string) => text.split(' ').sort().join(' ');
    // The profiler tells of each update of a statement.
    expect(await commandsOf(() => scim.post('/Groups', groupBody('Club', ids)))).toBe(
      sorted(`${always} ${ids.map(() => '+members').join(' ')} ${loads}`),
    );
    expect(await commandsOf(() => scim.post('/Groups', groupBody(`Another ${role}`, ids.slice(1))))).toBe(
      sorted(`${always} +members +members +mappings +grants +memberships ${loads}`),
    );
  });
});
