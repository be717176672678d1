/** Requests to every route of the OpenAPI document, and to the pages beside them. */
import fc from 'fast-check';
import type { Json } from '../../src/json.ts';
import type { ApiDocument } from '../support/api-document.ts';
import type { Case } from './case.ts';
import { encoded, garbled, hostileTexts, hostileValues, mutated } from './hostile.ts';

/** The wrong ones are refused before anything else is looked at. */
const usualCredential = fc.oneof(
  { weight: 18, arbitrary: fc.constant('key' as const) },
  fc.constant('scim' as const),
  fc.constant('none' as const),
);

type Schema = Readonly<Record<string, unknown>>;
type Parameter = { readonly name: string; readonly in: string; readonly schema?: Schema };

/** Not asked of the organization itself: there would be nothing to ask after it. */
const deadly = new Set(['delete /organizations/{org}']);

/** @param known ids by the name of their parameter; `org` is our own */
export function apiCases(document: ApiDocument, known: ReadonlyMap<string, readonly string[]>): fc.Arbitrary<Case> {
  const all = [...known.values()].flat();
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      ['get', 'post', 'put', 'patch', 'delete'].includes(method)
        ? [{ path, method, operation: operation as Schema }]
        : [],
    ),
  );
  const cases = routes.map(({ path, method, operation }): fc.Arbitrary<Case> => {
    const parameters = ((operation.parameters ?? []) as Parameter[]).filter((each) => each.in === 'query');
    const body = bodySchema(operation, document);
    /** Of some kinds there is nothing yet. */
    const own = (name: string) => (known.get(name)?.length ? (known.get(name) ?? all) : all);
    const segment = (name: string) => {
      if (name === 'org')
        return deadly.has(`${method} ${path}`)
          ? hostileTexts
          : fc.oneof(
              { weight: 12, arbitrary: fc.constantFrom(...(known.get('org') ?? [])) },
              fc.constantFrom(...all),
              hostileTexts,
            );
      return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...own(name)) }, fc.constantFrom(...all), hostileTexts);
    };
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const filled = fc
      .tuple(...names.map(segment))
      .map((values) => names.reduce((at, name, index) => at.replace(`{${name}}`, encoded(values[index] ?? '')), path));
    const query = fc
      .record(
        Object.fromEntries(
          parameters.map(({ name, schema }) => [
            name,
            fc.oneof(valuesFor(schema ?? {}, document).map(String), hostileTexts),
          ]),
        ),
        { requiredKeys: [] },
      )
      .map((parts) => new URLSearchParams(parts as Record<string, string>).toString());
    return fc.record({
      method: fc.constant(method.toUpperCase()),
      path: fc.tuple(filled, query).map(([at, asked]) => `/api/v1${at}${asked === '' ? '' : `?${asked}`}`),
      body: body ? mutated(valuesFor(body, document, all)).map((tree) => JSON.stringify(tree)) : fc.constant(null),
      credential: usualCredential,
      type: fc.constant('application/json'),
    });
  });
  return fc.oneof(...cases);
}

function bodySchema(operation: Schema, document: ApiDocument): Schema | null {
  const body = resolve((operation.requestBody ?? {}) as Schema, document);
  const content = (body.content ?? {}) as Readonly<Record<string, { readonly schema?: Schema }>>;
  return content['application/json']?.schema ?? null;
}

function resolve(schema: Schema, document: ApiDocument): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const parts = schema.$ref.split('/').slice(1);
  return parts.reduce<unknown>(
    (at, key) => (at as Record<string, unknown>)[key.replaceAll('~1', '/')],
    document,
  ) as Schema;
}

/** Values that fit a schema, about. */
function valuesFor(given: Schema, document: ApiDocument, ids: readonly string[] = [], depth = 0): fc.Arbitrary<Json> {
  const schema = resolve(given, document);
  const inner = (of: unknown) => valuesFor((of ?? {}) as Schema, document, ids, depth + 1);
  if (depth > 6) return fc.constant(null);
  if ('const' in schema) return fc.constant(schema.const as Json);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]));
  for (const several of ['oneOf', 'anyOf'])
    if (Array.isArray(schema[several])) return fc.oneof(...(schema[several] as Schema[]).map(inner));
  if (Array.isArray(schema.allOf))
    return fc.tuple(...(schema.allOf as Schema[]).map(inner)).map((parts) => Object.assign({}, ...parts) as Json);
  const type = Array.isArray(schema.type) ? (schema.type[0] as string) : schema.type;
  const examples = Array.isArray(schema.examples) ? [fc.constantFrom(...(schema.examples as Json[]))] : [];
  if (type === 'object') {
    const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
    const requiredKeys = (schema.required ?? []) as string[];
    const parts = Object.fromEntries(Object.entries(properties).map(([name, of]) => [name, inner(of)]));
    return fc.record(parts, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Json>;
  }
  if (type === 'array') return fc.array(inner(schema.items), { maxLength: 3 }) as fc.Arbitrary<Json>;
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer' || type === 'number') return fc.oneof(...examples, fc.constantFrom(0, 1, 2, 30, 365, -1, 1e9));
  if (type === 'string')
    return fc.oneof(
      ...examples,
      ...(ids.length > 0 ? [fc.constantFrom(...ids)] : []),
      fc.constantFrom('Research', 'ada@acme.test', '2030-01-01T00:00:00Z'),
      hostileTexts,
    );
  return hostileValues;
}

/** What is neither SCIM nor API: by hand, as no document lists them. `x` stands for a secret or an id. */
const pages = [
  ...[
    '/',
    '/console',
    '/console/x',
    '/docs',
    '/assets/x',
    '/livez',
    '/readyz',
    '/metrics',
    '/.well-known/oauth-authorization-server',
  ],
  ...[
    '/auth/login',
    '/auth/login/address',
    '/auth/login/basic',
    '/auth/confirm',
    '/auth/initiate/x',
    '/auth/callback/default',
    '/auth/callback/x',
  ],
  ...[
    '/auth/no-workspace',
    '/auth/logout',
    '/auth/jwks/x',
    '/auth/setup/x',
    '/auth/backchannel-logout/x',
    '/auth/global-token-revocation/x',
  ],
  ...[
    '/auth/signals/x',
    '/auth/verify',
    '/auth/password/forgotten',
    '/auth/password/reset/x',
    '/invitations/x',
    '/setup/x',
    '/oauth/token',
    '/scim/jwks/x',
  ],
  ...['/api/v1/openapi.json', '/api/v1', '/scim/v2', '/scim', '/nothing'],
];

export function pageCases(ids: readonly string[]): fc.Arbitrary<Case> {
  const word = fc.oneof(fc.constantFrom(...ids), hostileTexts).map(encoded);
  const form = fc
    .dictionary(
      fc.constantFrom(
        'email',
        'password',
        'returnTo',
        'csrfToken',
        'state',
        'code',
        'logout_token',
        'grant_type',
        'client_id',
        'client_secret',
        'scope',
        'organization',
        'workspace',
        'permission',
        'connection',
        '__proto__[a]',
        'a[b][c]',
      ),
      hostileTexts,
      { maxKeys: 5 },
    )
    .map((parts) => new URLSearchParams(parts).toString());
  return fc.record({
    method: fc.constantFrom('GET', 'GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'),
    path: fc
      .tuple(fc.constantFrom(...pages), word, fc.oneof(fc.constant(''), form))
      .map(([page, one, asked]) => page.replace(/x$/, one) + (asked === '' ? '' : `?${asked}`)),
    body: fc.oneof(
      fc.constant(null),
      form,
      garbled(form),
      hostileValues.map((tree) => JSON.stringify(tree)),
    ),
    credential: fc.constantFrom('none', 'none', 'key', 'scim'),
    type: fc.constantFrom(
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded',
      'application/json',
      'application/secevent+jwt',
    ),
  });
}
