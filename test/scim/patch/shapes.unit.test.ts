import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { cases } from './cases.ts';
import { BADGE, barbara, ENTERPRISE, patchUser } from './patching.ts';

cases('a simple attribute', [
  { does: 'add sets it', from: {}, operation: { op: 'add', path: 'title', value: 'A' }, to: { title: 'A' } },
  {
    does: 'add overwrites it',
    from: { title: 'A' },
    operation: { op: 'add', path: 'title', value: 'B' },
    to: { title: 'B' },
  },
  {
    does: 'replace sets one that was not there',
    from: {},
    operation: { op: 'replace', path: 'title', value: 'B' },
    to: { title: 'B' },
  },
  {
    does: 'replace with null clears it',
    from: { externalId: 'x', title: 'A' },
    operation: { op: 'replace', value: { externalId: null } },
    to: { title: 'A' },
  },
  { does: 'remove clears it', from: { title: 'A' }, operation: { op: 'remove', path: 'title' }, to: {} },
  { does: 'remove of an absent one succeeds', from: {}, operation: { op: 'remove', path: 'title' }, to: {} },
  {
    does: 'names are found in any case and by the core URN',
    from: {},
    operation: { op: 'add', path: 'urn:ietf:params:scim:schemas:core:2.0:user:DISPLAYNAME', value: 'Babs' },
    to: { displayName: 'Babs' },
  },
  {
    does: 'each key of a value without path is an attribute',
    from: { title: 'A' },
    operation: { op: 'replace', value: { displayName: 'Babs', active: false, title: null } },
    to: { displayName: 'Babs', active: false },
  },
  {
    does: "schemas inside the value of an extension is the resource's and changes nothing",
    from: {},
    operation: { op: 'add', path: ENTERPRISE, value: { schemas: [ENTERPRISE], department: 'Tours' } },
    to: { [ENTERPRISE]: { department: 'Tours' } },
  },
  {
    does: 'the core URN as path or key holds the core attributes',
    from: {},
    operation: { op: 'add', value: { 'urn:ietf:params:scim:schemas:core:2.0:User': { title: 'A' } } },
    to: { title: 'A' },
  },
  {
    does: 'the URN of an extension may end in a colon (UnboundID)',
    from: { [ENTERPRISE]: { division: 'Fun' } },
    operation: { op: 'replace', path: `${ENTERPRISE}:`, value: { department: 'Tours' } },
    to: { [ENTERPRISE]: { division: 'Fun', department: 'Tours' } },
  },
  {
    does: 'a password is accepted and forgotten',
    from: {},
    operation: { op: 'replace', value: { password: 'correct horse', title: 'A' } },
    to: { title: 'A' },
  },
  {
    does: 'schemas may be sent and change nothing',
    from: {},
    operation: { op: 'add', value: { schemas: [ENTERPRISE, BADGE], title: 'A' } },
    to: { title: 'A' },
  },
]);

const name = { givenName: 'Barbara', familyName: 'Jensen' };
cases('a complex attribute', [
  { does: 'add creates it', from: {}, operation: { op: 'add', path: 'name', value: name }, to: { name } },
  {
    does: 'replace leaves sub-attributes that are not given',
    from: { name },
    operation: { op: 'replace', path: 'name', value: { familyName: 'Smith' } },
    to: { name: { givenName: 'Barbara', familyName: 'Smith' } },
  },
  {
    does: 'a null sub-attribute is cleared',
    from: { name },
    operation: { op: 'replace', path: 'name', value: { givenName: null } },
    to: { name: { familyName: 'Jensen' } },
  },
  {
    does: 'a sub-attribute is set by its path',
    from: { name },
    operation: { op: 'replace', path: 'name.givenName', value: 'Babs' },
    to: { name: { givenName: 'Babs', familyName: 'Jensen' } },
  },
  {
    does: 'a sub-attribute of an absent one creates it',
    from: {},
    operation: { op: 'add', path: 'name.givenName', value: 'Babs' },
    to: { name: { givenName: 'Babs' } },
  },
  {
    does: 'dotted keys are paths',
    from: { name },
    operation: { op: 'replace', value: { 'name.familyName': 'Smith', 'Name.HonorificPrefix': 'Ms.' } },
    to: { name: { givenName: 'Barbara', familyName: 'Smith', honorificPrefix: 'Ms.' } },
  },
  {
    does: 'without its last sub-attribute it is gone',
    from: { name: { givenName: 'Barbara' } },
    operation: { op: 'remove', path: 'name.givenName' },
    to: {},
  },
  { does: 'remove clears the whole', from: { name }, operation: { op: 'remove', path: 'name' }, to: {} },
]);

const work = { value: 'w@example.com', type: 'work', primary: true };
const home = { value: 'h@example.com', type: 'home' };
cases('a multi-valued complex attribute', [
  {
    does: 'add appends',
    from: { emails: [work] },
    operation: { op: 'add', path: 'emails', value: [home] },
    to: { emails: [work, home] },
  },
  {
    does: 'add of what is there changes nothing, whatever its case',
    from: { emails: [work, home] },
    operation: { op: 'add', path: 'emails', value: [{ type: 'home', value: 'h@example.com' }] },
    to: { emails: [work, home] },
  },
  {
    does: 'add of a known value with more to say completes it',
    from: { emails: [work, home] },
    operation: { op: 'add', path: 'emails', value: { ...home, display: 'Home' } },
    to: { emails: [work, { ...home, display: 'Home' }] },
  },
  {
    does: 'a new primary clears the old',
    from: { emails: [work] },
    operation: { op: 'add', path: 'emails', value: [{ ...home, primary: true }] },
    to: {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  },
  {
    does: 'primary by a value path clears the old',
    from: { emails: [work, home] },
    operation: { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
    to: {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  },
  {
    does: 'replace replaces the whole list',
    from: { emails: [work, home] },
    operation: { op: 'replace', path: 'emails', value: [{ value: 'n@example.com' }] },
    to: { emails: [{ value: 'n@example.com' }] },
  },
  {
    does: 'replace with an empty list clears it',
    from: { emails: [work, home] },
    operation: { op: 'replace', path: 'emails', value: [] },
    to: {},
  },
  {
    does: 'add of null adds nothing',
    from: { emails: [work] },
    operation: { op: 'add', value: { emails: null } },
    to: { emails: [work] },
  },
  {
    does: 'a value path sets a sub-attribute of what it selects',
    from: { emails: [work, home] },
    operation: {
      op: 'replace',
      path: 'emails[type eq "home" and value ew "example.com"].value',
      value: 'x@example.com',
    },
    to: { emails: [work, { value: 'x@example.com', type: 'home' }] },
  },
  {
    does: 'replace by a value path replaces the elements that it selects',
    from: { emails: [work, { ...home, display: 'Home' }] },
    operation: { op: 'replace', path: 'emails[type eq "home"]', value: { type: 'other', value: 'o@example.com' } },
    to: { emails: [work, { type: 'other', value: 'o@example.com' }] },
  },
  {
    does: 'add by a value path completes the elements that it selects',
    from: { emails: [work, home] },
    operation: { op: 'add', path: 'emails[type eq "home"]', value: { display: 'Home' } },
    to: { emails: [work, { ...home, display: 'Home' }] },
  },
  {
    does: 'add by a value path that selects nothing creates the element',
    from: { emails: [work] },
    operation: { op: 'add', path: 'emails[type eq "home"].value', value: 'h@example.com' },
    to: { emails: [work, home] },
  },
  {
    does: 'a sub-attribute without brackets is that of every element',
    from: { emails: [work, home] },
    operation: { op: 'replace', path: 'emails.display', value: 'Babs' },
    to: {
      emails: [
        { ...work, display: 'Babs' },
        { ...home, display: 'Babs' },
      ],
    },
  },
  {
    does: 'remove by a value path takes what it selects',
    from: { emails: [work, home] },
    operation: { op: 'remove', path: 'emails[type eq "work"]' },
    to: { emails: [home] },
  },
  {
    does: 'remove by a value path that selects nothing succeeds',
    from: { emails: [work] },
    operation: { op: 'remove', path: 'emails[type eq "other"]' },
    to: { emails: [work] },
  },
  {
    does: 'remove of the value leaves no element of mere type',
    from: { emails: [work, home] },
    operation: { op: 'remove', path: 'emails[type eq "work"].value' },
    to: { emails: [home] },
  },
  {
    does: 'remove of a description leaves the element',
    from: { emails: [work, home] },
    operation: { op: 'remove', path: 'emails[primary eq true].primary' },
    to: { emails: [{ value: 'w@example.com', type: 'work' }, home] },
  },
  {
    does: 'remove clears the list',
    from: { emails: [work, home] },
    operation: { op: 'remove', path: 'emails' },
    to: {},
  },
  {
    does: 'elements without a value are told apart by all they say',
    from: { addresses: [{ type: 'work', locality: 'Berlin' }] },
    operation: {
      op: 'add',
      path: 'addresses',
      value: [
        { locality: 'Berlin', type: 'work', primary: true },
        { type: 'work', locality: 'Bonn' },
      ],
    },
    to: {
      addresses: [
        { type: 'work', locality: 'Berlin', primary: true },
        { type: 'work', locality: 'Bonn' },
      ],
    },
  },
]);

const badge = (more: JsonObject): JsonObject => ({ [BADGE]: { code: 'c', ...more } });
cases('an extension', [
  {
    does: 'an attribute by its URN',
    from: {},
    operation: { op: 'add', path: `${ENTERPRISE}:department`, value: 'R&D' },
    to: { [ENTERPRISE]: { department: 'R&D' } },
  },
  {
    does: 'a sub-attribute by its URN',
    from: {},
    operation: { op: 'add', path: `${ENTERPRISE}:manager.value`, value: 'm1' },
    to: { [ENTERPRISE]: { manager: { value: 'm1' } } },
  },
  {
    does: 'the whole as a key leaves what is not given',
    from: { [ENTERPRISE]: { department: 'R&D', division: 'D' } },
    operation: { op: 'replace', value: { [ENTERPRISE]: { Division: 'E', 'manager.value': 'm1' } } },
    to: { [ENTERPRISE]: { department: 'R&D', division: 'E', manager: { value: 'm1' } } },
  },
  {
    does: 'the URN as path, in any case',
    from: {},
    operation: { op: 'add', path: ENTERPRISE.toLowerCase(), value: { employeeNumber: '7' } },
    to: { [ENTERPRISE]: { employeeNumber: '7' } },
  },
  {
    does: 'the URN as key of an attribute',
    from: {},
    operation: { op: 'add', value: { [`${ENTERPRISE}:department`]: 'R&D' } },
    to: { [ENTERPRISE]: { department: 'R&D' } },
  },
  {
    does: 'remove of the URN removes all of it, required parts included',
    from: badge({ level: 1 }),
    operation: { op: 'remove', path: BADGE },
    to: {},
  },
  {
    does: 'null as its value removes it',
    from: badge({}),
    operation: { op: 'replace', value: { [BADGE]: null } },
    to: {},
  },
  {
    does: 'its last attribute takes it along',
    from: { [ENTERPRISE]: { department: 'R&D' } },
    operation: { op: 'remove', path: `${ENTERPRISE}:department` },
    to: {},
  },
  {
    does: 'an immutable attribute may be set once',
    from: badge({}),
    operation: { op: 'add', path: `${BADGE}:chip`, value: 'X1' },
    to: badge({ chip: 'X1' }),
  },
  {
    does: 'an immutable attribute may be repeated',
    from: badge({ chip: 'X1' }),
    operation: { op: 'replace', path: `${BADGE}:chip`, value: 'X1' },
    to: badge({ chip: 'X1' }),
  },
  {
    does: 'a readOnly key may repeat what is stored',
    from: badge({ printed: '2026-01-01T00:00:00Z' }),
    operation: { op: 'replace', value: { [BADGE]: { printed: '2026-01-01T00:00:00Z', level: 2 } } },
    to: badge({ printed: '2026-01-01T00:00:00Z', level: 2 }),
  },
  {
    does: 'simple values are added once, whatever their case',
    from: badge({ tags: ['a'] }),
    operation: { op: 'add', path: `${BADGE}:tags`, value: ['A', 'b', 'b'] },
    to: badge({ tags: ['a', 'b'] }),
  },
  {
    does: 'one simple value stands for a list of one',
    from: badge({ tags: ['a'] }),
    operation: { op: 'replace', path: `${BADGE}:tags`, value: 'b' },
    to: badge({ tags: ['b'] }),
  },
  {
    does: 'simple values are removed by a filter on "value"',
    from: badge({ tags: ['a', 'b'] }),
    operation: { op: 'remove', path: `${BADGE}:tags[value eq "A"]` },
    to: badge({ tags: ['b'] }),
  },
  {
    does: 'simple values are replaced by a filter on "value"',
    from: badge({ tags: ['a', 'b'] }),
    operation: { op: 'replace', path: `${BADGE}:tags[value eq "a"]`, value: 'c' },
    to: badge({ tags: ['c', 'b'] }),
  },
  {
    does: 'simple values are removed by a list',
    from: badge({ tags: ['a', 'b', 'c'] }),
    operation: { op: 'remove', path: `${BADGE}:tags`, value: ['a', 'C'] },
    to: badge({ tags: ['b'] }),
  },
  {
    does: 'a multi-valued sub-attribute is added to',
    from: badge({ doors: [{ value: 'D1', hours: ['8-12'] }] }),
    operation: { op: 'add', path: `${BADGE}:doors[value eq "D1"].hours`, value: ['8-12', '13-17'] },
    to: badge({ doors: [{ value: 'D1', hours: ['8-12', '13-17'] }] }),
  },
  ...(['add', 'replace'] as const).map((op) => ({
    does: `a multi-valued sub-attribute keeps a value once that ${op} says twice`,
    from: badge({ doors: [{ value: 'D1' }] }),
    operation: { op, path: `${BADGE}:doors[value eq "D1"].hours`, value: ['8-12', '8-12'] },
    to: badge({ doors: [{ value: 'D1', hours: ['8-12'] }] }),
  })),
  {
    does: 'a multi-valued sub-attribute in a whole element keeps a value once too',
    from: badge({}),
    operation: { op: 'add', path: `${BADGE}:doors`, value: [{ value: 'D1', hours: ['8-12', '8-12', '13-17'] }] },
    to: badge({ doors: [{ value: 'D1', hours: ['8-12', '13-17'] }] }),
  },
  {
    does: 'a removal that lists some values of a sub-attribute leaves the others',
    from: badge({ doors: [{ value: 'D1', hours: ['8-12', '13-17'] }] }),
    operation: { op: 'remove', path: `${BADGE}:doors[value eq "D1"].hours`, value: ['8-12'] },
    to: badge({ doors: [{ value: 'D1', hours: ['13-17'] }] }),
  },
  {
    does: 'a removal that lists all values of a sub-attribute clears it',
    from: badge({ doors: [{ value: 'D1', hours: ['8-12', '13-17'] }] }),
    operation: { op: 'remove', path: `${BADGE}:doors.hours`, value: ['13-17', '8-12'] },
    to: badge({ doors: [{ value: 'D1' }] }),
  },
]);

cases('remove of a sub-attribute that an element does not have leaves the element', [
  {
    does: 'by a value path',
    from: { emails: [{ value: 'a@example.com', type: 'work' }] },
    operation: { op: 'remove', path: 'emails[type eq "work"].display' },
    to: { emails: [{ value: 'a@example.com', type: 'work' }] },
  },
  {
    does: 'of every element',
    from: { emails: [{ value: 'b@example.com', primary: true }, { value: 'a@example.com' }] },
    operation: { op: 'remove', path: 'emails.display' },
    to: { emails: [{ value: 'b@example.com', primary: true }, { value: 'a@example.com' }] },
  },
]);

describe('a PATCH that changes nothing', () => {
  it.each<[string, Json]>([
    ['repeats what is there', { op: 'replace', value: { active: true, title: 'Tour Guide', id: barbara.id ?? null } }],
    ['adds what is there', { op: 'add', path: 'emails', value: barbara.emails ?? null }],
    ['removes what is not there', { op: 'remove', path: 'nickName' }],
    ['only sends a password', { op: 'replace', value: { password: 'secret' } }],
    ['sends readOnly attributes as they are', { op: 'replace', value: { meta: barbara.meta ?? null } }],
  ])('%s and is told to have changed nothing', (_what, operation) => {
    expect(patchUser(barbara, operation)).toEqual(barbara);
  });

  it('is told apart from one that changes something', () => {
    expect(patchUser(barbara, { op: 'replace', path: 'active', value: false })).not.toEqual(barbara);
  });
});

it('operations see what those before them did', () => {
  const user = patchUser(
    { userName: 'u' },
    { op: 'add', path: 'emails', value: [{ type: 'work', value: 'a@example.com' }] },
    { op: 'replace', path: 'emails[type eq "work"].value', value: 'b@example.com' },
    { op: 'remove', path: 'userName' },
    { op: 'add', path: 'userName', value: 'v' },
  );
  expect(user).toEqual({ userName: 'v', emails: [{ type: 'work', value: 'b@example.com' }] });
});
