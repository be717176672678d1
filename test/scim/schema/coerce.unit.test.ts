import { describe, expect, it } from 'vitest';
import { coerce, coerceValue } from '../../../src/scim/schema/coerce.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import type { Attribute } from '../../../src/scim/schema/model.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';

const { user, group } = loadSchemas([builtInSchemaDirectory]);
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

function refusal(run: () => unknown): ScimError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('coercion of a User', () => {
  it('keeps what a client may set, in the spelling of the schemas', () => {
    const { resource, ignored } = coerce(user, {
      schemas: [USER, ENTERPRISE],
      USERNAME: 'ada@example.com',
      Name: { GivenName: 'Ada', familyname: 'Lovelace' },
      emails: [{ Value: 'ada@example.com', TYPE: 'work', Primary: true }],
      [ENTERPRISE]: { Department: 'Engines' },
    });
    expect(resource).toEqual({
      userName: 'ada@example.com',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
      [ENTERPRISE]: { department: 'Engines' },
    });
    expect(ignored).toEqual([]);
  });

  it('[19] leaves out readOnly attributes and the password', () => {
    const { resource, ignored } = coerce(user, {
      id: 'mine',
      userName: 'ada',
      meta: { created: '2020-01-01T00:00:00Z' },
      groups: [{ value: 'admins' }],
      password: 'secret',
      'urn:usher:params:scim:schemas:extension:access:2.0:User': { organizationRole: 'Organization Admin' },
    });
    expect(resource).toEqual({ userName: 'ada' });
    expect(ignored).toEqual(['password']);
  });

  it('ignores unknown attributes and lists them for the log', () => {
    const { resource, ignored } = coerce(user, {
      userName: 'ada',
      shoeSize: 39,
      orgId: 'x',
      name: { givenName: 'Ada', alias: 'A' },
      [ENTERPRISE]: { department: 'Engines', desk: 4 },
    });
    expect(resource).toEqual({ userName: 'ada', name: { givenName: 'Ada' }, [ENTERPRISE]: { department: 'Engines' } });
    expect(ignored).toEqual(['shoeSize', 'orgId', 'name.alias', `${ENTERPRISE}:desk`]);
  });

  it('drops what is unassigned: null, empty lists, empty objects', () => {
    const body = { userName: 'ada', title: null, emails: [], name: {}, roles: [{}], nickName: '' };
    expect(coerce(user, body).resource).toEqual({ userName: 'ada', nickName: '' });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['Entra: booleans as text', { active: 'False' }, { active: false }],
    [
      'Entra: booleans as text, inside',
      { emails: [{ value: 'a', primary: 'True' }] },
      { emails: [{ value: 'a', primary: true }] },
    ],
    ['Entra: manager as text', { [ENTERPRISE]: { manager: '42' } }, { [ENTERPRISE]: { manager: { value: '42' } } }],
    [
      'Entra: manager as a list',
      { [ENTERPRISE]: { manager: [{ value: '42' }] } },
      { [ENTERPRISE]: { manager: { value: '42' } } },
    ],
    ['Entra: URN keys', { [`${ENTERPRISE}:department`]: 'Engines' }, { [ENTERPRISE]: { department: 'Engines' } }],
    ['roles as text', { roles: ['admin', 'dev'] }, { roles: [{ value: 'admin' }, { value: 'dev' }] }],
    ['a type that is not canonical', { roles: [{ value: 'a', type: 'x' }] }, { roles: [{ value: 'a', type: 'x' }] }],
    ['one object for a list', { emails: { value: 'a@b.c' } }, { emails: [{ value: 'a@b.c' }] }],
    ['a relative reference', { profileUrl: 'www.example.com/ada' }, { profileUrl: 'www.example.com/ada' }],
    ['a certificate', { x509Certificates: [{ value: 'MIIB+/==' }] }, { x509Certificates: [{ value: 'MIIB+/==' }] }],
    ['no schemas', { schemas: [] }, {}],
    ['null as schemas', { schemas: null }, {}],
    ['an unknown schema beside the right one', { schemas: ['urn:x:y', USER] }, {}],
    ['the schema of a Group beside the right one', { schemas: [USER, group.schema.id] }, {}],
    ['the core schema of SCIM 1.1', { schemas: ['urn:scim:schemas:core:1.0'] }, {}],
    ['the core schema of a draft', { schemas: ['urn:scim:schemas:core:2.0:User', 'urn:x:y'] }, {}],
    ['a key of an unknown schema', { 'urn:okta:acme_scim:1.0:user:custom': { shoe: 43 } }, {}],
    ['a key with a dot', { [`${ENTERPRISE}.department`]: 'Engines' }, { [ENTERPRISE]: { department: 'Engines' } }],
    [
      'elements without a value',
      {
        emails: [{ type: 'work', primary: true }, null, { value: 'a@b.c', primary: true }, { value: '' }],
        phoneNumbers: [{ type: 'work' }],
        addresses: [{ type: 'work', primary: true }, { type: 'home', locality: 'Rom' }, { streetAddress: '' }],
      },
      { emails: [{ value: 'a@b.c', primary: true }], addresses: [{ type: 'home', locality: 'Rom' }] },
    ],
    ['an empty address', { profileUrl: '' }, { profileUrl: '' }],
    ['a host and port', { profileUrl: 'www.example.com:8080/ada' }, { profileUrl: 'www.example.com:8080/ada' }],
    ['an address in capitals', { profileUrl: 'HTTPS://x.org/a:b' }, { profileUrl: 'HTTPS://x.org/a:b' }],
    ['a path with a colon', { profileUrl: '/people/a:b' }, { profileUrl: '/people/a:b' }],
    [
      'a relative reference to a resource',
      { [ENTERPRISE]: { manager: { value: '1', $ref: '../Users/1' } } },
      { [ENTERPRISE]: { manager: { value: '1', $ref: '../Users/1' } } },
    ],
  ])('accepts %s', (_, body, expected) => {
    expect(coerce(user, { userName: 'ada', ...body }).resource).toEqual({ userName: 'ada', ...expected });
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['[25] an operator as userName', { userName: { $ne: '' } }, 'invalidSyntax', /"userName" has the key "\$ne"/],
    ['an object as userName', { userName: { a: 1 } }, 'invalidValue', /"userName" must be a string, got \{"a":1\}/],
    ['a number as userName', { userName: 7 }, 'invalidValue', /"userName" must be a string, got 7/],
    ['no userName', {}, 'invalidValue', /"userName" is required/],
    ['a blank userName', { userName: ' ' }, 'invalidValue', /"userName" must not be empty/],
    ['[34] a userName of 10,000 characters', { userName: 'x'.repeat(10_000) }, 'invalidValue', /more than 1024/],
    ['[34] NUL', { userName: 'a\0b' }, 'invalidValue', /"userName" has text with a NUL/],
    ['[34] a lone surrogate', { title: 'a\ud800' }, 'invalidValue', /"title" has text with a NUL or half/],
    ['text over 64 kB', { title: 'x'.repeat(70_000) }, 'invalidValue', /"title" has text of more than 65536/],
    ['[43] active: maybe', { active: 'maybe' }, 'invalidValue', /"active" must be a boolean, got "maybe"/],
    ['active: 1', { active: 1 }, 'invalidValue', /"active" must be a boolean, got 1/],
    ['text as name', { name: 'Ada' }, 'invalidValue', /"name" must be an object, got "Ada"/],
    ['a number as email', { emails: [7] }, 'invalidValue', /"emails" must be an object, got 7/],
    ['an object in an email', { emails: [{ value: {} }] }, 'invalidValue', /"emails.value" must be a string/],
    [
      'a certificate that is no base64',
      { x509Certificates: [{ value: '?' }] },
      'invalidValue',
      /"x509Certificates.value"/,
    ],
    [
      'two primary values',
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
      'invalidValue',
      /"emails" has more than one value with "primary": true/,
    ],
    ['an attribute twice', { userName: 'a', USERNAME: 'b' }, 'invalidSyntax', /"userName" is given twice/],
    ['[28] __proto__', JSON.parse('{"__proto__": {"x": 1}}'), 'invalidSyntax', /the key "__proto__"/],
    ['[28] constructor inside', { unknown: { constructor: { prototype: {} } } }, 'invalidSyntax', /key "constructor"/],
    ['[29] $ in an extension', { [ENTERPRISE]: { $set: 1 } }, 'invalidSyntax', /the key "\$set"/],
    ['[29] a dot in an extension', { [ENTERPRISE]: { 'manager.value': '1' } }, 'invalidSyntax', /"manager.value"/],
    ['text as an extension', { [ENTERPRISE]: 'x' }, 'invalidValue', /must be an object, got "x"/],
    ['[40] an unknown schema', { schemas: ['urn:x:y'] }, 'invalidSyntax', /"schemas" has "urn:x:y"; a User has only/],
    ['the schema of a Group', { schemas: [group.schema.id] }, 'invalidSyntax', /a User has only/],
    [
      'the draft schema of a Group',
      { schemas: ['urn:scim:schemas:core:2.0:Group'] },
      'invalidSyntax',
      /a User has only/,
    ],
    ['a number beside the schema', { schemas: [USER, 7] }, 'invalidSyntax', /"schemas" has 7/],
    ...[
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      '\u0001javascript:alert(1)',
      '\u00a0javascript:alert(1)',
      'javascript://x.org/%0aalert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'urn:x:y',
      'mailto:a@b.c',
    ].map((profileUrl): [string, Record<string, unknown>, string, RegExp] => [
      `[103] ${JSON.stringify(profileUrl)}`,
      { profileUrl },
      'invalidValue',
      /"profileUrl" cannot be .* https:\/\//,
    ]),
    [
      '[103] a photo',
      { photos: [{ value: 'data:image/png;base64,AA==' }] },
      'invalidValue',
      /"photos.value" cannot be/,
    ],
    [
      '[103] a reference to a resource',
      { [ENTERPRISE]: { manager: { value: '1', $ref: 'javascript:x' } } },
      'invalidValue',
      /manager.\$ref" cannot be/,
    ],
    ['a dotted name of the prototype', { 'constructor.name': 1 }, 'invalidSyntax', /the key "constructor.name"/],
    ['deep nesting', { x: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) }, 'invalidSyntax', /"x" nests deeper/],
    ['1,001 values', { emails: Array(1001).fill({ value: 'a' }) }, 'invalidValue', /more than 1000 values/],
  ])('refuses %s', (name, body, scimType, detail) => {
    const complete = name.includes('userName') || name.includes('twice') ? body : { userName: 'ada', ...body };
    const whole = Object.hasOwn(body, '__proto__') ? body : complete;
    const error = refusal(() => coerce(user, whole));
    expect([error.status, error.scimType]).toEqual([400, scimType]);
    expect(error.detail).toMatch(detail);
    expect(error.detail.length).toBeLessThan(500);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it.each([null, [], 'text', 7])('refuses %j as a body', (body) => {
    expect(refusal(() => coerce(user, body))).toMatchObject({ status: 400, scimType: 'invalidSyntax' });
  });
});

describe('coercion of a Group', () => {
  it.each<[string, unknown, unknown]>([
    [
      'objects',
      [{ value: '1', display: 'Ada', type: 'User', $ref: 'https://x/Users/1' }],
      [{ value: '1', type: 'User' }],
    ],
    ['odd case', [{ Value: '1' }], [{ value: '1' }]],
    ['bare ids', ['1', '2'], [{ value: '1' }, { value: '2' }]],
    ['twins', [{ value: '1' }, { value: '1' }], [{ value: '1' }]],
    ['a reference only', [{ $ref: 'https://x/Users/1' }], [{ value: '1' }]],
    ['one object', { value: '1' }, [{ value: '1' }]],
    ['an empty list', [], []],
    ['null', null, []],
  ])('understands members as %s', (_, members, expected) => {
    expect(coerce(group, { displayName: 'Staff', members }).resource).toEqual({
      displayName: 'Staff',
      members: expected,
    });
  });

  it('refuses members that name nobody, and says what to send', () => {
    const members = [{ value: '1' }, { display: 'Ada' }];
    const error = refusal(() => coerce(group, { displayName: 'Staff', members }));
    expect(error).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      detail: expect.stringContaining('Send the id'),
    });
    expect(error.detail).toContain('{"display":"Ada"}');
  });

  it('ignores what else stands in a member', () => {
    const { ignored } = coerce(group, {
      displayName: 'Staff',
      members: [
        { value: '1', displayName: 'Ada' },
        { value: '2', displayName: 'B' },
      ],
    });
    expect(ignored).toEqual(['members.displayName']);
  });

  it.each([
    [[{}]],
    [[{ id: '1' }]],
    [[{ value: null }]],
    [[null]],
    [{}],
    [[{ value: '1', Value: '2' }]],
    [[7]],
    [[{ value: 7 }]],
    [[{ value: '' }]],
    [[{ value: { $gt: '' } }]],
  ])('refuses members %j', (members) => {
    expect(refusal(() => coerce(group, { displayName: 'Staff', members })).status).toBe(400);
  });

  it('wants a displayName', () => {
    expect(refusal(() => coerce(group, {})).detail).toBe('"displayName" is required and missing.');
  });
});

describe('coercion of one value', () => {
  const attribute = (type: Attribute['type']): Attribute => ({
    name: 'it',
    type,
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    canonicalValues: [],
    referenceTypes: [],
    subAttributes: [],
  });

  it.each<[Attribute['type'], string | number | boolean, string | number | boolean]>([
    ['integer', 5, 5],
    ['decimal', 5, 5],
    ['decimal', 1e-7, 1e-7],
    ['dateTime', '2024-05-01T10:00:00+02:00', '2024-05-01T08:00:00.000Z'],
    ['dateTime', '2024-05-01', '2024-05-01T00:00:00.000Z'],
    ['boolean', false, false],
    ['string', '', ''],
  ])('%s %j is %j', (type, value, expected) => {
    expect(coerceValue(attribute(type), value)).toBe(expected);
  });

  it.each<[Attribute['type'], string | number | boolean]>([
    ['integer', 5.5],
    ['integer', 1e21],
    ['integer', 'five'],
    ['decimal', 'x'],
    ['dateTime', 'Testing, 1, 2'],
    ['dateTime', 5],
    ['boolean', 'yes'],
    ['string', true],
    ['reference', 1],
  ])('%s %j is refused with its place', (type, value) => {
    const error = refusal(() => coerceValue(attribute(type), value, 'Operations[1]'));
    expect(error).toMatchObject({ status: 400, scimType: 'invalidValue' });
    expect(error.detail).toMatch(/^Operations\[1\]: "it" must be an? /);
  });
});
