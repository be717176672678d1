import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compileFilter } from '../../../src/scim/filter/compile.ts';
import { compileMatcher } from '../../../src/scim/filter/match.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { compileProjection } from '../../../src/scim/list/project.ts';
import { coerce } from '../../../src/scim/schema/coerce.ts';
import { userContent } from '../../../src/scim/schema/content.ts';
import { resourceTypeById, schemaById } from '../../../src/scim/schema/discovery.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';

const ID = 'urn:example:scim:schemas:extension:plant:1.0:User';
const KEY = 'search.urn:example:scim:schemas:extension:plant:1%2E0:User';

const directory = mkdtempSync(join(tmpdir(), 'usher-plant-'));
afterAll(() => rmSync(directory, { recursive: true }));
const document = {
  id: ID,
  name: 'Plant',
  attributes: [
    { name: 'badge', type: 'string', caseExact: true, required: true },
    { name: 'floor', type: 'integer' },
    { name: 'hiredAt', type: 'dateTime' },
    { name: 'skills', type: 'string', multiValued: true },
    {
      name: 'keys',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'door' }, { name: 'tags', multiValued: true }],
    },
  ],
};
writeFileSync(join(directory, 'plant.json'), JSON.stringify(document));
const schemas = loadSchemas([builtInSchemaDirectory, directory]);
const { user } = schemas;

const { resource } = coerce(user, {
  schemas: [user.schema.id, ID],
  userName: 'ada',
  [ID]: {
    Badge: 'B-1',
    floor: 3,
    hiredAt: '2024-05-01T00:00:00Z',
    skills: ['Welding', 'Math'],
    keys: [{ door: 'North', tags: ['Red'] }],
  },
});
const content = userContent(user, resource);

it('is discovered', () => {
  expect(schemaById(schemas, 'https://x/scim/v2', ID)).toMatchObject(document);
  expect(resourceTypeById(schemas, 'https://x/scim/v2', 'User')?.schemaExtensions).toContainEqual({
    schema: ID,
    required: false,
  });
});

it('is stored and folded for filters', () => {
  expect(content.resource[ID]).toMatchObject({ badge: 'B-1', floor: 3, skills: ['Welding', 'Math'] });
  expect(content.search[KEY.slice('search.'.length)]).toEqual({
    badge: 'B-1',
    floor: 3,
    hiredAt: new Date('2024-05-01'),
    skills: ['welding', 'math'],
    keys: [{ door: 'north', tags: ['red'] }],
  });
});

it.each<[string, unknown]>([
  ['badge eq "B-1"', { [`${KEY}.badge`]: { $eq: 'B-1' } }],
  ['floor ge 3', { [`${KEY}.floor`]: { $gte: 3 } }],
  ['hiredAt lt "2025-01-01"', { [`${KEY}.hiredAt`]: { $lt: new Date('2025-01-01') } }],
  ['skills eq "MATH"', { [`${KEY}.skills`]: { $eq: 'math' } }],
  [
    'skills ne "math"',
    { $or: [{ [`${KEY}.skills`]: { $exists: false } }, { [`${KEY}.skills`]: { $elemMatch: { $ne: 'math' } } }] },
  ],
  ['keys[door eq "north" and tags co "ed"]', expect.anything()],
  ['keys.tags ne "blue"', expect.anything()],
])('is filtered: %s', (test, query) => {
  const filter = parseFilter(`${ID}:${test}`);
  expect(compileFilter(user, filter)).toEqual(query);
  expect(compileMatcher(user, filter)(content.resource)).toBe(true);
});

it('is projected', () => {
  const selection = { attributes: [`${ID}:floor`], excludedAttributes: null };
  expect(compileProjection(user, selection).apply(content.resource)).toEqual({ [ID]: { floor: 3 } });
});

it('wants its required attribute only where the extension is used', () => {
  expect(coerce(user, { userName: 'ada' }).resource).toEqual({ userName: 'ada' });
  expect(() => coerce(user, { userName: 'ada', [ID]: { floor: 1 } })).toThrow(`"${ID}:badge" is required and missing.`);
  expect(() => coerce(user, { userName: 'ada', [ID]: { badge: 'b', floor: 'x' } })).toThrow(
    `"${ID}:floor" must be an integer, got "x".`,
  );
});
