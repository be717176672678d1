/** What a member has that reaches this organization, for admins to see and end: sessions and personal keys (P6). */

import type { Authority } from '../../domain/access/authority/authority.ts';
import { getPersonalKey, listPersonalKeys, revokePersonalKey } from '../../domain/administration/keys/personal-key.ts';
import { getMemberUnder } from '../../domain/administration/members/change-member.ts';
import { endEntries, entriesOf, type Which } from '../../domain/entry/reach/end-entries.ts';
import { getSession } from '../../domain/entry/reach/list-sessions.ts';
import { type Living, livingEntries } from '../../domain/entry/reach/reach.ts';
import type { Context } from '../../domain/kernel/context.ts';
import { keyNotFound } from '../../domain/model/api-token.ts';
import { sessionNotFound } from '../../domain/model/session.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idParamOf, memberParams } from '../http/shared-schemas.ts';
import { apiKeySchema } from '../keys/key-schemas.ts';
import { toToken, toTokenPage, withEnd } from '../keys/show-key.ts';
import { oneSession, sessionPage, sessionSchema, toSession } from '../me/sessions.ts';

const keyParams = memberParams.extend({ id: idParamOf('key') });
const sessionParams = memberParams.extend({ id: idParamOf('session') });
const shared = { needs: 'members:manage', tag: 'Members' } as const;

export function memberSignInRoutes({ apiKeyMaxDays: maxDays }: ApiConfig): Route[] {
  return [
    route({
      ...shared,
      method: 'get',
      path: '/organizations/{org}/members/{member}/api-keys',
      summary: 'List the personal keys of a member that reach this organization, newest first',
      params: memberParams,
      query: pageQuery,
      responses: { 200: pageOf(apiKeySchema) },
      handle: async ({ authority, params: { org, member }, query }) => {
        const { accountId, living } = await entriesHere(authority, org, member);
        const keys = accountId === null ? [] : await listPersonalKeys(accountId, living);
        const shown = keys.map((key) => withEnd(key, maxDays));
        return { status: 200, body: toTokenPage(`member-api-keys/${org}/${member}`, shown, query) };
      },
    }),
    route({
      ...shared,
      method: 'delete',
      path: '/organizations/{org}/members/{member}/api-keys',
      summary: 'Revoke all personal keys of a member that reach this organization; they end at once, everywhere',
      params: memberParams,
      responses: { 204: null },
      handle: async ({ authority, context, params: { org, member } }) => {
        await endAll(authority, context, org, member, 'keys');
        return { status: 204 };
      },
    }),
    route({
      ...shared,
      method: 'get',
      path: '/organizations/{org}/members/{member}/api-keys/{id}',
      summary: 'Read a personal key of a member, without its secret',
      params: keyParams,
      responses: { 200: apiKeySchema },
      handle: async ({ authority, params: { org, member, id } }) => {
        const { accountId, living } = await entriesHere(authority, org, member);
        if (accountId === null) throw keyNotFound();
        const key = await getPersonalKey(accountId, living, id);
        return { status: 200, body: toToken(withEnd(key, maxDays)) };
      },
    }),
    route({
      ...shared,
      method: 'delete',
      path: '/organizations/{org}/members/{member}/api-keys/{id}',
      summary: 'Revoke a personal key of a member that reaches this organization; it ends at once, everywhere',
      params: keyParams,
      responses: { 204: null },
      handle: async ({ authority, context, params: { org, member, id } }) => {
        const { accountId, connectionIds } = await entriesHere(authority, org, member);
        if (accountId === null) throw keyNotFound();
        const key = { accountId, tokenId: id, connectionIds };
        await revokePersonalKey(context, key, { reason: 'ended_by_admin', decidedIn: org });
        return { status: 204 };
      },
    }),
    ...sessionRoutes,
  ];
}

const sessionRoutes: Route[] = [
  route({
    ...shared,
    method: 'get',
    path: '/organizations/{org}/members/{member}/sessions',
    summary: 'List the sessions of a member that reach this organization, newest first',
    params: memberParams,
    query: pageQuery,
    responses: { 200: pageOf(sessionSchema) },
    handle: async ({ caller, authority, params: { org, member }, query }) => {
      const { accountId, living } = await entriesHere(authority, org, member);
      const list = `member-sessions/${org}/${member}`;
      return { status: 200, body: await sessionPage(list, caller, accountId ?? '', living, query) };
    },
  }),
  route({
    ...shared,
    method: 'delete',
    path: '/organizations/{org}/members/{member}/sessions',
    summary: 'End all sessions of a member that reach this organization; they end at once, everywhere',
    params: memberParams,
    responses: { 204: null },
    handle: async ({ authority, context, params: { org, member } }) => {
      await endAll(authority, context, org, member, 'sessions');
      return { status: 204 };
    },
  }),
  route({
    ...shared,
    method: 'get',
    path: '/organizations/{org}/members/{member}/sessions/{id}',
    summary: 'Read a session of a member',
    params: sessionParams,
    responses: { 200: sessionSchema },
    handle: async ({ caller, authority, params: { org, member, id } }) => {
      const { accountId, living } = await entriesHere(authority, org, member);
      return { status: 200, body: toSession(await getSession(accountId ?? '', living, id), caller) };
    },
  }),
  route({
    ...shared,
    method: 'delete',
    path: '/organizations/{org}/members/{member}/sessions/{id}',
    summary: 'End a session of a member that reaches this organization; it ends at once, everywhere',
    params: sessionParams,
    responses: { 204: null },
    handle: async ({ authority, context, params: { org, member, id } }) => {
      const { accountId, connectionIds } = await entriesHere(authority, org, member);
      const which = oneSession(accountId ?? '', connectionIds, id);
      await endEntries(context, which, { reason: 'ended_by_admin', decidedIn: org }, sessionNotFound);
      return { status: 204 };
    },
  }),
];

type Here = {
  readonly accountId: string | null;
  readonly living: readonly Living[];
  readonly connectionIds: readonly string[];
};

/**
 * Whose they are (null: nobody has signed in as this member), which of them live and reach this organization, and by which
 * connections. Those of an inactive member reach it no more, and are not this organization's to end.
 */
async function entriesHere(authority: Authority, org: string, memberId: string): Promise<Here> {
  const { accountId } = await getMemberUnder(authority, org, memberId);
  const living = accountId === null ? [] : await livingEntries(accountId, { reaching: org });
  return { accountId, living, connectionIds: living.flatMap((one) => one.connectionIds) };
}

async function endAll(
  authority: Authority,
  context: Context,
  org: string,
  memberId: string,
  kind: 'keys' | 'sessions',
) {
  const { accountId, connectionIds } = await entriesHere(authority, org, memberId);
  if (accountId === null) return;
  const all = entriesOf([accountId], connectionIds);
  const which: Which = kind === 'keys' ? { ...all, sessions: null } : { ...all, owners: [], keys: null };
  await endEntries(context, which, { reason: 'ended_by_admin', decidedIn: org });
}
