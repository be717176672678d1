import { describe, expect, it } from 'vitest';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { deployment } from '../../src/domain/model/deployment.ts';
import { events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import { memberships } from '../../src/domain/model/membership.ts';
import { organizations } from '../../src/domain/model/organization.ts';
import { workspaces } from '../../src/domain/model/workspace.ts';
import type { Write } from '../../src/storage/change-set.ts';
import { newId } from '../../src/storage/collection.ts';
import { commit } from '../../src/storage/commit.ts';
import { purge, system, tenant } from '../../src/storage/tenant.ts';
import { context, newOrganization, person, testDeployment } from '../support/domain.ts';

testDeployment();

async function two() {
  const [a, b] = [await newOrganization('A'), await newOrganization('B')];
  const ada = await createUser(context, a.orgId, person('ada@acme.test'));
  const bob = await createUser(context, b.orgId, person('bob@acme.test'));
  return { a, b, ada, bob };
}

describe('[24] the purge of an organization', () => {
  it('takes its own rows of every collection and no others', async () => {
    const { a, b, bob } = await two();
    await expect(purge(a.orgId).rows(organizations, {})).rejects.toThrow('not tenant data');
    expect(() => purge('')).toThrow('no organization was given');
    await purge(a.orgId).rows(members, { orgId: b.orgId });
    await purge(a.orgId).rows(members, { _id: bob._id });
    expect(await tenant(b.orgId).count(members, {})).toBe(1);
    while ((await purge(a.orgId).some(1)) > 0);
    for (const collection of [members, workspaces, events]) {
      expect(await tenant(a.orgId).count(collection as typeof members, {})).toBe(0);
      expect(await tenant(b.orgId).count(collection as typeof members, {})).toBeGreaterThan(0);
    }
  });
});

describe('[24] reads of one organization', () => {
  it.each([undefined, null, '', 7, {}])('need an organization, not %j', (orgId) => {
    expect(() => tenant(orgId as string)).toThrow('no organization was given');
  });

  it('find nothing of another, whatever the filter says', async () => {
    const { a, b, ada, bob } = await two();
    const scope = tenant(a.orgId);
    expect(await scope.findOne(members, { _id: bob._id })).toBeNull();
    expect(await scope.find(members, { $or: [{ orgId: b.orgId }, { _id: bob._id }] })).toEqual([]);
    expect(await scope.count(members, { userName: { $exists: true } })).toBe(1);
    expect((await scope.find(members, { orgId: a.orgId })).map(({ _id }) => _id)).toEqual([ada._id]);
    await expect(scope.find(members, { orgId: b.orgId })).rejects.toThrow('names another organization');
    await expect(scope.find(members, { orgId: { $exists: true } })).rejects.toThrow('names another organization');
  });

  it('do not open what is not tenant data', async () => {
    await expect(tenant('a').find(organizations, {})).rejects.toThrow('not tenant data');
  });

  it('join only rows of the same organization, at any depth', async () => {
    const { a, b } = await two();
    const all = {
      $lookup: { from: 'members', as: 'members', pipeline: [{ $match: { userName: { $exists: true } } }] },
    };
    const joined = await tenant(a.orgId).aggregate<{ members: { orgId: string }[] }>(workspaces, [all]);
    expect(joined.flatMap((row) => row.members.map(({ orgId }) => orgId))).toEqual([a.orgId]);

    const nested = {
      $lookup: {
        from: 'workspaces',
        as: 'inner',
        pipeline: [{ $lookup: { from: 'members', as: 'members', pipeline: [] } }],
      },
    };
    const deep = await tenant(a.orgId).aggregate<{ inner: { members: { orgId: string }[] }[] }>(workspaces, [nested]);
    expect(deep.flatMap(({ inner }) => inner.flatMap((row) => row.members.map(({ orgId }) => orgId)))).toEqual([
      a.orgId,
    ]);

    const graph = {
      $graphLookup: {
        from: 'members',
        startWith: b.orgId,
        connectFromField: 'orgId',
        connectToField: 'orgId',
        as: 'found',
      },
    };
    const walked = await tenant(a.orgId).aggregate<{ found: unknown[] }>(workspaces, [graph]);
    expect(walked.flatMap(({ found }) => found)).toEqual([]);

    const union = { $unionWith: { coll: 'members', pipeline: [] } };
    const both = await tenant(a.orgId).aggregate<{ orgId: string }>(workspaces, [union]);
    expect(both.map(({ orgId }) => orgId)).toEqual([a.orgId, a.orgId]);
    const below = { $lookup: { from: 'workspaces', as: 'inner', pipeline: [union] } };
    const inner = await tenant(a.orgId).aggregate<{ inner: { orgId: string }[] }>(workspaces, [below]);
    expect(inner.flatMap((row) => row.inner.map(({ orgId }) => orgId))).toEqual([a.orgId, a.orgId]);
  });

  it.each([
    { $out: 'members' },
    { $merge: { into: 'members' } },
    { $unionWith: 'members' },
    { $facet: { a: [] } },
    { $lookup: { from: 'workspaces', as: 'x', pipeline: [{ $unionWith: 'members' }] } },
    { $unionWith: { coll: 'accounts', pipeline: [] } },
    { $lookup: { from: 'accounts', as: 'x', pipeline: [] } },
    { $lookup: { from: 'undeclared', as: 'x', pipeline: [] } },
  ])('refuse the stage %j', async (stage) => {
    await expect(tenant('a').aggregate(members, [stage])).rejects.toThrow();
  });
});

describe('reads outside an organization', () => {
  it('serve only the collections of their reason', async () => {
    await expect(system('credentials').find(members, {})).rejects.toThrow('not open to the reason "credentials"');
    await expect(system('sign-in').updateOne(deployment, {}, { $set: { schemaVersion: 9 } })).rejects.toThrow(
      'not open to the reason',
    );
    const join = { $lookup: { from: 'members', as: 'members', pipeline: [] } };
    await expect(system('deployment').aggregate(organizations, [join])).rejects.toThrow('not open to the reason');
  });
});

describe('[24] writes', () => {
  const writes = (orgId: string): [string, Write][] => [
    ['insert', { kind: 'insert', collection: memberships, document: { _id: newId(), orgId } }],
    ['move', { kind: 'update', collection: members, id: 'x', expect: {}, update: { $set: { orgId } } }],
    ['update', { kind: 'update', collection: members, id: 'x', expect: { orgId }, update: { $set: { name: '' } } }],
    ['delete', { kind: 'delete', collection: members, id: 'x', expect: { orgId } }],
    ['delete all', { kind: 'delete-all', collection: members, filter: { orgId } }],
  ];

  it('refuse rows of another organization', async () => {
    const { a, b } = await two();
    for (const [, write] of writes(b.orgId))
      await expect(commit({ operationId: newId(), orgId: a.orgId, writes: [write] })).rejects.toThrow('tenant scope');
  });

  it('touch no row of another organization by its id', async () => {
    const { a, bob } = await two();
    for (const write of [
      { kind: 'update', collection: members, id: bob._id, expect: {}, update: { $set: { name: 'Mallory' } } },
      { kind: 'delete', collection: members, id: bob._id, expect: {} },
    ] satisfies Write[])
      await expect(commit({ operationId: newId(), orgId: a.orgId, writes: [write] })).rejects.toThrow(
        'changed meanwhile',
      );
    expect(await tenant(bob.orgId).findOne(members, { _id: bob._id })).toMatchObject({ name: bob.name });
  });

  it('refuse tenant rows without any organization', async () => {
    const write: Write = { kind: 'delete-all', collection: members, filter: {} };
    await expect(commit({ operationId: newId(), orgId: null, writes: [write] })).rejects.toThrow(
      'without an organization',
    );
  });
});
