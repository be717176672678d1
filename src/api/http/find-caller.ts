/** Who sent a request: the person of a session, or whose API key it is. */
import type { Request } from 'express';
import { noteAddress } from '../../domain/administration/keys/personal-key.ts';
import { authenticateApiToken } from '../../domain/entry/reach/authenticate-secret.ts';
import { findSignedIn } from '../../domain/entry/reach/reach.ts';
import { now } from '../../domain/kernel/clock.ts';
import { isRecent } from '../../domain/model/session.ts';
import { clientAddressOf } from '../../http/client-address.ts';
import { csrfFault } from '../../http/csrf.ts';
import { requestIdOf } from '../../http/request-id.ts';
import { setupSessionOf } from '../../http/setup-session.ts';
import { personOfSession } from '../../http/signed-in.ts';
import type { ApiConfig } from './api-config.ts';
import { ApiError } from './api-error.ts';
import { type Authenticate, authenticateBy, isWrite } from './authenticate.ts';
import type { ApiKeyCaller, SessionCaller, SetupCaller } from './caller.ts';

export type AuthenticationConfig = Pick<ApiConfig, 'publicUrl' | 'apiKeyMaxDays'>;

/** The authentication of the API, by the keys and sessions of the database. */
export function authenticator({ publicUrl, apiKeyMaxDays }: AuthenticationConfig): Authenticate {
  return {
    caller: authenticateBy({
      apiKey: (secret, request) => findKeyCaller(secret, apiKeyMaxDays, request),
      session: findSessionCaller,
      csrfFault: (request) => csrfFault(request, publicUrl),
    }),
    setupCaller: (request) => authenticateSetup(request, publicUrl),
  };
}

/** The same answer for a link that there is none of, that is over, and that another browser has opened. */
async function authenticateSetup(request: Request, publicUrl: string): Promise<SetupCaller> {
  const session = await setupSessionOf(request, publicUrl, String(request.params.link));
  if (session === null) {
    const detail = 'This browser has no set-up link open here, or it is over: ask whoever sent it for a new one.';
    throw new ApiError(401, 'unauthenticated', detail);
  }
  const { csrfToken, setup } = session;
  const caller: SetupCaller = { kind: 'setup-link', csrfToken, ...setup };
  const fault = isWrite(request) ? csrfFault(request, publicUrl, request.headers['x-csrf-token'], csrfToken) : null;
  if (fault !== null) throw new ApiError(403, 'csrf', fault, { caller });
  return caller;
}

/** A personal key is worth what a session of its connection would be that was begun when it was made. */
async function findKeyCaller(secret: string, maxDays: number, request: Request): Promise<ApiKeyCaller | null> {
  const token = await authenticateApiToken(secret, maxDays);
  if (!token) return null;
  const { _id: keyId, kind: key, accountId, connectionId, orgId, scopes, expiresAt, description } = token;
  Object.assign(request, { account: accountId, organization: orgId, payer: orgId ?? accountId });
  const shown = { kind: 'api-key' as const, keyId, scopes, expiresAt };
  if (key === 'deployment') return { ...shown, key, accountId: null, organizationId: null, name: description };
  if (key === 'service' && orgId !== null)
    return { ...shown, key, accountId: null, organizationId: orgId, name: description };
  if (key !== 'personal' || accountId === null || connectionId === null) return null;
  const signedIn = await findSignedIn({ accountId, connectionId, since: token.createdAt });
  if (!signedIn) return null;
  const { name } = signedIn.account;
  const by = { actor: { type: 'account' as const, id: accountId, name }, requestId: requestIdOf(request) };
  await noteAddress(by, token, clientAddressOf(request) ?? '', signedIn.members).catch((error: unknown) => {
    // The key is good whether or not this could be told; the next request tells it.
    request.log?.warn({ err: error }, 'the use of an API key from a new address could not be told');
  });
  const countsFrom = token.countsFrom ?? token.createdAt;
  return { ...shown, key, accountId, organizationId: null, name, countsFrom, connectionId, reach: signedIn.who.reach };
}

async function findSessionCaller(request: Request): Promise<SessionCaller | null> {
  const { sessionID: sessionId, session } = request;
  const signedIn = await personOfSession(request);
  if (!signedIn) return null;
  const { signedInAt = new Date(0), provider = null } = session;
  return {
    kind: 'session',
    ...signedIn.who,
    name: signedIn.account.name,
    sessionId,
    isRecent: isRecent({ signedInAt, provider }, now()),
    confirmsBy: provider === null ? 'password' : 'provider',
  };
}
