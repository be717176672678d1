import type { Request } from 'express';
import { equalSecret } from './equal-secret.ts';

/**
 * Why a write that came with a session cookie is refused, as a sentence for the client; null if it may go on. It needs
 * the `Origin` of our own pages and the session's token in `X-CSRF-Token` (case 71). For requests with a
 * session of somebody who signed in; those with a bearer token need no such proof.
 * @param given a form sends the token as a field, because it cannot set headers
 * @param expected of another session than that of an account: its own token
 */
export function csrfFault(
  request: Request,
  publicUrl: string,
  given: unknown = request.headers['x-csrf-token'],
  expected: string | undefined = request.session.csrfToken,
): string | null {
  if (!isFromOwnPage(request, publicUrl))
    return `The Origin header is not ${new URL(publicUrl).origin}: writes with a session cookie are accepted from our own pages only.`;
  if (expected === undefined || typeof given !== 'string' || !equalSecret(given, expected))
    return 'The X-CSRF-Token header is missing or wrong: send the csrfToken that this session was told.';
  return null;
}

/** Whether one of our own pages has sent it. Where there is no session yet there is no token to compare either. */
export function isFromOwnPage({ headers }: Request, publicUrl: string): boolean {
  return headers.origin === new URL(publicUrl).origin;
}
