/** Email domains of an organization, proven by the DNS. */
import { Resolver } from 'node:dns/promises';
import {
  addEmailDomain,
  proofOfDomain,
  removeEmailDomain,
  verifyEmailDomain,
} from '../domain/administration/connections/change-email-domains.ts';
import { type EmailDomainDocument, getEmailDomain, listEmailDomains } from '../domain/model/email-domain.ts';
import { authorize } from './authorize.ts';
import { pageOf, pageOfAll, pageQuery } from './page.ts';
import { type ApiConfig, type Route, route } from './route.ts';
import { idParam, organizationParams } from './schemas.ts';
import { domainOrder, domainSchema } from './sso-schemas.ts';

const tag = 'Sign-in';
const who = 'Organization Admin';
const list = '/organizations/{org}/domains';
const one = `${list}/{id}`;
const params = organizationParams.extend({ id: idParam });

export function domainRoutes({ dnsServers }: ApiConfig): Route[] {
  return [
    route({
      method: 'get',
      path: list,
      summary: 'List the email domains, oldest first',
      who,
      tag,
      params: organizationParams,
      query: pageQuery.omit({ q: true }),
      responses: { 200: pageOf(domainSchema) },
      handle: async ({ caller, params: { org }, query }) => {
        await authorize(caller, org, 'sso:manage');
        const rows = await listEmailDomains(org);
        const { items, nextCursor } = pageOfAll(`domains/${org}`, rows, query, 'oldest first');
        return { status: 200, body: { items: items.map(toDomain), nextCursor } };
      },
    }),
    route({
      method: 'post',
      path: list,
      summary: 'Claim an email domain; the answer says which TXT record proves it',
      who,
      tag,
      params: organizationParams,
      body: domainOrder,
      responses: { 201: domainSchema },
      handle: async ({ caller, context, params: { org }, body: { name } }) => {
        await authorize(caller, org, 'sso:manage');
        return { status: 201, body: toDomain(await addEmailDomain(context, org, name)) };
      },
    }),
    route({
      method: 'get',
      path: one,
      summary: 'Read an email domain',
      who,
      tag,
      params,
      responses: { 200: domainSchema },
      handle: async ({ caller, params: { org, id } }) => {
        await authorize(caller, org, 'sso:manage');
        return { status: 200, body: toDomain(await getEmailDomain(org, id)) };
      },
    }),
    route({
      method: 'delete',
      path: one,
      summary: 'Give an email domain up; whoever is linked stays linked',
      who,
      tag,
      params,
      responses: { 204: null },
      handle: async ({ caller, context, params: { org, id } }) => {
        await authorize(caller, org, 'sso:manage');
        await removeEmailDomain(context, org, id);
        return { status: 204 };
      },
    }),
    route({
      method: 'post',
      path: `${one}/verify`,
      summary: 'Look for the TXT record now; 409 says what is missing',
      who,
      tag,
      params,
      responses: { 200: domainSchema },
      handle: async ({ caller, context, params: { org, id }, request }) => {
        await authorize(caller, org, 'sso:manage');
        const verified = await verifyEmailDomain(context, org, id, (domain) =>
          textRecordsOf(domain, dnsServers).catch((error: NodeJS.ErrnoException) => {
            // Not for the admin: our name server may know names that are nobody else's business (design 4.2 case 100).
            request.log?.warn({ domain, code: error.code }, 'the DNS has no TXT records of a domain');
            return [];
          }),
        );
        return { status: 200, body: toDomain(verified) };
      },
    }),
  ];
}

/** A record of several strings is one text (RFC 7208 section 3.3 reads them so as well). */
async function textRecordsOf(name: string, servers: readonly string[] | undefined): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers) resolver.setServers(servers);
  return (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
}

function toDomain(row: EmailDomainDocument) {
  const { _id: id, name, verifiedAt, createdAt } = row;
  return {
    id,
    name,
    verified: verifiedAt !== null,
    verifiedAt: verifiedAt?.toISOString() ?? null,
    txtRecord: proofOfDomain(row),
    createdAt: createdAt.toISOString(),
  };
}
