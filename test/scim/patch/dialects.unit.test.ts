/** What directories send besides what the RFC has, in every PATCH: S7. */
import { describe, expect, it } from 'vitest';
import { parsePatch } from '../../../src/scim/patch/parse.ts';
import { cases } from './cases.ts';
import { ENTERPRISE, patchOp, patchUser, planGroup, refusal, schemas } from './patching.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

cases('an element that says nothing is not kept', [
  {
    does: 'added with type and primary only, and takes no mark from another',
    from: { emails: [{ value: 'a@example.com', primary: true }] },
    operation: { op: 'add', path: 'emails', value: [{ type: 'work', primary: true }, null, {}, { value: null }] },
    to: { emails: [{ value: 'a@example.com', primary: true }] },
  },
  {
    does: 'beside one with a value, in a replace',
    from: { emails: [{ value: 'a@example.com' }] },
    operation: { op: 'replace', value: { emails: [{ type: 'home', value: '' }, { value: 'b@example.com' }] } },
    to: { emails: [{ value: 'b@example.com' }] },
  },
  {
    does: 'made by a value path',
    from: {},
    operation: { op: 'add', path: 'phoneNumbers[type eq "fax"].primary', value: true },
    to: {},
  },
  {
    does: 'emptied by a value path',
    from: { phoneNumbers: [{ type: 'fax', value: '1' }] },
    operation: { op: 'replace', path: 'phoneNumbers[type eq "fax"].value', value: '' },
    to: {},
  },
  {
    does: 'an address of mere type, or of empty lines',
    from: {},
    operation: {
      op: 'add',
      path: 'addresses',
      value: [
        { type: 'work', primary: true },
        { type: 'home', locality: '' },
      ],
    },
    to: {},
  },
  {
    does: 'an address with one line stays',
    from: {},
    operation: { op: 'add', path: 'addresses', value: [{ type: 'work', locality: 'Rom' }] },
    to: { addresses: [{ type: 'work', locality: 'Rom' }] },
  },
  {
    does: 'one that was stored before goes when the list is written',
    from: { emails: [{ type: 'work', primary: true }, { value: 'a@example.com' }] },
    operation: { op: 'remove', path: 'emails.display' },
    to: { emails: [{ value: 'a@example.com' }] },
  },
]);

cases('what no schema knows is ignored in values', [
  { does: 'a key', from: {}, operation: { op: 'add', value: { shoeSize: 43, title: 'T' } }, to: { title: 'T' } },
  {
    does: 'a key that is no name at all',
    from: {},
    operation: { op: 'add', value: { 'shoe size': 43, '': 1, title: 'T' } },
    to: { title: 'T' },
  },
  {
    does: 'a dotted key',
    from: {},
    operation: { op: 'add', value: { 'name.nick': 'B', title: 'T' } },
    to: { title: 'T' },
  },
  {
    does: 'a key in a complex value',
    from: {},
    operation: { op: 'add', value: { name: { nick: 'B', givenName: 'A' } } },
    to: { name: { givenName: 'A' } },
  },
  {
    does: 'a key in an element, by path and by value path',
    from: {},
    operation: { op: 'add', path: 'emails', value: [{ value: 'a@example.com', nick: 'B' }] },
    to: { emails: [{ value: 'a@example.com' }] },
  },
  {
    does: 'a key in the value of a value path',
    from: { emails: [{ value: 'a@example.com', type: 'work' }] },
    operation: { op: 'add', path: 'emails[type eq "work"]', value: { display: 'A', nick: 'B' } },
    to: { emails: [{ value: 'a@example.com', type: 'work', display: 'A' }] },
  },
  {
    does: 'a key in an extension',
    from: {},
    operation: { op: 'add', value: { [ENTERPRISE]: { shoeSize: 43, department: 'D' } } },
    to: { [ENTERPRISE]: { department: 'D' } },
  },
  {
    does: 'a key in an extension named by path',
    from: {},
    operation: { op: 'add', path: ENTERPRISE, value: { shoeSize: 43, department: 'D' } },
    to: { [ENTERPRISE]: { department: 'D' } },
  },
  {
    does: 'a schema of its own, its attributes, and a schema inside a schema',
    from: {},
    operation: {
      op: 'replace',
      value: {
        'urn:okta:acme_scim:1.0:user:custom': { shoe: 43 },
        'urn:okta:acme_scim:1.0:user:custom:shoe': 43,
        'urn:scim:schemas:core:1.0': { title: 'x' },
        [ENTERPRISE]: { [ENTERPRISE]: { department: 'D' } },
        title: 'T',
      },
    },
    to: { title: 'T' },
  },
  {
    does: 'names in schemas beside a known one',
    from: {},
    operation: { op: 'replace', value: { schemas: [USER, 'urn:okta:custom:user:1.0'], title: 'T' } },
    to: { title: 'T' },
  },
]);

describe('what is ignored is told, for the log', () => {
  it('by its path', () => {
    const plan = parsePatch(
      schemas.user,
      patchOp({
        op: 'replace',
        value: {
          'urn:okta:custom:1.0': { a: 1 },
          schemas: [USER, 'urn:x'],
          meta: { version: 'W/"9"' },
          [ENTERPRISE]: { desk: 4 },
          emails: [{ value: 'a@example.com', nick: 'A' }],
        },
      }),
    );
    expect(plan.ignored).toEqual(['urn:okta:custom:1.0', `${ENTERPRISE}:desk`, 'schemas urn:x', 'meta', 'emails.nick']);
  });
});

cases('what only the server sets is left out of a value that changes something else', [
  {
    does: 'stale or right, by key or dotted key',
    from: { id: 'u1', meta: { version: 'W/"1"' } },
    operation: {
      op: 'replace',
      value: { id: 'u9', meta: { version: 'W/"0"' }, 'meta.created': 'x', groups: [{ value: 'g' }], title: 'T' },
    },
    to: { id: 'u1', meta: { version: 'W/"1"' }, title: 'T' },
  },
  {
    does: 'null',
    from: { id: 'u1' },
    operation: { op: 'replace', value: { id: null, meta: null, groups: null, title: 'T' } },
    to: { id: 'u1', title: 'T' },
  },
  {
    does: 'a readOnly extension taken away',
    from: {},
    operation: {
      op: 'replace',
      value: { 'urn:usher:params:scim:schemas:extension:access:2.0:User': null, title: 'T' },
    },
    to: { title: 'T' },
  },
]);

cases('a dot where the URN has a colon', [
  {
    does: 'in a path',
    from: {},
    operation: { op: 'add', path: `${ENTERPRISE}.manager`, value: 'm1' },
    to: { [ENTERPRISE]: { manager: { value: 'm1' } } },
  },
  {
    does: 'before a sub-attribute',
    from: {},
    operation: { op: 'add', path: `${ENTERPRISE}.manager.value`, value: 'm1' },
    to: { [ENTERPRISE]: { manager: { value: 'm1' } } },
  },
  {
    does: 'before brackets',
    from: { emails: [{ value: 'a@example.com', type: 'work' }] },
    operation: { op: 'replace', path: `${USER}.emails[type eq "work"].value`, value: 'b@example.com' },
    to: { emails: [{ value: 'b@example.com', type: 'work' }] },
  },
  {
    does: 'in a key',
    from: {},
    operation: { op: 'replace', value: { [`${ENTERPRISE}.department`]: 'D', [`${USER}.name.givenName`]: 'A' } },
    to: { [ENTERPRISE]: { department: 'D' }, name: { givenName: 'A' } },
  },
]);

describe('roles set part by part', () => {
  it('begin with whatever part comes first', () => {
    const parts = { display: 'Administrator', type: 'WindowsAzureActiveDirectoryRole', value: 'Admin' };
    const operations = Object.entries(parts).map(([name, value]) => ({
      op: 'Add',
      path: `roles[primary eq "True"].${name}`,
      value,
    }));
    expect(patchUser({ userName: 'u' }, ...operations)).toEqual({
      userName: 'u',
      roles: [{ primary: true, ...parts }],
    });
  });
});

describe('addresses of the web', () => {
  it.each([
    ['by path', { op: 'replace', path: 'profileUrl', value: 'javascript:alert(1)' }],
    ['by key', { op: 'replace', value: { profileUrl: ' jAvascript:alert(1)' } }],
    ['in an element', { op: 'add', path: 'photos', value: [{ value: 'data:text/html,x', type: 'photo' }] }],
    ['by value path', { op: 'add', path: 'photos[type eq "photo"].value', value: 'java\tscript:x' }],
    ['in the filter of a value path', { op: 'add', path: 'photos[value eq "javascript:x"].type', value: 'photo' }],
  ])('[103] that run something are refused %s', (_how, operation) => {
    expect(refusal(() => patchUser({ userName: 'u' }, operation))).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining('https://'),
    });
  });
});

describe('members', () => {
  it('are named by $ref alone, and what else stands beside them is ignored', () => {
    const plan = planGroup({
      op: 'add',
      path: 'members',
      value: [
        { $ref: 'https://x/Users/a', value: null },
        { value: 'b', displayName: 'Bob' },
      ],
    });
    expect([plan.members, plan.ignored]).toEqual([[{ kind: 'add', values: ['a', 'b'] }], ['members.displayName']]);
  });

  it.each([[[{ value: 'a' }, { display: 'Bob' }]], [[{}]], [{}], [[{ id: 'a' }]], [[{ value: null }]], [[null]], ['']])(
    '%j is refused whatever the operation',
    (value) => {
      for (const op of ['add', 'remove', 'replace'])
        expect(refusal(() => planGroup({ op, path: 'members', value })).scimType).toBe('invalidValue');
      expect(refusal(() => planGroup({ op: 'replace', value: { members: value } })).scimType).toBe('invalidValue');
    },
  );
});
