/** Set-up links as admins make, list and revoke them. */

import { requireWithin } from '../../domain/administration/keys/key-bounds.ts';
import {
  createSetupLink,
  listSetupLinks,
  renewSetupLink,
  revokeSetupLink,
  type SetupLinkView,
  viewSetupLink,
} from '../../domain/administration/setup/setup-links.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { issuerOf } from '../http/principal.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { exampleIds, exampleTime, itemParams, organizationParams } from '../http/shared-schemas.ts';
import { exampleLink, setupLinkOrder, setupLinkRenewal, setupLinkSchema, usualEnd } from './setup-schemas.ts';

const shared = { needs: 'sso:manage', tag: 'Set-up links' } as const;
const ofAll = { ...shared, path: '/organizations/{org}/setup-links', params: organizationParams };
const ofOne = { ...shared, path: `${ofAll.path}/{id}`, params: itemParams('setupLink') };

const exampleMade = {
  id: exampleIds.setupLink,
  name: 'Acme IT',
  parts: ['domain', 'sign-in', 'directory'],
  maySwitchOn: false,
  status: 'unused',
  createdBy: { type: 'account', id: exampleIds.admin, name: 'Grace Hopper' },
  createdAt: exampleTime,
  expiresAt: '2026-01-22T09:30:00.000Z',
  openedAt: null,
  finishedAt: null,
  connectionId: exampleIds.connection,
  scimTokenId: exampleIds.scimToken,
  link: exampleLink,
};

export function setupLinkRoutes({ publicUrl }: ApiConfig): Route[] {
  const addressOf = (secret: string) => `${publicUrl}/setup/${secret}`;
  return [
    route({
      ...ofAll,
      method: 'get',
      summary: 'List the set-up links, newest first, also those that are over',
      query: pageQuery,
      responses: { 200: pageOf(setupLinkSchema) },
      handle: async ({ params: { org }, query }) => {
        const views = (await listSetupLinks(org)).map((view) => ({ _id: view.link._id, ...view }));
        const { items, nextCursor } = pageOfAll(`setup-links/${org}`, views, query, 'newest first');
        return { status: 200, body: { items: items.map((view) => toSetupLink(view)), nextCursor } };
      },
    }),
    route({
      ...ofAll,
      method: 'post',
      summary: 'Make a set-up link; its secret is in this answer only, and it is opened in one browser only',
      body: setupLinkOrder,
      responses: { 201: setupLinkSchema },
      examples: { 201: exampleMade },
      handle: async ({ authority, caller, context, params: { org }, body }) => {
        const order = { ...body, expiresAt: body.expiresAt ?? usualEnd() };
        requireWithin(issuerOf(caller), { scopes: ['read', 'write'], expiresAt: order.expiresAt });
        const { link, secret } = await createSetupLink(context, authority, org, order);
        return { status: 201, body: { ...toSetupLink({ link, status: 'unused' }), link: addressOf(secret) } };
      },
    }),
    route({
      ...ofOne,
      method: 'get',
      summary: 'Read a set-up link, without its secret',
      responses: { 200: setupLinkSchema },
      handle: async ({ params: { org, id } }) => ({ status: 200, body: toSetupLink(await viewSetupLink(org, id)) }),
    }),
    route({
      ...ofOne,
      method: 'post',
      path: `${ofOne.path}/renew`,
      summary: 'Give a set-up link another secret and end; the old one ends, and what was set up with it stays',
      body: setupLinkRenewal,
      responses: { 200: setupLinkSchema },
      examples: { 200: exampleMade },
      handle: async ({ authority, caller, context, params: { org, id }, body: { expiresAt = usualEnd() } }) => {
        requireWithin(issuerOf(caller), { scopes: ['read', 'write'], expiresAt });
        const { link, secret } = await renewSetupLink(context, authority, org, id, expiresAt);
        return { status: 200, body: { ...toSetupLink({ link, status: 'unused' }), link: addressOf(secret) } };
      },
    }),
    route({
      ...ofOne,
      method: 'delete',
      summary: 'Revoke a set-up link; it ends at once, and what was set up with it stays',
      responses: { 204: null },
      handle: async ({ context, params: { org, id } }) => {
        await revokeSetupLink(context, org, id);
        return { status: 204 };
      },
    }),
  ];
}

function toSetupLink({ link, status }: SetupLinkView) {
  const { _id: id, name, parts, maySwitchOn, createdBy, connectionId, scimTokenId } = link;
  return {
    ...{ id, name, parts, maySwitchOn, status, createdBy, connectionId, scimTokenId },
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
    openedAt: link.openedAt?.toISOString() ?? null,
    finishedAt: link.finishedAt?.toISOString() ?? null,
  };
}
