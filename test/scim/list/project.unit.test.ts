import { describe, expect, it } from 'vitest';
import { compileProjection } from '../../../src/scim/list/project.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';

const { user, group } = loadSchemas([builtInSchemaDirectory]);
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ACCESS = 'urn:usher:params:scim:schemas:extension:access:2.0:User';

const schemas = [CORE, ENTERPRISE];
const id = 'a1';
const meta = { resourceType: 'User', version: 'W/"1-0"' };
const name = { givenName: 'Ada', familyName: 'Lovelace' };
const emails = [{ value: 'a@x.org', type: 'work' }, { value: 'b@x.org' }];
const enterprise = { department: 'Engines', manager: { value: 'b1', displayName: 'Boss' } };
const access = { organizationRole: 'Organization User', workspaces: [{ workspaceId: 'w', name: 'W', role: 'R' }] };
const ada = {
  schemas,
  id,
  userName: 'ada',
  password: 'never',
  name,
  emails,
  [ENTERPRISE]: enterprise,
  [ACCESS]: access,
  meta,
};

const shown = { schemas, id, userName: 'ada', name, emails, [ENTERPRISE]: enterprise, meta };
const without = (...keys: string[]) => Object.fromEntries(Object.entries(shown).filter(([key]) => !keys.includes(key)));

describe('what is returned of a User', () => {
  it.each<[string, string[] | null, string[] | null, Record<string, unknown>]>([
    ['by default all but never and request', null, null, shown],
    ['one attribute, and what is always returned', ['userName'], null, { schemas, id, userName: 'ada' }],
    ['in any case', ['USERNAME'], null, { schemas, id, userName: 'ada' }],
    ['a sub-attribute', ['name.givenName'], null, { schemas, id, name: { givenName: 'Ada' } }],
    ['an attribute and its part', ['name', 'name.givenName'], null, { schemas, id, name }],
    ['a part of each element', ['emails.type', 'emails.display'], null, { schemas, id, emails: [{ type: 'work' }] }],
    ['with the core URN in front', [`${CORE}:userName`], null, { schemas, id, userName: 'ada' }],
    ['all of the core', [CORE], null, { schemas, id, userName: 'ada', name, emails }],
    ['an extension', [ENTERPRISE], null, { schemas, id, [ENTERPRISE]: enterprise }],
    [
      'a part of an extension',
      [`${ENTERPRISE}:manager.value`.toUpperCase()],
      null,
      { schemas, id, [ENTERPRISE]: { manager: { value: 'b1' } } },
    ],
    ['what is returned on request', [ACCESS], null, { schemas, id, [ACCESS]: access }],
    ['a part of that', [`${ACCESS}:workspaces.role`], null, { schemas, id, [ACCESS]: { workspaces: [{ role: 'R' }] } }],
    ['never the password', ['password'], null, { schemas, id }],
    ['nothing for unknown names', ['nothing', 'name.nothing', 'urn:x:y'], null, { schemas, id }],
    ['without an attribute', null, ['emails'], without('emails')],
    [
      'without a part',
      null,
      ['name.givenName', 'emails.type'],
      {
        ...shown,
        name: { familyName: 'Lovelace' },
        emails: [{ value: 'a@x.org' }, { value: 'b@x.org' }],
      },
    ],
    ['without an extension', null, [ENTERPRISE], without(ENTERPRISE)],
    [
      'without an attribute of one',
      null,
      [`${ENTERPRISE}:manager`],
      { ...shown, [ENTERPRISE]: { department: 'Engines' } },
    ],
    ['never without what is always returned', null, ['id', 'schemas', 'meta'], without('meta')],
  ])('%s', (_, attributes, excludedAttributes, expected) => {
    expect(compileProjection(user, { attributes, excludedAttributes }).apply(ada)).toEqual(expected);
  });

  it('is a copy where it is cut', () => {
    const before = structuredClone(ada);
    compileProjection(user, { attributes: ['name.givenName'], excludedAttributes: null }).apply(ada);
    expect(ada).toEqual(before);
  });
});

describe('what is worth reading', () => {
  const includes = (attributes: string[] | null, excludedAttributes: string[] | null, asked: string) =>
    compileProjection(group, { attributes, excludedAttributes }).includes(asked);

  it.each<[string[] | null, string[] | null, string, boolean]>([
    [null, null, 'members', true],
    [null, ['Members'], 'members', false],
    [null, ['members.display'], 'members', true],
    [['displayName'], null, 'members', false],
    [['members.value'], null, 'members', true],
    [null, null, 'urn:usher:params:scim:schemas:extension:access:2.0:Group', false],
    [
      ['urn:usher:params:scim:schemas:extension:access:2.0:Group'],
      null,
      'urn:usher:params:scim:schemas:extension:access:2.0:Group',
      true,
    ],
    [
      ['urn:usher:params:scim:schemas:extension:access:2.0:Group:state'],
      null,
      'urn:usher:params:scim:schemas:extension:access:2.0:Group',
      true,
    ],
  ])('attributes=%j excludedAttributes=%j: %s %s', (attributes, excludedAttributes, asked, expected) => {
    expect(includes(attributes, excludedAttributes, asked)).toBe(expected);
  });
});
