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
    ['the id of another file', custom([badge], ENTERPRISE), /already defined by .*enterprise-user\.json/],
  ])('with %s stops the start and says where', (_, document, message) => {
    expect(() => load(document)).toThrow(message);
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
    'department',
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
