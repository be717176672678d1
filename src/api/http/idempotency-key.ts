/** `Idempotency-Key`: what makes a write safe to send again, whatever became of the first answer. */
import type { Request } from 'express';
import type { Actor, IdempotentRequest } from '../../domain/kernel/context.ts';
import { idempotentRequest } from '../../domain/operation/idempotency.ts';
import { ApiError } from './api-error.ts';

/** One header, for Node joins several of them with ", " and a space is none of these. */
const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/**
 * The request as the domain tells it from others of its caller; undefined when it has no `Idempotency-Key`. Members of
 * the body count in any order.
 * @throws ApiError 400 `invalid_idempotency_key`
 */
export function idempotencyOf(request: Request, actor: Actor, body: unknown): IdempotentRequest | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !visibleAscii.test(key))
    throw new ApiError(
      400,
      'invalid_idempotency_key',
      'The Idempotency-Key must be one header of 1 to 255 visible ASCII characters: send a new UUID with each new request.',
    );
  return idempotentRequest(actor, key, JSON.stringify([request.method, request.originalUrl, canonical(body ?? null)]));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, member]) => [name, canonical(member)]));
}
