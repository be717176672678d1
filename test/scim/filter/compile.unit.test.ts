import { describe, expect, it } from 'vitest';
import { compileFilter, questionsIn } from '../../../src/scim/filter/compile.ts';
import type { Question } from '../../../src/scim/filter/groups-and-members.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import type { ResourceType } from '../../../src/scim/schema/model.ts';

const { user, group } = loadSchemas([builtInSchemaDirectory]);
const compile = (type: ResourceType, text: string) => compileFilter(type, parseFilter(text));
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('indexed look-ups of users', () => {
  it.each<[string, unknown]>([
    ['userName eq "Ada@X.org"', { userNameKey: { $eq: 'ada@x.org' } }],
    ['userName sw "Ada."', { userNameKey: { $regex: '^ada\\.' } }],
    ['externalId eq "E-1"', { externalId: { $eq: 'E-1' } }],
    ['id eq "a1"', { _id: { $eq: 'a1' } }],
    ['emails eq "Ada@X.org"', { 'search.emails.value': { $eq: 'ada@x.org' } }],
    ['emails.value eq "Ada@X.org"', { 'search.emails.value': { $eq: 'ada@x.org' } }],
    ['active eq true', { status: 'active', activeUnassigned: { $ne: true } }],
    ['active ne "True"', { $nor: [{ status: 'active', activeUnassigned: { $ne: true } }] }],
    [
      `${ENTERPRISE}.manager eq "B"`,
      { 'search.urn:ietf:params:scim:schemas:extension:enterprise:2%2E0:User.manager.value': { $eq: 'B' } },
    ],
    [
      `${ENTERPRISE}.manager.value eq "B"`,
      { 'search.urn:ietf:params:scim:schemas:extension:enterprise:2%2E0:User.manager.value': { $eq: 'B' } },
    ],
    ['urn:ietf:params:scim:schemas:core:2.0:User.userName eq "Ada"', { userNameKey: { $eq: 'ada' } }],
    ['groups.value eq "g"', { groupIds: 'g' }],
    ['meta.lastModified gt "2024-01-01T00:00:00Z"', { updatedAt: { $gt: new Date('2024-01-01') } }],
    ['emails[type eq "WORK"]', { 'search.emails': { $elemMatch: { type: { $eq: 'work' } } } }],
    ['not (title pr)', { $nor: [{ 'search.title': { $gt: '' } }] }],
    [
      `${ENTERPRISE}:manager.value eq "B"`,
      { 'search.urn:ietf:params:scim:schemas:extension:enterprise:2%2E0:User.manager.value': { $eq: 'B' } },
    ],
  ])('%s', (text, query) => {
    expect(compile(user, text)).toEqual(query);
  });

  it('[27] text is literal, never an expression', () => {
    expect(compile(user, 'title co "(a+)+$"')).toEqual({ 'search.title': { $regex: '\\(a\\+\\)\\+\\$' } });
    expect(compile(user, String.raw`title ew "a\\"`)).toEqual({ 'search.title': { $regex: 'a\\\\\\z' } });
  });

  it('[31] 18 ANDed ORs stay 18 ANDed ORs', () => {
    const text = Array.from({ length: 18 }, (_, i) => `(title eq "${i}" or nickName eq "${i}")`).join(' and ');
    expect((compile(user, text).$and as unknown[]).length).toBe(18);
    expect(JSON.stringify(compile(user, text)).length).toBeLessThan(3000);
  });

  it.each([
    'urn:usher:params:scim:schemas:extension:access:2.0:User:organizationRole eq "Organization Admin"',
    'urn:usher:params:scim:schemas:extension:access:2.0:User:workspaces[role eq "x"]',
    'groups.$ref eq "x"',
    'groups[$ref ew "x"]',
    'groups co "x"',
    'meta.version eq "x"',
    'meta.location co "x"',
    'meta[resourceType eq "User"]',
    `${ENTERPRISE}:manager.displayName eq "x"`,
    'schemas ne "x"',
    'meta.resourceType co "U"',
  ])('%s is refused: it is not stored', (text) => {
    expect(() => compile(user, text)).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidFilter' }));
  });
});

describe('filters of users by their groups', () => {
  it.each<[string, object, object]>([
    ['groups.display eq "Staff"', { nameKey: { $eq: 'staff' } }, { groupIds: { $in: ['g1'] } }],
    [
      'groups[display sw "St" and type eq "direct"]',
      { $and: [{ nameKey: { $regex: '^st' } }, {}] },
      { groupIds: { $in: ['g1'] } },
    ],
    [
      'groups.display ne "Staff"',
      { nameKey: { $eq: 'staff' } },
      { $or: [{ 'groupIds.0': { $exists: false } }, { groupIds: { $elemMatch: { $ne: 'g1' } } }] },
    ],
  ])('%s asks for the groups', (text, asked, query) => {
    expect(questionsIn(user, parseFilter(text))).toEqual([{ about: 'groups', query: asked }]);
    expect(compileFilter(user, parseFilter(text), () => ['g1'])).toEqual(query);
  });

  it.each(['meta pr', 'meta.version pr', 'meta.location pr'])('%s is true of everybody', (text) => {
    expect(compile(user, text)).toEqual({});
  });
});

describe('filters of groups', () => {
  it('displayName uses the key of the unique index', () => {
    expect(compile(group, 'displayName eq "All Staff"')).toEqual({ nameKey: { $eq: 'all staff' } });
  });

  it.each(['members eq "u1"', 'members.value eq "u1"', 'members[value eq "u1"]'])(
    '%s is answered from the links that the caller looked up',
    (text) => {
      const filter = parseFilter(`id eq "g1" and ${text}`);
      expect(questionsIn(group, filter)).toEqual([{ about: 'member', id: 'u1' }]);
      expect(compileFilter(group, filter, () => ['g1', 'g2'])).toEqual({
        $and: [{ _id: { $eq: 'g1' } }, { _id: { $in: ['g1', 'g2'] } }],
      });
      expect(compileFilter(group, parseFilter(text))).toEqual({ _id: { $in: [] } });
    },
  );

  it.each<[string, Question, object]>([
    ['members pr', { about: 'memberships', query: {} }, { _id: { $in: ['g1'] } }],
    ['members.value ne "u1"', { about: 'only-member', id: 'u1' }, { _id: { $nin: ['g1'] } }],
    [
      'members[value eq "u1" and type eq "user"]',
      { about: 'memberships', query: { $and: [{ memberId: { $eq: 'u1' } }, { type: { $in: ['User'] } }] } },
      { _id: { $in: ['g1'] } },
    ],
  ])('%s asks for the groups that it finds', (text, question, query) => {
    expect(questionsIn(group, parseFilter(text))).toEqual([question]);
    expect(compileFilter(group, parseFilter(text), () => ['g1'])).toEqual(query);
  });

  it.each(['members.display eq "x"', 'members co "x"', 'members[display eq "x"]', 'members[$ref ew "x"]'])(
    '%s is refused',
    (text) => {
      expect(() => compile(group, text)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }));
    },
  );
});
