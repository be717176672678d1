/** What a caller is to the domain: who acts, with which request, and what bounds them. */
import type { Request } from 'express';
import type { Issuer } from '../../domain/administration/keys/key-bounds.ts';
import type { Principal } from '../../domain/entry/reach/authority-of.ts';
import type { Who } from '../../domain/entry/reach/reach.ts';
import type { Context } from '../../domain/kernel/context.ts';
import { actorOfSetupLink } from '../../domain/model/setup-link.ts';
import { traceOf } from '../../http/client-address.ts';
import { ApiError } from './api-error.ts';
import { isWrite } from './authenticate.ts';
import type { Caller, PersonCaller, SetupCaller } from './caller.ts';
import { idempotencyOf } from './idempotency-key.ts';

/**
 * The actor of whatever `caller` does in this request, as the domain wants it.
 * @param body as it was sent, for telling a replay of the request from another one
 * @throws ApiError 400 for an Idempotency-Key that is none
 */
export function contextOf(caller: Caller | SetupCaller, request: Request, body: unknown): Context {
  const actor = actorOf(caller);
  const idempotency = isWrite(request) ? idempotencyOf(request, actor, body) : undefined;
  return { actor, ...traceOf(request), idempotency };
}

/** The caller as the actor of events. */
export function actorOf(caller: Caller | SetupCaller): Context['actor'] {
  if (caller.kind === 'setup-link') return actorOfSetupLink(caller.link);
  if (caller.accountId !== null) return { type: 'account', id: caller.accountId, name: caller.name };
  const { key, keyId, name } = caller;
  return key === 'deployment' ? { type: 'deployment-key', id: keyId } : { type: 'service-key', id: keyId, name };
}

/** The caller as the domain judges what it may do. */
export function principalOf(caller: Caller): Principal {
  if (caller.accountId !== null) return { kind: 'account', ...personOf(caller) };
  return caller.key === 'deployment' ? { kind: 'deployment' } : { kind: 'service', orgId: caller.organizationId };
}

function personOf({ accountId, connectionId, reach }: PersonCaller): Who {
  return { accountId, connectionId, reach };
}

/** What bounds the keys and tokens that the caller makes: its API key; a session does not. */
export function issuerOf(caller: Caller): Issuer {
  return caller.kind === 'api-key' ? caller : null;
}

/** The person who calls, by session or personal key. Throws an `ApiError` 403 for keys that are nobody's. */
export function requirePerson(caller: Caller): PersonCaller {
  if (caller.accountId !== null) return caller;
  throw new ApiError(403, 'forbidden', 'This key belongs to no person: sign in, or use a personal API key.');
}
