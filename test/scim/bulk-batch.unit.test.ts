/** Which operations of a bulk are carried out at once: never two whose order could be told from the outcome. */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { maxTogether, together, uniqueNames } from '../../src/scim/bulk-batch.ts';
import { readBulkRequest } from '../../src/scim/bulk-request.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../src/scim/schema/load.ts';
import type { Attribute, Schema } from '../../src/scim/schema/model.ts';

const builtIn = loadSchemas([builtInSchemaDirectory]);
const patch = (...operations: JsonObject[]): JsonObject => ({ Operations: operations });
const user = (more: JsonObject): JsonObject => ({ method: 'POST', path: '/Users', data: more });
const onUser = (id: string, data: JsonObject) => ({ method: 'PATCH', path: `/Users/${id}`, data });
const onGroup = (id: string, data: JsonObject) => ({ method: 'PATCH', path: `/Groups/${id}`, data });
const group = (displayName: string, ...ids: string[]): JsonObject => ({
  method: 'POST',
  path: '/Groups',
  data: { displayName, members: ids.map((value) => ({ value })) },
});
const member = (value: string) => patch({ op: 'add', path: 'members', value: [{ value }] });

const plant = 'urn:example:params:scim:schemas:extension:plant:1.0:User';
const people = { ...builtIn.user, extensions: [...builtIn.user.extensions, badgeAndDesk()] };
const unique = new Map([people, builtIn.group].map((type) => [type.endpoint as string, uniqueNames(type)]));

/** Two attributes of which no two people can have the same value, as `uniqueness: server` has it. */
function badgeAndDesk(): Schema {
  const like = builtIn.user.schema.attributes.find(({ name }) => name === 'userName') as Attribute;
  const desk = { ...like, name: 'desk', type: 'complex', uniqueness: 'none' } as const;
  const attributes = [
    { ...like, name: 'badge' },
    { ...desk, subAttributes: [{ ...like, name: 'number' }] },
  ];
  return { id: plant, name: 'Plant', attributes, document: {} };
}

function countOf(...operations: JsonObject[]): number {
  return together(readBulkRequest({ Operations: operations }, ['/Users', '/Groups']).operations, () => true, {
    unique,
    admins: new Set(['boss', 'chief']),
  });
}

describe('two operations are carried out', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['two users', user({ userName: 'a' }), user({ userName: 'b' })],
    ['two users of one department', user({ userName: 'a', title: 'T' }), user({ userName: 'b', title: 'T' })],
    [
      'two users of one shown name',
      user({ userName: 'a', displayName: 'A' }),
      user({ userName: 'b', displayName: 'A' }),
    ],
    ['attributes of two users', onUser('1', patch({ op: 'remove', path: 'title' })), onUser('2', patch({ op: 'add' }))],
    ['two removals', { method: 'DELETE', path: '/Users/1' }, { method: 'DELETE', path: '/Users/2' }],
    ['two groups with other members', group('A', '1'), group('B', '2')],
    ['members of two groups', onGroup('1', member('a')), onGroup('2', member('b'))],
  ])('together: %s', (_what, one, other) => {
    expect(countOf(one, other)).toBe(2);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['one name', user({ userName: 'a' }), user({ UserName: 'A' })],
    [
      'one name under its long name',
      user({ 'urn:ietf:params:scim:schemas:core:2.0:User:userName': 'a' }),
      user({ userName: 'a' }),
    ],
    [
      "one unique value of an operator's own attribute",
      user({ userName: 'a', [plant]: { badge: 'B-1' } }),
      user({ userName: 'b', [`${plant}:Badge`]: 'b-1' }),
    ],
    [
      'one unique number inside of another attribute',
      user({ userName: 'a', [plant]: { desk: { number: 7 } } }),
      user({ userName: 'b', [plant]: { desk: { number: 7 } } }),
    ],
    [
      'a changed unique attribute',
      onUser('1', patch({ op: 'add', path: `${plant}:badge`, value: 'B-1' })),
      onUser('2', patch({ op: 'add', path: `${plant}:badge`, value: 'B-2' })),
    ],
    ['one address', user({ userName: 'a', emails: [{ value: 'x@y' }] }), user({ userName: 'b', emails: ['X@y'] })],
    ['one external id', user({ userName: 'a', externalId: '1' }), user({ userName: 'b', externalId: '1' })],
    ['one resource', onUser('1', patch({ op: 'add' })), onUser('1', patch({ op: 'add' }))],
    ['a new name by path', onUser('1', patch({ op: 'replace', path: 'userName' })), onUser('2', patch({ op: 'add' }))],
    [
      'a new name by key',
      onUser('1', patch({ op: 'add' })),
      onUser('2', patch({ op: 'add', value: { username: 'x' } })),
    ],
    ['two methods', user({ userName: 'a' }), onUser('1', patch({ op: 'add' }))],
    ['two collections', user({ userName: 'a' }), group('A')],
    ['one member', onGroup('1', member('a')), onGroup('2', patch({ op: 'remove', path: 'members[value eq "a"]' }))],
    ['one member of new groups', group('A', '1'), group('B', '1')],
    [
      'a renamed group',
      onGroup('1', patch({ op: 'replace', path: 'displayName', value: 'x' })),
      onGroup('2', member('a')),
    ],
    [
      'two whole resources, which set names free',
      { method: 'PUT', path: '/Users/1', data: { userName: 'a' } },
      { method: 'PUT', path: '/Users/2', data: { userName: 'b' } },
    ],
    [
      'two Organization Admins who go',
      { method: 'DELETE', path: '/Users/boss' },
      { method: 'DELETE', path: '/Users/chief' },
    ],
    [
      'two Organization Admins who leave groups',
      onGroup('1', patch({ op: 'remove', path: 'members[value eq "boss"]' })),
      onGroup('2', patch({ op: 'remove', path: 'members', value: [{ value: 'chief' }] })),
    ],
    [
      'a group whose members are replaced',
      onGroup('1', patch({ op: 'replace', path: 'members', value: [{ value: 'a' }] })),
      onGroup('2', member('b')),
    ],
    ['a group whom all leave', onGroup('1', patch({ op: 'remove', path: 'members' })), onGroup('2', member('b'))],
    ['two removals of groups', { method: 'DELETE', path: '/Groups/1' }, { method: 'DELETE', path: '/Groups/2' }],
  ])('one after the other: %s', (_what, one, other) => {
    expect(countOf(one, other)).toBe(1);
  });
});

it('only what is ready is taken, from the start, and never nothing', () => {
  const { operations } = readBulkRequest({ Operations: ['a', 'b', 'c', 'd'].map((userName) => user({ userName })) }, [
    '/Users',
  ]);
  expect(together(operations, (operation) => operation !== operations[2], { unique, admins: new Set() })).toBe(2);
  expect(together(operations, () => false, { unique, admins: new Set() })).toBe(1);
  expect(maxTogether).toBeLessThanOrEqual(32);
});
