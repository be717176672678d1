/** How a request becomes a caller, and the whole API behind that. */
import type { Request, Router } from 'express';
import { noteAddress } from '../domain/administration/keys/personal-key.ts';
import { authenticateApiToken } from '../domain/entry/reach/authenticate.ts';
import { findSignedIn } from '../domain/entry/reach/reach.ts';
import { clientAddressOf } from '../http/client-address.ts';
import { csrfFault } from '../http/csrf.ts';
import { requestIdOf } from '../http/request-id.ts';
import { personOfSession } from '../http/signed-in.ts';
import { type Authenticate, authenticateBy } from './authenticate.ts';
import type { ApiKeyCaller, SessionCaller } from './caller.ts';
import type { ApiConfig } from './route.ts';
import { apiRouter } from './router.ts';
import { apiRoutes } from './routes.ts';

/**
 * The API as a router for `/api/v1`. Mount `assignRequestId` and, for people with a browser, `sessions` before it.
 */
export function apiDoor({ config }: { readonly config: ApiConfig }): Router {
  return apiRouter({ config, authenticate: authenticator(config), routes: apiRoutes(config) });
}

/** Finds the caller by API key or session. */
export function authenticator({ publicUrl }: Pick<ApiConfig, 'publicUrl'>): Authenticate {
  return authenticateBy({
    apiKey: findKeyCaller,
    session: findSessionCaller,
    csrfFault: (request) => csrfFault(request, publicUrl),
  });
}

/** A personal key is worth what a session of its connection would be that was begun when it was made. */
async function findKeyCaller(secret: string, request: Request): Promise<ApiKeyCaller | null> {
  const token = await authenticateApiToken(secret);
  if (!token) return null;
  const { _id: keyId, kind: key, accountId, connectionId, orgId: organizationId, scopes, expiresAt } = token;
  const countsFrom = key === 'personal' ? (token.countsFrom ?? token.createdAt) : null;
  const found = {
    kind: 'api-key' as const,
    keyId,
    key,
    accountId,
    connectionId,
    organizationId,
    scopes,
    expiresAt,
    countsFrom,
  };
  if (accountId === null) return { ...found, name: token.description, reach: organizationId };
  if (connectionId === null) return null;
  const signedIn = await findSignedIn({ accountId, connectionId, since: token.createdAt });
  if (!signedIn) return null;
  const { name } = signedIn.account;
  const by = { actor: { type: 'account' as const, id: accountId, name }, requestId: requestIdOf(request) };
  await noteAddress(by, token, clientAddressOf(request) ?? '', signedIn.members).catch((error: unknown) => {
    // The key is good whether or not this could be told; the next request tells it.
    request.log?.warn({ err: error }, 'the use of an API key from a new address could not be told');
  });
  return { ...found, name, reach: signedIn.reach };
}

async function findSessionCaller(request: Request): Promise<SessionCaller | null> {
  const { sessionID: sessionId, session } = request;
  const signedIn = await personOfSession(request);
  if (!signedIn) return null;
  const { account, reach } = signedIn;
  const { _id: accountId, name } = account;
  return { kind: 'session', accountId, name, sessionId, connectionId: session.connectionId ?? '', reach };
}
