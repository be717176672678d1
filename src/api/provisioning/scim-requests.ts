/** The provisioning log: what identity providers sent, and what became of it. */
import { z } from 'zod';
import { type LoggedScimRequest, listScimRequests, scimOperations } from '../../domain/model/scim-request.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import {
  exampleIds,
  exampleRequestId,
  id,
  idOf,
  idParam,
  idParamOf,
  instant,
  organizationParams,
  time,
} from '../http/shared-schemas.ts';

const logQuery = pageQuery.extend({
  operation: z.enum(scimOperations).optional().meta({ description: 'Only requests that ask for this' }),
  resource: idParam.optional().meta({ description: 'Only requests about the resource with this id' }),
  token: idParamOf('scimToken')
    .optional()
    .meta({ description: 'Only requests with the SCIM token, or of the OAuth client, of this id' }),
  requestId: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Only the request whose answer had this X-Request-Id' }),
  status: z.coerce
    .number()
    .int()
    .min(100)
    .max(599)
    .optional()
    .meta({ description: 'Only requests with this HTTP status' }),
  minStatus: z.coerce
    .number()
    .int()
    .min(100)
    .max(599)
    .optional()
    .meta({ description: 'Only requests with this HTTP status or a higher one; 400: only what was refused' }),
  from: instant.optional().meta({ description: 'Only from this time on (ISO 8601)' }),
  to: instant.optional().meta({ description: 'Only before this time (ISO 8601)' }),
});

export const scimRequestSchema = z
  .object({
    id: idOf('request'),
    at: time.meta({ description: 'When it came' }),
    token: z
      .object({
        id: idOf('scimToken'),
        description: z.string().meta({ description: 'What it is for', examples: ['Okta'] }),
        isClient: z.boolean().meta({ description: 'Whether it is the OAuth client of an access token' }),
      })
      .meta({ description: 'The token with which it was sent, or the OAuth client to which that was given' }),
    operation: z.string().meta({
      description: `What it asks for: ${scimOperations.join(', ')}`,
      examples: ['create'],
    }),
    method: z.string().meta({ description: 'The HTTP method', examples: ['POST'] }),
    path: z.string().meta({ description: 'From /scim/v2 on, with the query', examples: ['/Users'] }),
    resourceType: z.enum(['User', 'Group']).nullable().meta({ description: 'Of what it asks; null: neither' }),
    resourceId: id.nullable().meta({
      description: 'Id of the member or group that was asked for or made; null: no single one',
      examples: [exampleIds.member],
    }),
    status: z.int().meta({ description: 'The HTTP status of the answer', examples: [201] }),
    scimType: z
      .string()
      .nullable()
      .meta({ description: 'The error code of SCIM, as in `uniqueness`; null: none', examples: [null] }),
    detail: z
      .string()
      .nullable()
      .meta({
        description: 'Why it was refused, in the words that the identity provider got; null: it was not',
        examples: [null],
      }),
    durationMs: z.int().meta({ description: 'How many milliseconds it took', examples: [38] }),
    changed: z
      .array(z.string())
      .meta({ description: 'The attributes that it changed', examples: [['userName', 'active']] }),
    ignored: z.array(z.string()).meta({
      description: 'What it sent and nobody keeps: unknown schemas and attributes, values that only the server sets',
      examples: [['urn:acme:params:scim:schemas:desk']],
    }),
    body: z
      .string()
      .nullable()
      .meta({
        description: 'The body that was sent: without secrets, and cut at 4,000 characters; null: there was none',
        examples: ['{"userName":"ada@acme.example","active":true}'],
      }),
    requestId: z.string().meta({ description: 'X-Request-Id of its answer', examples: [exampleRequestId] }),
  })
  .meta({ id: 'ScimRequest', description: 'One request of an identity provider' });

export const scimRequestRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/scim/requests',
    summary: 'List what identity providers sent and what became of it, newest first',
    needs: 'provisioning:manage',
    tag: 'Provisioning',
    params: organizationParams,
    query: logQuery,
    responses: { 200: pageOf(scimRequestSchema) },
    handle: async ({ params: { org }, query }) => {
      const { limit, cursor, resource, token, ...filter } = query;
      const list = `scim-requests/${org}`;
      const before = lastIdOf(readCursor(list, cursor));
      const asked = { ...filter, targetId: resource, tokenId: token };
      const rows = await listScimRequests(org, asked, { before, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ request }) => [request._id]);
      return { status: 200, body: { items: items.map(toScimRequest), nextCursor } };
    },
  }),
];

export function toScimRequest({ request, changed }: LoggedScimRequest) {
  const { _id: id, at, tokenId, tokenName, operation, method, path, resourceType, targetId } = request;
  const { status, scimType, detail, durationMs, body, requestId, ignored = [] } = request;
  return {
    id,
    at: at.toISOString(),
    token: { id: tokenId, description: tokenName, isClient: request.byClient === true },
    operation,
    method,
    path,
    resourceType,
    resourceId: targetId,
    status,
    scimType,
    detail,
    durationMs,
    changed: [...changed],
    ignored: [...ignored],
    body,
    requestId,
  };
}
