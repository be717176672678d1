/** Email domains of an organization, proven by the DNS. */
import type { Request } from 'express';
import { z } from 'zod';
import {
  addEmailDomain,
  proofOfDomain,
  removeEmailDomain,
  verifyEmailDomain,
} from '../../domain/administration/connections/change-email-domains.ts';
import {
  type EmailDomainDocument,
  getEmailDomain,
  lapseOf,
  listEmailDomains,
} from '../../domain/model/email-domain.ts';
import { textRecordsOf } from '../../http/text-records.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { createdAt, idOf, itemParams, organizationParams, time } from '../http/shared-schemas.ts';

const shared = { needs: 'sso:manage', tag: 'Sign-in' } as const;
const ofAll = { ...shared, path: '/organizations/{org}/domains', params: organizationParams };
const ofOne = {
  ...shared,
  path: `${ofAll.path}/{id}`,
  params: itemParams('emailDomain'),
};

const domainName = { description: 'The part of addresses after the @', examples: ['acme.example'] };

export const domainOrder = z.strictObject({
  name: z.string().trim().min(1).max(253).meta(domainName),
});

export const domainSchema = z
  .object({
    id: idOf('emailDomain'),
    name: z.string().meta(domainName),
    verified: z.boolean().meta({ description: 'Whether the DNS has shown that it belongs to the organization' }),
    verifiedAt: time.nullable().meta({ description: 'When it was verified; null: not yet' }),
    lapsesAt: time.nullable().meta({
      description:
        'When it stops being verified, unless its TXT record is seen again before; null: the record is there',
      examples: [null],
    }),
    txtRecord: z.string().meta({
      description: 'What a TXT record of the domain has to say',
      examples: ['usher-verification=3q2-7wYx0kM'],
    }),
    createdAt,
  })
  .meta({ id: 'Domain', description: 'An email domain that belongs to the organization once it is verified' });

export function domainRoutes({ dnsServers }: ApiConfig): Route[] {
  return [
    route({
      ...ofAll,
      method: 'get',
      summary: 'List the email domains, oldest first',
      query: pageQuery,
      responses: { 200: pageOf(domainSchema) },
      handle: async ({ params: { org }, query }) => {
        const rows = await listEmailDomains(org);
        const { items, nextCursor } = pageOfAll(`domains/${org}`, rows, query, 'oldest first');
        return { status: 200, body: { items: items.map(toDomain), nextCursor } };
      },
    }),
    route({
      ...ofAll,
      method: 'post',
      summary: 'Claim an email domain; the answer says which TXT record proves it',
      body: domainOrder,
      responses: { 201: domainSchema },
      handle: async ({ context, params: { org }, body: { name } }) => ({
        status: 201,
        body: toDomain(await addEmailDomain(context, org, name)),
      }),
    }),
    route({
      ...ofOne,
      method: 'get',
      summary: 'Read an email domain',
      responses: { 200: domainSchema },
      handle: async ({ params: { org, id } }) => ({ status: 200, body: toDomain(await getEmailDomain(org, id)) }),
    }),
    route({
      ...ofOne,
      method: 'delete',
      summary: 'Give an email domain up; whoever is linked stays linked',
      responses: { 204: null },
      handle: async ({ context, params: { org, id } }) => {
        await removeEmailDomain(context, org, id);
        return { status: 204 };
      },
    }),
    route({
      ...ofOne,
      method: 'post',
      path: `${ofOne.path}/verify`,
      summary: 'Look for the TXT record now; 409 says what is missing',
      responses: { 200: domainSchema },
      handle: async ({ context, params: { org, id }, request }) => {
        const verified = await verifyEmailDomain(context, org, id, lookUpFor(request, dnsServers));
        return { status: 200, body: toDomain(verified) };
      },
    }),
  ];
}

/** Looks the TXT records of a domain up; none where the DNS has none. */
export function lookUpFor({ log }: Request, dnsServers: readonly string[] | undefined) {
  return (domain: string) =>
    textRecordsOf(domain, dnsServers).catch((error: NodeJS.ErrnoException) => {
      // Not for whoever asks: our name server may know names that are nobody else's business (case 100).
      log?.warn({ domain, code: error.code }, 'the DNS has no TXT records of a domain');
      return [];
    });
}

export function toDomain(row: EmailDomainDocument) {
  const { _id: id, name, verifiedAt, createdAt } = row;
  return {
    id,
    name,
    verified: verifiedAt !== null,
    verifiedAt: verifiedAt?.toISOString() ?? null,
    lapsesAt: lapseOf(row)?.toISOString() ?? null,
    txtRecord: proofOfDomain(row),
    createdAt: createdAt.toISOString(),
  };
}
