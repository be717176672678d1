import { describe, expect, it } from 'vitest';
import { parseListQuery } from '../../../src/scim/list/query.ts';
import { ScimError } from '../../../src/scim/scim-error.ts';

describe('list parameters', () => {
  it('have the defaults of RFC 7644', () => {
    expect(parseListQuery({})).toEqual({
      filter: null,
      filterText: null,
      cursor: null,
      startIndex: 1,
      count: 100,
      sortBy: null,
      sortOrder: 'ascending',
      attributes: null,
      excludedAttributes: null,
    });
  });

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ startIndex: '0' }, { startIndex: 1 }],
    [{ startIndex: '-5' }, { startIndex: 1 }],
    [{ startIndex: '41' }, { startIndex: 41 }],
    [{ startIndex: 41 }, { startIndex: 41 }],
    [{ startIndex: '99999999999999999999' }, { startIndex: Number.MAX_SAFE_INTEGER }],
    [{ count: '0' }, { count: 0 }],
    [{ count: '-1' }, { count: 0 }],
    [{ count: '' }, { count: 100 }],
    [{ sortOrder: 'Descending' }, { sortOrder: 'descending' }],
    [{ sortBy: 'userName' }, { sortBy: 'userName' }],
    [{ attributes: 'userName, emails.value,' }, { attributes: ['userName', 'emails.value'] }],
    [{ attributes: ['userName', 'id'] }, { attributes: ['userName', 'id'] }],
    [
      { attributes: '', excludedAttributes: 'members' },
      { attributes: null, excludedAttributes: ['members'] },
    ],
    [{ unknown: 'x' }, {}],
  ])('%j is read as %j', (query, expected) => {
    expect(parseListQuery(query)).toMatchObject(expected);
  });

  it.each(['1e9', '1000000000', 1e9, '1001'])('[45] count %j is clamped to the maximum', (count) => {
    expect(parseListQuery({ count }).count).toBe(1000);
  });

  it('carry a parsed filter', () => {
    expect(parseListQuery({ filter: 'title pr' }).filter).toMatchObject({ kind: 'present' });
  });

  it.each<[Record<string, unknown>, string, RegExp]>([
    [{ count: 'ten' }, 'invalidValue', /"count" must be an integer, got "ten"/],
    [{ count: '1.5' }, 'invalidValue', /"count"/],
    [{ count: '0x10' }, 'invalidValue', /"count"/],
    [{ count: ['1', '2'] }, 'invalidValue', /"count"/],
    [{ startIndex: 'e' }, 'invalidValue', /"startIndex"/],
    [{ startIndex: {} }, 'invalidValue', /"startIndex"/],
    [{ sortOrder: 'up' }, 'invalidValue', /"sortOrder" must be "ascending" or "descending", got "up"/],
    [{ sortBy: ['a'] }, 'invalidValue', /"sortBy" must be given once/],
    [{ filter: '' }, 'invalidFilter', /empty/],
    [{ filter: ['a pr', 'b pr'] }, 'invalidValue', /"filter" must be given once/],
    [{ attributes: 'id', excludedAttributes: 'id' }, 'invalidValue', /exclude each other/],
    [{ attributes: { $gt: '' } }, 'invalidValue', /"attributes" must be attribute names/],
    [{ attributes: 'x'.repeat(9000) }, 'invalidValue', /"attributes" is longer than 8 kB/],
    [{ attributes: '__proto__.x' }, 'invalidValue', /"__proto__\.x", which is not an attribute name/],
    [{ excludedAttributes: 'constructor.prototype' }, 'invalidValue', /not an attribute name/],
    [{ attributes: 'urn:x:User:__PROTO__' }, 'invalidValue', /not an attribute name/],
  ])('[28] %.80j is refused', (query, scimType, detail) => {
    const refused = () => parseListQuery(query);
    expect(refused).toThrow(ScimError);
    expect(refused).toThrow(expect.objectContaining({ status: 400, scimType, detail: expect.stringMatching(detail) }));
  });
});
