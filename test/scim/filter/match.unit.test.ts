import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../../src/scim/filter/match.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import { resolveName } from '../../../src/scim/schema/resolve.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';

const { user, group } = loadSchemas([builtInSchemaDirectory]);
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const ada = {
  id: 'a1',
  externalId: 'E-1',
  userName: 'Ada@Example.com',
  name: { givenName: 'Ada', familyName: 'Ǻström' },
  nickName: '',
  active: true,
  emails: [
    { value: 'ada@work.org', type: 'work', primary: true },
    { value: 'ada@home.org', type: 'home' },
  ],
  groups: [{ value: 'g1' }, { value: 'g2' }],
  meta: { resourceType: 'User', created: '2024-05-01T10:00:00.000Z', lastModified: '2024-06-01T00:00:00.000Z' },
  [ENTERPRISE]: { department: 'Engines', manager: { value: 'Boss' } },
};

describe('a User meets', () => {
  it.each([
    'userName eq "ada@example.COM"',
    'userName eq "ａda@example.com"',
    'userName sw "ADA" and userName ew ".com" and userName co "@"',
    'USERNAME EQ "ada@example.com"',
    'name.familyName eq "ǻSTRÖM"',
    'externalId eq "E-1"',
    'externalId ne "e-1"',
    'id eq "a1"',
    'title ne "x"',
    'not (title pr)',
    'title eq null',
    'name ne null',
    'addresses eq null',
    'emails ne null',
    'userName ne null',
    'not (nickName pr)',
    'nickName eq ""',
    'active eq true',
    'active eq "True"',
    'emails co "HOME"',
    'emails eq "ada@work.org"',
    'emails.type eq "home"',
    'emails ne "ada@work.org"',
    'emails[type eq "work" and value co "@work"]',
    'not (emails[type eq "work" and value co "@home"])',
    'emails[not (type eq "work")]',
    'emails[primary ne true]',
    'emails pr',
    'ims ne "x"',
    'groups eq "g2"',
    'groups[value eq "g1"]',
    'meta.created ge "2024-05-01T12:00:00+02:00"',
    'meta.lastModified gt "2024-05-31"',
    'meta.resourceType eq "User"',
    `${ENTERPRISE}:department eq "engines"`,
    `${ENTERPRISE}:manager eq "Boss"`,
    `${ENTERPRISE}:manager[value eq "Boss"]`,
    `${ENTERPRISE}:manager.value ne "boss"`,
    `schemas eq "${ENTERPRISE}"`,
    `schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"`,
    'userName gt "ad" and userName lt "b"',
  ])('%s', (filter) => {
    expect(compileMatcher(user, parseFilter(filter))(ada)).toBe(true);
    expect(compileMatcher(user, parseFilter(`not (${filter})`))(ada)).toBe(false);
  });
});

describe('a filter is refused', () => {
  it.each<[string, RegExp]>([
    ['[26] $where eq "1"', /"\$where" is not an attribute of User/],
    ['[28] constructor.prototype eq "x"', /"constructor\.prototype" is not an attribute/],
    ['emails[nothing eq "x"]', /"nothing" is not an attribute of "emails"/],
    ['password eq "x"', /"password" cannot be used in filters/],
    ['active gt true', /no order/],
    ['x509Certificates.value lt "x"', /binary, which has no order/],
    ['active co "t"', /works on text only/],
    ['meta.created sw "2024"', /works on text only/],
    ['meta.created gt "yesterday"', /a dateTime such as/],
    ['active eq "maybe"', /true or false, not "maybe"/],
    ['active eq 1', /true or false, not 1/],
    ['userName eq 7', /text in double quotes, not 7/],
    ['userName gt null', /no meaning/],
    ['name eq "x"', /"name" is complex.*"name\.formatted"/],
    ['userName[value eq "x"]', /no sub-attributes/],
  ])('%s', (text, detail) => {
    const filter = parseFilter(text.replace(/^\[\d+\] /, ''));
    try {
      compileMatcher(user, filter);
    } catch (error) {
      expect(error).toBeInstanceOf(ScimError);
      expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' });
      expect((error as ScimError).detail).toMatch(detail);
      return;
    }
    throw new Error('nothing was refused');
  });
});

describe('an element of a multi-valued attribute', () => {
  const emails = resolveName(user, 'emails')?.attribute;
  const members = resolveName(group, 'members')?.attribute;
  const schemas = resolveName(user, 'schemas')?.attribute;
  if (!emails || !members || !schemas) throw new Error('the schemas changed');

  it('is matched by its sub-attributes', () => {
    const work = { value: 'Ada@x.org', type: 'Work', primary: true };
    expect(compileMatcher(emails, parseFilter('type eq "work" and primary eq "True"'))(work)).toBe(true);
    expect(compileMatcher(emails, parseFilter('value eq "ada@X.org"'))(work)).toBe(true);
    expect(compileMatcher(emails, parseFilter('display ne "x"'))(work)).toBe(true);
    expect(compileMatcher(members, parseFilter('value eq "A"'))({ value: 'a' })).toBe(false);
    expect(() => compileMatcher(emails, parseFilter('name.value eq "x"'))(work)).toThrow(ScimError);
  });

  it('that is a simple value is matched as "value"', () => {
    expect(compileMatcher(schemas, parseFilter('value sw "urn:"'))('urn:x')).toBe(true);
    expect(compileMatcher(schemas, parseFilter('value eq "urn:y"'))('urn:x')).toBe(false);
  });
});
