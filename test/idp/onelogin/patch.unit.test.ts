/** PATCH requests in the forms that OneLogin sends: upper-case operators, no schemas, roles as strings. */
import { expect, it } from 'vitest';
import type { Json } from '../../../src/json.ts';
import { parsePatch } from '../../../src/scim/patch/parse.ts';
import { patch, refusal, schemas } from '../../scim/patch/patching.ts';

const user = { id: 'u1', userName: 'jane@example.com', active: true };

it.each<[string, Json, object]>([
  ['deactivation', { op: 'REPLACE', path: 'active', value: false }, { active: false }],
  ['deactivation without path', { op: 'REPLACE', value: { active: 'false' } }, { active: false }],
  ['a role as a string', { op: 'ADD', path: 'roles', value: 'editor' }, { roles: [{ value: 'editor' }] }],
  [
    'roles as strings',
    { op: 'REPLACE', value: { roles: ['editor', 'viewer'] } },
    { roles: [{ value: 'editor' }, { value: 'viewer' }] },
  ],
])('%s', (_what, operation, changes) => {
  expect(patch(schemas.user, user, { Operations: [operation] })).toEqual({ ...user, ...changes });
});

it('members with value and display, without schemas', () => {
  const body = { operations: [{ op: 'ADD', path: 'members', value: [{ value: 'u1', display: 'Jane' }] }] };
  expect(parsePatch(schemas.group, body).members).toEqual([{ kind: 'add', values: ['u1'] }]);
});

it('members with display only are refused with word of what is missing', () => {
  const body = { Operations: [{ op: 'ADD', path: 'members', value: [{ display: 'Jane' }] }] };
  expect(refusal(() => parsePatch(schemas.group, body)).detail).toContain('Send the id');
});
