import type { Request } from 'express';
import { bearerCredentials } from '../../http/bearer.ts';
import { ApiError } from './api-error.ts';
import type { ApiKeyCaller, Caller, SessionCaller, SetupCaller } from './caller.ts';

/** Answers who sent this request, or throws an `ApiError` (401, 403). */
export type Authenticate = {
  /** By API key, or by the session of somebody who has signed in. */
  readonly caller: (request: Request) => Promise<Caller>;
  /** By the cookie that the browser got when it opened a set-up link, and by nothing else. */
  readonly setupCaller: (request: Request) => Promise<SetupCaller>;
};

/** What `authenticateBy` needs to know from the rest of the product. */
export type CallerSources = {
  /** The key that this secret belongs to; null when unknown, expired or revoked. */
  readonly apiKey: (secret: string, request: Request) => Promise<ApiKeyCaller | null>;
  /** The live session of this request's cookie; null when there is none. */
  readonly session: (request: Request) => Promise<SessionCaller | null>;
  /** Why this write with a session cookie does not come from our own pages; null if it does (`http/csrf.ts`). */
  readonly csrfFault: (request: Request) => string | null;
};

/**
 * The authentication of the API. An `Authorization` header decides alone, also when it is wrong: a request that has one
 * is never let in by its cookie. Every failure of a key is the same 401, whatever its reason.
 */
export function authenticateBy({ apiKey, session, csrfFault }: CallerSources): Authenticate['caller'] {
  return async (request) => {
    const credentials = bearerCredentials(request);
    if (credentials.kind === 'malformed') throw unauthenticated(credentials.detail);
    if (credentials.kind === 'token') {
      const caller = await apiKey(credentials.token, request);
      if (caller === null) throw unauthenticated('The API key is unknown, expired or revoked.');
      if (!caller.scopes.includes(isWrite(request) ? 'write' : 'read')) throw insufficientScope(request, caller);
      return caller;
    }
    const caller = await session(request);
    if (caller === null) throw unauthenticated('Sign in, or send an API key in the Authorization header.');
    const fault = isWrite(request) ? csrfFault(request) : null;
    if (fault !== null) throw new ApiError(403, 'csrf', fault, { caller });
    return caller;
  };
}

export const isWrite = ({ method }: Request) => method !== 'GET' && method !== 'HEAD';

function unauthenticated(detail: string): ApiError {
  return new ApiError(401, 'unauthenticated', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="usher"' } });
}

function insufficientScope({ method }: Request, caller: Caller): ApiError {
  const detail = `The scopes of this API key do not allow ${method}: use a key that has the scope for it.`;
  return new ApiError(403, 'insufficient_scope', detail, { caller });
}
