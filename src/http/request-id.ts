/**
 * `http/` is what all doors share: request id, request log, security headers, body reading, limits, health, metrics and
 * the server itself. It knows nothing of the domain and imports from `src/json.ts` only.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

declare module 'http' {
  interface IncomingMessage {
    /** A UUID of ours. */
    id: string;
  }
}

/** What works before Express as well as in it. */
export type PlainHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/**
 * Names each request with a UUID of our own. What a client sends as `X-Request-Id` is not taken over: the id lands in
 * logs and in the audit log, where it has to be unique.
 */
export function assignRequestId(): PlainHandler {
  return (request, _response, next) => {
    request.id = randomUUID();
    next();
  };
}

/** Tells the client the id, in `X-Request-Id`. */
export function tellRequestId(): PlainHandler {
  return (request, response, next) => {
    response.setHeader('X-Request-Id', request.id);
    next();
  };
}

/** The id that `assignRequestId` gave to this request. */
export function requestIdOf(request: IncomingMessage): string {
  return request.id ?? '';
}
