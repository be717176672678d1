/** OneLogin's requests: operators in any case, often without `schemas`, roles as strings. */
import type { JsonObject } from '../../../src/json.ts';
import { testDeployment } from '../../support/domain.ts';
import { USER } from '../../support/scim-door.ts';
import { type Row, vendorRows } from '../rows.ts';

testDeployment();

const ann = (does: string, operation: JsonObject, changes: NonNullable<Row['ann']>): Row => ({
  does,
  on: 'ann',
  body: { Operations: [operation] },
  ann: changes,
});
const group = (does: string, operation: JsonObject, members: string[]): Row => ({
  does,
  on: 'group',
  body: { Operations: [operation] },
  group: { members },
});

vendorRows('OneLogin', [
  ann('deactivates', { op: 'REPLACE', path: 'active', value: false }, { active: false }),
  ann('deactivates without path', { op: 'Replace', value: { active: 'false' } }, { active: false }),
  ann(
    'sets roles as strings',
    { op: 'REPLACE', path: 'roles', value: ['a', 'b'] },
    { roles: [{ value: 'a' }, { value: 'b' }] },
  ),
  ann('sets roles in a value', { op: 'ADD', value: { roles: ['a'] } }, { roles: [{ value: 'a' }] }),
  ann(
    'changes a name',
    { op: 'REPLACE', value: { name: { givenName: 'Anna' } } },
    { name: { givenName: 'Anna', familyName: 'Lee' } },
  ),
  {
    ...ann('pushes the whole user', {}, { title: 'Dr.', displayName: undefined, externalId: undefined }),
    method: 'put',
    body: {
      schemas: [USER],
      userName: 'ann@acme.test',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ value: 'ann@acme.test', type: 'work', primary: true }],
      title: 'Dr.',
      active: true,
    },
  },
  {
    ...ann(
      'pushes the whole user under the old name of the schema, blanks included',
      {},
      { displayName: undefined, externalId: undefined },
    ),
    method: 'put',
    body: {
      schemas: ['urn:scim:schemas:core:1.0'],
      userName: 'ann@acme.test',
      name: { givenName: 'Ann', familyName: 'Lee' },
      emails: [{ value: 'ann@acme.test', type: 'work', primary: true }],
      phoneNumbers: [
        { value: '', type: 'work' },
        { type: 'mobile', primary: true },
      ],
      addresses: [{ type: 'work', streetAddress: '', locality: null }],
      roles: [''],
      profileUrl: null,
      active: true,
    },
  },
  {
    ...group('is told by PUT that a display is nobody', {}, ['ann', 'bob']),
    method: 'put',
    body: {
      schemas: ['urn:scim:schemas:core:1.0'],
      displayName: 'Team',
      members: [{ value: '{ann}' }, { display: 'Bob' }],
    },
    status: 400,
    scimType: 'invalidValue',
  },
  group('adds a member', { op: 'ADD', path: 'members', value: [{ value: '{cyd}', display: 'Cyd' }] }, [
    'ann',
    'bob',
    'cyd',
  ]),
  group('removes a member', { op: 'REMOVE', path: 'members[value eq "{ann}"]' }, ['bob']),
  group('removes a member by a list', { op: 'Remove', path: 'members', value: [{ value: '{ann}' }] }, ['bob']),
  group('replaces the members', { op: 'REPLACE', path: 'members', value: [{ value: '{cyd}' }] }, ['cyd']),
  {
    ...group('is told that a display is nobody', { op: 'ADD', path: 'members', value: [{ display: 'Cyd' }] }, [
      'ann',
      'bob',
    ]),
    status: 400,
    scimType: 'invalidValue',
  },
]);
