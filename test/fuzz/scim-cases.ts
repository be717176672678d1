/** Requests to the SCIM door: filters and PATCH by their grammar, for every attribute that discovery names. */
import fc from 'fast-check';
import type { Json } from '../../src/json.ts';
import type { Case } from './case.ts';
import { encoded, garbled, hostileTexts, hostileValues, mutated } from './hostile.ts';

type Attribute = { readonly name: string; readonly subAttributes?: readonly Attribute[] };
export type Discovered = {
  readonly schemas: readonly { readonly id: string; readonly attributes: readonly Attribute[] }[];
  readonly endpoints: readonly string[];
};

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ', 'in', 'pr'] as const;
const messages = 'urn:ietf:params:scim:api:messages:2.0:';

/** @param ids of Users and Groups, our own and others' */
export function scimCases({ schemas, endpoints }: Discovered, ids: readonly string[]): fc.Arbitrary<Case> {
  const names = schemas.flatMap(({ id, attributes }) =>
    attributes.flatMap(({ name, subAttributes = [] }) => [
      name,
      `${id}:${name}`,
      ...subAttributes.flatMap((sub) => [`${name}.${sub.name}`, `${id}:${name}.${sub.name}`]),
    ]),
  );
  const many = schemas.flatMap(({ attributes }) =>
    attributes.filter(({ subAttributes }) => subAttributes).map(({ name }) => name),
  );
  const attribute = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names, 'id', 'externalId', 'meta.lastModified', 'schemas') },
    hostileTexts,
  );
  const id = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, hostileTexts);
  const text = fc.oneof(id, hostileTexts, fc.constantFrom('ada', 'work', 'User', '2024-05-01T10:00:00Z'));
  const literal = fc.oneof(
    text.map((value) => JSON.stringify(value)),
    fc.constantFrom('true', 'false', 'null', '1', '-1.5', '1e3', '01', "'a'", 'a', '""'),
  );
  const { filter } = fc.letrec<{ filter: string; compare: string; logic: string; path: string }>((tie) => ({
    compare: fc
      .tuple(attribute, fc.constantFrom(...operators), literal)
      .map(([name, operator, value]) => (operator === 'pr' ? `${name} pr` : `${name} ${operator} ${value}`)),
    path: fc.tuple(fc.constantFrom(...many), tie('filter')).map(([name, inner]) => `${name}[${inner}]`),
    logic: fc.oneof(
      fc.tuple(tie('filter'), fc.constantFrom('and', 'or', 'AND'), tie('filter')).map((parts) => parts.join(' ')),
      tie('filter').map((inner) => `not (${inner})`),
      tie('filter').map((inner) => `(${inner})`),
    ),
    filter: fc.oneof({ maxDepth: 5, depthSize: 'small' }, tie('compare'), tie('path'), tie('logic')),
  }));
  const anyFilter = garbled(filter);

  const query = fc
    .record(
      {
        filter: anyFilter,
        sortBy: attribute,
        sortOrder: fc.oneof(fc.constantFrom('ascending', 'descending'), hostileTexts),
        startIndex: fc.oneof(fc.constantFrom('1', '0', '-1', '2', '99999999999'), hostileTexts),
        count: fc.oneof(fc.constantFrom('0', '1', '10', '-1', '1001'), hostileTexts),
        cursor: fc.oneof(fc.constant(''), hostileTexts),
        attributes: fc.array(attribute, { maxLength: 3 }).map((all) => all.join(',')),
        excludedAttributes: fc.array(attribute, { maxLength: 3 }).map((all) => all.join(',')),
      },
      { requiredKeys: [] },
    )
    .map((all) => new URLSearchParams(all as Record<string, string>).toString());

  const value = fc.oneof(
    text as fc.Arbitrary<Json>,
    hostileValues,
    fc.array(
      text.map((one): Json => ({ value: one })),
      { maxLength: 4 },
    ),
  );
  const patchPath = fc.oneof(
    { weight: 3, arbitrary: attribute },
    {
      weight: 3,
      arbitrary: garbled(
        fc
          .tuple(fc.constantFrom(...many), filter, fc.constantFrom('', '.value', '.type', '.x'))
          .map(([name, inner, sub]) => `${name}[${inner}]${sub}`),
      ),
    },
    hostileTexts,
  );
  const operation = fc.record(
    { op: fc.constantFrom('add', 'Add', 'replace', 'remove', 'REMOVE', 'test', ''), path: patchPath, value },
    { requiredKeys: ['op'], noNullPrototype: true },
  ) as fc.Arbitrary<Json>;
  const patch = fc
    .array(operation, { minLength: 1, maxLength: 4 })
    .map((Operations): Json => ({ schemas: [`${messages}PatchOp`], Operations }));

  const user = fc.tuple(text, text, value).map(
    ([userName, word, more]): Json => ({
      schemas: schemas.map((schema) => schema.id).filter((schema) => schema.includes('User')),
      userName,
      externalId: word,
      active: true,
      name: { givenName: word, familyName: 'Lovelace' },
      emails: [{ value: `${word}@acme.test`, type: 'work', primary: true }],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: word, manager: { value: more } },
    }),
  );
  const group = fc.tuple(text, fc.array(id, { maxLength: 4 })).map(
    ([displayName, members]): Json => ({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName,
      members: members.map((member) => ({ value: member })),
    }),
  );
  const resource = fc.oneof(user, group);
  const bulk = fc
    .array(
      fc.record(
        {
          method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE', 'GET'),
          path: fc.oneof(
            fc.constantFrom('/Users', '/Groups', '/Users/bulkId:a', '/Bulk'),
            id.map((one) => `/Users/${one}`),
            hostileTexts,
          ),
          bulkId: fc.constantFrom('a', 'b', ''),
          data: fc.oneof(resource, patch),
        },
        { requiredKeys: ['method', 'path'], noNullPrototype: true },
      ) as unknown as fc.Arbitrary<Json>,
      { maxLength: 4 },
    )
    .map((Operations): Json => ({ schemas: [`${messages}BulkRequest`], failOnErrors: 1, Operations }));
  const search = fc
    .tuple(anyFilter, attribute)
    .map(([wanted, sortBy]): Json => ({ schemas: [`${messages}SearchRequest`], filter: wanted, sortBy, count: 10 }));

  const endpoint = fc.constantFrom(...endpoints);
  const item = fc.tuple(endpoint, id).map(([path, one]) => `${path}/${encoded(one)}`);
  const request = (method: string, path: fc.Arbitrary<string>, body?: fc.Arbitrary<Json>): fc.Arbitrary<Case> =>
    fc.record({
      method: fc.constant(method),
      path: fc
        .tuple(
          path,
          fc.oneof(
            fc.constant(''),
            query.map((all) => `?${all}`),
          ),
        )
        .map(([at, asked]) => `/scim/v2${at}${asked}`),
      body: body ? mutated(body).map((tree) => JSON.stringify(tree)) : fc.constant(null),
      credential: fc.constant('scim' as const),
      type: fc.constant('application/scim+json'),
    });
  return fc.oneof(
    { weight: 6, arbitrary: request('GET', endpoint) },
    { weight: 1, arbitrary: request('GET', item) },
    { weight: 8, arbitrary: request('PATCH', item, patch) },
    { weight: 2, arbitrary: request('PUT', item, resource) },
    { weight: 3, arbitrary: request('POST', endpoint, resource) },
    { weight: 1, arbitrary: request('DELETE', item) },
    { weight: 2, arbitrary: request('POST', fc.constantFrom('/.search', '/Users/.search', '/Groups/.search'), search) },
    { weight: 2, arbitrary: request('POST', fc.constant('/Bulk'), bulk) },
  );
}
