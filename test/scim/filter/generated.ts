/** Random people, groups and filters about them, of few and awkward values, so that the filters often find somebody. */
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/json.ts';
import { type Attribute, type Filter, instant, type Kind, type Operator } from './filter-model.ts';

const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const SPECIMEN = 'urn:example:params:scim:schemas:extension:specimen:2.0:User';

/** Twins by case, width and normal form; what means something in patterns, JSON and filters; beyond the BMP. */
const words = [
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
  ' ',
  '\uffee',
  '😀',
  '😁a',
  'é',
  'É',
  'e\u0301',
];
const moreWords = ['-]^\\', '"a"', '\\', 'and not (b)', 'ΑΣ', 'ας', 'ß', '%2E', '$a'];
const word = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, fc.constantFrom(...moreWords));
const key = fc.constantFrom('k1', 'K1', 'k2', 'a.b', '');
const bytes = fc.constantFrom('YWI=', 'YWJj', 'Ywi=', 'YQ==');
const number = fc.constantFrom(0, 1, 2, 3, -1, 2_000_000_000, 9_007_199_254_740_991);
const decimal = fc.oneof(number, fc.constantFrom(0.5, -0.25, 2.000001, 1e21));

/** Few moments, each in many ways to write it: zones, precisions, a date alone. Some differ by less than can be kept. */
const moments = [
  '2024-01-01T00:00:00.000Z',
  '2024-05-01T10:00:00.000Z',
  '2024-05-01T10:00:00.001Z',
  '2024-12-31T23:59:59.999Z',
];
const time = momentsOf(moments);

function momentsOf(from: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...from), fc.nat({ max: 6 })).map(([moment, way]) => inAnotherWay(moment, way));
}

function inAnotherWay(moment: string, way: number): string {
  const shifted = (minutes: number, zone: string) =>
    new Date(instant(moment) + minutes * 60_000).toISOString().replace('Z', zone);
  if (way === 1) return shifted(330, '+05:30');
  if (way === 2) return shifted(-480, '-08:00');
  if (way === 3 && moment.endsWith(':00.000Z')) return moment.replace(':00.000Z', 'Z');
  if (way === 4 && moment.endsWith('T00:00:00.000Z')) return moment.slice(0, 10);
  if (way === 5) return moment.replace('Z', '4999Z');
  if (way === 6) return moment.replace('Z', '').replace('.000', '');
  return moment;
}

const absent: fc.Arbitrary<Json | undefined> = fc.constantFrom(undefined, undefined, null);
const maybe = <T extends Json>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: absent });
const list = <T extends Json>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.array(value, { maxLength: 3 }) }, { weight: 1, arbitrary: absent });
const record = (parts: Record<string, fc.Arbitrary<unknown>>) => fc.record(parts, { requiredKeys: [] }).map(asJson);

function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

/** At most one is primary: two are refused. */
function onePrimary(elements: readonly JsonObject[]): JsonObject[] {
  const first = elements.findIndex(({ primary }) => primary === true);
  return elements.map((element, at) =>
    element.primary === true && at !== first ? { ...element, primary: false } : element,
  );
}

const entry = record({
  value: word,
  type: fc.constantFrom('work', 'Home'),
  primary: maybe(fc.boolean()),
  display: maybe(word),
});
const part = record({
  value: word,
  serial: maybe(key),
  weight: maybe(decimal),
  checkedAt: maybe(time),
  broken: fc.boolean(),
  link: key,
  labels: list(word),
  primary: fc.boolean(),
});
const elements = (element: fc.Arbitrary<JsonObject>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.array(element, { maxLength: 3 }).map(onePrimary) },
    { weight: 1, arbitrary: absent },
  );

/** The bodies of POST requests. A userName cannot be empty, and is made unique by its place in the list. */
export const userBodies = fc
  .array(
    fc
      .record({
        userName: fc.constantFrom('ada', 'ADA', 'Bob', 'ｂob', '😀', 'a.b'),
        externalId: maybe(key),
        active: fc.constantFrom(true, true, false),
        title: maybe(word),
        nickName: maybe(word),
        profileUrl: maybe(key),
        name: maybe(record({ givenName: maybe(word), familyName: maybe(word) })),
        emails: elements(entry),
        roles: elements(entry),
        x509Certificates: elements(record({ value: bytes, display: word })),
        [ENTERPRISE]: maybe(record({ department: maybe(word), manager: maybe(record({ value: maybe(key) })) })),
        [SPECIMEN]: maybe(
          record({
            serial: maybe(key),
            colour: maybe(word),
            pieces: maybe(number),
            ratio: maybe(decimal),
            checked: maybe(fc.boolean()),
            seenAt: maybe(time),
            link: maybe(key),
            sample: maybe(bytes),
            tags: list(word),
            codes: list(key),
            sizes: list(number),
            visits: list(time),
            origin: maybe(record({ place: maybe(word), year: maybe(number), at: maybe(time) })),
            parts: elements(part),
          }),
        ),
      })
      .map(asJson),
    { minLength: 110, maxLength: 110 },
  )
  .map((bodies) => bodies.map((body, at): JsonObject => ({ ...body, userName: `${body.userName}${at}` })));

/** What filters may ask about that is known only once there are resources. */
export type Known = {
  readonly ids: readonly string[];
  readonly groupIds: readonly string[];
  readonly moments: readonly string[];
};

const core = (name: string, kind: Kind, value?: Kind): Attribute => attribute(null, name, kind, value);
function attribute(urn: string | null, name: string, kind: Kind, value?: Kind): Attribute {
  return { urn, names: name.split('.'), kind, ...(value === undefined ? {} : { value }) };
}
const specimen = (name: string, kind: Kind, value?: Kind) => attribute(SPECIMEN, name, kind, value);
const enterprise = (name: string, kind: Kind, value?: Kind) => attribute(ENTERPRISE, name, kind, value);

const order: readonly Operator[] = ['gt', 'ge', 'lt', 'le'];
const pieces: readonly Operator[] = ['co', 'sw', 'ew'];
const operators: Record<Kind, readonly Operator[]> = {
  text: ['eq', 'ne', ...order, ...pieces],
  exact: ['eq', 'ne', ...order, ...pieces],
  bytes: ['eq', 'ne', ...pieces],
  number: ['eq', 'ne', ...order],
  boolean: ['eq', 'ne'],
  time: ['eq', 'ne', ...order],
  complex: [],
};
type Value = string | number | boolean;
const operands: Record<Kind, fc.Arbitrary<Value>> = {
  text: word,
  exact: key,
  bytes,
  number: decimal,
  boolean: fc.boolean(),
  time,
  complex: fc.constant(''),
};

/** Tests of one of these attributes: mostly comparisons, with values that others have. */
function tests(
  attributes: readonly Attribute[],
  { only, values }: { only?: readonly Operator[]; values?: fc.Arbitrary<Value> } = {},
): fc.Arbitrary<Filter> {
  return fc.constantFrom(...attributes).chain((of): fc.Arbitrary<Filter> => {
    const present = fc.constant<Filter>({ is: 'present', of });
    const nothing = fc
      .constantFrom<Operator>('eq', 'ne')
      .map((operator): Filter => ({ is: 'compared', of, operator, value: null }));
    const kind = of.value ?? of.kind;
    const allowed = only ?? operators[kind];
    if (allowed.length === 0) return fc.oneof(present, nothing);
    const compared = fc
      .tuple(fc.constantFrom(...allowed), values ?? operands[kind])
      .map(([operator, value]): Filter => ({ is: 'compared', of, operator, value }));
    return fc.oneof(
      { weight: 8, arbitrary: compared },
      { weight: 1, arbitrary: present },
      { weight: 1, arbitrary: nothing },
    );
  });
}

function combined(leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  const several = fc.array(inner, { minLength: 2, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 2, arbitrary: inner.map((what): Filter => ({ is: 'not', what })) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), several)
        .map(([is, all]): Filter => ({ is, all })),
    },
  );
}

/** What one element must meet, often two things at once that two elements could meet between them. */
function inElement(attributes: readonly Attribute[], inner: readonly Attribute[]): fc.Arbitrary<Filter> {
  const test = tests(inner);
  const both = fc.tuple(test, test).map((all): Filter => ({ is: 'and', all }));
  return fc
    .tuple(fc.constantFrom(...attributes), fc.oneof(both, combined(test, 2)))
    .map(([of, meets]): Filter => ({ is: 'element', of, meets }));
}

const entryParts = [core('value', 'text'), core('type', 'text'), core('display', 'text'), core('primary', 'boolean')];
const partParts = [
  ...entryParts.filter(({ names: [name] }) => name === 'value' || name === 'primary'),
  core('serial', 'exact'),
  core('weight', 'number'),
  core('checkedAt', 'time'),
  core('broken', 'boolean'),
  core('link', 'exact'),
  core('labels', 'text'),
];

/** Filters of users. */
export function userFilters({ ids, groupIds, moments: known }: Known): fc.Arbitrary<Filter> {
  const names = fc.oneof(
    fc.constantFrom('ada', 'ADA1', 'b', 'a.', '😀', 'BOB', 'ａda2', '7'),
    fc.nat({ max: 30 }).map((at) => `ada${at}`),
  );
  const leaf = fc.oneof(
    tests([core('userName', 'text')], { values: names }),
    tests([core('id', 'exact')], { values: fc.constantFrom(...ids, 'nobody') }),
    tests([core('externalId', 'exact'), core('profileUrl', 'exact')]),
    tests([
      core('title', 'text'),
      core('nickName', 'text'),
      core('name.givenName', 'text'),
      core('name.familyName', 'text'),
      core('name', 'complex'),
    ]),
    tests([
      core('emails', 'complex', 'text'),
      core('emails.value', 'text'),
      core('roles.type', 'text'),
      core('roles.display', 'text'),
    ]),
    tests([core('active', 'boolean'), core('emails.primary', 'boolean')]),
    tests([core('x509Certificates', 'complex', 'bytes'), core('x509Certificates.value', 'bytes')]),
    tests([core('groups', 'complex', 'exact'), core('groups.value', 'exact')], {
      only: ['eq', 'ne'],
      values: fc.constantFrom(...groupIds, 'nobody'),
    }),
    tests([core('groups.display', 'text')], { values: namesOfGroups }),
    tests([core('meta', 'complex'), core('meta.version', 'exact'), core('meta.location', 'exact')], { only: [] }),
    tests([core('meta.created', 'time'), core('meta.lastModified', 'time')], { values: momentsOf(known) }),
    tests([core('meta.resourceType', 'exact')], {
      only: ['eq', 'ne'],
      values: fc.constantFrom('User', 'user', 'Group'),
    }),
    tests([core('schemas', 'exact')], {
      only: ['eq'],
      values: fc.constantFrom(CORE_USER, ENTERPRISE, SPECIMEN, 'urn:x'),
    }),
    tests([
      enterprise('department', 'text'),
      enterprise('manager', 'complex', 'exact'),
      enterprise('manager.value', 'exact'),
    ]),
    tests([
      specimen('serial', 'exact'),
      specimen('colour', 'text'),
      specimen('pieces', 'number'),
      specimen('ratio', 'number'),
      specimen('checked', 'boolean'),
      specimen('seenAt', 'time'),
      specimen('link', 'exact'),
      specimen('sample', 'bytes'),
    ]),
    tests([
      specimen('tags', 'text'),
      specimen('codes', 'exact'),
      specimen('sizes', 'number'),
      specimen('visits', 'time'),
    ]),
    tests([
      specimen('origin', 'complex'),
      specimen('origin.place', 'text'),
      specimen('origin.year', 'number'),
      specimen('origin.at', 'time'),
    ]),
    tests([
      specimen('parts', 'complex', 'text'),
      ...partParts.map(({ names, kind }) => specimen(`parts.${names.join('.')}`, kind)),
    ]),
    { weight: 2, arbitrary: inElement([core('emails', 'complex'), core('roles', 'complex')], entryParts) },
    { weight: 2, arbitrary: inElement([specimen('parts', 'complex')], partParts) },
    inElement([core('name', 'complex')], [core('givenName', 'text'), core('familyName', 'text')]),
    inElement([specimen('origin', 'complex')], [core('place', 'text'), core('year', 'number'), core('at', 'time')]),
    inElement([enterprise('manager', 'complex')], [core('value', 'exact')]),
    linkElement(
      'groups',
      [...linkParts(groupIds), tests([core('display', 'text')], { values: namesOfGroups })],
      'direct',
    ),
  );
  return combined(leaf, 3);
}

/** What an element of `groups` and `members` says: whose id it is, and besides of what kind. */
function linkElement(name: string, parts: readonly fc.Arbitrary<Filter>[], ...kinds: string[]): fc.Arbitrary<Filter> {
  const kind = tests([core('type', 'text')], { values: fc.constantFrom(...kinds, 'DIRECT', 'user', 'x') });
  const part = fc.oneof({ weight: 4, arbitrary: fc.oneof(...parts) }, kind);
  return combined(part, 1).map((meets): Filter => ({ is: 'element', of: core(name, 'complex'), meets }));
}

function linkParts(ids: readonly string[]): fc.Arbitrary<Filter>[] {
  return [
    tests([core('value', 'exact')], {
      only: ['eq', 'eq', 'eq', 'eq', 'ne', 'sw'],
      values: fc.constantFrom(...ids, 'nobody'),
    }),
  ];
}

export const groupNames = ['Staff', 'STAFF two', 'ａdmins', 'Admins (a+)+$', 'é', 'a.b', '😀', 'Ring', 'None', 'One'];
const namesOfGroups = fc.constantFrom(...groupNames, 'a', 'staff', 'E\u0301');

/** Filters of groups. */
export function groupFilters({ ids, groupIds, moments: known }: Known): fc.Arbitrary<Filter> {
  // The first group is in others; the rest are in none.
  const those = [...ids, ...groupIds.slice(0, 2)];
  const members = fc.constantFrom(...those, 'nobody');
  const memberTest = tests([core('members', 'complex', 'exact'), core('members.value', 'exact')], {
    only: ['eq', 'ne'],
    values: members,
  });
  const elementOfOne = fc.tuple(members, fc.constantFrom('User', 'group')).map(([value, type]): Filter => {
    const compared = (name: string, kind: Kind, text: string): Filter => ({
      is: 'compared',
      of: core(name, kind),
      operator: 'eq',
      value: text,
    });
    const all = [compared('value', 'exact', value), compared('type', 'text', type)];
    return { is: 'element', of: core('members', 'complex'), meets: { is: 'and', all } };
  });
  const leaf = fc.oneof(
    tests([core('displayName', 'text')], { values: namesOfGroups }),
    tests([core('id', 'exact')], { values: fc.constantFrom(...groupIds, 'nobody') }),
    tests([core('externalId', 'exact')]),
    tests([core('meta.created', 'time'), core('meta.lastModified', 'time')], { values: momentsOf(known) }),
    { weight: 6, arbitrary: memberTest },
    { weight: 2, arbitrary: elementOfOne },
    linkElement('members', linkParts(those), 'User', 'Group'),
  );
  return combined(leaf, 3);
}

/** Elements of a complex attribute, with filters of them: what the brackets of a PATCH path select. */
export const elementsOf: Record<
  string,
  { readonly element: fc.Arbitrary<JsonObject>; readonly filter: fc.Arbitrary<Filter> }
> = {
  emails: { element: entry, filter: combined(tests(entryParts), 3) },
  [`${SPECIMEN}:parts`]: { element: part, filter: combined(tests(partParts), 3) },
};
