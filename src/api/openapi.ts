import { STATUS_CODES } from 'node:http';
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { hostCookie } from '../http/session.ts';
import type { Route } from './route.ts';
import { problemSchema } from './schemas.ts';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The OpenAPI 3.1 document of the routes. Schemas with `.meta({ id })` become its components, under that name. */
export function openApiDocument(routes: readonly Route[], publicUrl: string): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: hostCookie(publicUrl, 'usher').name,
    description: 'Writes also need a same-origin Origin and the header X-CSRF-Token with csrfToken from GET /me.',
  });
  for (const route of routes) registry.registerPath(operationOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Usher admin API',
      version: '1',
      description: 'Organizations, workspaces, members and their roles. Errors are RFC 9457 problem details.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }, { session: [] }],
  });
}

function operationOf(route: Route): RouteConfig {
  const { method, path, summary, who, tag, params, query, body } = route;
  return {
    method,
    path,
    operationId: operationIdOf(route),
    summary,
    description: `Who may: ${who}.`,
    tags: [tag],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(body
        ? { body: { required: !body.safeParse(undefined).success, content: { 'application/json': { schema: body } } } }
        : {}),
    },
    responses: { ...answersOf(route), default: anyProblem },
  };
}

/** `get /organizations/{org}/members` -> `getOrganizationsOrgMembers`. */
function operationIdOf({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function answersOf({ responses, media = ['application/json'] }: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(responses).map(([status, schema]) => [
      status,
      {
        description: STATUS_CODES[status] ?? status,
        ...(schema ? { content: Object.fromEntries(media.map((type) => [type, { schema }])) } : {}),
      },
    ]),
  );
}

const anyProblem = {
  description: 'Anything else',
  content: { 'application/problem+json': { schema: problemSchema } },
};
