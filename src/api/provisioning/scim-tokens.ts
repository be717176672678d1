/** The tokens that identity providers show. */
import { z } from 'zod';
import { requireWithin } from '../../domain/administration/keys/key-bounds.ts';
import {
  createScimToken,
  getScimToken,
  listScimTokens,
  revokeScimToken,
  rotateScimToken,
} from '../../domain/administration/keys/scim-tokens.ts';
import type { ScimTokenDocument } from '../../domain/model/scim-token.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { issuerOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleIds, idOf, idParamOf, itemParams, organizationParams, rotationOrder } from '../http/shared-schemas.ts';
import { exampleSecret, exampleToken, strictly, tokenFields, tokenOrder } from '../keys/key-schemas.ts';
import { toToken as toKey } from '../keys/show-key.ts';

const shared = { needs: 'provisioning:manage', tag: 'Provisioning' } as const;
const ofAll = { ...shared, path: '/organizations/{org}/scim/tokens', params: organizationParams };
const ofOne = { ...shared, path: `${ofAll.path}/{id}`, params: itemParams('scimToken') };

const scimTokenOrder = tokenOrder.extend({
  description: tokenOrder.shape.description.meta({ examples: ['Okta'] }),
  strict: z.boolean().default(false).meta(strictly),
  memberId: idParamOf('member')
    .nullable()
    .default(null)
    .meta({
      description:
        'Binds the token to this active member: it reaches /Me only, and ends with the member. null: it is for a directory',
      examples: [null],
    }),
});

const exampleScimToken = { ...exampleToken, id: exampleIds.scimToken, strict: false, memberId: null };

const scimTokenSchema = z
  .object({
    ...tokenFields,
    id: idOf('scimToken'),
    strict: z.boolean().meta(strictly),
    memberId: idOf('member')
      .nullable()
      .meta({
        description: 'Id of the member whose /Me is all that it reaches; null: it is for a directory',
        examples: [null],
      }),
  })
  .meta({
    id: 'ScimToken',
    description: 'What an identity provider shows to push people and groups',
    examples: [exampleScimToken],
  });

/** As the answer shows it that made it. */
const exampleMade = { ...exampleScimToken, token: exampleSecret('usher_scim') };

export const scimTokenRoutes: Route[] = [
  route({
    ...ofAll,
    method: 'get',
    summary: 'List the SCIM tokens that are not revoked, newest first',
    query: pageQuery,
    responses: { 200: pageOf(scimTokenSchema) },
    handle: async ({ params: { org }, query }) => {
      const { items, nextCursor } = pageOfAll(`scim-tokens/${org}`, await listScimTokens(org), query, 'newest first');
      return { status: 200, body: { items: items.map((token) => toToken(token)), nextCursor } };
    },
  }),
  route({
    ...ofAll,
    method: 'post',
    summary: 'Create a SCIM token, for a directory or bound to one member; its secret is in this answer only',
    body: scimTokenOrder,
    responses: { 201: scimTokenSchema },
    examples: { 201: exampleMade },
    handle: async ({ caller, context, params: { org }, body }) => {
      requireWithin(issuerOf(caller), body);
      const { token, secret } = await createScimToken(context, org, body);
      return { status: 201, body: toToken(token, secret) };
    },
  }),
  route({
    ...ofOne,
    method: 'get',
    summary: 'Read a SCIM token, without its secret',
    responses: { 200: scimTokenSchema },
    handle: async ({ params: { org, id } }) => ({ status: 200, body: toToken(await getScimToken(org, id)) }),
  }),
  route({
    ...ofOne,
    method: 'delete',
    summary: 'Revoke a SCIM token; it ends at once',
    responses: { 204: null },
    handle: async ({ context, params: { org, id } }) => {
      await revokeScimToken(context, org, id);
      return { status: 204 };
    },
  }),
  route({
    ...ofOne,
    method: 'post',
    path: `${ofOne.path}/rotate`,
    summary: 'Replace a SCIM token by a new one; the old one works on for the overlap',
    body: rotationOrder,
    responses: { 201: scimTokenSchema },
    examples: { 201: exampleMade },
    handle: async ({ caller, context, params: { org, id }, body: { overlapSeconds } }) => {
      const { token, secret } = await rotateScimToken(context, org, id, overlapSeconds, issuerOf(caller));
      const headers = { Location: `/api/v1/organizations/${org}/scim/tokens/${token._id}` };
      return { status: 201, headers, body: toToken(token, secret) };
    },
  }),
];

function toToken(token: ScimTokenDocument, secret?: string) {
  return { ...toKey(token, secret), strict: token.strict ?? false, memberId: token.memberId ?? null };
}
