/**
 * Microsoft Entra ID's PATCH requests without and with the flag `aadOptscim062020` in the tenant URL: the pairs that its
 * page on SCIM 2.0 compliance shows, and the forms of its reference for SCIM endpoints.
 */
import type { Json, JsonObject } from '../../../src/json.ts';
import { ENTERPRISE } from '../../scim/patch/patching.ts';
import { testDeployment } from '../../support/domain.ts';
import { GROUP, patchOp } from '../../support/scim-door.ts';
import { groupRow, type Row, vendorRows } from '../rows.ts';

testDeployment();

const ann = (does: string, changes: NonNullable<Row['ann']>, ...operations: JsonObject[]): Row => ({
  does,
  on: 'ann',
  body: patchOp(...operations),
  ann: changes,
});
const replace = (path: string, value: Json): JsonObject => ({ op: 'Replace', path, value });
const add = (path: string, value: Json): JsonObject => ({ op: 'Add', path, value });
const work = (value: string) => ({ emails: [{ value, type: 'work', primary: true }] });

vendorRows('Entra without the flag', [
  ann('disables a user with a string', { active: false }, replace('active', 'False')),
  ann('keeps one who is enabled', {}, replace('active', 'True')),
  ann('adds a single value', { nickName: 'Babs' }, add('nickName', 'Babs')),
  ann(
    'replaces several attributes, one operation each',
    {
      displayName: 'Pvlo',
      ...work('TestBcwqnm@test.example'),
      name: { givenName: 'Gtfd', familyName: 'Pkqf' },
      externalId: 'Eqpj',
      [ENTERPRISE]: { employeeNumber: 'Eqpj' },
    },
    replace('displayName', 'Pvlo'),
    replace('emails[type eq "work"].value', 'TestBcwqnm@test.example'),
    replace('name.givenName', 'Gtfd'),
    replace('name.familyName', 'Pkqf'),
    replace('externalId', 'Eqpj'),
    replace(`${ENTERPRISE}:employeeNumber`, 'Eqpj'),
  ),
  ann(
    'creates what a value path does not find',
    { phoneNumbers: [{ type: 'mobile', value: '1' }], addresses: [{ type: 'work', formatted: 'Main St' }] },
    replace('phoneNumbers[type eq "mobile"].value', '1'),
    add('addresses[type eq "work"].formatted', 'Main St'),
  ),
  ann('sets a manager as text', { [ENTERPRISE]: { manager: { value: 'm1' } } }, add(`${ENTERPRISE}:manager`, 'm1')),
  ann(
    'sets a manager by its bare name',
    { [ENTERPRISE]: { manager: { value: 'm1' } } },
    add('manager', [{ value: 'm1' }]),
  ),
  ann('clears a manager', {}, { op: 'Remove', path: `${ENTERPRISE}:manager` }),
  ann('renames in odd case', { displayName: 'Lisa' }, replace('DisplayName', 'Lisa')),
  ann('sets a role by primary', { roles: [{ primary: true, value: 'A' }] }, add('roles[primary eq "True"].value', 'A')),
  ann(
    'sets a role part by part',
    { roles: [{ primary: true, display: 'Admin', type: 'App', value: 'A' }] },
    add('roles[primary eq "True"].display', 'Admin'),
    add('roles[primary eq "True"].type', 'App'),
    add('roles[primary eq "True"].value', 'A'),
  ),
  ann(
    'sets a manager with a dot in its name',
    { [ENTERPRISE]: { manager: { value: 'm1' } } },
    add(`${ENTERPRISE}.manager`, 'm1'),
  ),
  ann('clears a number by empty text', {}, replace('phoneNumbers[type eq "fax"].value', '')),
  ann('clears an attribute', { displayName: undefined }, { op: 'Remove', path: 'displayName' }),
  { ...ann('is told what cannot be', {}, replace('active', 'Perhaps')), status: 400, scimType: 'invalidValue' },
  { ...ann('is told what it does not know', {}, add('shoeSize', '43')), status: 400, scimType: 'invalidPath' },
  groupRow('adds a member', { members: ['ann', 'bob', 'cyd'] }, add('members', [{ value: '{cyd}' }])),
  groupRow(
    'adds a member with $ref',
    { members: ['ann', 'bob', 'cyd'] },
    add('members', [{ $ref: null, value: '{cyd}' }]),
  ),
  groupRow(
    'adds a member as its collection of requests does',
    { members: ['ann', 'bob', 'cyd'] },
    add('members', [{ $ref: null, value: '{cyd}', displayName: 'Cyd' }]),
  ),
  groupRow(
    'removes a member by a list',
    { members: ['bob'] },
    { op: 'Remove', path: 'members', value: [{ value: '{ann}' }] },
  ),
  groupRow('removes nobody by a list of none', {}, { op: 'Remove', path: 'members', value: [] }),
  groupRow('renames', { displayName: 'Crew' }, replace('displayName', 'Crew')),
  groupRow(
    'renames with externalId',
    { displayName: 'Crew', externalId: 'g-1' },
    replace('displayName', 'Crew'),
    replace('externalId', 'g-1'),
  ),
]);

vendorRows('Entra with the flag', [
  ann('disables a user with a boolean', { active: false }, { op: 'replace', path: 'active', value: false }),
  ann('adds a single value', { nickName: 'Babs' }, { op: 'add', path: 'nickName', value: 'Babs' }),
  ann(
    'replaces several attributes in one operation',
    {
      ...work('TestMhvaes@test.example'),
      displayName: 'Bjfe',
      name: { givenName: 'Kkom', familyName: 'Unua' },
      [ENTERPRISE]: { employeeNumber: 'Aklq' },
    },
    { op: 'replace', path: 'emails[type eq "work"].value', value: 'TestMhvaes@test.example' },
    {
      op: 'replace',
      value: {
        displayName: 'Bjfe',
        'name.givenName': 'Kkom',
        'name.familyName': 'Unua',
        [`${ENTERPRISE}:employeeNumber`]: 'Aklq',
      },
    },
  ),
  ann(
    'adds several attributes in one operation',
    { title: 'Dr.', [ENTERPRISE]: { department: 'R&D', manager: { value: 'm1' } } },
    { op: 'add', value: { title: 'Dr.', [`${ENTERPRISE}:department`]: 'R&D', [`${ENTERPRISE}:manager`]: 'm1' } },
  ),
  groupRow(
    'adds members',
    { members: ['ann', 'bob', 'cyd'] },
    { op: 'add', path: 'members', value: [{ value: '{cyd}' }] },
  ),
  groupRow(
    'removes a member by a value path',
    { members: ['bob'] },
    { op: 'remove', path: 'members[value eq "{ann}"]' },
  ),
  {
    ...groupRow('gives an unknown member back', {}, { op: 'add', path: 'members', value: [{ value: 'nobody' }] }),
    status: 400,
    scimType: 'invalidValue',
  },
  {
    does: 'replaces a group whole',
    method: 'put',
    on: 'group',
    body: { schemas: [GROUP], displayName: 'Crew', externalId: 'g-1', members: [{ value: '{cyd}' }] },
    group: { displayName: 'Crew', externalId: 'g-1', members: ['cyd'] },
  },
]);
