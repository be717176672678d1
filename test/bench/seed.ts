/** The same people and groups on both sides: Usher's by SCIM where that is quick enough, the limit's as bare documents. */

import { manyUsers } from '../support/many-users.ts';
import type { Sides } from './sides.ts';

export const userName = (n: number) => `crowd-${n}@acme.test`;
export const userBody = (name: string, more: object = {}): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: name,
    name: { givenName: 'Grace', familyName: 'Hopper' },
    emails: [{ value: name, type: 'work', primary: true }],
    active: true,
    ...more,
  });

/** @param first the number in the name of the first. @returns the ids of the people, the same on both sides, in order */
export async function seedUsers({ usher, limit }: Sides, count: number, first = 0): Promise<string[]> {
  const { body } = await usher.scim('POST', '/Users', JSON.parse(userBody(`template-${first}@acme.test`)));
  const ids = await manyUsers(usher.db.collection('members'), body.id, count, first);
  const users = limit.db.collection<{ _id: string; userName: string }>('users');
  await users.createIndex({ userName: 1 });
  for (let from = 0; from < ids.length; from += 5_000)
    await users.insertMany(
      ids
        .slice(from, from + 5_000)
        .map((_id, n) => ({ ...JSON.parse(userBody(userName(first + from + n))), _id, version: 1 })),
    );
  return ids;
}

const chunk = 5_000;

/** A group of these people that gives a role. @returns its id, the same on both sides */
export async function seedGroup({ usher, limit }: Sides, name: string, memberIds: readonly string[]): Promise<string> {
  const values = memberIds.map((value) => ({ value }));
  const displayName = `${name} Organization User:Workspace 1:Workspace Viewer`;
  const { body } = await usher.scim('POST', '/Groups?attributes=id', { displayName, members: values.slice(0, chunk) });
  for (let from = chunk; from < values.length; from += chunk)
    await usher.scim('PATCH', `/Groups/${body.id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value: values.slice(from, from + chunk) }],
    });
  await limit.db.collection<{ _id: string; displayName: string }>('groups').insertOne({ _id: body.id, displayName });
  const members = limit.db.collection('groupMembers');
  await members.createIndex({ groupId: 1, memberId: 1 });
  await members.insertMany(memberIds.map((memberId) => ({ groupId: body.id, memberId })));
  return body.id;
}
