/** The service keys of an organization. */
import { requireWithin } from '../../domain/administration/keys/issuer.ts';
import {
  createServiceKey,
  getServiceKey,
  listServiceKeys,
  revokeServiceKey,
} from '../../domain/administration/keys/service-key.ts';
import { issuerOf } from '../http/caller-in-domain.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { organizationItemParams, organizationParams } from '../http/shared-schemas.ts';
import { apiKeySchema, tokenOrder } from './key-schemas.ts';
import { toKey, toKeyPage } from './show-key.ts';

const tag = 'API keys';
const listed = { tag, query: pageQuery, responses: { 200: pageOf(apiKeySchema) } };
const created = { tag, body: tokenOrder, responses: { 201: apiKeySchema } };
const shown = { tag, responses: { 200: apiKeySchema } };
const revoked = { tag, responses: { 204: null } };

export const serviceKeyRoutes: Route[] = [
  route({
    ...listed,
    method: 'get',
    path: '/organizations/{org}/service-keys',
    summary: 'List the service keys that are not revoked, newest first',
    needs: 'keys:manage',
    params: organizationParams,
    handle: async ({ params: { org }, query }) => {
      return { status: 200, body: toKeyPage(`service-keys/${org}`, await listServiceKeys(org), query) };
    },
  }),
  route({
    ...created,
    method: 'post',
    path: '/organizations/{org}/service-keys',
    summary:
      'Create a service key, which acts as Organization Admin of this organization; its secret is in this answer only',
    needs: 'keys:manage',
    params: organizationParams,
    handle: async ({ caller, context, params: { org }, body }) => {
      requireWithin(issuerOf(caller), body);
      const { token, secret } = await createServiceKey(context, org, body);
      return { status: 201, body: toKey(token, secret) };
    },
  }),
  route({
    ...shown,
    method: 'get',
    path: '/organizations/{org}/service-keys/{id}',
    summary: 'Read a service key, without its secret',
    needs: 'keys:manage',
    params: organizationItemParams,
    handle: async ({ params: { org, id } }) => {
      return { status: 200, body: toKey(await getServiceKey(org, id)) };
    },
  }),
  route({
    ...revoked,
    method: 'delete',
    path: '/organizations/{org}/service-keys/{id}',
    summary: 'Revoke a service key; it ends at once',
    needs: 'keys:manage',
    params: organizationItemParams,
    handle: async ({ context, params: { org, id } }) => {
      await revokeServiceKey(context, org, id);
      return { status: 204 };
    },
  }),
];
