/** API keys: a person's own, and the service keys of an organization. */

import { z } from 'zod';
import type { Context } from '../domain/context.ts';
import {
  type ApiTokenOwner,
  createApiToken,
  getApiToken,
  listApiTokens,
  type NewApiToken,
  revokeApiToken,
} from '../domain/tokens/api-token.ts';
import { requireWithin } from '../domain/tokens/issuer.ts';
import { authorize } from './authorize.ts';
import { type Caller, issuerOf, personOf } from './caller.ts';
import { pageOf, pageOfAll, pageQuery } from './page.ts';
import { type Route, route } from './route.ts';
import { apiKeySchema, idParam, organizationParams, tokenOrder } from './schemas.ts';

const tag = 'API keys';
const personalParams = z.object({ id: idParam });
const serviceParams = organizationParams.extend(personalParams.shape);
const keysQuery = pageQuery.omit({ q: true });
const listed = { tag, query: keysQuery, responses: { 200: pageOf(apiKeySchema) } };
const created = { tag, body: tokenOrder, responses: { 201: apiKeySchema } };
const shown = { tag, responses: { 200: apiKeySchema } };
const revoked = { tag, responses: { 204: null } };

export const apiKeyRoutes: Route[] = [
  route({
    ...listed,
    method: 'get',
    path: '/me/api-keys',
    summary: "List the caller's personal keys that are not revoked, newest first",
    who: 'signed in',
    handle: ({ caller, query }) => listKeys(personal(caller), query),
  }),
  route({
    ...created,
    method: 'post',
    path: '/me/api-keys',
    summary: 'Create a personal key, which acts as its owner; its secret is in this answer only',
    who: 'signed in',
    handle: ({ caller, context, body }) => createKey(caller, context, personal(caller), body),
  }),
  route({
    ...shown,
    method: 'get',
    path: '/me/api-keys/{id}',
    summary: 'Read a personal key, without its secret',
    who: 'signed in',
    params: personalParams,
    handle: ({ caller, params: { id } }) => showKey(personal(caller), id),
  }),
  route({
    ...revoked,
    method: 'delete',
    path: '/me/api-keys/{id}',
    summary: 'Revoke a personal key; it ends at once',
    who: 'signed in',
    params: personalParams,
    handle: ({ caller, context, params: { id } }) => revokeKey(context, personal(caller), id),
  }),
  route({
    ...listed,
    method: 'get',
    path: '/organizations/{org}/service-keys',
    summary: 'List the service keys that are not revoked, newest first',
    who: 'Organization Admin',
    params: organizationParams,
    handle: async ({ caller, params: { org }, query }) => listKeys(await service(caller, org), query),
  }),
  route({
    ...created,
    method: 'post',
    path: '/organizations/{org}/service-keys',
    summary:
      'Create a service key, which acts as Organization Admin of this organization; its secret is in this answer only',
    who: 'Organization Admin',
    params: organizationParams,
    handle: async ({ caller, context, params: { org }, body }) =>
      createKey(caller, context, await service(caller, org), body),
  }),
  route({
    ...shown,
    method: 'get',
    path: '/organizations/{org}/service-keys/{id}',
    summary: 'Read a service key, without its secret',
    who: 'Organization Admin',
    params: serviceParams,
    handle: async ({ caller, params: { org, id } }) => showKey(await service(caller, org), id),
  }),
  route({
    ...revoked,
    method: 'delete',
    path: '/organizations/{org}/service-keys/{id}',
    summary: 'Revoke a service key; it ends at once',
    who: 'Organization Admin',
    params: serviceParams,
    handle: async ({ caller, context, params: { org, id } }) => revokeKey(context, await service(caller, org), id),
  }),
];

function personal(caller: Caller): ApiTokenOwner {
  const { accountId } = personOf(caller);
  return { accountId, connectionId: caller.connectionId ?? '' };
}

async function service(caller: Caller, org: string): Promise<ApiTokenOwner> {
  await authorize(caller, org, 'keys:manage');
  return { orgId: org };
}

async function listKeys(owner: ApiTokenOwner, query: z.output<typeof keysQuery>) {
  const list = 'orgId' in owner ? `service-keys/${owner.orgId}` : `api-keys/${owner.accountId}`;
  const { items, nextCursor } = pageOfAll(list, await listApiTokens(owner), query, 'newest first');
  return { status: 200 as const, body: { items: items.map((token) => toToken(token)), nextCursor } };
}

async function showKey(owner: ApiTokenOwner, id: string) {
  return { status: 200 as const, body: toToken(await getApiToken(owner, id)) };
}

async function createKey(caller: Caller, context: Context, owner: ApiTokenOwner, order: NewApiToken) {
  requireWithin(issuerOf(caller), order);
  const { token, secret } = await createApiToken(context, owner, order);
  return { status: 201 as const, body: toToken(token, secret) };
}

async function revokeKey(context: Context, owner: ApiTokenOwner, id: string) {
  await revokeApiToken(context, owner, id);
  return { status: 204 as const };
}

type StoredToken = {
  readonly _id: string;
  readonly description: string;
  readonly scopes: ('read' | 'write')[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
};

/** A token or key as the API shows it, with its secret only where it was just made. */
export function toToken(
  { _id: id, description, scopes, createdAt, expiresAt, lastUsedAt }: StoredToken,
  secret?: string,
) {
  return {
    id,
    description,
    scopes,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    ...(secret === undefined ? {} : { token: secret }),
  };
}
