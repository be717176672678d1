/** The caller's own sessions. What names them here is not what a cookie holds. */
import { z } from 'zod';
import { endEntries, entriesOf, type Which } from '../../domain/entry/reach/end-entries.ts';
import { getSession, listSessions } from '../../domain/entry/reach/list-sessions.ts';
import { connectionsWithin, type Living, livingEntries } from '../../domain/entry/reach/reach.ts';
import { type SessionDocument, sessionNotFound } from '../../domain/model/session.ts';
import { endSession, rowIdOf } from '../../http/session.ts';
import { ApiError } from '../http/api-error.ts';
import type { Caller } from '../http/caller.ts';
import { type Page, pageOf, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idOf, idParamOf, time } from '../http/shared-schemas.ts';

const tag = 'Me';
const params = z.object({ id: idParamOf('session') });

export const sessionSchema = z
  .object({
    id: idOf('session').meta({ description: 'Id of the session, which is not what the cookie holds' }),
    current: z.boolean().meta({ description: 'The one in which this request was made' }),
    createdAt: time.meta({ description: 'When the person signed in' }),
    lastSeenAt: time.meta({ description: 'When it was last used, to the minute' }),
    expiresAt: time.meta({ description: 'When it ends if nobody uses it before' }),
    connectionId: idOf('connection').meta({
      description:
        'Id of the connection by which the person signed in; `default`: that of the deployment; `password`: none, but a password',
      examples: ['default'],
    }),
    userAgent: z
      .string()
      .nullable()
      .meta({ description: 'What the browser calls itself, shortened; null: nothing', examples: ['Firefox/145.0'] }),
    address: z
      .string()
      .nullable()
      .meta({ description: 'The IP address that the person signed in from; null: unknown', examples: ['203.0.113.7'] }),
    authTime: time.nullable().meta({
      description:
        'When the person last showed who they are: with a password here, or as the provider says; null: it does not say',
    }),
    acr: z
      .string()
      .nullable()
      .meta({
        description: 'Which class of sign-in the provider says it was (`acr`); null: it does not',
        examples: ['phr'],
      }),
    amr: z.array(z.string()).meta({
      description: 'By which methods, as the provider says (`amr`); empty: it does not',
      examples: [['hwk', 'pin']],
    }),
  })
  .meta({ id: 'Session', description: 'A browser in which a person is signed in' });

export const sessionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/me/sessions',
    summary: 'List the sessions in which the caller is signed in, newest first',
    needs: 'to be a person',
    tag,
    query: pageQuery,
    responses: { 200: pageOf(sessionSchema) },
    handle: async ({ caller, query }) => {
      const { accountId, reach } = caller;
      const living = await livingEntries(accountId, { within: reach });
      return { status: 200, body: await sessionPage(`sessions/${accountId}`, caller, accountId, living, query) };
    },
  }),
  route({
    method: 'delete',
    path: '/me/sessions',
    summary:
      'End all other sessions of the caller and all its personal keys at once; with an API key, all sessions and this key too',
    needs: 'to be a person',
    tag,
    responses: { 204: null },
    handle: async ({ caller, context }) => {
      const { accountId, reach } = caller;
      await endEntries(context, entriesOf([accountId], await connectionsWithin(reach), currentIdOf(caller)), byPerson);
      return { status: 204 };
    },
  }),
  route({
    method: 'get',
    path: '/me/sessions/{id}',
    summary: 'Read a session of the caller',
    needs: 'to be a person',
    tag,
    params,
    responses: { 200: sessionSchema },
    handle: async ({ caller, params: { id } }) => {
      const { accountId, reach } = caller;
      const living = await livingEntries(accountId, { within: reach });
      return { status: 200, body: toSession(await getSession(accountId, living, id), caller) };
    },
  }),
  route({
    method: 'delete',
    path: '/me/sessions/{id}',
    summary: 'End a session of the caller at once; ending the present one signs out',
    needs: 'to be a person',
    tag,
    params,
    responses: { 204: null },
    handle: async ({ caller, context, request, params: { id } }) => {
      const { accountId, reach } = caller;
      const which = oneSession(accountId, await connectionsWithin(reach), id);
      if (id === currentIdOf(caller)) await endSession(request);
      else await endEntries(context, which, byPerson, sessionNotFound);
      return { status: 204 };
    },
  }),
];

const byPerson = { reason: 'ended_by_person', decidedIn: null } as const;

/** One session of the account, by one of these connections (null: by any). */
export function oneSession(accountId: string, connectionIds: readonly string[] | null, id: string): Which {
  const { sessions } = entriesOf([accountId], connectionIds);
  return { owners: [], keys: null, sessions: { ...sessions, _id: id } };
}

/** A page of the account's sessions that live, newest sign-in first. @param list names it in cursors */
export async function sessionPage(
  list: string,
  caller: Caller,
  accountId: string,
  living: readonly Living[],
  { limit, cursor }: Page,
) {
  const rows = await listSessions(accountId, living, { after: afterOf(list, cursor), limit: limit + 1 });
  const page = toPage(list, rows, limit, ({ _id, session }) => [session.signedInAt.toISOString(), _id]);
  return { ...page, items: page.items.map((row) => toSession(row, caller)) };
}

function currentIdOf(caller: Caller): string | null {
  return caller.kind === 'session' ? rowIdOf(caller.sessionId) : null;
}

function afterOf(list: string, cursor: string | undefined): { signedInAt: Date; id: string } | null {
  const key = readCursor(list, cursor);
  if (key === null) return null;
  const signedInAt = new Date(String(key[0]));
  if (Number.isNaN(signedInAt.getTime()))
    throw new ApiError(400, 'invalid_cursor', 'This cursor is not of this list: start at its first page.');
  return { signedInAt, id: String(key[1]) };
}

export function toSession({ _id: id, session, lastModified, expires }: SessionDocument, caller: Caller) {
  const { signedInAt, connectionId, userAgent, address, provider = null } = session;
  const authTime = provider === null ? signedInAt : (provider.authTime ?? null);
  return {
    id,
    current: id === currentIdOf(caller),
    createdAt: signedInAt.toISOString(),
    lastSeenAt: lastModified.toISOString(),
    expiresAt: expires.toISOString(),
    connectionId,
    userAgent: userAgent ?? null,
    address: address ?? null,
    authTime: authTime?.toISOString() ?? null,
    acr: provider?.acr ?? null,
    amr: [...(provider?.amr ?? [])],
  };
}
