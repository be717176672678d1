/** Provisioning: the tokens that identity providers show, and what the groups they push mean here. */
import { z } from 'zod';
import { describeUnmatched } from '../domain/access/mapping/nearest-names.ts';
import { requireWithin } from '../domain/administration/keys/issuer.ts';
import {
  createScimToken,
  getScimToken,
  listScimTokens,
  revokeScimToken,
  rotateScimToken,
} from '../domain/administration/keys/scim-tokens.ts';
import { listMappedGroups, type MappedGroup } from '../domain/administration/mappings/list-mapped-groups.ts';
import type { ScimTokenDocument } from '../domain/model/scim-token.ts';
import { toToken as toKey } from './api-keys.ts';
import { authorize } from './authorize.ts';
import { issuerOf } from './caller-in-domain.ts';
import { lastIdOf, pageOf, pageOfAll, pageQuery, readCursor, toPage } from './page.ts';
import { rotationOrder } from './rotation-order.ts';
import { type Route, route } from './route.ts';
import { idParam, mappedGroupSchema, organizationParams, scimTokenOrder, scimTokenSchema } from './schemas.ts';

const tag = 'Provisioning';
const who = 'Organization Admin';
const tokenParams = organizationParams.extend({ id: idParam });

export const scimRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/scim/tokens',
    summary: 'List the SCIM tokens that are not revoked, newest first',
    who,
    tag,
    params: organizationParams,
    query: pageQuery.omit({ q: true }),
    responses: { 200: pageOf(scimTokenSchema) },
    handle: async ({ caller, params: { org }, query }) => {
      await authorize(caller, org, 'provisioning:manage');
      const { items, nextCursor } = pageOfAll(`scim-tokens/${org}`, await listScimTokens(org), query, 'newest first');
      return { status: 200, body: { items: items.map((token) => toToken(token)), nextCursor } };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/scim/tokens',
    summary: 'Create a SCIM token, for a directory or bound to one member; its secret is in this answer only',
    who,
    tag,
    params: organizationParams,
    body: scimTokenOrder,
    responses: { 201: scimTokenSchema },
    handle: async ({ caller, context, params: { org }, body }) => {
      await authorize(caller, org, 'provisioning:manage');
      requireWithin(issuerOf(caller), body);
      const { token, secret } = await createScimToken(context, org, body);
      return { status: 201, body: toToken(token, secret) };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/scim/tokens/{id}',
    summary: 'Read a SCIM token, without its secret',
    who,
    tag,
    params: tokenParams,
    responses: { 200: scimTokenSchema },
    handle: async ({ caller, params: { org, id } }) => {
      await authorize(caller, org, 'provisioning:manage');
      return { status: 200, body: toToken(await getScimToken(org, id)) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/scim/tokens/{id}',
    summary: 'Revoke a SCIM token; it ends at once',
    who,
    tag,
    params: tokenParams,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, id } }) => {
      await authorize(caller, org, 'provisioning:manage');
      await revokeScimToken(context, org, id);
      return { status: 204 };
    },
  }),
  route({
    method: 'post',
    path: '/organizations/{org}/scim/tokens/{id}/rotate',
    summary: 'Replace a SCIM token by a new one; the old one works on for the overlap',
    who,
    tag,
    params: tokenParams,
    body: rotationOrder,
    responses: { 201: scimTokenSchema },
    handle: async ({ caller, context, params: { org, id }, body: { overlapSeconds } }) => {
      await authorize(caller, org, 'provisioning:manage');
      const { token, secret } = await rotateScimToken(context, org, id, overlapSeconds, issuerOf(caller));
      const headers = { Location: `/api/v1/organizations/${org}/scim/tokens/${token._id}` };
      return { status: 201, headers, body: toToken(token, secret) };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/scim/groups',
    summary: 'List groups with what they are mapped to, or why they are not',
    who,
    tag,
    params: organizationParams,
    query: pageQuery.extend({ state: z.enum(['explicit', 'convention', 'unmatched']).optional() }),
    responses: { 200: pageOf(mappedGroupSchema) },
    handle: async ({ caller, params: { org }, query: { q, limit, cursor, state } }) => {
      await authorize(caller, org, 'access:read');
      const list = `scim-groups/${org}`;
      const after = lastIdOf(readCursor(list, cursor));
      const rows = await listMappedGroups(org, state, { q, after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ group }) => [group._id]);
      return { status: 200, body: { items: items.map(toMappedGroup), nextCursor } };
    },
  }),
];

function toToken(token: ScimTokenDocument, secret?: string) {
  return { ...toKey(token, secret), memberId: token.memberId ?? null };
}

function toMappedGroup({ group, members, nearest, targets }: MappedGroup) {
  const { _id: id, displayName, externalId, mapping } = group;
  const reason = mapping.state === 'unmatched' ? mapping.reason : null;
  const detail = reason === null ? null : describeUnmatched(reason, nearest);
  const shown = { state: mapping.state, reason, detail, nearest: [...nearest] };
  return { id, displayName, externalId, members, mapping: shown, targets: [...targets] };
}
