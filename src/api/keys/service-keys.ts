/** The service keys of an organization. */
import { requireWithin } from '../../domain/administration/keys/key-bounds.ts';
import {
  createServiceKey,
  getServiceKey,
  listServiceKeys,
  revokeServiceKey,
} from '../../domain/administration/keys/service-key.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { issuerOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { itemParams, organizationParams } from '../http/shared-schemas.ts';
import { apiKeySchema, exampleMadeKey, tokenOrder } from './key-schemas.ts';
import { toToken, toTokenPage } from './show-key.ts';

const shared = { needs: 'keys:manage', tag: 'API keys' } as const;
const ofAll = { ...shared, path: '/organizations/{org}/service-keys', params: organizationParams };
const ofOne = { ...shared, path: `${ofAll.path}/{id}`, params: itemParams('key') };

export const serviceKeyRoutes: Route[] = [
  route({
    ...ofAll,
    method: 'get',
    summary: 'List the service keys that are not revoked, newest first',
    query: pageQuery,
    responses: { 200: pageOf(apiKeySchema) },
    handle: async ({ params: { org }, query }) => ({
      status: 200,
      body: toTokenPage(`service-keys/${org}`, await listServiceKeys(org), query),
    }),
  }),
  route({
    ...ofAll,
    method: 'post',
    summary:
      'Create a service key, which acts as Organization Admin of this organization; its secret is in this answer only',
    body: tokenOrder,
    responses: { 201: apiKeySchema },
    examples: { 201: exampleMadeKey },
    handle: async ({ caller, context, params: { org }, body }) => {
      requireWithin(issuerOf(caller), body);
      const { token, secret } = await createServiceKey(context, org, body);
      return { status: 201, body: toToken(token, secret) };
    },
  }),
  route({
    ...ofOne,
    method: 'get',
    summary: 'Read a service key, without its secret',
    responses: { 200: apiKeySchema },
    handle: async ({ params: { org, id } }) => ({ status: 200, body: toToken(await getServiceKey(org, id)) }),
  }),
  route({
    ...ofOne,
    method: 'delete',
    summary: 'Revoke a service key; it ends at once',
    responses: { 204: null },
    handle: async ({ context, params: { org, id } }) => {
      await revokeServiceKey(context, org, id);
      return { status: 204 };
    },
  }),
];
