/** The provisioning log: what identity providers sent, and what became of it. */
import { z } from 'zod';
import { type LoggedScimRequest, listScimRequests, scimOperations } from '../../domain/model/scim-request.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { id, idParam, instant, organizationParams, time } from '../http/shared-schemas.ts';

const logQuery = pageQuery.extend({
  operation: z.enum(scimOperations).optional(),
  resource: idParam.optional().meta({ description: 'Only requests about the resource with this id' }),
  token: idParam.optional().meta({ description: 'Only requests with the SCIM token of this id' }),
  requestId: z.string().max(100).optional(),
  status: z.coerce.number().int().min(100).max(599).optional(),
  minStatus: z.coerce.number().int().min(100).max(599).optional().meta({ description: '400: only what was refused' }),
  from: instant.optional(),
  to: instant.optional(),
});

export const scimRequestSchema = z
  .object({
    id,
    at: time,
    token: z.object({ id, description: z.string() }),
    operation: z.string(),
    method: z.string(),
    path: z.string().meta({ description: 'From /scim/v2 on, with the query' }),
    resourceType: z.enum(['User', 'Group']).nullable(),
    resourceId: id.nullable(),
    status: z.int(),
    scimType: z.string().nullable(),
    detail: z
      .string()
      .nullable()
      .meta({ description: 'Why it was refused, in the words that the identity provider got' }),
    durationMs: z.int(),
    changed: z.array(z.string()).meta({ description: 'The attributes that it changed' }),
    ignored: z.array(z.string()).meta({
      description: 'What it sent and nobody keeps: unknown schemas and attributes, values that only the server sets',
    }),
    body: z
      .string()
      .nullable()
      .meta({ description: 'The body that was sent: without secrets, and cut at 4,000 characters' }),
    requestId: z.string(),
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
    token: { id: tokenId, description: tokenName },
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
