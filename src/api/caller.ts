import type { Request } from 'express';
import type { Context } from '../domain/context.ts';
import type { Caller as Principal } from '../domain/entry/authority-of.ts';
import type { Reach, Who } from '../domain/entry/reach.ts';
import type { Issuer } from '../domain/tokens/issuer.ts';
import { bearerCredentials } from '../http/bearer.ts';
import { traceOf } from '../http/client-address.ts';
import { idempotencyOf } from './idempotency.ts';
import { ApiError } from './problem.ts';

/** A person with a session cookie. */
export type SessionCaller = {
  readonly kind: 'session';
  readonly accountId: string;
  /** Of the account, for the audit log. */
  readonly name: string;
  readonly sessionId: string;
  /** By which the person signed in, and where that reaches. */
  readonly connectionId: string;
  readonly reach: Reach;
};

/** A program with an API key. */
export type ApiKeyCaller = {
  readonly kind: 'api-key';
  readonly keyId: string;
  /** `personal`: acts as its account; `service`: one organization's own; `deployment`: the operator's. */
  readonly key: 'personal' | 'service' | 'deployment';
  /** Of a personal key, else null. */
  readonly accountId: string | null;
  /** Of a service key, else null. */
  readonly organizationId: string | null;
  /** Of the account of a personal key, else the key's description: for the audit log. */
  readonly name: string;
  readonly scopes: readonly ('read' | 'write')[];
  /** As it was ordered: what bounds the tokens that are made with it. */
  readonly expiresAt: Date | null;
  /** Of a personal key: from when its days count. */
  readonly countsFrom: Date | null;
  /** Of a personal key: the connection of the session that it was made in, and where that reaches. */
  readonly connectionId: string | null;
  readonly reach: Reach;
};

/** Who calls the API: authenticated, not yet allowed anything. */
export type Caller = SessionCaller | ApiKeyCaller;

/** Answers who sent this request, or throws an `ApiError` (401, 403). */
export type Authenticate = (request: Request) => Promise<Caller>;

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
export function authenticateBy({ apiKey, session, csrfFault }: CallerSources): Authenticate {
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

/**
 * The actor of whatever `caller` does in this request, as the domain wants it.
 * @param body as it was sent, for telling a replay of the request from another one
 * @throws ApiError 400 for an Idempotency-Key that is none
 */
export function contextOf(caller: Caller, request: Request, body: unknown): Context {
  const actor = actorOf(caller);
  const idempotency = isWrite(request) ? idempotencyOf(request, actor, body) : undefined;
  return { actor, ...traceOf(request), idempotency };
}

/** The caller as the actor of events. */
export function actorOf(caller: Caller): Context['actor'] {
  if (caller.accountId !== null) return { type: 'account', id: caller.accountId, name: caller.name };
  const { key, keyId, name } = caller as ApiKeyCaller;
  return key === 'deployment' ? { type: 'deployment-key', id: keyId } : { type: 'service-key', id: keyId, name };
}

/** The caller as the domain judges what it may do. */
export function principalOf(caller: Caller): Principal {
  if (caller.accountId !== null) return { kind: 'account', accountId: caller.accountId, reach: caller.reach };
  const { organizationId } = caller as ApiKeyCaller;
  return organizationId === null ? { kind: 'deployment' } : { kind: 'service', orgId: organizationId };
}

/** What bounds the keys and tokens that the caller makes: its API key; a session does not. */
export function issuerOf(caller: Caller): Issuer {
  return caller.kind === 'api-key' ? caller : null;
}

/** The person who calls, by session or personal key. Throws an `ApiError` 403 for keys that are nobody's. */
export function personOf({ accountId, reach }: Caller): Who {
  if (accountId !== null) return { accountId, reach };
  throw new ApiError(403, 'forbidden', 'This key belongs to no person: sign in, or use a personal API key.');
}

const isWrite = ({ method }: Request) => method !== 'GET' && method !== 'HEAD';

function unauthenticated(detail: string): ApiError {
  return new ApiError(401, 'unauthenticated', detail, { headers: { 'WWW-Authenticate': 'Bearer realm="usher"' } });
}

function insufficientScope({ method }: Request, caller: Caller): ApiError {
  const detail = `The scopes of this API key do not allow ${method}: use a key that has the scope for it.`;
  return new ApiError(403, 'insufficient_scope', detail, { caller });
}
