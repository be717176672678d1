import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import { findExtension, resolveName } from '../../../src/scim/schema/resolve.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'usher-schemas-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function load(document: unknown, name = 'custom.json') {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  writeFileSync(join(directory, name), text);
  return loadSchemas([builtInSchemaDirectory, directory]);
}

const badge = { name: 'badge', type: 'string' };
const custom = (attributes: unknown, id = 'urn:example:params:scim:schemas:extension:site:2.0:User') => ({
  id,
  name: 'Site',
  attributes,
});

it('a bare name that two extensions have names neither', () => {
  const { user } = load(custom([badge, { name: 'department', type: 'string' }]));
  expect(resolveName(user, 'badge')?.extension?.name).toBe('Site');
  expect(resolveName(user, 'department')).toBeNull();
  expect(resolveName(user, `${ENTERPRISE}:department`)?.extension?.name).toBe('EnterpriseUser');
});

describe('the built-in schemas', () => {
  const schemas = loadSchemas([builtInSchemaDirectory]);

  it('state what RFC 7643 states about the attributes that matter most', () => {
    const fact = (name: string) => resolveName(schemas.user, name)?.attribute;
    expect(fact('userName')).toMatchObject({ required: true, uniqueness: 'server', caseExact: false });
    expect(fact('password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
    expect(fact('externalId')).toMatchObject({ caseExact: true, mutability: 'readWrite' });
    expect(fact('id')).toMatchObject({ caseExact: true, mutability: 'readOnly', returned: 'always' });
    expect(fact('groups')).toMatchObject({ mutability: 'readOnly', multiValued: true });
    expect(resolveName(schemas.user, 'emails.value')?.sub).toMatchObject({ type: 'string', caseExact: false });
    expect(resolveName(schemas.group, 'members.value')?.sub).toMatchObject({ mutability: 'immutable' });
    expect(resolveName(schemas.group, 'displayName')?.attribute).toMatchObject({ required: true });
  });

  it('attach each extension to the type that its URN ends in', () => {
    expect(schemas.user.extensions.map((schema) => schema.name).sort()).toEqual(['AccessUser', 'EnterpriseUser']);
    expect(schemas.group.extensions.map((schema) => schema.name)).toEqual(['AccessGroup']);
  });
});

describe('a schema file of the operator', () => {
  it('becomes an extension of User', () => {
    const { user } = load(custom([badge]));
    const found = resolveName(user, 'URN:example:params:scim:schemas:extension:site:2.0:user:BADGE');
    expect(found?.attribute).toMatchObject({ name: 'badge', mutability: 'readWrite', returned: 'default' });
  });

  it('becomes an extension of Group when its id says so', () => {
    const id = 'urn:example:params:scim:schemas:extension:site:2.0:Group';
    const { user, group } = load(custom([badge], id));
    expect(findExtension(group, id)?.id).toBe(id);
    expect(findExtension(user, id)).toBeNull();
  });

  it.each<[string, unknown, RegExp]>([
    ['broken JSON', '{"id": ', /custom\.json: not readable as JSON/],
    ['no id', { name: 'x', attributes: [badge] }, /custom\.json: \/id: /],
    ['no attributes', custom([]), /custom\.json: \/attributes: /],
    ['an unknown type', custom([badge, { name: 'a', type: 'text' }]), /custom\.json: \/attributes\/1\/type: /],
    ['an impossible name', custom([{ name: 'a b' }]), /\/attributes\/0\/name: a name is a letter/],
    ['a reserved name', custom([{ name: 'constructor' }]), /\/attributes\/0\/name: this name is reserved/],
    ['a name twice', custom([badge, { name: 'BADGE' }]), /\/attributes: two attributes have the same name/],
    ['complex without parts', custom([{ name: 'a', type: 'complex' }]), /\/attributes\/0\/subAttributes: complex/],
    [
      'complex in complex',
      custom([{ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex', subAttributes: [badge] }] }]),
      /\/attributes\/0\/subAttributes\/0\/type: a sub-attribute cannot be complex/,
    ],
    ['a list', [custom([badge])], /custom\.json: \/: /],
    ['text in place of an attribute', custom(['badge']), /\/attributes\/0: /],
    [
      'a fact that is mistyped',
      custom([{ ...badge, mutabilty: 'readOnly' }]),
      /\/attributes\/0\/mutabilty: no such key/,
    ],
    [
      'a fact that is mistyped, deep inside',
      custom([{ name: 'a', type: 'complex', subAttributes: [badge, { ...badge, name: 'b', CaseExact: true }] }]),
      /\/attributes\/0\/subAttributes\/1\/CaseExact: no such key/,
    ],
    [
      'a key that no schema has',
      { ...custom([badge]), resourceType: 'User' },
      /custom\.json: \/resourceType: no such key/,
    ],
    ['text for multiValued', custom([{ ...badge, multiValued: 'true' }]), /\/attributes\/0\/multiValued: /],
    ['text for required', custom([{ ...badge, required: 'yes' }]), /\/attributes\/0\/required: /],
    ['a number for caseExact', custom([{ ...badge, caseExact: 1 }]), /\/attributes\/0\/caseExact: /],
    ['an unknown mutability', custom([{ ...badge, mutability: 'readonly' }]), /\/attributes\/0\/mutability: /],
    ['an unknown returned', custom([{ ...badge, returned: 'often' }]), /\/attributes\/0\/returned: /],
    ['an unknown uniqueness', custom([{ ...badge, uniqueness: 'Server' }]), /\/attributes\/0\/uniqueness: /],
    [
      'canonicalValues that are no list',
      custom([{ ...badge, canonicalValues: 'a' }]),
      /\/attributes\/0\/canonicalValues: /,
    ],
    ['a canonical value that is no text', custom([{ ...badge, canonicalValues: ['a', 1] }]), /\/canonicalValues\/1: /],
    [
      'subAttributes of a simple one',
      custom([{ ...badge, subAttributes: [badge] }]),
      /\/attributes\/0\/subAttributes: complex/,
    ],
    ['no name of an attribute', custom([{ type: 'string' }]), /\/attributes\/0\/name: /],
    ['a name with a dot', custom([{ name: 'a.b' }]), /\/attributes\/0\/name: a name is a letter/],
    ['a name with a dollar', custom([{ name: '$where' }]), /\/attributes\/0\/name: a name is a letter/],
    ['a name that is a number', custom([{ name: '1st' }]), /\/attributes\/0\/name: a name is a letter/],
    ['a name that is too long', custom([{ name: 'a'.repeat(101) }]), /\/attributes\/0\/name: /],
    [
      'the name of what every resource has',
      custom([{ name: 'schemas' }]),
      /\/attributes\/0\/name: this name is reserved/,
    ],
    [
      'a sub-attribute twice',
      custom([{ name: 'a', type: 'complex', subAttributes: [badge, { name: 'Badge' }] }]),
      /\/attributes\/0\/subAttributes: two sub-attributes have the same name/,
    ],
    ['an id that is no URN', custom([badge], 'https://example.com/Site'), /\/id: a schema id is a URN/],
    ['an id with a slash', custom([badge], 'urn:example:a/b:User'), /\/id: a schema id is a URN/],
    [
      'an id in the RFC’s own core',
      custom([badge], 'urn:ietf:params:scim:schemas:core:2.0:Site'),
      /\/id: this URN is in the RFC/,
    ],
    ['other schemas than a schema', { ...custom([badge]), schemas: ['urn:x'] }, /custom\.json: \/schemas\/0: /],
    [
      'the id of another file in other case',
      custom([badge], ENTERPRISE.replace('enterprise', 'Enterprise')),
      /already defined by/,
    ],
    ['the id of another file', custom([badge], ENTERPRISE), /already defined by .*enterprise-user\.json/],
  ])('with %s stops the start and says where', (_, document, message) => {
    expect(() => load(document)).toThrow(message);
  });

  it('with several faults names them all, and the file of each', () => {
    const faulty = custom([{ ...badge, type: 'text', required: 1 }, { name: '' }]);
    expect(() => load(faulty)).toThrow(
      /custom\.json: \/attributes\/0\/required: .*\n.*custom\.json: \/attributes\/0\/type: .*\n.*custom\.json: \/attributes\/1\/name: /,
    );
  });

  it('in a folder that is not there stops the start', () => {
    expect(() => loadSchemas([builtInSchemaDirectory, join(directory, 'none')])).toThrow(/none cannot be read/);
  });
});

describe('names', () => {
  const { user, group } = loadSchemas([builtInSchemaDirectory]);

  it.each([
    ['userName', 'userName', null],
    ['USERNAME', 'userName', null],
    ['name.givenname', 'name', 'givenName'],
    ['urn:ietf:params:scim:schemas:core:2.0:User:Emails.Value', 'emails', 'value'],
    [`${ENTERPRISE}:department`, 'department', null],
    [`${ENTERPRISE.toUpperCase()}:manager.value`, 'manager', 'value'],
    ['department', 'department', null],
    ['manager.value', 'manager', 'value'],
    ['meta.lastModified', 'meta', 'lastModified'],
    ['groups.$ref', 'groups', '$ref'],
  ])('%s is found', (text, attribute, sub) => {
    const found = resolveName(user, text);
    expect([found?.attribute.name, found?.sub?.name ?? null]).toEqual([attribute, sub]);
  });

  it.each([
    '',
    '.',
    'nothing',
    'name.nothing',
    'userName.x',
    `${ENTERPRISE}:nothing`,
    'urn:x:userName',
    '__proto__',
    'constructor',
    'constructor.prototype',
    'name.__proto__',
    '$where',
    'hasOwnProperty',
  ])('[28] %j is not found', (text) => {
    expect(resolveName(user, text)).toBeNull();
    expect(resolveName(group, text)).toBeNull();
  });
});
