/** How a request becomes a caller, and the whole API behind that. */
import type { Request, Router } from 'express';
import { findSignedInAccount, type SignedInAccount } from '../domain/sso/signed-in-account.ts';
import { authenticateApiToken } from '../domain/tokens/api-token.ts';
import { csrfFault } from '../http/csrf.ts';
import { endSession } from '../http/session.ts';
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

/** A personal key is worth what its account is: nothing without an active member. */
async function findKeyCaller(secret: string): Promise<ApiKeyCaller | null> {
  const token = await authenticateApiToken(secret);
  if (!token) return null;
  const { _id: keyId, kind: key, accountId, orgId: organizationId, scopes, expiresAt, description } = token;
  const found = { kind: 'api-key' as const, keyId, key, accountId, organizationId, scopes, expiresAt };
  if (accountId === null) return { ...found, name: description };
  const signedIn = await findSignedInAccount(accountId);
  return signedIn && { ...found, name: signedIn.account.name };
}

/**
 * Read anew for each request, so that a session ends with the last active member of its account, or with the one of the
 * organization whose own connection it came by (design 1.5 point 6), and with a deactivation, even where a reactivation came before the next request.
 */
async function findSessionCaller(request: Request): Promise<SessionCaller | null> {
  const { accountId, connectionId } = request.session ?? {};
  if (accountId === undefined) return null;
  const signedIn = await findSignedInAccount(accountId, connectionId);
  if (signedIn && !endedSince(request.session.signedInAt, signedIn))
    return { kind: 'session', accountId, name: signedIn.account.name, sessionId: request.sessionID };
  await endSession(request);
  return null;
}

function endedSince(signedInAt: Date | undefined, { members }: SignedInAccount): boolean {
  const since = new Date(signedInAt ?? 0);
  return members.some(({ accessEndedAt }) => accessEndedAt !== null && accessEndedAt >= since);
}
