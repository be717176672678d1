import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../src/json.ts';
import type { ScimError } from '../../../src/scim/scim-error.ts';
import { BADGE, barbara, ENTERPRISE, patch, patchOp, patchUser, refusal, schemas } from './patching.ts';

/** How operations on a user are refused, once it is sure that she is as before. */
function refused(...operations: Json[]): ScimError {
  const before = JSON.stringify(barbara);
  const error = refusal(() => patchUser(barbara, ...operations));
  expect(JSON.stringify(barbara)).toBe(before);
  expect(error.status).toBe(400);
  return error;
}

describe('readOnly, immutable and required attributes', () => {
  it.each<[string, Json]>([
    ['id by path', { op: 'replace', path: 'id', value: 'x' }],
    ['id as a key, with another value', { op: 'replace', value: { id: 'x' } }],
    ['id, removed', { op: 'remove', path: 'ID' }],
    ['meta by path', { op: 'replace', path: 'meta', value: {} }],
    ['meta by sub-attribute', { op: 'add', path: 'meta.created', value: '2020-01-01T00:00:00Z' }],
    ['meta as a key', { op: 'add', value: { meta: { version: 'W/"9"' } } }],
    ['groups by path', { op: 'add', path: 'groups', value: [{ value: 'g' }] }],
    ['groups by value path', { op: 'remove', path: 'groups[value eq "g"]' }],
    ['groups as a key', { op: 'replace', value: { groups: [{ value: 'g' }] } }],
  ])('[41] %s is refused with mutability', (_what, operation) => {
    expect(refused(operation).scimType).toBe('mutability');
  });

  it('[41] what only the server sets is refused by its path beside a change, too', () => {
    const change = { op: 'replace', path: 'title', value: 'T' };
    expect(refused(change, { op: 'replace', path: 'groups', value: [] }).scimType).toBe('mutability');
    expect(refused({ op: 'add', path: 'id', value: 'x' }, change).scimType).toBe('mutability');
  });

  it.each<[string, Json]>([
    ['a readOnly sub-attribute by path', { op: 'replace', path: `${ENTERPRISE}:manager.displayName`, value: 'x' }],
    [
      'an extension that is all readOnly',
      { op: 'remove', path: 'urn:usher:params:scim:schemas:extension:access:2.0:User' },
    ],
    ['removal of a required attribute', { op: 'remove', path: 'userName' }],
    ['null for a required attribute', { op: 'replace', value: { userName: null } }],
    ['removal of schemas', { op: 'remove', path: 'schemas' }],
  ])('%s is refused with mutability', (_what, operation) => {
    expect(refused(operation).scimType).toBe('mutability');
  });

  const badged = { userName: 'u', [BADGE]: { code: 'c', chip: 'X1', doors: [{ value: 'D1' }] } };
  it.each<[string, Json]>([
    ['another value for an immutable attribute', { op: 'replace', path: `${BADGE}:chip`, value: 'X2' }],
    ['removal of an immutable attribute', { op: 'remove', path: `${BADGE}:chip` }],
    ['an immutable sub-attribute', { op: 'replace', path: `${BADGE}:doors[value eq "D1"].value`, value: 'D2' }],
    ['removal of an immutable sub-attribute', { op: 'remove', path: `${BADGE}:doors[value eq "D1"].value` }],
    ['removal of what its extension requires', { op: 'remove', path: `${BADGE}:code` }],
    ['a readOnly attribute in the object of its extension', { op: 'add', value: { [BADGE]: { printed: 'now' } } }],
  ])('%s is refused with mutability', (_what, operation) => {
    expect(refusal(() => patchUser(badged, operation)).scimType).toBe('mutability');
  });

  it('an element without its required sub-attribute is refused', () => {
    const error = refusal(() => patchUser(badged, { op: 'add', path: `${BADGE}:doors`, value: [{ note: 'n' }] }));
    expect(error).toMatchObject({ scimType: 'invalidValue', detail: expect.stringContaining('value') });
  });

  it('a new extension without what it requires is refused', () => {
    expect(refused({ op: 'add', path: BADGE, value: { level: 1 } }).scimType).toBe('mutability');
  });
});

describe('paths', () => {
  it.each<[string, string | Json]>([
    ['unknown attribute', 'shoeSize'],
    ['unknown sub-attribute', 'name.nick'],
    ['unknown sub-attribute after brackets', 'emails[type eq "work"].nick'],
    ['unknown extension', 'urn:example:nothing:1.0:User:x'],
    ['attribute of no extension', `${ENTERPRISE}:shoeSize`],
    ['brackets after a single-valued attribute', 'name[givenName eq "x"]'],
    ['text after the end', 'title title'],
    ['empty', ''],
    ['two dots', 'name..givenName'],
    ['prototype of the resource', '__proto__'],
    ['prototype by sub-attribute', 'name.__proto__'],
    ['constructor', 'constructor.prototype'],
    ['members of a user', 'members'],
  ])('%s is invalidPath', (_what, path) => {
    const error = refused({ op: 'replace', path, value: 'x' });
    expect(error.scimType).toBe('invalidPath');
    expect(error.detail).toContain('Operations[0]');
  });

  it.each([
    ['emails[type eq "work"', 'open brackets'],
    ['emails[shape eq "work"]', 'an unknown sub-attribute'],
    ['emails[primary gt true]', 'an order of booleans'],
    ['emails[type eq work]', 'text without quotes'],
    ['name.givenName[value eq "x"]', 'brackets after a sub-attribute'],
    ['emails[emails[type eq "work"]]', 'brackets in brackets'],
  ])('%s is invalidFilter', (path) => {
    expect(refused({ op: 'replace', path, value: { value: 'x@example.com' } }).scimType).toBe('invalidFilter');
  });

  it.each<[string, Json, string]>([
    ['brackets after a single-valued attribute', { 'name[givenName eq "x"]': 'B' }, 'invalidPath'],
    ['an unknown sub-attribute in brackets', { 'emails[shape eq "work"].value': 'B' }, 'invalidFilter'],
    ['open brackets', { 'emails[type eq "work"': 'B' }, 'invalidFilter'],
  ])('a key with %s is refused: it speaks of what is known', (_what, value, scimType) => {
    expect(refused({ op: 'add', value }).scimType).toBe(scimType);
  });

  it('a removal without path is noTarget', () => {
    expect(refused({ op: 'remove', value: { title: 'x' } }).scimType).toBe('noTarget');
  });

  it.each(['emails[type eq "other"].value', 'emails[type eq "other"]'])(
    'a replace of %s, which selects nothing, is noTarget',
    (path) => {
      expect(refused({ op: 'replace', path, value: 'x@example.com' }).scimType).toBe('noTarget');
    },
  );

  it('an add by a filter that does not say what to create is noTarget', () => {
    const operation = { op: 'add', path: 'emails[type eq "a" or type eq "b"].value', value: 'x@example.com' };
    expect(refused(operation).scimType).toBe('noTarget');
  });
});

describe('[28] names of the prototype', () => {
  afterEach(() => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    '{"Operations":[{"op":"add","path":"__proto__.polluted","value":"x"}]}',
    '{"Operations":[{"op":"add","path":"constructor.prototype.polluted","value":"x"}]}',
    '{"Operations":[{"op":"add","path":"emails[__proto__.polluted eq \\"1\\"].value","value":"x"}]}',
    '{"Operations":[{"op":"add","path":"emails[type eq \\"work\\"].__proto__","value":{"polluted":1}}]}',
    '{"Operations":[{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:User:__proto__","value":"x"}]}',
    '{"Operations":[{"op":"add","value":{"__proto__":{"polluted":1}}}]}',
    '{"Operations":[{"op":"add","value":{"__proto__.polluted":1}}]}',
    '{"Operations":[{"op":"add","value":{"constructor":{"prototype":{"polluted":1}}}}]}',
    '{"Operations":[{"op":"add","value":{"name":{"__proto__":{"polluted":1}}}}]}',
    '{"Operations":[{"op":"add","path":"name","value":{"prototype":1}}]}',
    '{"Operations":[{"op":"add","path":"title","value":"x","__proto__":{"polluted":1}}]}',
    '{"__proto__":{"polluted":1},"Operations":[{"op":"add","path":"title","value":"x"}]}',
  ])('are refused in %s', (text) => {
    const error = refusal(() => patch(schemas.user, barbara, JSON.parse(text) as Json));
    expect(error.status).toBe(400);
  });
});

describe('values', () => {
  it.each<[string, Json]>([
    ['[43] active: "maybe"', { op: 'replace', path: 'active', value: 'maybe' }],
    ['[43] active: "maybe" as a key', { op: 'replace', value: { active: 'maybe' } }],
    ['[34] NUL in a userName', { op: 'replace', path: 'userName', value: 'a\0b' }],
    ['[34] half a surrogate pair', { op: 'replace', path: 'displayName', value: 'a\ud800b' }],
    ['[34] a userName of 10,000 characters', { op: 'replace', path: 'userName', value: 'x'.repeat(10_000) }],
    ['[34] NUL in a filter', { op: 'add', path: 'emails[type eq "a\\u0000"].value', value: 'x@example.com' }],
    ['an empty userName', { op: 'replace', path: 'userName', value: '' }],
    ['an object for a string', { op: 'replace', path: 'title', value: { a: 1 } }],
    ['a list of two for a string', { op: 'replace', path: 'title', value: ['a', 'b'] }],
    ['a string for a name', { op: 'replace', path: 'name', value: 'Barbara' }],
    ['a number for an element', { op: 'add', path: 'emails', value: [1] }],
    ['a fraction for an integer', { op: 'add', path: BADGE, value: { code: 'c', level: 1.5 } }],
    ['a string for a value without path', { op: 'add', value: 'x' }],
    ['a string for an extension', { op: 'add', path: ENTERPRISE, value: 'x' }],
    ['a value without value', { op: 'replace', path: 'title' }],
    ['a bad password', { op: 'replace', path: 'password', value: { a: 1 } }],
    ['one sub-attribute twice', { op: 'add', path: 'name', value: { givenName: 'A', GivenName: 'B' } }],
    ['schemas of another type', { op: 'add', path: 'schemas', value: ['urn:ietf:params:scim:schemas:core:2.0:Group'] }],
    [
      'two primary values',
      {
        op: 'replace',
        path: 'emails',
        value: [
          { value: 'a@example.com', primary: true },
          { value: 'b@example.com', primary: true },
        ],
      },
    ],
    ['primary for all', { op: 'replace', path: 'emails[value pr].primary', value: true }],
  ])('%s is refused', (_what, operation) => {
    expect(['invalidValue', 'invalidPath', 'invalidFilter']).toContain(refused(operation).scimType);
  });

  it('more values than an attribute may have are refused', () => {
    const value = Array.from({ length: 1001 }, (_, index) => ({ value: `r${index}` }));
    expect(refused({ op: 'add', path: 'roles', value }).detail).toContain('1000');
  });
});

describe('work that would hold up everyone else is refused, and cheap to refuse', () => {
  const roles = Array.from({ length: 1000 }, (_, index) => ({ value: `r${index}` }));
  const long = Array.from({ length: 50 }, () => 'value eq "q"').join(' or ');
  it.each<[string, Json]>([
    ['1,000 long filters', { op: 'remove', path: `roles[${long}]` }],
    ['1,000 additions', { op: 'add', path: 'roles', value: { value: 'r1' } }],
    ['1,000 changes of every element', { op: 'replace', path: 'roles.display', value: 'x' }],
  ])('%s on 1,000 values', (_what, operation) => {
    const body = patchOp(...Array.from({ length: 1000 }, () => operation));
    expect(refusal(() => patch(schemas.user, { userName: 'u', roles }, body)).scimType).toBe('tooMany');
  });

  it('1,000 operations on a few values are not', () => {
    const operation = { op: 'replace', path: 'emails[type eq "home"].value', value: 'n@example.com' };
    const body = patchOp(...Array.from({ length: 1000 }, () => operation));
    expect(patch(schemas.user, barbara, body).emails).toHaveLength(2);
  });

  it('the removal of one list of 20,000 values is not', () => {
    const value = Array.from({ length: 20_000 }, (_, index) => ({ value: `r${index + 1}` }));
    const after = patch(schemas.user, { userName: 'u', roles }, patchOp({ op: 'remove', path: 'roles', value }));
    expect(after.roles).toEqual([{ value: 'r0' }]);
  });
});

describe('the envelope', () => {
  const fine = { op: 'replace', path: 'title', value: 'T' };
  it.each<[string, Json]>([
    ['a list', [fine]],
    ['nothing', null],
    ['no operations', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] }],
    ['an empty list of operations', patchOp()],
    ['operations that are an object', { Operations: fine }],
    ['another schema', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], Operations: [fine] }],
    ['an operation that is a string', patchOp('replace')],
    ['an unknown op', patchOp({ ...fine, op: 'move' })],
    ['no op', patchOp({ path: 'title', value: 'T' })],
    ['a number as path', patchOp({ ...fine, path: 7 })],
    ['Operations in two spellings', { operations: [fine], Operations: [fine] }],
    ['path in two spellings', patchOp({ ...fine, Path: 'displayName' })],
    ['1,001 operations', patchOp(...Array.from({ length: 1001 }, () => fine))],
    ['nesting beyond reason', JSON.parse(`{"Operations":${'['.repeat(1000)}${']'.repeat(1000)}}`) as Json],
  ])('%s is refused', (_what, body) => {
    expect(refusal(() => patch(schemas.user, barbara, body)).status).toBe(400);
  });

  it('may hold 1,000 operations', () => {
    const body = patchOp(...Array.from({ length: 1000 }, (_, index) => ({ ...fine, value: `T${index}` })));
    expect(patch(schemas.user, barbara, body).title).toBe('T999');
  });
});

it('[42] a bad path in operation 3 leaves operations 1 and 2 undone, and is named', () => {
  const error = refused(
    { op: 'replace', path: 'title', value: 'Boss' },
    { op: 'add', path: 'emails', value: [{ value: 'x@example.com' }] },
    { op: 'replace', path: 'nonsense', value: 1 },
  );
  expect(error.scimType).toBe('invalidPath');
  expect(error.detail).toContain('Operations[2], replace nonsense');
});
