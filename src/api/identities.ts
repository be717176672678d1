/** By which identities a member signs in. */

import { z } from 'zod';
import { listIdentities, unlinkIdentity } from '../domain/administration/connections/unlink-identity.ts';
import { proveMembers } from '../domain/administration/migrations/stored-proof.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import type { IdentityDocument } from '../domain/model/account.ts';
import { authorize } from './authorize.ts';
import { pageOf, pageOfAll, pageQuery } from './page.ts';
import { type Route, route } from './route.ts';
import { identitySchema, idParam, memberParams, organizationParams } from './schemas.ts';

const tag = 'Members';
const who = 'Organization Admin';
const params = memberParams.extend({ id: idParam });

const undecidedSchema = z
  .object({
    memberId: z.string(),
    userName: z.string(),
    why: z.enum(['unreachable', 'unproven']).meta({
      description:
        '`unreachable`: linked to an account that no sign-in brings to this organization; `unproven`: has an address and no account that proves it',
    }),
  })
  .meta({ id: 'UndecidedMember' });

export const identityRoutes: Route[] = [
  route({
    method: 'get',
    path: '/organizations/{org}/undecided-members',
    summary:
      'List members of whom nothing proves who they are, as data of an earlier release may have them: unlink or remove them',
    who,
    tag,
    params: organizationParams,
    query: pageQuery.omit({ q: true }),
    responses: { 200: pageOf(undecidedSchema) },
    handle: async ({ caller, params: { org }, query }) => {
      await authorize(caller, org, 'sso:manage');
      const { undecided } = await proveMembers(org, { repair: false });
      const rows = undecided.map((row) => ({ ...row, _id: row.memberId }));
      const { items, nextCursor } = pageOfAll(`undecided/${org}`, rows, query, 'oldest first');
      const shown = items.map(({ memberId, userName, why }) => ({ memberId, userName, why }));
      return { status: 200, body: { items: shown, nextCursor } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/members/{member}/identities',
    summary: "List the identities of a member that this organization's connections have made, oldest first",
    who,
    tag,
    params: memberParams,
    query: pageQuery.omit({ q: true }),
    responses: { 200: pageOf(identitySchema) },
    handle: async ({ caller, params: { org, member }, query }) => {
      await authorize(caller, org, 'sso:manage');
      const rows = await listIdentities(org, member);
      const { items, nextCursor } = pageOfAll(`identities/${org}/${member}`, rows, query, 'oldest first');
      return { status: 200, body: { items: items.map(toIdentity), nextCursor } };
    },
  }),
  route({
    method: 'get',
    path: '/organizations/{org}/members/{member}/identities/{id}',
    summary: 'Read an identity of a member',
    who,
    tag,
    params,
    responses: { 200: identitySchema },
    handle: async ({ caller, params: { org, member, id } }) => {
      await authorize(caller, org, 'sso:manage');
      const found = (await listIdentities(org, member)).find(({ _id }) => _id === id);
      if (!found) throw new DomainError('not_found', 'identity_not_found', 'There is no such identity.');
      return { status: 200, body: toIdentity(found) };
    },
  }),
  route({
    method: 'delete',
    path: '/organizations/{org}/members/{member}/identities/{id}',
    summary: 'Unlink an identity: its sessions end at once, and the next sign-in with it is judged anew',
    who,
    tag,
    params,
    responses: { 204: null },
    handle: async ({ caller, context, params: { org, member, id } }) => {
      await authorize(caller, org, 'sso:manage');
      await unlinkIdentity(context, org, member, id);
      return { status: 204 };
    },
  }),
];

function toIdentity({ _id: id, connectionId, issuer, subject, createdAt }: IdentityDocument) {
  return { id, connectionId, issuer, subject, createdAt: createdAt.toISOString() };
}
