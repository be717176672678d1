/** Requests that meet: whatever order they take, access is what groups and names say in the end. */
import { describe, expect, it } from 'vitest';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { grants } from '../../../src/domain/model/grant.ts';
import { groupMembers, groupStripes } from '../../../src/domain/model/group.ts';
import { members } from '../../../src/domain/model/member.ts';
import { memberships } from '../../../src/domain/model/membership.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { context, person, testDeployment } from '../../support/domain.ts';
import { created, groupBody, newTenant, patchOp } from '../../support/scim-door.ts';

testDeployment();

const viewers = 'Organization User:Workspace 1:Workspace Viewer';
const editors = 'Organization User:Workspace 1:Workspace Editor';

async function withPeople(howMany: number) {
  const found = await newTenant();
  const ids: string[] = [];
  for (let i = 0; i < howMany; i += 1)
    ids.push((await createUser(context, found.orgId, person(`u${i}@acme.test`)))._id);
  return { ...found, ids };
}

const adding = (id: string) => patchOp({ op: 'add', path: 'members', value: [{ value: id }] });
const renaming = (displayName: string) => patchOp({ op: 'replace', path: 'displayName', value: displayName });

/** One addition after the other, each in a lane of its own, with the other request as soon as some are through. */
async function among<T>(additions: readonly (() => PromiseLike<T>)[], other: () => PromiseLike<T>): Promise<T[]> {
  const answers: T[] = [];
  let late: PromiseLike<T> | null = null;
  const waiting = [...additions];
  const lane = async () => {
    for (let add = waiting.shift(); add; add = waiting.shift()) {
      answers.push(await add());
      if (answers.length === 3) late = other();
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return late === null ? answers : [...answers, await late];
}

describe('members are added while', () => {
  it('the group is renamed: all have the role of the new name', async () => {
    const { orgId, workspaceId, scim, ids } = await withPeople(12);
    for (let round = 0; round < 3; round += 1) {
      const { id } = await created(scim.post('/Groups', groupBody(viewers)));
      const additions = ids.map((userId) => () => scim.patch(`/Groups/${id}`, adding(userId)));
      const answers = await among(additions, () => scim.patch(`/Groups/${id}`, renaming(editors)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      const roles = (await tenant(orgId).find(memberships, { workspaceId })).map(({ role }) => role);
      expect(roles).toEqual(ids.map(() => 'Workspace Editor'));
      await scim.delete(`/Groups/${id}`);
    }
  });

  it('the group above it is renamed: all have the role of the new name', async () => {
    const { orgId, workspaceId, scim, ids } = await withPeople(12);
    for (let round = 0; round < 3; round += 1) {
      const { id } = await created(scim.post('/Groups', groupBody('Team')));
      const { id: aboveId } = await created(scim.post('/Groups', groupBody(viewers, [id])));
      const additions = ids.map((userId) => () => scim.patch(`/Groups/${id}`, adding(userId)));
      const answers = await among(additions, () => scim.patch(`/Groups/${aboveId}`, renaming(editors)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      const roles = (await tenant(orgId).find(memberships, { workspaceId })).map(({ role }) => role);
      expect(roles).toEqual(ids.map(() => 'Workspace Editor'));
      await scim.delete(`/Groups/${aboveId}`);
      expect(await tenant(orgId).count(memberships, { workspaceId })).toBe(0);
      await scim.delete(`/Groups/${id}`);
    }
  });

  it('the group is deleted: nothing of it is left', async () => {
    const { orgId, scim, ids } = await withPeople(12);
    for (let round = 0; round < 3; round += 1) {
      const { id } = await created(scim.post('/Groups', groupBody(viewers, ids.slice(0, 2))));
      const additions = ids.map((userId) => () => scim.patch(`/Groups/${id}`, adding(userId)));
      const answers = await among(additions, () => scim.delete(`/Groups/${id}`));
      for (const { status } of answers) expect([204, 404]).toContain(status);
      const scope = tenant(orgId);
      const left = [
        await scope.count(groupMembers, { groupId: id }),
        await scope.count(groupStripes, { groupId: id }),
        await scope.count(members, { groupIds: id }),
        await scope.count(grants, { groupId: id }),
        await scope.count(memberships, {}),
      ];
      expect(left).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('some of them are deleted: no link leads to nobody', async () => {
    const { orgId, scim, ids } = await withPeople(12);
    const { id } = await created(scim.post('/Groups', groupBody(viewers)));
    const answers = await Promise.all(
      ids.flatMap((userId, i) => [
        scim.patch(`/Groups/${id}`, adding(userId)),
        ...(i % 2 === 0 ? [scim.delete(`/Users/${userId}`)] : []),
      ]),
    );
    for (const { status } of answers) expect([204, 400]).toContain(status);
    const stayed = ids.filter((_, i) => i % 2 === 1).sort();
    const links = await tenant(orgId).find(groupMembers, { groupId: id }, { sort: { memberId: 1 } });
    expect(links.map(({ memberId }) => memberId)).toEqual(stayed);
    const stripes = await tenant(orgId).find(groupStripes, { groupId: id });
    expect(stripes.reduce((sum, stripe) => sum + stripe.members, 0)).toBe(stayed.length);
    expect((await scim.get('/Users?count=0')).body.totalResults).toBe(stayed.length);
  });
});
