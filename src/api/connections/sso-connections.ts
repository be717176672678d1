/** The identity providers of an organization. */
import {
  changeConnection,
  createConnection,
  deleteConnection,
} from '../../domain/administration/connections/change-connection.ts';
import {
  type ConnectionDocument,
  getConnection,
  hasClientSecret,
  listConnections,
} from '../../domain/model/connection.ts';
import { listeningConnections } from '../../domain/model/signal-stream.ts';
import { type Outbound, outbound } from '../../http/outbound.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { ApiError } from '../http/api-error.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { itemParams, organizationParams } from '../http/shared-schemas.ts';
import { checkProvider } from './check-provider.ts';
import { connectionChange, connectionOrder, connectionSchema, connectionTestSchema } from './connection-schemas.ts';

const shared = { needs: 'sso:manage', tag: 'Sign-in' } as const;
const ofAll = { ...shared, path: '/organizations/{org}/sso-connections', params: organizationParams };
const ofOne = { ...shared, path: `${ofAll.path}/{id}`, params: itemParams('connection') };

export function ssoConnectionRoutes({ publicUrl, outboundAllowedHosts, secretBox }: ApiConfig): Route[] {
  const outside = outbound(outboundAllowedHosts);
  const toConnection = async (row: ConnectionDocument) =>
    shownAt(publicUrl, row, (await listeningConnections(row.orgId)).has(row._id));
  return [
    route({
      ...ofAll,
      method: 'get',
      summary: "List the organization's own identity providers, oldest first",
      query: pageQuery,
      responses: { 200: pageOf(connectionSchema) },
      handle: async ({ params: { org }, query }) => {
        const [rows, listening] = await Promise.all([listConnections(org), listeningConnections(org)]);
        const { items, nextCursor } = pageOfAll(`sso-connections/${org}`, rows, query, 'oldest first');
        return {
          status: 200,
          body: { items: items.map((row) => shownAt(publicUrl, row, listening.has(row._id))), nextCursor },
        };
      },
    }),
    route({
      ...ofAll,
      method: 'post',
      summary: 'Add an identity provider; its client secret is never shown again',
      body: connectionOrder,
      responses: { 201: connectionSchema },
      handle: async ({ context, params: { org }, body }) => {
        requireReachable(outside, body.issuer);
        return { status: 201, body: await toConnection(await createConnection(context, org, body, secretBox)) };
      },
    }),
    route({
      ...ofOne,
      method: 'get',
      summary: 'Read an identity provider, without its client secret',
      responses: { 200: connectionSchema },
      handle: async ({ params: { org, id } }) => ({
        status: 200,
        body: await toConnection(await getConnection(org, id)),
      }),
    }),
    route({
      ...ofOne,
      method: 'patch',
      summary: 'Change an identity provider; it counts from the next sign-in on',
      body: connectionChange,
      responses: { 200: connectionSchema },
      handle: async ({ context, params: { org, id }, body }) => {
        if (body.issuer !== undefined) requireReachable(outside, body.issuer);
        return { status: 200, body: await toConnection(await changeConnection(context, org, id, body, secretBox)) };
      },
    }),
    route({
      ...ofOne,
      method: 'delete',
      summary: 'Remove an identity provider; its sessions end, and its members wait for another connection',
      responses: { 204: null },
      handle: async ({ context, params: { org, id } }) => {
        await deleteConnection(context, org, id);
        return { status: 204 };
      },
    }),
    route({
      ...ofOne,
      method: 'post',
      path: `${ofOne.path}/test`,
      summary: 'Ask the provider for its metadata and keys, and report step by step',
      responses: { 200: connectionTestSchema },
      handle: async ({ params: { org, id }, request }) => {
        const { issuer } = await getConnection(org, id);
        const tell = (reason: string) => request.log?.warn({ issuer, reason }, 'a provider cannot be reached');
        const steps = await checkProvider(outside, issuer, tell);
        return { status: 200, body: { ok: steps.every(({ ok }) => ok), steps } };
      },
    }),
  ];
}

export function shownAt(publicUrl: string, row: ConnectionDocument, receivesSignals: boolean) {
  const {
    _id: id,
    name,
    issuer,
    clientId,
    scopes,
    claims,
    groupSync,
    requiredGroups,
    requireMappedGroup = false,
    acrValues = [],
    maxAgeSeconds = null,
    enabled,
  } = row;
  const { trustEmail, trustUserName, linkByExternalId } = row;
  return {
    ...{ id, name, issuer, clientId, scopes, claims, groupSync, requiredGroups, requireMappedGroup, enabled },
    ...{ trustEmail, trustUserName, linkByExternalId, acrValues, maxAgeSeconds },
    loginUrl: `${publicUrl}/auth/login?connection=${id}`,
    clientAuthentication: row.clientAuthentication ?? 'client_secret',
    jwksUri: hasClientSecret(row) ? null : `${publicUrl}/auth/jwks/${id}`,
    initiateLoginUri: `${publicUrl}/auth/initiate/${id}`,
    redirectUri: `${publicUrl}/auth/callback/${id}`,
    backchannelLogoutUrl: `${publicUrl}/auth/backchannel-logout/${id}`,
    universalLogoutUrl: `${publicUrl}/auth/global-token-revocation/${id}`,
    receivesSignals,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Case 81: said at once where it can be seen in the address; names are checked whenever they are asked. */
export function requireReachable(outside: Outbound, issuer: string): void {
  const detail = outside.faultOf(issuer);
  if (detail === null) return;
  throw new ApiError(400, 'address_refused', detail, { errors: [{ in: 'body', pointer: '#/issuer', detail }] });
}
