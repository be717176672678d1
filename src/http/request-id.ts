/**
 * `http/` is what all doors share: request id, request log, security headers, body reading, limits, health, metrics and
 * the server itself. It knows nothing of the domain and imports from `src/json.ts` only.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';

/**
 * Names each request with a UUID of our own and tells the client in `X-Request-Id`. What a client sends in that header
 * is not taken over: the id lands in logs and in the audit log, where it has to be unique.
 */
export function assignRequestId(): RequestHandler {
  return (request, response, next) => {
    request.id = randomUUID();
    response.setHeader('X-Request-Id', request.id);
    next();
  };
}

/** The id that `assignRequestId` gave to this request. */
export function requestIdOf(request: IncomingMessage): string {
  return String(request.id ?? '');
}
