import fc from 'fast-check';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldName } from '../../../src/domain/directory/fold-name.ts';
import type { JsonObject } from '../../../src/json.ts';
import type { AttributePath, ComparisonOperator, Filter } from '../../../src/scim/filter/ast.ts';
import { compileFilter } from '../../../src/scim/filter/compile.ts';
import { compileMatcher } from '../../../src/scim/filter/match.ts';
import { parseFilter } from '../../../src/scim/filter/parse.ts';
import { userContent } from '../../../src/scim/schema/content.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import { testDatabase } from '../../support/mongod.ts';

/*
 * The compiled query, asked of a real database, finds exactly the documents that the predicate accepts. Small pools of
 * awkward words make the two meet often: case and width twins, regex characters, empty text, code points past the BMP.
 */
const { user } = loadSchemas([builtInSchemaDirectory]);
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SEED = 20_240_501;

const word = fc.constantFrom(
  'a',
  'A',
  'ａ',
  'ab',
  'Ab',
  'b',
  'a.b',
  '(a+)+$',
  'b\n',
  '',
  '\uffee',
  '😀',
  'é',
  'É',
  '-]^\\',
);
const key = fc.constantFrom('k1', 'K1', 'k2', 'a.b');
const instant = fc.constantFrom('2024-01-01T00:00:00.000Z', '2024-05-01T10:00:00.000Z', '2024-12-31T23:59:59.999Z');

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const plural = fc.array(
  fc.record(
    { value: word, type: fc.constantFrom('work', 'Home'), primary: fc.boolean(), display: word },
    { requiredKeys: [] },
  ),
  { maxLength: 3 },
);

const resource = fc.record({
  userName: fc.constantFrom('ada', 'Ada', 'Bob', 'a.b'),
  externalId: maybe(key),
  active: fc.boolean(),
  title: maybe(word),
  nickName: maybe(word),
  name: maybe(fc.record({ givenName: word, familyName: word }, { requiredKeys: [] })),
  emails: maybe(plural),
  roles: maybe(plural),
  groups: maybe(fc.uniqueArray(key, { maxLength: 2 })),
  created: instant,
  extension: maybe(
    fc.record({ department: word, manager: fc.record({ value: key }, { requiredKeys: [] }) }, { requiredKeys: [] }),
  ),
});

const path = (attribute: string, sub: string | null = null, schema: string | null = null): AttributePath => ({
  schema,
  attribute,
  sub,
});
const ordered: ComparisonOperator[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const textual: ComparisonOperator[] = [...ordered, 'co', 'sw', 'ew'];
const equality: ComparisonOperator[] = ['eq', 'ne'];

type Value = string | boolean | null;
function tests(
  paths: AttributePath[],
  operators: ComparisonOperator[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Filter> {
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...paths).map((p): Filter => ({ kind: 'present', path: p })) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.constantFrom(...paths), fc.constantFrom(...operators), value)
        .map(([p, operator, v]): Filter => ({ kind: 'compare', path: p, operator, value: v })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...paths), fc.constantFrom(...equality))
        .map(([p, operator]): Filter => ({ kind: 'compare', path: p, operator, value: null })),
    },
  );
}

function combined(leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: inner.map((operand): Filter => ({ kind: 'not', operand })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(inner, { minLength: 2, maxLength: 3 }))
        .map(([kind, operands]): Filter => ({ kind, operands })),
    },
  );
}

const elementTests = fc.oneof(
  tests([path('value'), path('type'), path('display')], textual, word),
  tests([path('primary')], equality, fc.boolean()),
);
const valuePath = fc
  .tuple(fc.constantFrom('emails', 'roles'), combined(elementTests, 2))
  .map(([attribute, filter]): Filter => ({ kind: 'value-path', path: path(attribute), filter }));
const singlePath = fc
  .tuple(fc.constantFrom(path('name')), combined(tests([path('givenName'), path('familyName')], textual, word), 2))
  .map(([p, filter]): Filter => ({ kind: 'value-path', path: p, filter }));

const leaf = fc.oneof(
  tests([path('userName')], textual, fc.constantFrom('ada', 'ADA', 'b', 'a.')),
  tests([path('externalId'), path('id')], textual, key),
  tests([path('title'), path('nickName'), path('NAME', 'GIVENNAME'), path('name', 'familyName')], textual, word),
  tests([path('emails'), path('emails', 'value'), path('roles', 'type'), path('roles', 'display')], textual, word),
  tests([path('active'), path('emails', 'primary')], equality, fc.boolean()),
  tests([path('groups'), path('groups', 'value')], equality, key),
  tests([path('meta', 'created')], ordered, instant),
  tests([path('department', null, ENTERPRISE)], textual, word),
  tests([path('manager', 'value', ENTERPRISE), path('manager', null, ENTERPRISE)], textual, key),
  tests([path('meta', 'resourceType')], equality, fc.constantFrom('User', 'Group')),
  fc
    .constantFrom(ENTERPRISE, 'urn:ietf:params:scim:schemas:core:2.0:User', 'urn:x')
    .map((value): Filter => ({ kind: 'compare', path: path('schemas'), operator: 'eq', value })),
  valuePath,
  singlePath,
);

type Given = typeof resource extends fc.Arbitrary<infer T> ? T : never;

/** The stored document, as the domain lays it out, and the resource as the door renders it. */
function both(given: Given, index: number) {
  const { groups, created, extension, ...attributes } = given;
  const content = userContent(user, JSON.parse(JSON.stringify({ ...attributes, [ENTERPRISE]: extension ?? null })));
  const id = `k${index}`;
  const document = {
    _id: id,
    userNameKey: foldName(content.userName),
    externalId: content.externalId,
    status: content.active ? 'active' : 'inactive',
    groupIds: groups ?? [],
    createdAt: new Date(created),
    updatedAt: new Date(created),
    search: content.search,
    resource: content.resource,
  };
  const rendered: JsonObject = {
    ...content.resource,
    id,
    active: content.active,
    groups: (groups ?? []).map((value) => ({ value })),
    meta: { resourceType: 'User', created, lastModified: created },
  };
  return { document, rendered };
}

describe('a compiled filter', () => {
  const database = testDatabase();
  const people = fc.sample(resource, { numRuns: 120, seed: SEED }).map(both);
  let client: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    client = await new mongoose.mongo.MongoClient(database.uri).connect();
    const documents = people.map(({ document }) => document);
    await members().insertMany(documents);
  });
  afterAll(() => client.close());

  const members = () => client.db(database.name).collection<{ _id: string }>('members');

  it('finds exactly what the predicate accepts', async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(combined(leaf, 3), async (filter) => {
        const matcher = compileMatcher(user, filter);
        const expected = people.filter(({ rendered }) => matcher(rendered)).map(({ document }) => document._id);
        const found = await members()
          .find({ ...compileFilter(user, filter) }, { projection: { _id: 1 } })
          .toArray();
        expect(found.map(({ _id }) => _id).sort()).toEqual(expected.sort());
        if (found.length > 0 && found.length < people.length) hits += 1;
      }),
      { numRuns: 600, seed: SEED },
    );
    // The agreement means something only if most filters divide the people.
    expect(hits).toBeGreaterThan(200);
  }, 60_000);

  it('uses the index for the look-ups that identity providers make', async () => {
    await members().createIndexes([
      { key: { userNameKey: 1 } },
      { key: { externalId: 1 } },
      { key: { 'search.emails.value': 1 } },
      { key: { groupIds: 1 } },
      { key: { updatedAt: 1 } },
    ]);
    for (const text of [
      'userName eq "ada"',
      'userName sw "ad."',
      'externalId eq "k1"',
      'id eq "k1"',
      'emails.value eq "ab"',
      'emails eq "ab"',
      'groups eq "k1"',
      'meta.lastModified gt "2024-06-01T00:00:00Z"',
    ]) {
      const plan = await members()
        .find({ ...compileFilter(user, parseFilter(text)) })
        .explain('queryPlanner');
      expect([text, JSON.stringify(plan.queryPlanner.winningPlan)]).toEqual([
        text,
        expect.stringMatching(/IXSCAN|IDHACK/),
      ]);
    }
  });
});
