import { describe, expect, it } from 'vitest';
import { groupContent, userContent } from '../../../src/scim/schema/content.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';

const { user, group } = loadSchemas([builtInSchemaDirectory]);
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('what is stored of a User', () => {
  const content = userContent(user, {
    id: 'x',
    schemas: [],
    active: false,
    userName: 'Ａda@Example.com',
    externalId: 'E-1',
    title: null,
    ims: [],
    emails: [
      { value: 'Home@x.org', type: 'Home' },
      { value: 'Work@x.org', primary: true },
    ],
    [ENTERPRISE]: { department: 'ENGINES', manager: { value: 'Boss-1', $ref: '../Users/Boss-1' } },
  });

  it('has the keys, the emails with the primary first, and no derived attributes', () => {
    expect(content).toMatchObject({ userName: 'Ａda@Example.com', externalId: 'E-1', active: false });
    expect(content.emails).toEqual(['Work@x.org', 'Home@x.org']);
    expect(Object.keys(content.resource)).toEqual(['userName', 'externalId', 'emails', ENTERPRISE]);
  });

  it('has a copy for filters: folded where case does not count, keys without dots and $', () => {
    expect(content.search).toEqual({
      userName: 'ada@example.com',
      externalId: 'E-1',
      emails: [
        { value: 'work@x.org', primary: true },
        { value: 'home@x.org', type: 'home' },
      ],
      'urn:ietf:params:scim:schemas:extension:enterprise:2%2E0:User': {
        department: 'engines',
        manager: { value: 'Boss-1', '%24ref': '../Users/Boss-1' },
      },
    });
  });

  it('is active unless it says otherwise, and has no externalId unless it is given', () => {
    expect(userContent(user, { userName: 'a' })).toMatchObject({ active: true, externalId: null, emails: [] });
    const blank = userContent(user, { userName: 'a', externalId: ' ' });
    expect([blank.externalId, blank.resource]).toEqual([null, { userName: 'a' }]);
  });

  it.each([
    [{ displayName: 'Ada L', name: { formatted: 'F' } }, 'Ada L'],
    [{ name: { formatted: 'Countess', givenName: 'Ada' } }, 'Countess'],
    [{ name: { givenName: 'Ada', familyName: 'Lovelace' } }, 'Ada Lovelace'],
    [{ name: { familyName: 'Lovelace' } }, 'Lovelace'],
    [{ displayName: ' ' }, 'ada'],
    [{}, 'ada'],
  ])('with %j is shown as %s', (attributes, name) => {
    expect(userContent(user, { userName: 'ada', ...attributes }).name).toBe(name);
  });
});

it('what is stored of a Group leaves its members out', () => {
  expect(groupContent(group, { displayName: 'Staff', members: [{ value: '1' }] })).toEqual({
    displayName: 'Staff',
    externalId: null,
    resource: { displayName: 'Staff' },
    search: { displayName: 'staff' },
  });
});
