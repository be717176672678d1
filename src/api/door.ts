/** How a request becomes a caller, and the whole API behind that. */
import type { Request, Router } from 'express';
import { findSignedIn } from '../domain/entry/reach.ts';
import { authenticateApiToken } from '../domain/tokens/api-token.ts';
import { csrfFault } from '../http/csrf.ts';
import { personOfSession } from '../http/signed-in.ts';
import { type ApiKeyCaller, type Authenticate, authenticateBy, type SessionCaller } from './caller.ts';
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
async function findKeyCaller(secret: string): Promise<ApiKeyCaller | null> {
  const token = await authenticateApiToken(secret);
  if (!token) return null;
  const { _id: keyId, kind: key, accountId, connectionId, orgId: organizationId, scopes, expiresAt } = token;
  const found = { kind: 'api-key' as const, keyId, key, accountId, connectionId, organizationId, scopes, expiresAt };
  if (accountId === null) return { ...found, name: token.description, reach: organizationId };
  if (connectionId === null) return null;
  const signedIn = await findSignedIn({ accountId, connectionId, since: token.createdAt });
  return signedIn && { ...found, name: signedIn.account.name, reach: signedIn.reach };
}

async function findSessionCaller(request: Request): Promise<SessionCaller | null> {
  const { sessionID: sessionId, session } = request;
  const signedIn = await personOfSession(request);
  if (!signedIn) return null;
  const { account, reach } = signedIn;
  const { _id: accountId, name } = account;
  return { kind: 'session', accountId, name, sessionId, connectionId: session.connectionId ?? '', reach };
}
