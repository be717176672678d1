/** API keys: a person's own, and the service keys of an organization. */
import type { Request } from 'express';
import { z } from 'zod';
import { requireWithin } from '../domain/administration/keys/issuer.ts';
import {
  createPersonalKey,
  getPersonalKey,
  type KeyMaker,
  listPersonalKeys,
  revokePersonalKey,
} from '../domain/administration/keys/personal-key.ts';
import {
  createServiceKey,
  getServiceKey,
  listServiceKeys,
  revokeServiceKey,
} from '../domain/administration/keys/service-key.ts';
import { connectionsWithin, type Living, livingEntries } from '../domain/entry/reach/reach.ts';
import { type ApiTokenDocument, endOf } from '../domain/model/api-token.ts';
import { clientAddressOf } from '../http/client-address.ts';
import { authorize } from './authorize.ts';
import type { Caller } from './caller.ts';
import { issuerOf, personOf } from './caller-in-domain.ts';
import { pageOf, pageOfAll, pageQuery } from './page.ts';
import { type Route, route } from './route.ts';
import { apiKeySchema, idParam, organizationParams, tokenOrder } from './schemas.ts';

const tag = 'API keys';
const personalParams = z.object({ id: idParam });
const serviceParams = organizationParams.extend(personalParams.shape);
export const keysQuery = pageQuery.omit({ q: true });
const listed = { tag, query: keysQuery, responses: { 200: pageOf(apiKeySchema) } };
const created = { tag, body: tokenOrder, responses: { 201: apiKeySchema } };
const shown = { tag, responses: { 200: apiKeySchema } };
const revoked = { tag, responses: { 204: null } };

export const apiKeyRoutes: Route[] = [
  route({
    ...listed,
    method: 'get',
    path: '/me/api-keys',
    summary: "List the caller's personal keys that have not ended, and those that have expired, newest first",
    who: 'signed in',
    handle: async ({ caller, query }) => {
      const [accountId, living] = await ownKeys(caller);
      const keys = await listPersonalKeys(accountId, living);
      return { status: 200, body: toKeyPage(`api-keys/${accountId}`, keys, query) };
    },
  }),
  route({
    ...created,
    method: 'post',
    path: '/me/api-keys',
    summary:
      'Create a personal key, which acts as its owner where the present sign-in reaches; its secret is in this answer only',
    who: 'signed in',
    handle: async ({ caller, context, request, body }) => {
      const maker = makerOf(caller, request);
      requireWithin(issuerOf(caller), body);
      const { token, secret } = await createPersonalKey(context, maker, body);
      return { status: 201, body: toKey(token, secret) };
    },
  }),
  route({
    ...shown,
    method: 'get',
    path: '/me/api-keys/{id}',
    summary: 'Read a personal key, without its secret',
    who: 'signed in',
    params: personalParams,
    handle: async ({ caller, params: { id } }) => {
      const [accountId, living] = await ownKeys(caller);
      return { status: 200, body: toKey(await getPersonalKey(accountId, living, id)) };
    },
  }),
  route({
    ...revoked,
    method: 'delete',
    path: '/me/api-keys/{id}',
    summary: 'Revoke a personal key; it ends at once',
    who: 'signed in',
    params: personalParams,
    handle: async ({ caller, context, params: { id } }) => {
      const { accountId, reach } = personOf(caller);
      const key = { accountId, tokenId: id, connectionIds: await connectionsWithin(reach) };
      await revokePersonalKey(context, key, { reason: 'ended_by_person', decidedIn: null });
      return { status: 204 };
    },
  }),
  route({
    ...listed,
    method: 'get',
    path: '/organizations/{org}/service-keys',
    summary: 'List the service keys that are not revoked, newest first',
    who: 'Organization Admin',
    params: organizationParams,
    handle: async ({ caller, params: { org }, query }) => {
      await authorize(caller, org, 'keys:manage');
      return { status: 200, body: toKeyPage(`service-keys/${org}`, await listServiceKeys(org), query) };
    },
  }),
  route({
    ...created,
    method: 'post',
    path: '/organizations/{org}/service-keys',
    summary:
      'Create a service key, which acts as Organization Admin of this organization; its secret is in this answer only',
    who: 'Organization Admin',
    params: organizationParams,
    handle: async ({ caller, context, params: { org }, body }) => {
      await authorize(caller, org, 'keys:manage');
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
    who: 'Organization Admin',
    params: serviceParams,
    handle: async ({ caller, params: { org, id } }) => {
      await authorize(caller, org, 'keys:manage');
      return { status: 200, body: toKey(await getServiceKey(org, id)) };
    },
  }),
  route({
    ...revoked,
    method: 'delete',
    path: '/organizations/{org}/service-keys/{id}',
    summary: 'Revoke a service key; it ends at once',
    who: 'Organization Admin',
    params: serviceParams,
    handle: async ({ caller, context, params: { org, id } }) => {
      await authorize(caller, org, 'keys:manage');
      await revokeServiceKey(context, org, id);
      return { status: 204 };
    },
  }),
];

/** Of the caller: the account, and what of its keys the caller sees (4.1a P5). */
async function ownKeys(caller: Caller): Promise<readonly [accountId: string, living: readonly Living[]]> {
  const { accountId, reach } = personOf(caller);
  return [accountId, await livingEntries(accountId, { within: reach })];
}

/** By whom and where from a personal key is made. */
function makerOf(caller: Caller, request: Request): KeyMaker {
  const { accountId } = personOf(caller);
  const countsFrom = caller.kind === 'api-key' ? caller.countsFrom : null;
  return { accountId, connectionId: caller.connectionId ?? '', countsFrom, address: clientAddressOf(request) || null };
}

/** A page of keys, without their secrets. */
export function toKeyPage(list: string, keys: readonly ApiTokenDocument[], query: z.output<typeof keysQuery>) {
  const { items, nextCursor } = pageOfAll(list, keys, query, 'newest first');
  return { items: items.map((key) => toKey(key)), nextCursor };
}

/** A key as the API shows it; a personal one with the end that the deployment sets it. */
export function toKey(key: ApiTokenDocument, secret?: string) {
  return toToken({ ...key, expiresAt: endOf(key) }, secret);
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
