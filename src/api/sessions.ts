/** The caller's own sessions. What names them here is not what a cookie holds. */
import { z } from 'zod';
import {
  endOtherSessions,
  endSessionOf,
  getSession,
  listSessions,
  type SessionDocument,
} from '../domain/sso/session.ts';
import { endSession, rowIdOf } from '../http/session.ts';
import { type Caller, personOf } from './caller.ts';
import { sessionSchema } from './me-schemas.ts';
import { pageOf, pageQuery, readCursor, toPage } from './page.ts';
import { ApiError } from './problem.ts';
import { type Route, route } from './route.ts';
import { idParam } from './schemas.ts';

const tag = 'Me';
const params = z.object({ id: idParam });

export const sessionRoutes: Route[] = [
  route({
    method: 'get',
    path: '/me/sessions',
    summary: 'List the sessions in which the caller is signed in, newest first',
    who: 'signed in',
    tag,
    query: pageQuery.omit({ q: true }),
    responses: { 200: pageOf(sessionSchema) },
    handle: async ({ caller, query: { limit, cursor } }) => {
      const accountId = personOf(caller).accountId;
      const list = `sessions/${accountId}`;
      const rows = await listSessions(accountId, { after: afterOf(list, cursor), limit: limit + 1 });
      const page = toPage(list, rows, limit, ({ _id, session }) => [session.signedInAt.toISOString(), _id]);
      return { status: 200, body: { ...page, items: page.items.map((row) => toSession(row, caller)) } };
    },
  }),
  route({
    method: 'delete',
    path: '/me/sessions',
    summary: 'End all other sessions of the caller at once; with an API key, all of them',
    who: 'signed in',
    tag,
    responses: { 204: null },
    handle: async ({ caller }) => {
      await endOtherSessions(personOf(caller).accountId, currentIdOf(caller));
      return { status: 204 };
    },
  }),
  route({
    method: 'get',
    path: '/me/sessions/{id}',
    summary: 'Read a session of the caller',
    who: 'signed in',
    tag,
    params,
    responses: { 200: sessionSchema },
    handle: async ({ caller, params: { id } }) => ({
      status: 200,
      body: toSession(await getSession(personOf(caller).accountId, id), caller),
    }),
  }),
  route({
    method: 'delete',
    path: '/me/sessions/{id}',
    summary: 'End a session of the caller at once; ending the present one signs out',
    who: 'signed in',
    tag,
    params,
    responses: { 204: null },
    handle: async ({ caller, request, params: { id } }) => {
      if (id === currentIdOf(caller)) await endSession(request);
      else await endSessionOf(personOf(caller).accountId, id);
      return { status: 204 };
    },
  }),
];

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

function toSession({ _id: id, session, lastModified, expires }: SessionDocument, caller: Caller) {
  const { signedInAt, connectionId, userAgent, address } = session;
  return {
    id,
    current: id === currentIdOf(caller),
    createdAt: signedInAt.toISOString(),
    lastSeenAt: lastModified.toISOString(),
    expiresAt: expires.toISOString(),
    connectionId,
    userAgent: userAgent ?? null,
    address: address ?? null,
  };
}
