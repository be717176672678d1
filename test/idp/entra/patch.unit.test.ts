/** PATCH requests in the forms that Microsoft Entra ID's provisioning documents, old format and new. */
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { ENTERPRISE, patch, patchOp, patchUser, planGroup, refusal, schemas } from '../../scim/patch/patching.ts';

const user: JsonObject = {
  id: 'u1',
  externalId: '58342554-38d6-4ec8-948c-50044d0a33fd',
  userName: 'Test_User_feed3ace',
  active: true,
  emails: [{ value: 'testing@example.com', type: 'work', primary: true }],
};

describe('Entra users', () => {
  it.each<[string, Json[], JsonObject]>([
    [
      'several properties in operations of their own',
      [
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updatedEmail@example.com' },
        { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
      ],
      {
        emails: [{ value: 'updatedEmail@example.com', type: 'work', primary: true }],
        name: { familyName: 'updatedFamilyName' },
      },
    ],
    ['deactivation with a string', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
    ['reactivation with a string', [{ op: 'Replace', path: 'active', value: 'True' }], { active: true }],
    ['deactivation with a boolean', [{ op: 'replace', path: 'active', value: false }], { active: false }],
    [
      'a wrapped boolean',
      [{ op: 'Replace', path: 'active', value: [{ $ref: null, value: 'False' }] }],
      { active: false },
    ],
    [
      'a wrapped string',
      [{ op: 'Replace', path: 'displayName', value: [{ $ref: null, value: 'Lisa' }] }],
      { displayName: 'Lisa' },
    ],
    ['odd-cased names', [{ op: 'Replace', path: 'DisplayName', value: 'Lisa' }], { displayName: 'Lisa' }],
    [
      'dotted and URN keys without path',
      [
        {
          op: 'replace',
          value: {
            displayName: 'Bjfe',
            'name.givenName': 'Kingston',
            'name.familyName': 'Vu',
            [`${ENTERPRISE}:department`]: 'Sales',
            [`${ENTERPRISE}:manager.value`]: 'm1',
          },
        },
      ],
      {
        displayName: 'Bjfe',
        name: { givenName: 'Kingston', familyName: 'Vu' },
        [ENTERPRISE]: { department: 'Sales', manager: { value: 'm1' } },
      },
    ],
    [
      'value paths as keys',
      [
        {
          op: 'replace',
          value: { 'emails[type eq "work"].value': 'n@example.com', 'phoneNumbers[type eq "work"].value': '1' },
        },
      ],
      {
        emails: [{ value: 'n@example.com', type: 'work', primary: true }],
        phoneNumbers: [{ type: 'work', value: '1' }],
      },
    ],
    [
      'elements that are not there yet',
      [
        { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+49 30 1' },
        { op: 'Replace', path: 'phoneNumbers[type eq "fax"].value', value: '+49 30 2' },
        { op: 'Add', path: 'addresses[type eq "work"].streetAddress', value: 'Street 1' },
        { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Berlin' },
      ],
      {
        phoneNumbers: [
          { type: 'mobile', value: '+49 30 1' },
          { type: 'fax', value: '+49 30 2' },
        ],
        addresses: [{ type: 'work', streetAddress: 'Street 1', locality: 'Berlin' }],
      },
    ],
    [
      'a role by primary as a string',
      [{ op: 'Replace', path: 'roles[primary eq "True"].value', value: 'Admin' }],
      { roles: [{ primary: true, value: 'Admin' }] },
    ],
    [
      'roles with primary as a string',
      [{ op: 'Add', path: 'roles', value: [{ value: 'Admin', Primary: 'True' }] }],
      { roles: [{ primary: true, value: 'Admin' }] },
    ],
    ['a manager as a string', [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: 'm1' }], manager('m1')],
    ['a manager in a list', [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: [{ value: 'm1' }] }], manager('m1')],
    [
      'a manager in a list with $ref',
      [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: [{ $ref: 'http://example.com/Users/m1', value: 'm1' }] }],
      { [ENTERPRISE]: { manager: { $ref: 'http://example.com/Users/m1', value: 'm1' } } },
    ],
    ['a manager by its value', [{ op: 'Replace', path: `${ENTERPRISE}:manager.value`, value: 'm1' }], manager('m1')],
    [
      'a manager that comes and goes',
      [
        { op: 'Add', path: `${ENTERPRISE}:manager`, value: 'm1' },
        { op: 'Remove', path: `${ENTERPRISE}:manager` },
      ],
      {},
    ],
    [
      'removal of a list of values',
      [
        { op: 'Add', path: 'roles', value: [{ value: 'A' }, { value: 'B' }] },
        { op: 'Remove', path: 'roles', value: [{ value: 'A', display: 'whatever' }] },
      ],
      { roles: [{ value: 'B' }] },
    ],
    [
      'removal of what a value path selects',
      [{ op: 'Remove', path: 'emails[type eq "work"].value' }],
      { emails: undefined },
    ],
    ['removal of what is not there', [{ op: 'Remove', path: 'phoneNumbers[type eq "pager"].value' }], {}],
  ])('%s', (_what, operations, changes) => {
    expect(patchUser(user, ...operations)).toEqual({ ...user, ...changes });
  });

  it('the strict spelling gets the strict answer: replace of an element that is not there is refused', () => {
    const operation = { op: 'replace', path: 'phoneNumbers[type eq "fax"].value', value: '1' };
    expect(refusal(() => patchUser(user, operation)).scimType).toBe('noTarget');
  });

  it('a capital does not create from a filter that does not say what', () => {
    const operation = { op: 'Replace', path: 'phoneNumbers[type sw "f"].value', value: '1' };
    expect(refusal(() => patchUser(user, operation)).scimType).toBe('noTarget');
  });
});

describe('Entra groups', () => {
  it('a new name, wrapped or bare', () => {
    const wrapped = patchOp({ op: 'Replace', path: 'displayName', value: [{ $ref: null, value: 'New name' }] });
    expect(patch(schemas.group, { displayName: 'Old name' }, wrapped)).toEqual({ displayName: 'New name' });
    const bare = patchOp({ op: 'Replace', path: 'displayName', value: 'New name' });
    expect(patch(schemas.group, { displayName: 'Old name' }, bare)).toEqual({ displayName: 'New name' });
  });

  it('members come and go by lists of values', () => {
    const value = [{ $ref: null, value: 'f648f8d5ea4e4cd38e9c' }];
    expect(planGroup({ op: 'Add', path: 'members', value }).members).toEqual([
      { kind: 'add', values: ['f648f8d5ea4e4cd38e9c'] },
    ]);
    expect(planGroup({ op: 'Remove', path: 'members', value }).members).toEqual([
      { kind: 'remove', values: ['f648f8d5ea4e4cd38e9c'] },
    ]);
  });

  it('members go by value path', () => {
    expect(planGroup({ op: 'remove', path: 'members[value eq "f648f8d5"]' }).members).toEqual([
      { kind: 'remove', values: ['f648f8d5'] },
    ]);
  });
});

function manager(value: string): JsonObject {
  return { [ENTERPRISE]: { manager: { value } } };
}
