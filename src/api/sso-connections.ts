/** The identity providers of an organization. */
import {
  changeConnection,
  createConnection,
  deleteConnection,
} from '../domain/administration/connections/change-connection.ts';
import { type ConnectionDocument, getConnection, listConnections } from '../domain/model/connection.ts';
import { type Outbound, outbound } from '../http/outbound.ts';
import { authorize } from './authorize.ts';
import { checkProvider } from './check-provider.ts';
import { pageOf, pageOfAll, pageQuery } from './page.ts';
import { ApiError } from './problem.ts';
import { type ApiConfig, type Route, route } from './route.ts';
import { idParam, organizationParams } from './schemas.ts';
import { connectionChange, connectionOrder, connectionSchema, connectionTestSchema } from './sso-schemas.ts';

const tag = 'Sign-in';
const who = 'Organization Admin';
const list = '/organizations/{org}/sso-connections';
const one = `${list}/{id}`;
const params = organizationParams.extend({ id: idParam });

export function ssoConnectionRoutes({ publicUrl, outboundAllowedHosts }: ApiConfig): Route[] {
  const guard = outbound(outboundAllowedHosts);
  const toConnection = (row: ConnectionDocument) => {
    const { _id: id, name, issuer, clientId, scopes, claims, groupSync, requiredGroups, enabled } = row;
    const { trustEmail, trustUserName, linkByExternalId } = row;
    return {
      ...{ id, name, issuer, clientId, scopes, claims, groupSync, requiredGroups, enabled },
      ...{ trustEmail, trustUserName, linkByExternalId },
      loginUrl: `${publicUrl}/auth/login?connection=${id}`,
      redirectUri: `${publicUrl}/auth/callback/${id}`,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  };
  return [
    route({
      method: 'get',
      path: list,
      summary: "List the organization's own identity providers, oldest first",
      who,
      tag,
      params: organizationParams,
      query: pageQuery.omit({ q: true }),
      responses: { 200: pageOf(connectionSchema) },
      handle: async ({ caller, params: { org }, query }) => {
        await authorize(caller, org, 'sso:manage');
        const rows = await listConnections(org);
        const { items, nextCursor } = pageOfAll(`sso-connections/${org}`, rows, query, 'oldest first');
        return { status: 200, body: { items: items.map(toConnection), nextCursor } };
      },
    }),
    route({
      method: 'post',
      path: list,
      summary: 'Add an identity provider; its client secret is never shown again',
      who,
      tag,
      params: organizationParams,
      body: connectionOrder,
      responses: { 201: connectionSchema },
      handle: async ({ caller, context, params: { org }, body }) => {
        await authorize(caller, org, 'sso:manage');
        requireReachable(guard, body.issuer);
        return { status: 201, body: toConnection(await createConnection(context, org, body)) };
      },
    }),
    route({
      method: 'get',
      path: one,
      summary: 'Read an identity provider, without its client secret',
      who,
      tag,
      params,
      responses: { 200: connectionSchema },
      handle: async ({ caller, params: { org, id } }) => {
        await authorize(caller, org, 'sso:manage');
        return { status: 200, body: toConnection(await getConnection(org, id)) };
      },
    }),
    route({
      method: 'patch',
      path: one,
      summary: 'Change an identity provider; it counts from the next sign-in on',
      who,
      tag,
      params,
      body: connectionChange,
      responses: { 200: connectionSchema },
      handle: async ({ caller, context, params: { org, id }, body }) => {
        await authorize(caller, org, 'sso:manage');
        if (body.issuer !== undefined) requireReachable(guard, body.issuer);
        return { status: 200, body: toConnection(await changeConnection(context, org, id, body)) };
      },
    }),
    route({
      method: 'delete',
      path: one,
      summary: 'Remove an identity provider; its sessions end, and its members wait for another connection',
      who,
      tag,
      params,
      responses: { 204: null },
      handle: async ({ caller, context, params: { org, id } }) => {
        await authorize(caller, org, 'sso:manage');
        await deleteConnection(context, org, id);
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: `${one}/test`,
      summary: 'Ask the provider for its metadata and keys, and report step by step',
      who,
      tag,
      params,
      responses: { 200: connectionTestSchema },
      handle: async ({ caller, params: { org, id }, request }) => {
        await authorize(caller, org, 'sso:manage');
        const { issuer } = await getConnection(org, id);
        const tell = (reason: string) => request.log?.warn({ issuer, reason }, 'a provider cannot be reached');
        const steps = await checkProvider(guard, issuer, tell);
        return { status: 200, body: { ok: steps.every(({ ok }) => ok), steps } };
      },
    }),
  ];
}

/** Case 81: said at once where it can be seen in the address; names are checked whenever they are asked. */
function requireReachable(guard: Outbound, issuer: string): void {
  const detail = guard.faultOf(issuer);
  if (detail === null) return;
  throw new ApiError(400, 'address_refused', detail, { errors: [{ in: 'body', pointer: '#/issuer', detail }] });
}
