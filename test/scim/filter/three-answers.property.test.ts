/**
 * Random filters of random people and groups have three answers, which must be one: that of the database to the compiled
 * query, asked through the endpoint that the product answers lists with; that of the predicate, on what clients see; and
 * that of a model that knows nothing of either (filter-model.ts), on what clients sent. That such a comparison would notice
 * a fault of the compiler is shown by faults that are planted here.
 */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAdminGroup } from '../../../src/domain/administration/groups/admin-groups.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { groupsWithMembers } from '../../../src/domain/directory/find-groups.ts';
import { listUsers } from '../../../src/domain/directory/list-users.ts';
import { shiftClock } from '../../../src/domain/kernel/clock.ts';
import type { MemberDocument } from '../../../src/domain/model/member.ts';
import type { Json, JsonObject } from '../../../src/json.ts';
import type { ResourceEndpoints } from '../../../src/scim/exchange.ts';
import type { Filter as ParsedFilter } from '../../../src/scim/filter/ast.ts';
import { compileFilter } from '../../../src/scim/filter/compile.ts';
import { compileMatcher } from '../../../src/scim/filter/match.ts';
import { parseFilter, parsePatchPath } from '../../../src/scim/filter/parse.ts';
import { groupEndpoints } from '../../../src/scim/groups.ts';
import { cursorsBy } from '../../../src/scim/list/cursor.ts';
import { placesOfPages } from '../../../src/scim/list/places.ts';
import { queryOfFilter } from '../../../src/scim/list-filter.ts';
import { coerce } from '../../../src/scim/schema/coerce.ts';
import { groupContent, userContent } from '../../../src/scim/schema/content.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import type { Attribute, ResourceType } from '../../../src/scim/schema/model.ts';
import { resolveName } from '../../../src/scim/schema/resolve.ts';
import { userEndpoints } from '../../../src/scim/users.ts';
import type { Filter as StoredFilter } from '../../../src/storage/query.ts';
import { createGroup } from '../../support/create-group.ts';
import { context, newOrganization, testDeployment } from '../../support/domain.ts';
import { tries } from '../../support/random.ts';
import { type Filter, kept, meets } from './filter-model.ts';
import { choicesFrom, elementText, filterText } from './filter-text.ts';
import { elementsOf, groupFilters, groupNames, type Known, userBodies, userFilters } from './generated.ts';

const { numRuns: runs, seed } = tries({ fast: 200, soak: 600 });
/** Who is there, and the filters that have to notice what is planted, are the same in every run. */
const usual = { seed: 20_240_501 };

testDeployment();
afterEach(() => shiftClock(0));

const { user, group } = loadSchemas([builtInSchemaDirectory, fileURLToPath(new URL('schemas', import.meta.url))]);
const resources = {
  baseUrl: 'https://usher.test/scim/v2',
  cursors: cursorsBy('a secret of the tests'),
  places: placesOfPages(),
};
const users = userEndpoints({ type: user, ...resources });
const groups = groupEndpoints({ type: group, ...resources });

/** A resource as the client that made it knows it, and as the server shows it. */
type Pair = { readonly id: string; readonly sent: JsonObject; readonly shown: JsonObject };

let orgId = '';
let known: Known = { ids: [], groupIds: [], moments: [] };
let people: Pair[] = [];
let teams: Pair[] = [];

async function listed(endpoints: ResourceEndpoints, query: JsonObject): Promise<JsonObject[]> {
  const caller = { orgId, context, scopes: ['read' as const], memberId: null, strict: false };
  const request = { caller, id: '', query, body: null, ifMatch: null, ifNoneMatch: null, onIgnored: () => {} };
  const { body } = await endpoints.list(request);
  const found = body?.Resources as JsonObject[];
  expect(body?.totalResults).toBe(found.length);
  return found;
}

const idsOf = (found: readonly { readonly id?: Json }[]) => found.map(({ id }) => String(id)).sort();

beforeAll(async () => {
  ({ orgId } = await newOrganization());
  const [bodies = []] = fc.sample(userBodies, { numRuns: 1, ...usual });
  const ids: string[] = [];
  for (const [at, body] of bodies.entries()) {
    shiftClock(-((at * 7_919) % 40) * 86_400_000);
    // As after a PATCH that took it away.
    if (at % 9 === 4) body.active = null;
    const { resource } = coerce(user, body);
    const content = userContent(user, body.active === null ? { ...resource, active: null } : resource);
    ids.push((await createUser(context, orgId, content))._id);
  }
  const groupIds: string[] = [];
  for (const [at, displayName] of groupNames.entries()) {
    shiftClock(-at * 3_600_000);
    const body = { displayName, ...(at % 3 === 0 ? {} : { externalId: at % 2 === 0 ? 'k1' : 'K1' }) };
    const alone: Record<string, string[]> = { None: [], One: ids.slice(0, 1) };
    const members = alone[displayName] ?? ids.filter((_, person) => person % (at + 2) === 0);
    const nested = at % 3 === 1 ? groupIds.slice(0, 1) : [];
    groupIds.push((await createGroup(context, orgId, groupContent(group, body), [...members, ...nested]))._id);
  }
  shiftClock(0);
  await addStrangers();

  const shownUsers = await listed(users, { count: 1_000 });
  const shownGroups = await listed(groups, { count: 1_000 });
  people = shownUsers.map((shown) => {
    const at = ids.indexOf(String(shown.id));
    return pair(shown, { active: true, ...kept(bodies[at] ?? {}), ...(shown.groups ? { groups: shown.groups } : {}) });
  });
  teams = shownGroups.map((shown) => pair(shown, { ...shown }));
  expect(people).toHaveLength(ids.length);
  const moments = people.slice(0, 5).map(({ shown }) => String((shown.meta as JsonObject).created));
  known = { ids: ids.slice(0, 10), groupIds, moments: [...moments, '2020-01-01T00:00:00.000Z'] };
}, 300_000);

/** With what the server adds to what was sent, as the tests of resources prove. A blank externalId is none. */
function pair(shown: JsonObject, sent: JsonObject): Pair {
  const { id = '', schemas = [], meta = {} } = shown;
  return { id: String(id), sent: { ...sent, externalId: sent.externalId || null, id, schemas, meta }, shown };
}

/** The same people once more in another organization, somebody invited, and groups that admins made: none may be found. */
async function addStrangers(): Promise<void> {
  const rows = mongoose.connection.collection<{ _id: string; status?: string }>('members');
  const others = await rows.find({ orgId }).toArray();
  await rows.insertMany(others.map((row) => ({ ...row, _id: `other-${row._id}`, orgId: 'other' })));
  await rows.insertMany(
    others.slice(0, 3).map((row, at) => ({ ...row, _id: `p${at}`, userNameKey: `p${at}`, status: 'pending' })),
  );
  const active = others.flatMap(({ _id, status }) => (status === 'active' ? [_id] : []));
  for (const [at, name] of [...groupNames, 'Data'].entries())
    await createAdminGroup(
      context,
      orgId,
      { displayName: `${name}.` },
      active.filter((_, person) => person % (at + 1) === 0),
    );
}

const styles = fc.array(fc.nat({ max: 59 }), { minLength: 1, maxLength: 40 });

describe('the database, the predicate and the model', () => {
  it.each([
    [
      'users',
      () => ({ type: user, endpoints: users, all: people, filters: userFilters(known), runs, core: user.schema.id }),
    ],
    [
      'groups',
      () => ({
        type: group,
        endpoints: groups,
        all: teams,
        filters: groupFilters(known),
        runs: Math.ceil(runs / 3),
        core: group.schema.id,
      }),
    ],
  ] as const)(
    'agree about %s',
    async (_what, prepare) => {
      const { type, endpoints, all, filters, runs: numRuns, core } = prepare();
      let dividing = 0;
      await fc.assert(
        fc.asyncProperty(filters, styles, async (filter, style) => {
          const text = filterText(filter, choicesFrom(style), core);
          const expected = idsOf(all.filter(({ sent }) => meets(filter, sent)));
          const matches = compileMatcher(type, parseFilter(text));
          expect([text, idsOf(all.filter(({ shown }) => matches(shown)))]).toEqual([text, expected]);
          const found = await listed(endpoints, { filter: text, count: 1_000, attributes: 'id' });
          expect([text, idsOf(found)]).toEqual([text, expected]);
          if (expected.length > 0 && expected.length < all.length) dividing += 1;
        }),
        { numRuns, seed },
      );
      // The agreement means something only if most filters divide those who are there.
      expect(dividing).toBeGreaterThan(numRuns * 0.4);
    },
    300_000,
  );
});

describe('the brackets of a PATCH path', () => {
  it.each(Object.entries(elementsOf))('select of %s what the model selects', (path, { element, filter }) => {
    const attribute = resolveName(user, path)?.attribute as Attribute;
    let dividing = 0;
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 8 }), filter, styles, (elements, generated, style) => {
        const text = `${path}[${elementText(generated, choicesFrom(style))}]`;
        const selects = compileMatcher(attribute, parsePatchPath(text).filter as ParsedFilter);
        const expected = elements.map((one) => meets(generated, one));
        expect([text, elements.map(selects)]).toEqual([text, expected]);
        if (new Set(expected).size === 2) dividing += 1;
      }),
      { numRuns: runs, seed },
    );
    expect(dividing).toBeGreaterThan(runs * 0.3);
  });
});

type Query = Readonly<Record<string, unknown>>;

/** The query with a change made to every object in it, innermost first. */
function rewritten(query: unknown, change: (part: Query) => Query): unknown {
  if (Array.isArray(query)) return query.map((part) => rewritten(part, change));
  if (typeof query !== 'object' || query === null || query instanceof Date) return query;
  return change(Object.fromEntries(Object.entries(query).map(([name, part]) => [name, rewritten(part, change)])));
}

/** The type with a wrong fact about each of its attributes. */
function misread({ schema, extensions, common, ...type }: ResourceType, wrong: Partial<Attribute>): ResourceType {
  const misreadAll = (attributes: readonly Attribute[]): Attribute[] =>
    attributes.map((attribute) => ({ ...attribute, ...wrong, subAttributes: misreadAll(attribute.subAttributes) }));
  return {
    ...type,
    schema: { ...schema, attributes: misreadAll(schema.attributes) },
    extensions: extensions.map((extension) => ({ ...extension, attributes: misreadAll(extension.attributes) })),
    common: misreadAll(common),
  };
}

/** As the product compiles it, with what the filter asks about groups looked up. */
const answered = (text: string) => queryOfFilter(orgId, user, parseFilter(text)) as Promise<Query>;
const compiled = async (text: string, change: (part: Query) => Query) =>
  rewritten(await answered(text), change) as Query;
const isOperator = (name: string) => name.startsWith('$');
/** The first key of a part, and the tests that it holds. */
function sole(part: Query): [string, Query] {
  const [key = '', tests] = Object.entries(part)[0] ?? [];
  return [key, typeof tests === 'object' && tests !== null ? (tests as Query) : {}];
}

/** Compilers with one fault each. */
const faults: Record<string, (text: string) => Promise<Query>> = {
  '"not (a and b)" is read as "not a and not b"': (text) =>
    compiled(text, (part) => ({
      ...part,
      ...(Array.isArray(part.$nor) && part.$nor[0]?.$and ? { $nor: part.$nor[0].$and } : {}),
    })),
  '"not" looks at each element of a list': (text) =>
    compiled(text, (part) => {
      const [inner = {}] = (part.$nor as Query[] | undefined) ?? [];
      const [key, test] = sole(inner);
      return '$eq' in test
        ? { $or: [{ [key]: { $exists: false } }, { [key]: { $elemMatch: { $ne: test.$eq } } }] }
        : part;
    }),
  '"ne" does not hold where there is no value': (text) =>
    compiled(text, (part) => ('$ne' in part ? { ...part, $exists: true } : part)),
  '"ne" of a list holds only if all of its values differ': (text) =>
    compiled(text, (part) => {
      const [key, test] = sole(part);
      const [missing, differs] = (part.$or as Query[] | undefined) ?? [];
      const [path, value] = sole(differs ?? {});
      const isOfList =
        missing !== undefined &&
        '$exists' in sole(missing)[1] &&
        '$ne' in ((value.$elemMatch as Query | undefined) ?? value);
      const operand = ((value.$elemMatch as Query | undefined) ?? value).$ne;
      return isOfList ? { [path]: { $ne: operand } } : { [key]: test, ...part };
    }),
  'different elements may meet the parts of a value path': (text) =>
    compiled(text, (part) => {
      const [key, { $elemMatch }] = sole(part);
      const tests = ($elemMatch as Query | undefined)?.$and as Query[] | undefined;
      const isSimple = tests?.every((test) => !isOperator(sole(test)[0]));
      return isSimple ? { $and: tests?.map((test) => ({ [`${key}.${sole(test)[0]}`]: sole(test)[1] })) } : part;
    }),
  'caseExact is forgotten': (text) => queryOfFilter(orgId, misread(user, { caseExact: false }), parseFilter(text)),
  'everything is caseExact': (text) => queryOfFilter(orgId, misread(user, { caseExact: true }), parseFilter(text)),
  'the text of "co" is a pattern': (text) =>
    compiled(text, (part) => ('$regex' in part ? { $regex: String(part.$regex).replaceAll(/\\(?!z)/g, '') } : part)),
  '"pr" counts the empty text': (text) =>
    compiled(text, (part) => ('$gt' in part && part.$gt === '' ? { $exists: true } : part)),
  '"gt" is "ge"': (text) => compiled(text, (part) => ('$gt' in part && part.$gt !== '' ? { $gte: part.$gt } : part)),
  'the zone of a time is ignored': (text) =>
    compiled(text.replaceAll(/(T[\d:.]+)[+-]\d\d:\d\d/gi, '$1Z'), (part) => part),
};

/** The first of the filters that is answered otherwise than the model answers it. */
async function difference(compile: (text: string) => Promise<Query>, filters: readonly [Filter, readonly number[]][]) {
  for (const [filter, style] of filters) {
    const text = filterText(filter, choicesFrom(style));
    const order = { set: null, sort: { _id: 1 as const } };
    const page = { order, skip: 0, after: null, limit: 1_000 };
    const answer = await listUsers(orgId, {
      ...page,
      filter: (await compile(text)) as StoredFilter<MemberDocument>,
    }).then(
      ({ rows }) => rows.map(({ _id }) => _id).sort(),
      (error: Error) => error.message,
    );
    const expected = idsOf(people.filter(({ sent }) => meets(filter, sent)));
    if (JSON.stringify(answer) !== JSON.stringify(expected)) return text;
  }
  return null;
}

describe('the comparison notices that', () => {
  const samples = () => fc.sample(fc.tuple(userFilters(known), styles), { numRuns: 1_500, ...usual });

  it.each(Object.keys(faults))(
    '%s',
    async (fault) => {
      expect(await difference(faults[fault] as (text: string) => Promise<Query>, samples())).not.toBeNull();
    },
    120_000,
  );

  it('members of a group are looked up for the wrong id', async () => {
    const filters = fc.sample(groupFilters(known), { numRuns: 200, ...usual });
    const links = await groupsWithMembers(orgId, known.ids);
    const wrong = new Map([...links].map(([id], at, all) => [id, all[(at + 1) % all.length]?.[1] ?? []]));
    const rows = mongoose.connection.collection('groups');
    const differs = [];
    for (const filter of filters) {
      const query = compileFilter(group, parseFilter(filterText(filter, () => 0)), (question) =>
        question.about === 'member' ? (wrong.get(question.id) ?? []) : [],
      );
      const found = await rows.find({ orgId, ...query }, { projection: { _id: 1 } }).toArray();
      const expected = idsOf(teams.filter(({ sent }) => meets(filter, sent)));
      if (JSON.stringify(found.map(({ _id }) => String(_id)).sort()) !== JSON.stringify(expected)) differs.push(filter);
    }
    expect(differs.length).toBeGreaterThan(0);
  });

  it('nothing is wrong where no fault is planted', async () => {
    expect(await difference(answered, samples().slice(0, 300))).toBeNull();
  }, 300_000);
});
