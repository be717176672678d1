import mongoose from 'mongoose';
import { beforeEach, describe, expect, it } from 'vitest';
import { findDrift } from '../../../src/domain/administration/drift.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, named, newOrganization, person, testDeployment } from '../../support/domain.ts';
import { faultsOf } from '../invariants.ts';

testDeployment();

const none = { links: 0, grants: 0, roles: 0, totals: 0 };
let orgId: string;
let memberId: string;
let groupId: string;

beforeEach(async () => {
  ({ orgId } = await newOrganization());
  memberId = (await createUser(context, orgId, person('ada@acme.test')))._id;
  groupId = (await createGroup(context, orgId, named('Organization User:Workspace 1:Workspace Editor'), [memberId]))
    ._id;
});

type Row = { _id: string };
const rows = (name: string) => mongoose.connection.collection<Row>(name);

const damages: [string, Partial<typeof none>, () => Promise<unknown>][] = [
  ['a membership that is gone', { roles: 1 }, () => rows('memberships').deleteOne({ memberId } as object)],
  [
    'a membership with another role',
    { roles: 2 },
    () => rows('memberships').updateOne({ memberId } as object, { $set: { role: 'Workspace Viewer' } }),
  ],
  [
    'an organization role',
    { roles: 2 },
    () => rows('members').updateOne({ _id: memberId }, { $set: { organizationRole: 'Organization Viewer' } }),
  ],
  [
    'a group grant that is gone',
    { grants: 1 },
    () => rows('grants').deleteOne({ memberId, workspaceId: { $type: 'string' } } as object),
  ],
  [
    'a group grant of nothing',
    { grants: 2 },
    () =>
      rows('grants').updateOne({ memberId, workspaceId: { $type: 'string' } } as object, {
        $set: { role: 'Workspace Admin' },
      }),
  ],
  [
    'a member that does not know its group',
    { links: 1 },
    () => rows('members').updateOne({ _id: memberId }, { $set: { groupIds: [] } }),
  ],
  ['a link that is gone', { links: 1 }, () => rows('groupMembers').deleteOne({ memberId } as object)],
  [
    'a total of the organization',
    { totals: 1 },
    () => rows('counters').updateOne({ orgId, name: 'users' } as object, { $inc: { total: 5 } } as object),
  ],
  [
    'a total of a group',
    { totals: 1 },
    () => rows('groupStripes').updateOne({ groupId, stripe: 2 } as object, { $inc: { members: 3 } } as object),
  ],
];

describe('drift', () => {
  it('is 0 where nothing is wrong', async () => {
    expect(await findDrift(orgId, { repair: false })).toEqual(none);
  });

  it.each(damages)('is found and mended: %s', async (_, expected, damage) => {
    await damage();
    expect(await findDrift(orgId, { repair: false })).toMatchObject(expected);
    expect(await findDrift(orgId, { repair: true })).toMatchObject(expected);
    expect(await findDrift(orgId, { repair: true })).toEqual(none);
    const faults = (await faultsOf(orgId)).filter((fault) => !/event/.test(fault));
    expect(faults).toEqual([]);
  });
});
