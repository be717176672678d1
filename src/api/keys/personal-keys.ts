/** A person's own API keys. */
import type { Request } from 'express';
import { z } from 'zod';
import { requireWithin } from '../../domain/administration/keys/key-bounds.ts';
import {
  createPersonalKey,
  getPersonalKey,
  type KeyMaker,
  listPersonalKeys,
  revokePersonalKey,
} from '../../domain/administration/keys/personal-key.ts';
import { connectionsWithin, type Living, livingEntries } from '../../domain/entry/reach/reach.ts';
import { clientAddressOf } from '../../http/client-address.ts';
import type { ApiConfig } from '../http/api-config.ts';
import type { PersonCaller } from '../http/caller.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { issuerOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idParamOf } from '../http/shared-schemas.ts';
import { apiKeySchema, exampleMadeKey, tokenOrder } from './key-schemas.ts';
import { toToken, toTokenPage, withEnd } from './show-key.ts';

const tag = 'API keys';
const personalParams = z.object({ id: idParamOf('key') });
const listed = { tag, query: pageQuery, responses: { 200: pageOf(apiKeySchema) } };
const created = { tag, body: tokenOrder, responses: { 201: apiKeySchema }, examples: { 201: exampleMadeKey } };
const shown = { tag, responses: { 200: apiKeySchema } };
const revoked = { tag, responses: { 204: null } };

export function personalKeyRoutes({ apiKeyMaxDays: maxDays }: ApiConfig): Route[] {
  return [
    route({
      ...listed,
      method: 'get',
      path: '/me/api-keys',
      summary: "List the caller's personal keys that have not ended, and those that have expired, newest first",
      needs: 'to be a person',
      handle: async ({ caller, query }) => {
        const [accountId, living] = await ownKeys(caller);
        const keys = await listPersonalKeys(accountId, living);
        const shownKeys = keys.map((key) => withEnd(key, maxDays));
        return { status: 200, body: toTokenPage(`api-keys/${accountId}`, shownKeys, query) };
      },
    }),
    route({
      ...created,
      method: 'post',
      path: '/me/api-keys',
      summary:
        'Create a personal key, which acts as its owner where the present sign-in reaches; its secret is in this answer only',
      needs: 'to be a person',
      handle: async ({ caller, context, request, body }) => {
        const maker = makerOf(caller, request);
        requireWithin(issuerOf(caller), body);
        const { token, secret } = await createPersonalKey(context, maker, body);
        return { status: 201, body: toToken(withEnd(token, maxDays), secret) };
      },
    }),
    route({
      ...shown,
      method: 'get',
      path: '/me/api-keys/{id}',
      summary: 'Read a personal key, without its secret',
      needs: 'to be a person',
      params: personalParams,
      handle: async ({ caller, params: { id } }) => {
        const [accountId, living] = await ownKeys(caller);
        const key = await getPersonalKey(accountId, living, id);
        return { status: 200, body: toToken(withEnd(key, maxDays)) };
      },
    }),
    route({
      ...revoked,
      method: 'delete',
      path: '/me/api-keys/{id}',
      summary: 'Revoke a personal key; it ends at once',
      needs: 'to be a person',
      params: personalParams,
      handle: async ({ caller, context, params: { id } }) => {
        const { accountId, reach } = caller;
        const key = { accountId, tokenId: id, connectionIds: await connectionsWithin(reach) };
        await revokePersonalKey(context, key, { reason: 'ended_by_person', decidedIn: null });
        return { status: 204 };
      },
    }),
  ];
}

/** Of the caller: the account, and what of its keys the caller sees (P5). */
async function ownKeys({
  accountId,
  reach,
}: PersonCaller): Promise<readonly [accountId: string, living: readonly Living[]]> {
  return [accountId, await livingEntries(accountId, { within: reach })];
}

/** By whom and where from a personal key is made. */
function makerOf(caller: PersonCaller, request: Request): KeyMaker {
  const { accountId, connectionId } = caller;
  const countsFrom = caller.kind === 'api-key' ? caller.countsFrom : null;
  return { accountId, connectionId, countsFrom, address: clientAddressOf(request) || null };
}
