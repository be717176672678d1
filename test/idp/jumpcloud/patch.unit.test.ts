/** PATCH requests in the forms that JumpCloud sends: group members by lists and value paths, users without path. */
import { expect, it } from 'vitest';
import { patch, patchOp, patchUser, planGroup, schemas } from '../../scim/patch/patching.ts';

const user = { id: 'u1', userName: 'jane@example.com', active: true };

it('deactivation', () => {
  expect(patchUser(user, { op: 'replace', value: { active: false } })).toEqual({ ...user, active: false });
});

it('several attributes at once, with the email as one object', () => {
  const value = {
    id: 'u1',
    name: { givenName: 'Jane', familyName: 'Doe' },
    emails: { value: 'jane@example.com', type: 'work', primary: true },
  };
  expect(patchUser(user, { op: 'REPLACE', value })).toEqual({
    ...user,
    name: { givenName: 'Jane', familyName: 'Doe' },
    emails: [{ value: 'jane@example.com', type: 'work', primary: true }],
  });
});

it('a group renamed and refilled in one request', () => {
  const body = patchOp({ op: 'replace', value: { displayName: 'Ops', members: [{ value: 'u1' }] } });
  expect(patch(schemas.group, { id: 'g1', displayName: 'Operations' }, body)).toEqual({ id: 'g1', displayName: 'Ops' });
  expect(planGroup({ op: 'replace', value: { displayName: 'Ops', members: [{ value: 'u1' }] } }).members).toEqual([
    { kind: 'replace', values: ['u1'] },
  ]);
});

it('members come by list and go by value path', () => {
  expect(
    planGroup(
      { op: 'add', path: 'members', value: [{ value: 'u1' }] },
      { op: 'remove', path: 'members[value eq "u2"]' },
    ).members,
  ).toEqual([
    { kind: 'add', values: ['u1'] },
    { kind: 'remove', values: ['u2'] },
  ]);
});
