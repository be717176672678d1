/** The provisioning log: what identity providers sent, and what became of it. */
import { z } from 'zod';
import { type LoggedScimRequest, listScimRequests, scimOperations } from '../domain/model/scim-request.ts';
import { authorize } from './authorize.ts';
import { instant } from './event-schemas.ts';
import { lastIdOf, pageOf, pageQuery, readCursor, toPage } from './page.ts';
import { type Route, route } from './route.ts';
import { idParam, organizationParams, scimRequestSchema } from './schemas.ts';

const logQuery = pageQuery.omit({ q: true }).extend({
  operation: z.enum(scimOperations).optional(),
  resource: idParam.optional().meta({ description: 'Only requests about the resource with this id' }),
  token: idParam.optional().meta({ description: 'Only requests with the SCIM token of this id' }),
  requestId: z.string().max(100).optional(),
  status: z.coerce.number().int().min(100).max(599).optional(),
  minStatus: z.coerce.number().int().min(100).max(599).optional().meta({ description: '400: only what was refused' }),
  from: instant.optional(),
  to: instant.optional(),
});

export const scimRequestRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/scim/requests',
    summary: 'List what identity providers sent and what became of it, newest first',
    who: 'Organization Admin',
    tag: 'Provisioning',
    params: organizationParams,
    query: logQuery,
    responses: { 200: pageOf(scimRequestSchema) },
    handle: async ({ caller, params: { org }, query }) => {
      await authorize(caller, org, 'provisioning:manage');
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

function toScimRequest({ request, changed }: LoggedScimRequest) {
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
