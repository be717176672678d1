import type { IncomingMessage } from 'node:http';

/** What the `Authorization` header holds. `malformed` is also the answer to two headers, which must never be a choice. */
export type BearerCredentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'malformed'; readonly detail: string };

/** RFC 6750 section 2.1: `b64token`. The scheme is case-insensitive (RFC 9110 section 11.1). */
const bearer = /^bearer +([A-Za-z0-9._~+/-]{1,4096}=*)$/i;

/**
 * Reads the bearer token of a request (RFC 6750 section 2.1). Only the header counts: a token in the query string or
 * in the body is not looked at. Node keeps the first of two `Authorization` headers and drops the other, so they are
 * counted here.
 */
export function bearerCredentials(request: IncomingMessage): BearerCredentials {
  const headers = request.headersDistinct.authorization ?? [];
  const [header] = headers;
  if (header === undefined) return { kind: 'none' };
  if (headers.length > 1) return { kind: 'malformed', detail: 'Send one Authorization header, not several.' };
  const token = bearer.exec(header.trim())?.[1];
  return token === undefined
    ? { kind: 'malformed', detail: 'The Authorization header must be "Bearer" and a token.' }
    : { kind: 'token', token };
}
