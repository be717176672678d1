/** By which identities a member signs in. */

import { z } from 'zod';
import { listIdentities, unlinkIdentity } from '../../domain/administration/connections/unlink-identity.ts';
import { DomainError } from '../../domain/kernel/domain-error.ts';
import type { IdentityDocument } from '../../domain/model/account.ts';
import { pageOf, pageOfAll, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { createdAt, idOf, idParamOf, memberParams } from '../http/shared-schemas.ts';

const tag = 'Members';
const params = memberParams.extend({ id: idParamOf('identity') });

const identitySchema = z
  .object({
    id: idOf('identity'),
    connectionId: idOf('connection').meta({ description: 'Id of the connection by which it signs in' }),
    issuer: z
      .string()
      .meta({ description: 'The provider that names the person', examples: ['https://acme.okta.example'] }),
    subject: z.string().meta({ description: 'What the provider calls the person', examples: ['00u1a2b3c4'] }),
    createdAt,
  })
  .meta({ id: 'Identity', description: 'By which a person signs in' });

export const identityRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/members/{member}/identities',
    summary: "List the identities of a member that this organization's connections have made, oldest first",
    needs: 'sso:manage',
    tag,
    params: memberParams,
    query: pageQuery,
    responses: { 200: pageOf(identitySchema) },
    handle: async ({ params: { org, member }, query }) => {
      const rows = await listIdentities(org, member);
      const { items, nextCursor } = pageOfAll(`identities/${org}/${member}`, rows, query, 'oldest first');
      return { status: 200, body: { items: items.map(toIdentity), nextCursor } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/members/{member}/identities/{id}',
    summary: 'Read an identity of a member',
    needs: 'sso:manage',
    tag,
    params,
    responses: { 200: identitySchema },
    handle: async ({ params: { org, member, id } }) => {
      const found = (await listIdentities(org, member)).find(({ _id }) => _id === id);
      if (!found) throw new DomainError('not_found', 'identity_not_found', 'There is no such identity.');
      return { status: 200, body: toIdentity(found) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/members/{member}/identities/{id}',
    summary: 'Unlink an identity: its sessions end at once, and the next sign-in with it is judged anew',
    needs: 'sso:manage',
    tag,
    params,
    responses: { 204: null },
    handle: async ({ context, params: { org, member, id } }) => {
      await unlinkIdentity(context, org, member, id);
      return { status: 204 };
    },
  }),
];

function toIdentity({ _id: id, connectionId, issuer, subject, createdAt }: IdentityDocument) {
  return { id, connectionId, issuer, subject, createdAt: createdAt.toISOString() };
}
