import { STATUS_CODES } from 'node:http';
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { hostCookie } from '../../http/session.ts';
import { problemSchema } from './api-error.ts';
import { describedTags, guide, refusals } from './guide.ts';
import { isForSetupLinks, whoMay } from './needs.ts';
import type { Route } from './route-declaration.ts';
import { stepUpOf } from './step-up.ts';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The OpenAPI 3.1 document of the routes. Schemas with `.meta({ id })` become its components, under that name. */
export function openApiDocument(routes: readonly Route[], publicUrl: string): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'A personal key, a service key of an organization, or the deployment key.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: hostCookie(publicUrl, 'usher').name,
    description: 'Writes also need a same-origin Origin and the header X-CSRF-Token with csrfToken from GET /me.',
  });
  registry.registerComponent('securitySchemes', 'setupLink', {
    type: 'apiKey',
    in: 'cookie',
    name: hostCookie(publicUrl, 'usher-setup-{link}').name,
    description:
      'Of the browser that has opened the set-up link. Writes also need a same-origin Origin and the header X-CSRF-Token with csrfToken from GET /setup/{link}.',
  });
  registry.registerComponent('parameters', 'IdempotencyKey', {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'A new value, for example a UUID, for each new request; the same one when the request is sent again because its answer was lost. For a day the replay is answered as the first request was, with the header Idempotency-Replayed, and changes nothing.',
    // Not the parameter's own example: a page that tries requests out would send that one each time.
    schema: { type: 'string', pattern: '^[!-~]{1,255}$', examples: ['5f0c1c0e-6a7e-4f4e-9a6f-0c6d6a4f2b11'] },
  });
  for (const [status, description] of Object.entries(refusals))
    registry.registerComponent('responses', nameOf(status), {
      description,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      ...(status === '503' ? { headers: { 'Retry-After': retryAfter } } : {}),
    });
  for (const route of routes) registry.registerPath(operationOf(route));
  const document = new OpenApiGeneratorV31([
    { type: 'schema', schema: problemSchema },
    ...registry.definitions,
  ]).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Usher admin API',
      version: '1',
      description: guide,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${publicUrl}/api/v1`, description: 'This deployment' }],
    security: [{ apiKey: [] }, { session: [] }],
    tags: describedTags(routes.map(({ tag }) => tag)),
  });
  return withPlainPatterns(document);
}

/** The generator leaves the flag of `/.../u` at the end of a pattern; JSON Schema's are such by themselves. */
function withPlainPatterns<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withPlainPatterns) as T;
  if (typeof value !== 'object' || value === null) return value;
  const plain = Object.entries(value).map(([key, inner]) =>
    key === 'pattern' && typeof inner === 'string' ? [key, inner.replace(/\/u$/, '')] : [key, withPlainPatterns(inner)],
  );
  return Object.fromEntries(plain) as T;
}

const retryAfter = { description: 'Seconds to wait', schema: { type: 'integer' } } as const;

const location = { description: 'The path of what was made', schema: { type: 'string' } } as const;

/** `404` -> `NotFound`. */
function nameOf(status: string): string {
  return (STATUS_CODES[status] ?? 'Error').replaceAll(/[^A-Za-z]/g, '');
}

function operationOf(route: Route): RouteConfig {
  const { method, path, summary, needs, tag, params, query, body } = route;
  return {
    method,
    path,
    operationId: operationIdOf(route),
    summary,
    description: [`Who may: ${whoMay(needs)}`, stepUpOf(route)].filter((sentence) => sentence !== null).join(' '),
    tags: [tag],
    ...(isForSetupLinks(needs) ? { security: [{ setupLink: [] }] } : {}),
    ...(method === 'get' ? {} : { parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }] }),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body
        ? { body: { required: !body.safeParse(undefined).success, content: { 'application/json': { schema: body } } } }
        : {}),
    },
    responses: { ...answersOf(route), ...refusalsOf(route) },
  };
}

/** `get /organizations/{org}/members` -> `getOrganizationsOrgMembers`. */
function operationIdOf({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function answersOf({ responses, examples = {}, media }: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => {
      const shown = media ?? { 'application/json': examples[Number(status)] };
      const content = Object.entries(shown).map(([type, example]) => [
        type,
        { schema, ...(example ? { example } : {}) },
      ]);
      return [
        status,
        {
          description: STATUS_CODES[status] ?? status,
          ...(status === '201' ? { headers: { Location: location } } : {}),
          ...(schema ? { content: Object.fromEntries(content) } : {}),
        },
      ];
    }),
  );
}

/** Which refusals an operation can answer with follows from what it takes; a declared answer goes before. */
function refusalsOf({
  method,
  params,
  query,
  body,
  responses,
  refusals: declared = [],
}: Route): RouteConfig['responses'] {
  const isWrite = method !== 'get';
  const possible = [
    ...(query || body || isWrite ? ['400'] : []),
    '401',
    '403',
    ...(params ? ['404'] : []),
    ...(isWrite ? ['409', '422'] : []),
    ...(body ? ['413', '415'] : []),
    ...declared.map(String),
    '429',
    '500',
    '503',
  ];
  return Object.fromEntries(
    possible
      .filter((status) => !(Number(status) in responses))
      .map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]),
  );
}
