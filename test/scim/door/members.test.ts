import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { membersOfGroups } from '../../../src/domain/directory/list-groups.ts';
import { testDeployment } from '../../support/domain.ts';
import { created, groupBody, newTenant } from '../../support/scim-door.ts';

testDeployment();

it('groups with more members than one read packs are shown whole, each member once', async () => {
  const { orgId, scim } = await newTenant();
  const sizes = [3, 10_020, 7, 10_000, 0];
  const ids: string[] = [];
  for (const i of sizes.keys()) ids.push((await created(scim.post('/Groups', groupBody(`G${i}`)))).id);
  const idOf = (n: number) => n.toString(16).padStart(24, '0');
  for (const [i, size] of sizes.entries()) {
    if (size === 0) continue;
    // As many links as would take minutes to make one by one.
    const links = Array.from({ length: size }, (_, n) => ({
      _id: `${i}-${n}`,
      orgId,
      groupId: ids[i],
      memberId: idOf(n * 7 + i),
      type: n % 5 === 0 ? 'Group' : 'User',
      addedAt: new Date(0),
    }));
    await mongoose.connection.collection<{ _id: string }>('groupMembers').insertMany(links);
  }
  const found = await membersOfGroups(orgId, ids);
  for (const [i, size] of sizes.entries()) {
    const links = found.get(ids[i] ?? '') ?? [];
    expect(links.map(({ memberId }) => memberId).sort()).toEqual(
      Array.from({ length: size }, (_, n) => idOf(n * 7 + i)),
    );
    expect(links.filter(({ type }) => type === 'Group')).toHaveLength(Math.ceil(size / 5));
  }
  const { body } = await scim.get(`/Groups/${ids[1]}`);
  expect(body.members).toHaveLength(10_020);
  expect(body.members[0]).toMatchObject({ value: idOf(1), type: 'Group', $ref: expect.stringContaining('/Groups/') });
});
