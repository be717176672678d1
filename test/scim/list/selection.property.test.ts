/**
 * Which attributes answers show: random combinations of names in `attributes` or `excludedAttributes`, held against a model
 * of RFC 7644 section 3.9 and of `returned` (RFC 7643 section 7) that is written for these attributes, without the schemas;
 * for the projection itself, and for every kind of answer over HTTP.
 */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/json.ts';
import { compileProjection } from '../../../src/scim/list/project.ts';
import { builtInSchemaDirectory, loadSchemas } from '../../../src/scim/schema/load.ts';
import { testDeployment } from '../../support/domain.ts';
import { tries } from '../../support/random.ts';
import {
  clientOf,
  created,
  groupBody,
  newTenant,
  newToken,
  type ScimClient,
  scimApp,
  USER,
} from '../../support/scim-door.ts';
import { ENTERPRISE } from '../patch/patching.ts';

const SHELF = 'urn:example:params:scim:schemas:extension:shelf:2.0:User';
const schemas = loadSchemas([builtInSchemaDirectory, fileURLToPath(new URL('schemas', import.meta.url))]);

type Returned = 'always' | 'default' | 'request' | 'never';
type Known = {
  readonly urn: string;
  readonly name: string;
  readonly returned: Returned;
  readonly subs: Readonly<Record<string, Returned>>;
};
const known = (
  urn: string,
  name: string,
  returned: Returned = 'default',
  subs: Record<string, Returned> = {},
): Known => ({ urn, name, returned, subs });
const plain = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'default' as const]));

/** '' is the urn of what every resource has. */
const attributes: readonly Known[] = [
  known('', 'schemas', 'always'),
  known('', 'id', 'always'),
  known('', 'externalId'),
  known('', 'meta', 'default', plain('resourceType', 'created', 'lastModified', 'location', 'version')),
  known(USER, 'userName'),
  known(USER, 'active'),
  known(USER, 'title'),
  known(USER, 'password', 'never'),
  known(USER, 'name', 'default', plain('givenName', 'familyName')),
  known(USER, 'emails', 'default', plain('value', 'type', 'primary', 'display')),
  known(USER, 'groups', 'default', plain('value', '$ref', 'display', 'type')),
  known(ENTERPRISE, 'department'),
  known(ENTERPRISE, 'manager', 'default', plain('value', '$ref', 'displayName')),
  known(SHELF, 'plain'),
  known(SHELF, 'label', 'always'),
  known(SHELF, 'note', 'request'),
  known(SHELF, 'pin', 'never'),
  known(SHELF, 'place', 'default', { city: 'default', code: 'always', extra: 'request', secret: 'never' }),
  known(SHELF, 'items', 'default', { value: 'default', size: 'default', extra: 'request' }),
  known(SHELF, 'fixed', 'always', plain('value', 'other')),
  known(SHELF, 'hidden', 'request', { value: 'default', code: 'always' }),
];

const isExtension = (urn: string) => urn === ENTERPRISE || urn === SHELF;
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const namesOf = ({ urn, name }: Known) => (isExtension(urn) ? [`${urn}:${name}`] : [name, `${USER}:${name}`]);

type Selection = {
  readonly attributes: readonly string[] | null;
  readonly excludedAttributes: readonly string[] | null;
};

/**
 * The model. `written` are the attributes that a write sent: of those that are returned on request it shows the ones that
 * it was given (RFC 7643 section 7), unless `attributes` says what to show.
 */
function shown(
  resource: JsonObject,
  { attributes: asked, excludedAttributes }: Selection,
  written: readonly string[] = [],
): JsonObject {
  const result: JsonObject = {};
  for (const attribute of attributes) {
    const { urn, name, returned, subs } = attribute;
    const own = namesOf(attribute);
    const names = (list: readonly string[], sub = '') => list.some((text) => own.some((one) => same(text, one + sub)));
    const whole = (list: readonly string[]) => names(list) || (urn !== '' && list.some((text) => same(text, urn)));
    const partly = asked !== null && Object.keys(subs).some((sub) => names(asked, `.${sub}`));
    const isAsked = asked !== null && (whole(asked) || partly);
    const isExcluded = excludedAttributes !== null && whole(excludedAttributes);
    const isWritten = asked === null && !isExcluded && names(written);
    if (returned === 'never' || (returned === 'request' && !isAsked && !isWritten)) continue;
    if (returned === 'default' && (asked === null ? isExcluded : !isAsked)) continue;
    const isShown = (sub: string, how: Returned): boolean => {
      const subAsked = asked !== null && names(asked, `.${sub}`);
      const subExcluded = excludedAttributes !== null && names(excludedAttributes, `.${sub}`);
      if (how === 'always') return true;
      if (how === 'never') return false;
      if (how === 'request') return subAsked || (asked === null && !subExcluded && names(written, `.${sub}`));
      if (asked === null) return !subExcluded;
      return subAsked || whole(asked) || returned === 'always';
    };
    const cut = (value: Json): Json | undefined => {
      if (Array.isArray(value)) return some(value.map(cut).filter((element) => element !== undefined));
      if (typeof value !== 'object' || value === null) return value;
      return some(Object.fromEntries(Object.entries(value).filter(([sub]) => isShown(sub, subs[sub] ?? 'default'))));
    };
    const holder = isExtension(urn) ? ((resource[urn] ?? {}) as JsonObject) : resource;
    const value = holder[name] === undefined ? undefined : cut(holder[name]);
    if (value === undefined) continue;
    if (isExtension(urn)) result[urn] = { ...(result[urn] as JsonObject | undefined), [name]: value };
    else result[name] = value;
  }
  return result;
}

function some<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

const everyName = [
  ...attributes.flatMap((attribute) =>
    namesOf(attribute).flatMap((name) => [name, ...Object.keys(attribute.subs).map((sub) => `${name}.${sub}`)]),
  ),
  USER,
  ENTERPRISE,
  SHELF,
  'nickels',
  'name.nickels',
  `${SHELF}:nickels`,
  'urn:x:y:z',
];
const name = fc
  .tuple(fc.constantFrom(...everyName), fc.nat({ max: 3 }))
  .map(([text, way]) => (way === 2 ? text.toUpperCase() : way === 3 ? text.toLowerCase() : text));
const names = fc.array(name, { minLength: 1, maxLength: 4 });
const selections: fc.Arbitrary<Selection> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ attributes: null, excludedAttributes: null }) },
  { weight: 5, arbitrary: names.map((list) => ({ attributes: list, excludedAttributes: null })) },
  { weight: 5, arbitrary: names.map((list) => ({ attributes: null, excludedAttributes: list })) },
);

const body: JsonObject = {
  schemas: [USER, ENTERPRISE, SHELF],
  externalId: 'x-1',
  userName: 'ada@acme.test',
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'ada@acme.test', type: 'work', primary: true }, { value: 'ada@home.test' }],
  [ENTERPRISE]: { department: 'Engines', manager: { value: 'boss' } },
  [SHELF]: {
    plain: 'p',
    label: 'l',
    note: 'n',
    pin: '1234',
    place: { city: 'London', code: 'LDN', extra: 'e', secret: 's' },
    items: [{ value: 'a', size: 1, extra: 'x' }, { size: 2 }, { extra: 'y' }],
    fixed: { value: 'f', other: 'o' },
    hidden: [{ value: 'h', code: 'c' }],
  },
};
/** Each attribute and sub-attribute that the body has. */
const written = attributes.flatMap((attribute) =>
  namesOf(attribute).flatMap((text) => [text, ...Object.keys(attribute.subs).map((sub) => `${text}.${sub}`)]),
);

it('the projection is that of the model, whatever is named', () => {
  const whole: JsonObject = {
    ...body,
    id: 'a1',
    active: true,
    password: 'never',
    groups: [{ value: 'g', display: 'G' }],
    meta: { resourceType: 'User', version: 'W/"1-0"' },
  };
  fc.assert(
    fc.property(selections, (selection) => {
      expect(compileProjection(schemas.user, selection).apply(whole)).toEqual(shown(whole, selection));
    }),
    tries({ fast: 500, soak: 3_000 }),
  );
});

describe('over HTTP', () => {
  testDeployment();
  const server = scimApp({ schemas }).listen(0, '127.0.0.1').unref();
  let scim: ScimClient;
  let id = '';
  let whole: JsonObject = {};

  beforeAll(async () => {
    const { orgId } = await newTenant();
    scim = clientOf(await newToken(orgId), server);
    ({ id } = await created(scim.post('/Users', body)));
    await created(scim.post('/Groups', groupBody('Club', [id])));
    const usual = (await scim.get(`/Users/${id}`)).body;
    // All that is returned at all; what a client may never see is in no answer.
    whole = { ...usual, [SHELF]: { ...(body[SHELF] as JsonObject) } };
  });

  const queryOf = ({ attributes: asked, excludedAttributes }: Selection) => {
    const pairs = {
      ...(asked ? { attributes: asked.join(',') } : {}),
      ...(excludedAttributes ? { excludedAttributes: excludedAttributes.join() } : {}),
    };
    return new URLSearchParams(pairs).toString();
  };
  const bodyOf = ({ attributes: asked, excludedAttributes }: Selection) => ({
    ...(asked ? { attributes: [...asked] } : {}),
    ...(excludedAttributes ? { excludedAttributes: [...excludedAttributes] } : {}),
  });
  /** Versions and times differ from write to write. */
  const steady = (resource: JsonObject) => {
    const meta = { ...(resource.meta as JsonObject | undefined) };
    for (const key of ['version', 'lastModified', 'created']) if (meta[key] !== undefined) meta[key] = key;
    return resource.meta === undefined ? resource : { ...resource, meta };
  };
  const some = fc.sample(selections, tries({ fast: 15, soak: 60 }));

  it.each<[string, (selection: Selection) => Promise<{ status: number; body: JsonObject }>, boolean]>([
    ['GET', (selection) => scim.get(`/Users/${id}?${queryOf(selection)}`), false],
    ['a list', (selection) => firstOf(scim.get(`/Users?${queryOf(selection)}`)), false],
    ['a list by cursor', (selection) => firstOf(scim.get(`/Users?cursor=&${queryOf(selection)}`)), false],
    ['a sorted list', (selection) => firstOf(scim.get(`/Users?sortBy=title&${queryOf(selection)}`)), false],
    ['a search', (selection) => firstOf(scim.post('/Users/.search', bodyOf(selection))), false],
    ['a search of everything', (selection) => firstOf(scim.post('/.search', bodyOf(selection))), false],
    ['PUT', (selection) => scim.put(`/Users/${id}?${queryOf(selection)}`, body), true],
    [
      'PATCH',
      (selection) => scim.patch(`/Users/${id}?${queryOf(selection)}`, { Operations: [{ op: 'replace', value: body }] }),
      true,
    ],
  ])('%s shows what the model shows', async (_what, ask, isWrite) => {
    for (const selection of some) {
      const answer = await ask(selection);
      expect(answer.status).toBe(200);
      const expected = shown(whole, selection, isWrite ? written : []);
      expect([selection, steady(answer.body)]).toEqual([selection, steady(expected)]);
    }
  });

  it('POST shows what the model shows', async () => {
    for (const [at, selection] of some.slice(0, 25).entries()) {
      const answer = await scim.post(`/Users?${queryOf(selection)}`, { ...body, userName: `new-${at}` });
      expect(answer.status).toBe(201);
      const { groups: _, ...others } = whole;
      const made = {
        ...others,
        id: answer.body.id,
        userName: `new-${at}`,
        meta: {
          ...(whole.meta as JsonObject),
          location: String((whole.meta as JsonObject).location).replace(id, answer.body.id),
        },
      };
      expect([selection, steady(answer.body)]).toEqual([selection, steady(shown(made, selection, written))]);
    }
  });

  it('a write shows of what is returned on request only what it sent', async () => {
    const answer = await scim.patch(`/Users/${id}`, {
      Operations: [{ op: 'replace', path: `${SHELF}:note`, value: 'new' }],
    });
    expect(answer.body[SHELF]).toMatchObject({ note: 'new', place: { city: 'London', code: 'LDN' } });
    expect(answer.body[SHELF]).not.toHaveProperty('hidden');
    expect(answer.body[SHELF].place).not.toHaveProperty('extra');
    expect((await scim.get(`/Users/${id}`)).body[SHELF]).not.toHaveProperty('note');
    const part = { op: 'replace', path: `${SHELF}:place.extra`, value: 'E' };
    expect((await scim.patch(`/Users/${id}`, { Operations: [part] })).body[SHELF].place).toEqual({
      city: 'London',
      code: 'LDN',
      extra: 'E',
    });
  });

  it.each(['GET', 'a list', 'POST', 'PUT', 'PATCH', 'a search'])('%s refuses both parameters at once', async (what) => {
    const both = 'attributes=title&excludedAttributes=title';
    const answers = {
      GET: () => scim.get(`/Users/${id}?${both}`),
      'a list': () => scim.get(`/Groups?${both}`),
      POST: () => scim.post(`/Users?${both}`, { ...body, userName: 'not made' }),
      PUT: () => scim.put(`/Users/${id}?${both}`, body),
      PATCH: () => scim.patch(`/Users/${id}?${both}`, { Operations: [{ op: 'remove', path: 'title' }] }),
      'a search': () => scim.post('/.search', { attributes: ['title'], excludedAttributes: ['title'] }),
    };
    const total = (await scim.get('/Users?count=0')).body.totalResults;
    const answer = await answers[what as keyof typeof answers]();
    expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidValue']);
    expect((await scim.get('/Users?count=0')).body.totalResults).toBe(total);
  });
});

/** The first resource of a list, which is the first that was made. */
async function firstOf(
  list: PromiseLike<{ status: number; body: JsonObject }>,
): Promise<{ status: number; body: JsonObject }> {
  const { status, body: found } = await list;
  return { status, body: ((found.Resources as JsonObject[] | undefined) ?? [])[0] ?? {} };
}
