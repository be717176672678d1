/**
 * Every way in which the SCIM door refuses: status, scimType, words that name the attribute and the value at fault, and
 * headers. Each refusal leaves the organization as it was. What the database or a flood causes (500, 503, 429) is in
 * errors.unit.test.ts and rate-limit.test.ts.
 */
import { gzipSync } from 'node:zlib';
import type { Test } from 'supertest';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import type { Json, JsonObject } from '../../../src/json.ts';
import { context, setOrganizationRole, testDeployment } from '../../support/domain.ts';
import {
  clientOf,
  created,
  groupBody,
  newTenant,
  newToken,
  patchOp,
  type ScimClient,
  stateOf,
  USER,
  userBody,
} from '../../support/scim-door.ts';
import { ENTERPRISE } from '../patch/patching.ts';

testDeployment();
afterEach(() => shiftClock(0));

const BADGE = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
const nobody = '0123456789abcdef01234567';

/** An organization with people and groups, to which every request of the tables goes. */
type World = {
  readonly orgId: string;
  readonly scim: ScimClient;
  readonly reader: ScimClient;
  /** A user that has a badge and a title. */
  readonly ada: string;
  /** The only Organization Admin. */
  readonly boss: string;
  /** A group with `ada` and the group `inner`. */
  readonly club: string;
  readonly inner: string;
};
let world: World;
let before: unknown;

beforeAll(async () => {
  const { orgId, scim } = await newTenant();
  const badge = { schemas: [USER, BADGE], title: 'Countess', [BADGE]: { code: 'C', chip: 'chip-1' } };
  const { id: ada } = await created(scim.post('/Users', userBody('ada@acme.test', badge)));
  const { id: boss } = await created(scim.post('/Users', userBody('boss@acme.test')));
  const { id: inner } = await created(scim.post('/Groups', groupBody('Inner')));
  const { id: club } = await created(scim.post('/Groups', groupBody('Club', [ada, inner])));
  await setOrganizationRole(context, orgId, boss, 'Organization Admin');
  const reader = clientOf(await newToken(orgId, { scopes: ['read'] }));
  world = { orgId, scim, reader, ada, boss, club, inner };
  before = await stateOf(world);
});

type Row = readonly [
  what: string,
  send: (world: World) => Test,
  status: number,
  scimType: string | null,
  detail: RegExp,
  headers?: Readonly<Record<string, RegExp>>,
];

async function expectRefusal([, send, status, scimType, detail, headers = {}]: Row): Promise<void> {
  const answer = await send(world);
  expect(answer.body, answer.text).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType === null ? {} : { scimType }),
    detail: expect.stringMatching(detail),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/scim+json');
  for (const [name, value] of Object.entries(headers)) expect(answer.headers[name], name).toMatch(value);
  for (const name of ['allow', 'www-authenticate'])
    if (!Object.hasOwn(headers, name)) expect(answer.headers).not.toHaveProperty(name);
  expect(await stateOf(world)).toEqual(before);
}

const filtered = (filter: string, path = '/Users') => `${path}?filter=${encodeURIComponent(filter)}`;
const posted = (more: JsonObject) => (w: World) => w.scim.post('/Users', userBody('eve@acme.test', more));
const raw =
  (text: string, headers = {}) =>
  (w: World) =>
    w.scim.post('/Users', text, headers);
const patched =
  (...operations: JsonObject[]) =>
  (w: World) =>
    w.scim.patch(`/Users/${w.ada}`, patchOp(...operations));
const groupPatched = (operation: (w: World) => JsonObject) => (w: World) =>
  w.scim.patch(`/Groups/${w.club}`, patchOp(operation(w)));
const asked = (query: string) => (w: World) => w.scim.get(`/Users?${query}`);
const many = (count: number, one: (at: number) => string, between: string) =>
  Array.from({ length: count }, (_, at) => one(at)).join(between);

const rows: Record<string, readonly Row[]> = {
  'who may not ask': [
    [
      'no token',
      () => clientOf(null).get('/Users'),
      401,
      null,
      /Authorization: Bearer/,
      { 'www-authenticate': /^Bearer realm="SCIM"$/ },
    ],
    [
      'a wrong token',
      () => clientOf('usher_scim_wrong').post('/Users', userBody('eve')),
      401,
      null,
      /expired, revoked or wrong/,
      { 'www-authenticate': /^Bearer realm="SCIM", error="invalid_token"$/ },
    ],
    [
      'a read-only token that writes',
      ({ reader }) => reader.post('/Users', userBody('eve')),
      403,
      null,
      /may not write.*scope "write"/,
      { 'www-authenticate': /^Bearer realm="SCIM", error="insufficient_scope"$/ },
    ],
    [
      'a read-only token that deletes',
      ({ reader, ada }) => reader.delete(`/Users/${ada}`),
      403,
      null,
      /may not write/,
      { 'www-authenticate': /insufficient_scope/ },
    ],
  ],
  'what is not there': [
    ['an unknown path', ({ scim }) => scim.get('/Cars'), 404, null, /nothing at \/scim\/v2\/Cars/],
    [
      'an unknown user',
      ({ scim }) => scim.get(`/Users/${nobody}`),
      404,
      null,
      /^User "0123456789abcdef01234567" not found/,
    ],
    [
      'an unknown user to replace',
      ({ scim }) => scim.put(`/Users/${nobody}`, userBody('eve')),
      404,
      null,
      /^User "[0-9a-f]{24}" not found/,
    ],
    [
      'an unknown user to patch',
      ({ scim }) => scim.patch(`/Users/${nobody}`, patchOp({ op: 'remove', path: 'title' })),
      404,
      null,
      /^User "[0-9a-f]{24}" not found/,
    ],
    [
      'an unknown user to delete',
      ({ scim }) => scim.delete(`/Users/${nobody}`),
      404,
      null,
      /^User "[0-9a-f]{24}" not found/,
    ],
    [
      'an unknown group',
      ({ scim }) => scim.get(`/Groups/${nobody}`),
      404,
      null,
      /^Group "0123456789abcdef01234567" not found/,
    ],
    [
      'an unknown group to delete',
      ({ scim }) => scim.delete(`/Groups/${nobody}`),
      404,
      null,
      /^Group "0123456789abcdef01234567" not found/,
    ],
    [
      'the id of a group among users',
      ({ scim, club }) => scim.get(`/Users/${club}`),
      404,
      null,
      /^User "[0-9a-f]{24}" not found/,
    ],
    ['a broken percent-encoding', ({ scim }) => scim.get('/Users/%ZZ'), 404, null, /no such resource/],
    ['an unknown schema', ({ scim }) => scim.get('/Schemas/urn:x'), 404, null, /nothing at \/Schemas\/urn:x/],
    ['an unknown resource type', ({ scim }) => scim.get('/ResourceTypes/Car'), 404, null, /nothing at/],
    ['the User of a machine', ({ scim }) => scim.get('/Me'), 501, null, /has no User of its own/],
  ],
  'a wrong method': [
    [
      'PUT of a collection',
      ({ scim }) => scim.put('/Users', {}),
      405,
      null,
      /PUT is not possible here: use GET, HEAD, POST\./,
      { allow: /^GET, HEAD, POST$/ },
    ],
    [
      'DELETE of a collection',
      ({ scim }) => scim.delete('/Groups'),
      405,
      null,
      /DELETE/,
      { allow: /^GET, HEAD, POST$/ },
    ],
    [
      'POST to a resource',
      ({ scim, ada }) => scim.post(`/Users/${ada}`, {}),
      405,
      null,
      /POST/,
      { allow: /^GET, HEAD, PUT, PATCH, DELETE$/ },
    ],
    ['GET of a search', ({ scim }) => scim.get('/.search'), 405, null, /GET/, { allow: /^POST$/ }],
    ['GET of a search of users', ({ scim }) => scim.get('/Users/.search'), 405, null, /GET/, { allow: /^POST$/ }],
    ['GET of bulk', ({ scim }) => scim.get('/Bulk'), 405, null, /GET/, { allow: /^POST$/ }],
    [
      'POST to a discovery document',
      ({ scim }) => scim.post('/Schemas', {}),
      405,
      null,
      /POST/,
      { allow: /^GET, HEAD$/ },
    ],
    [
      'a filter of a discovery document',
      ({ scim }) => scim.get('/Schemas?filter=id pr'),
      403,
      null,
      /\/Schemas cannot be filtered/,
    ],
  ],
  'a body that is not read': [
    [
      'text',
      raw('x', { 'Content-Type': 'text/plain' }),
      415,
      null,
      /Content-Type "text\/plain": send application\/scim\+json or application\/json/,
    ],
    ['no type', (w) => raw('{}')(w).unset('Content-Type'), 415, null, /no Content-Type/],
    [
      'another charset',
      raw('{}', { 'Content-Type': 'application/json; charset=latin1' }),
      415,
      null,
      /charset "latin1"/,
    ],
    ['another encoding', raw('{}', { 'Content-Encoding': 'br' }), 415, null, /Content-Encoding/],
    ['more than 1 MB', raw(`{"userName":"${'x'.repeat(1_100_000)}"}`), 413, null, /larger than 1048576 bytes/],
    ['nothing', raw(''), 400, 'invalidSyntax', /not valid JSON/],
    ['no JSON', raw('{"userName":'), 400, 'invalidSyntax', /not valid JSON/],
    ['no object', raw('[]'), 400, 'invalidSyntax', /must be a JSON object: a User/],
    ['[39] a key twice', raw('{"userName":"a","userName":"b"}'), 400, 'invalidSyntax', /key "userName" appears twice/],
    [
      '[39] a key twice, once escaped',
      raw('{"userName":"a","user\\u004eame":"b"}'),
      400,
      'invalidSyntax',
      /key "userName" appears twice/,
    ],
    [
      '[39] a key twice in an element',
      raw('{"userName":"a","emails":[{"value":"a","value":"b"}]}'),
      400,
      'invalidSyntax',
      /key "value" appears twice/,
    ],
    [
      '[39] a key twice, in other case',
      raw('{"userName":"a","USERNAME":"b"}'),
      400,
      'invalidSyntax',
      /"userName" is given twice/,
    ],
    [
      '[39] a sub-attribute twice, in other case',
      raw('{"userName":"a","name":{"givenName":"a","GivenName":"b"}}'),
      400,
      'invalidSyntax',
      /"name.givenName" is given twice/,
    ],
    [
      'a key of prototypes',
      raw('{"userName":"a","__proto__":{}}'),
      400,
      'invalidSyntax',
      /key "__proto__" is not allowed/,
    ],
    ['a key of the database', raw('{"userName":"a","$set":{}}'), 400, 'invalidSyntax', /key "\$set"/],
    [
      '17 levels',
      raw(`{"userName":"a","x":${'['.repeat(17)}${']'.repeat(17)}}`),
      400,
      'invalidSyntax',
      /"x" nests deeper than 16 levels/,
    ],
    [
      '65 levels',
      raw(`{"x":${'['.repeat(65)}${']'.repeat(65)}}`),
      400,
      'invalidSyntax',
      /nested deeper than 64 levels/,
    ],
    [
      'text of more than 64 kB',
      posted({ title: 'x'.repeat(65_537) }),
      400,
      'invalidValue',
      /"title" has text of more than 65536 characters/,
    ],
    ['NUL', posted({ title: 'a\u0000b' }), 400, 'invalidValue', /"title" has text with a NUL/],
    [
      'half a surrogate pair',
      posted({ title: 'a\ud800' }),
      400,
      'invalidValue',
      /"title" has text with a NUL or half a surrogate/,
    ],
  ],
  'a User that cannot be': [
    ['no userName', raw('{}'), 400, 'invalidValue', /"userName" is required and missing/],
    ['a blank userName', raw('{"userName":" "}'), 400, 'invalidValue', /"userName" must not be empty/],
    ['a userName that is a number', raw('{"userName":7}'), 400, 'invalidValue', /"userName" must be a string, got 7/],
    [
      'a userName of 1,025 characters',
      raw(JSON.stringify({ userName: 'x'.repeat(1_025) })),
      400,
      'invalidValue',
      /"userName" has more than 1024 characters/,
    ],
    [
      'an externalId of 1,025 characters',
      posted({ externalId: 'x'.repeat(1_025) }),
      400,
      'invalidValue',
      /"externalId" has more than 1024/,
    ],
    [
      'a userName that is taken',
      raw('{"userName":"ADA@acme.test"}'),
      409,
      'uniqueness',
      /userName "ADA@acme\.test" is taken by another user/,
    ],
    [
      'schemas of another type',
      raw(`{"schemas":["urn:x"],"userName":"eve"}`),
      400,
      'invalidSyntax',
      /"schemas" has "urn:x"; a User has only/,
    ],
    ['active "maybe"', posted({ active: 'maybe' }), 400, 'invalidValue', /"active" must be a boolean, got "maybe"/],
    ['a name that is text', posted({ name: 'Eve' }), 400, 'invalidValue', /"name" must be an object, got "Eve"/],
    [
      'a part of it that is a list',
      posted({ name: { givenName: ['a', 'b'] } }),
      400,
      'invalidValue',
      /"name\.givenName" must be a string, got \["a","b"\]/,
    ],
    ['an email that is a number', posted({ emails: [7] }), 400, 'invalidValue', /"emails" must be an object, got 7/],
    [
      'a value of it that is a number',
      posted({ emails: [{ value: 7 }] }),
      400,
      'invalidValue',
      /"emails\.value" must be a string, got 7/,
    ],
    [
      'two primary emails',
      posted({
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      }),
      400,
      'invalidValue',
      /"emails" has more than one value with "primary": true/,
    ],
    [
      '1,001 emails',
      posted({ emails: Array.from({ length: 1_001 }, (_, at) => ({ value: `${at}@x` })) }),
      400,
      'invalidValue',
      /"emails" has more than 1000 values/,
    ],
    [
      'a certificate that is no base64',
      posted({ x509Certificates: [{ value: '?' }] }),
      400,
      'invalidValue',
      /"x509Certificates\.value" must be a base64 string, got "\?"/,
    ],
    [
      'an extension that is text',
      posted({ [ENTERPRISE]: 'x' }),
      400,
      'invalidValue',
      /enterprise:2\.0:User" must be an object, got "x"/,
    ],
    [
      'a dotted key in an extension',
      posted({ [ENTERPRISE]: { 'manager.value': 'x' } }),
      400,
      'invalidSyntax',
      /has the key "manager\.value"/,
    ],
    [
      'a required attribute of an extension missing',
      posted({ [BADGE]: { level: 1 } }),
      400,
      'invalidValue',
      /badge:2\.0:User:code" is required and missing/,
    ],
    [
      'an integer that is none',
      posted({ [BADGE]: { code: 'c', level: 1.5 } }),
      400,
      'invalidValue',
      /:level" must be an integer, got 1\.5/,
    ],
    [
      'a required sub-attribute missing',
      posted({ [BADGE]: { code: 'c', doors: [{ note: 'x' }] } }),
      400,
      'invalidValue',
      /:doors\.value" is required and missing/,
    ],
    [
      'PUT: an immutable attribute with another value',
      ({ scim, ada }) =>
        scim.put(`/Users/${ada}`, userBody('ada@acme.test', { [BADGE]: { code: 'C', chip: 'chip-2' } })),
      400,
      'mutability',
      /:chip" is immutable/,
    ],
    [
      'PUT: a userName that is taken',
      ({ scim, ada }) => scim.put(`/Users/${ada}`, userBody('Boss@acme.test')),
      409,
      'uniqueness',
      /userName/,
    ],
    [
      'PUT: the last Organization Admin inactive',
      ({ scim, boss }) => scim.put(`/Users/${boss}`, userBody('boss@acme.test', { active: false })),
      409,
      null,
      /without an active Organization Admin/,
    ],
    [
      'DELETE: the last Organization Admin',
      ({ scim, boss }) => scim.delete(`/Users/${boss}`),
      409,
      null,
      /without an active Organization Admin/,
    ],
    [
      'PATCH: the last Organization Admin inactive',
      ({ scim, boss }) => scim.patch(`/Users/${boss}`, patchOp({ op: 'replace', value: { active: 'False' } })),
      409,
      null,
      /without an active Organization Admin/,
    ],
  ],
  'a Group that cannot be': [
    [
      'no displayName',
      ({ scim }) => scim.post('/Groups', {}),
      400,
      'invalidValue',
      /"displayName" is required and missing/,
    ],
    [
      'a displayName that is taken',
      ({ scim }) => scim.post('/Groups', groupBody('CLUB')),
      409,
      'uniqueness',
      /displayName "CLUB" is taken by another group/,
    ],
    [
      'an unknown member',
      ({ scim }) => scim.post('/Groups', groupBody('New', [nobody])),
      400,
      'invalidValue',
      new RegExp(nobody),
    ],
    [
      'a member that is a number',
      ({ scim }) => scim.post('/Groups', { displayName: 'New', members: [{ value: 7 }] }),
      400,
      'invalidValue',
      /"members\.value" must be the id of a User or Group, got 7/,
    ],
    [
      'members that are numbers',
      ({ scim }) => scim.post('/Groups', { displayName: 'New', members: [7] }),
      400,
      'invalidValue',
      /"members" must be objects with "value", the member's id, got 7/,
    ],
    [
      'itself as a member',
      groupPatched(({ club }) => ({ op: 'add', path: 'members', value: [{ value: club }] })),
      400,
      'invalidValue',
      /a group cannot contain itself/,
    ],
    [
      'a circle of groups',
      ({ scim, club, inner }) =>
        scim.patch(`/Groups/${inner}`, patchOp({ op: 'add', path: 'members', value: [{ value: club }] })),
      400,
      'invalidValue',
      /a group cannot contain itself/,
    ],
    [
      'PUT: an unknown member',
      ({ scim, club }) => scim.put(`/Groups/${club}`, groupBody('Club', [nobody])),
      400,
      'invalidValue',
      new RegExp(nobody),
    ],
    [
      'PATCH: an unknown member',
      groupPatched(() => ({ op: 'add', path: 'members', value: [{ value: nobody }] })),
      400,
      'invalidValue',
      new RegExp(nobody),
    ],
    [
      'PATCH: a member by another name',
      groupPatched(() => ({ op: 'remove', path: 'members[display eq "x"]' })),
      400,
      'invalidFilter',
      /members|value eq/,
    ],
    [
      'PATCH: a displayName that is taken',
      groupPatched(() => ({ op: 'replace', path: 'displayName', value: 'inner' })),
      409,
      'uniqueness',
      /displayName "inner" is taken/,
    ],
    [
      'PATCH: no displayName',
      groupPatched(() => ({ op: 'remove', path: 'displayName' })),
      400,
      'mutability',
      /displayName/,
    ],
  ],
  'a PATCH that is not understood': [
    [
      'no operations',
      ({ scim, ada }) => scim.patch(`/Users/${ada}`, {}),
      400,
      'invalidSyntax',
      /"Operations" must be a list/,
    ],
    ['an empty list of them', patched(), 400, 'invalidSyntax', /at least one operation/],
    [
      '1,001 of them',
      patched(...Array.from({ length: 1_001 }, () => ({ op: 'remove', path: 'title' }))),
      400,
      'tooMany',
      /at most 1000 operations, this one holds 1001/,
    ],
    [
      'other schemas',
      ({ scim, ada }) => scim.patch(`/Users/${ada}`, { schemas: [USER], Operations: [] }),
      400,
      'invalidSyntax',
      /"schemas" of a PATCH must be/,
    ],
    ['an unknown op', patched({ op: 'move', path: 'title' }), 400, 'invalidSyntax', /Operations\[0\]: "op" must be/],
    [
      'a path that is a number',
      patched({ op: 'add', path: 7, value: 'x' }),
      400,
      'invalidPath',
      /Operations\[0\]: "path" must be a string/,
    ],
    [
      'an unknown path',
      patched({ op: 'add', path: 'nickels', value: 'x' }),
      400,
      'invalidPath',
      /Operations\[0\], add nickels.*"?nickels/,
    ],
    [
      'an unknown sub-attribute',
      patched({ op: 'add', path: 'name.nickels', value: 'x' }),
      400,
      'invalidPath',
      /name\.nickels/,
    ],
    [
      'an unknown schema',
      patched({ op: 'add', path: 'urn:x:User:title', value: 'x' }),
      400,
      'invalidPath',
      /urn:x:User:title/,
    ],
    [
      'a path with a fault',
      patched({ op: 'add', path: 'emails[type eq "work"', value: 'x' }),
      400,
      'invalidFilter',
      /no matching "\]"/,
    ],
    [
      'a path with an unknown name in brackets',
      patched({ op: 'add', path: 'emails[nickels eq "x"].value', value: 'x' }),
      400,
      'invalidFilter',
      /"nickels" is not an attribute of "emails"/,
    ],
    [
      'brackets behind a single value',
      patched({ op: 'add', path: 'title[value eq "x"]', value: 'x' }),
      400,
      'invalidPath',
      /title/,
    ],
    [
      'a readOnly attribute',
      patched({ op: 'replace', path: 'id', value: 'x' }),
      400,
      'mutability',
      /id.*readOnly|"id"/,
    ],
    ['groups of a user', patched({ op: 'add', path: 'groups', value: [{ value: 'x' }] }), 400, 'mutability', /groups/],
    [
      'an immutable attribute',
      patched({ op: 'replace', path: `${BADGE}:chip`, value: 'chip-2' }),
      400,
      'mutability',
      /chip cannot change once it has a value/,
    ],
    ['the removal of what is required', patched({ op: 'remove', path: 'userName' }), 400, 'mutability', /userName/],
    ['a removal without path', patched({ op: 'remove' }), 400, 'noTarget', /needs a "path"/],
    [
      'a filter that finds nothing',
      patched({ op: 'replace', path: 'emails[type eq "work"].value', value: 'x' }),
      400,
      'noTarget',
      /emails\[type eq "work"\]/,
    ],
    ['no value', patched({ op: 'add', path: 'title' }), 400, 'invalidValue', /"value" is missing/],
    [
      'a value that is no object, without path',
      patched({ op: 'add', value: 'x' }),
      400,
      'invalidValue',
      /"value" must be an object/,
    ],
    [
      'a value of the wrong type',
      patched({ op: 'replace', path: 'active', value: 'maybe' }),
      400,
      'invalidValue',
      /Operations\[0\], replace active.*got "maybe"/,
    ],
    [
      'a userName that is taken',
      patched({ op: 'replace', path: 'userName', value: 'boss@acme.test' }),
      409,
      'uniqueness',
      /userName/,
    ],
    [
      'a fault in the third of three',
      patched(
        { op: 'replace', path: 'title', value: 'A' },
        { op: 'remove', path: 'nickName' },
        { op: 'add', path: 'x', value: 1 },
      ),
      400,
      'invalidPath',
      /Operations\[2\]/,
    ],
  ],
  'a version that is not the present one': [
    [
      'PUT with a stale If-Match',
      ({ scim, ada }) => scim.put(`/Users/${ada}`, userBody('ada@acme.test'), { 'If-Match': 'W/"99-0"' }),
      412,
      null,
      /another version than If-Match asks for/,
    ],
    [
      'PATCH with a stale If-Match',
      ({ scim, ada }) =>
        scim.patch(`/Users/${ada}`, patchOp({ op: 'remove', path: 'title' }), { 'If-Match': 'W/"99-0"' }),
      412,
      null,
      /another version than If-Match asks for/,
    ],
    [
      'DELETE with a stale If-Match',
      ({ scim, ada }) => scim.delete(`/Users/${ada}`, { 'If-Match': 'W/"99-0"' }),
      412,
      null,
      /another version than If-Match asks for/,
    ],
    [
      'PATCH of a group with a stale If-Match',
      ({ scim, club }) =>
        scim.patch(`/Groups/${club}`, patchOp({ op: 'remove', path: 'members' }), { 'If-Match': 'W/"99-0"' }),
      412,
      null,
      /another version than If-Match asks for/,
    ],
    [
      'DELETE with If-None-Match',
      ({ scim, ada }) => scim.delete(`/Users/${ada}`, { 'If-None-Match': '*' }),
      412,
      null,
      /If-None-Match/,
    ],
  ],
  'a list that cannot be': [
    ['an empty filter', asked('filter='), 400, 'invalidFilter', /The filter is empty/],
    [
      'a filter with a fault',
      asked('filter=userName eq'),
      400,
      'invalidFilter',
      /wrong at character 12: expected a value/,
    ],
    [
      'text without quotes',
      asked('filter=userName eq ada'),
      400,
      'invalidFilter',
      /found "ada"\. Text is written in double quotes/,
    ],
    ['an unknown operator', asked('filter=userName like "a"'), 400, 'invalidFilter', /found "like"/],
    [
      'an unknown attribute',
      asked('filter=nickels eq "5"'),
      400,
      'invalidFilter',
      /"nickels" is not an attribute of User/,
    ],
    [
      'an attribute that is never shown',
      asked('filter=password pr'),
      400,
      'invalidFilter',
      /"password" cannot be used in filters/,
    ],
    ['an attribute that is not stored', asked('filter=meta.version eq "1"'), 400, 'invalidFilter', /"meta\.version"/],
    [
      'text for a boolean',
      asked('filter=active eq "maybe"'),
      400,
      'invalidFilter',
      /"active" is compared with true or false, not "maybe"/,
    ],
    [
      'a number for text',
      asked('filter=userName eq 7'),
      400,
      'invalidFilter',
      /"userName" is compared with text in double quotes, not 7/,
    ],
    [
      'a time that is none',
      asked('filter=meta.created gt "yesterday"'),
      400,
      'invalidFilter',
      /"meta\.created" is compared with a dateTime.*not "yesterday"/,
    ],
    [
      'a boolean in an order',
      asked('filter=active gt true'),
      400,
      'invalidFilter',
      /"active" is a boolean, which has no order: "gt"/,
    ],
    [
      'binary in an order',
      asked('filter=x509Certificates lt "YQ=="'),
      400,
      'invalidFilter',
      /binary, which has no order: "lt"/,
    ],
    ['part of a boolean', asked('filter=active co "t"'), 400, 'invalidFilter', /"co" works on text only/],
    ['null in an order', asked('filter=title gt null'), 400, 'invalidFilter', /"title gt null" has no meaning/],
    [
      'a whole complex attribute',
      asked('filter=name eq "Ada"'),
      400,
      'invalidFilter',
      /"name" is complex: compare one of its sub-attributes/,
    ],
    ['[30] more than 8 kB', asked(`filter=title eq "${'x'.repeat(8_192)}"`), 400, 'invalidFilter', /longer than 8 kB/],
    [
      '21 levels',
      asked(`filter=${'('.repeat(21)}title pr${')'.repeat(21)}`),
      400,
      'invalidFilter',
      /nests deeper than 20 levels/,
    ],
    [
      '201 comparisons',
      asked(`filter=${encodeURIComponent(many(201, () => 'title pr', ' or '))}`),
      400,
      'invalidFilter',
      /more than 200 comparisons/,
    ],
    [
      '[30] a URL of more than 16 kB',
      asked(`filter=${encodeURIComponent('é'.repeat(3_000))}`),
      431,
      null,
      /longer than 16384 characters.*POST to \.search/,
    ],
    [
      'members by name',
      ({ scim }) => scim.get(filtered('members.display eq "x"', '/Groups')),
      400,
      'invalidFilter',
      /members\.value eq "id"/,
    ],
    ['two filters', asked('filter=title pr&filter=title pr'), 400, 'invalidValue', /"filter" must be given once/],
    ['a count that is text', asked('count=ten'), 400, 'invalidValue', /"count" must be an integer, got "ten"/],
    [
      'a startIndex that is text',
      asked('startIndex=first'),
      400,
      'invalidValue',
      /"startIndex" must be an integer, got "first"/,
    ],
    [
      'an unknown attribute to sort by',
      asked('sortBy=nickels'),
      400,
      'invalidValue',
      /"sortBy" has "nickels", by which a User cannot be sorted/,
    ],
    [
      'an unknown order',
      asked('sortOrder=up'),
      400,
      'invalidValue',
      /"sortOrder" must be "ascending" or "descending", got "up"/,
    ],
    [
      'attributes and excludedAttributes',
      asked('attributes=title&excludedAttributes=title'),
      400,
      'invalidValue',
      /"attributes" and "excludedAttributes" exclude each other/,
    ],
    ['a name of prototypes', asked('attributes=__proto__'), 400, 'invalidValue', /"attributes" has "__proto__"/],
    ['a cursor of nobody', asked('cursor=abc'), 400, 'invalidCursor', /not of this list/],
    [
      'a cursor with a startIndex',
      asked('cursor=&startIndex=2'),
      400,
      'invalidCursor',
      /"cursor" and "startIndex" exclude each other/,
    ],
    ['two cursors', asked('cursor=&cursor='), 400, 'invalidValue', /"cursor" must be given once/],
    [
      'a page by cursor of nothing',
      asked('cursor=&count=0'),
      400,
      'invalidCount',
      /"count" must be a whole number from 1 to 1000, got "0"/,
    ],
    [
      'the same in a search',
      ({ scim }) => scim.post('/Users/.search', { cursor: '', count: -1 }),
      400,
      'invalidCount',
      /got -1/,
    ],
    [
      'a search that is a list',
      ({ scim }) => scim.post('/Users/.search', []),
      400,
      'invalidSyntax',
      /must be a JSON object: a SearchRequest/,
    ],
    [
      'a search with other schemas',
      ({ scim }) => scim.post('/Users/.search', { schemas: [USER] }),
      400,
      'invalidSyntax',
      /"schemas" of a search must be/,
    ],
    [
      'a search with an unknown attribute',
      ({ scim }) => scim.post('/.search', { filter: 'nickels pr' }),
      400,
      'invalidFilter',
      /"nickels"/,
    ],
    [
      'a search by a filter that is a number',
      ({ scim }) => scim.post('/Groups/.search', { filter: 7 }),
      400,
      'invalidValue',
      /"filter" must be given once, as text; got 7/,
    ],
    [
      'a search with a cursor of nobody',
      ({ scim }) => scim.post('/.search', { cursor: '7.x' }),
      400,
      'invalidCursor',
      /not of this search/,
    ],
  ],
  'a Bulk that is not begun': [
    ['no operations', ({ scim }) => scim.post('/Bulk', {}), 400, 'invalidSyntax', /"Operations" must be a list/],
    [
      'an operation that is text',
      ({ scim }) => scim.post('/Bulk', { Operations: ['x'] }),
      400,
      'invalidSyntax',
      /Operations\[0\] must be an object/,
    ],
    [
      '1,001 of them',
      ({ scim }) =>
        scim.post('/Bulk', {
          Operations: Array.from({ length: 1_001 }, (): Json => ({ method: 'DELETE', path: `/Users/${nobody}` })),
        }),
      413,
      'tooMany',
      /1001 operations, at most 1000/,
    ],
    [
      'more than 1 MB',
      ({ scim }) => scim.post('/Bulk', { Operations: [], x: 'x'.repeat(1_100_000) }),
      413,
      null,
      /larger than 1048576 bytes/,
    ],
    [
      'failOnErrors "x"',
      ({ scim }) => scim.post('/Bulk', { failOnErrors: 'x', Operations: [{ method: 'DELETE', path: '/Users/x' }] }),
      400,
      'invalidSyntax',
      /"failOnErrors" must be a whole number/,
    ],
  ],
};

describe.each(Object.keys(rows))('%s', (group) => {
  it.each(rows[group] as Row[])('%s is refused, and nothing has changed', async (...row) => {
    await expectRefusal(row as unknown as Row);
  });
});

it('[33] a gzip bomb is refused before it is unpacked, and nothing has changed', async () => {
  const packed = gzipSync(Buffer.alloc(20_000_000, 32));
  const request = world.scim
    .send('post', '/Users')
    .set({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
  // As bytes: supertest would write an object as JSON.
  request.write(packed as never);
  const answer = await request;
  expect([answer.status, answer.body.detail]).toEqual([413, expect.stringContaining('larger than 1048576 bytes')]);
  expect(await stateOf(world)).toEqual(before);
});

it('a cursor that has ended is refused as such', async () => {
  const { nextCursor } = (await world.scim.get('/Users?cursor=&count=1')).body;
  shiftClock(2 * 3_600_000);
  await expectRefusal([
    '',
    ({ scim }) => scim.get(`/Users?cursor=${nextCursor}`),
    400,
    'expiredCursor',
    /Start again at the first page/,
  ]);
});
