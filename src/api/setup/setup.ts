/**
 * What whoever has opened a set-up link sees and does. These routes know no account and no key, and all others know no
 * set-up link. Opening one is a page (`oidc/setup-pages.ts`), and so is the test sign-in.
 */
import { z } from 'zod';
import { verifyEmailDomain } from '../../domain/administration/connections/change-email-domains.ts';
import {
  addSetupDomain,
  createSetupToken,
  finishSetup,
  getSetupConnection,
  saveSetupConnection,
  switchOnSetupConnection,
} from '../../domain/administration/setup/set-up.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import { countSetupQuestion } from '../../http/attempts.ts';
import { outbound } from '../../http/outbound.ts';
import { checkProvider } from '../connections/check-provider.ts';
import { connectionSchema, connectionTestSchema } from '../connections/connection-schemas.ts';
import { domainOrder, domainSchema, lookUpFor, toDomain } from '../connections/domains.ts';
import { requireReachable, shownAt } from '../connections/sso-connections.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idParamOf } from '../http/shared-schemas.ts';
import { setupConnectionOrder, setupSchema, setupTokenSchema } from './setup-schemas.ts';
import { showSetup } from './show-setup.ts';

const params = z.object({ link: idParamOf('setupLink') });
const tag = 'Set-up links';
const own = { needs: 'to have opened the set-up link', tag, path: '/setup/{link}', params } as const;
const domains = { ...own, needs: 'to have opened the set-up link, for domains', path: `${own.path}/domains` } as const;
const connection = {
  ...own,
  needs: 'to have opened the set-up link, for sign-in',
  path: `${own.path}/connection`,
} as const;
const directory = { ...own, needs: 'to have opened the set-up link, for the directory' } as const;

export function setupRoutes(config: ApiConfig): Route[] {
  const { publicUrl, dnsServers } = config;
  return [
    route({
      ...own,
      method: 'get',
      summary: 'Read what is to be set up, and what is done',
      responses: { 200: setupSchema },
      handle: async ({ caller }) => ({ status: 200, body: await showSetup(publicUrl, caller) }),
    }),
    route({
      ...domains,
      method: 'post',
      summary: 'Claim an email domain; the answer says which TXT record proves it',
      body: domainOrder,
      responses: { 201: domainSchema },
      handle: async ({ caller, context, body: { name } }) => {
        const headers = { Location: `/api/v1/setup/${caller.link._id}` };
        return { status: 201, headers, body: toDomain(await addSetupDomain(context, caller.link, name)) };
      },
    }),
    route({
      ...domains,
      method: 'post',
      path: `${domains.path}/{id}/verify`,
      params: params.extend({ id: idParamOf('emailDomain') }),
      summary: 'Look for the TXT record now; 409 says what is missing',
      responses: { 200: domainSchema },
      refusals: [429],
      handle: async ({ caller: { link }, context, params: { id }, request }) => {
        if (!link.domainIds.includes(id))
          throw new DomainError('not_found', 'domain_not_found', 'There is no such domain.');
        await countSetupQuestion(link._id);
        const verified = await verifyEmailDomain(context, link.orgId, id, lookUpFor(request, dnsServers));
        return { status: 200, body: toDomain(verified) };
      },
    }),
    ...connectionRoutes(config),
    route({
      ...directory,
      method: 'post',
      path: `${own.path}/scim-token`,
      summary: 'Make the SCIM token of this link, once; its secret is in this answer only',
      responses: { 201: setupTokenSchema },
      handle: async ({ caller: { link }, context }) => {
        const { secret } = await createSetupToken(context, link);
        return { status: 201, headers: { Location: `/api/v1/setup/${link._id}` }, body: { token: secret } };
      },
    }),
    route({
      ...own,
      method: 'post',
      path: `${own.path}/finish`,
      summary: 'Say that all is done: the link ends at once',
      responses: { 204: null },
      handle: async ({ caller: { link }, context }) => {
        await finishSetup(context, link);
        return { status: 204 };
      },
    }),
  ];
}

function connectionRoutes({ publicUrl, outboundAllowedHosts, secretBox }: ApiConfig): Route[] {
  const outside = outbound(outboundAllowedHosts);
  return [
    route({
      ...connection,
      method: 'put',
      summary: 'Save the identity provider; nobody signs in by it yet',
      body: setupConnectionOrder,
      responses: { 200: connectionSchema },
      handle: async ({ caller: { link }, context, body }) => {
        requireReachable(outside, body.issuer);
        return {
          status: 200,
          body: shownAt(publicUrl, await saveSetupConnection(context, link, body, secretBox), false),
        };
      },
    }),
    route({
      ...connection,
      method: 'post',
      path: `${connection.path}/test`,
      summary: 'Ask the provider for its metadata and keys, and report step by step',
      responses: { 200: connectionTestSchema },
      handle: async ({ caller: { link }, request }) => {
        const { issuer } = await getSetupConnection(link);
        await countSetupQuestion(link._id);
        const tell = (reason: string) => request.log?.warn({ issuer, reason }, 'a provider cannot be reached');
        const steps = await checkProvider(outside, issuer, tell);
        return { status: 200, body: { ok: steps.every(({ ok }) => ok), steps } };
      },
    }),
    route({
      ...connection,
      method: 'post',
      path: `${connection.path}/switch-on`,
      summary: 'Let people sign in by it, where the link allows that and a test sign-in has gone well',
      responses: { 200: connectionSchema },
      handle: async ({ caller: { link }, context }) => ({
        status: 200,
        body: shownAt(publicUrl, await switchOnSetupConnection(context, link, secretBox), false),
      }),
    }),
  ];
}
