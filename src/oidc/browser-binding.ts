/**
 * The cookie that ties a transaction to the browser that began it: one for each transaction, so that any number of tabs
 * may sign in at once, even a whole window restored after a restart.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { cookiesOf } from '../http/cookies.ts';
import { hostCookie } from '../http/session.ts';
import { transactionLifeMs } from './transactions.ts';

/** Beyond this many unfinished sign-ins the oldest are given up, lest their cookies fill the request headers. */
const maxPending = 10;

/** Gives the browser a fresh secret for the transaction `state` and answers the secret: 256 bits, base64url. */
export function bindBrowser(request: Request, response: Response, publicUrl: string, state: string): string {
  const secret = randomBytes(32).toString('base64url');
  const { name, options } = cookieOf(publicUrl, state);
  // Browsers send cookies of equal paths oldest first (RFC 6265 section 5.4).
  const pending = Object.keys(cookiesOf(request)).filter((other) => other.startsWith(prefixOf(publicUrl)));
  for (const other of pending.slice(0, Math.max(0, pending.length - maxPending + 1)))
    response.clearCookie(other, options);
  response.cookie(name, secret, { ...options, maxAge: transactionLifeMs });
  return secret;
}

/** The secret that this browser holds for the transaction `state`; undefined in any other browser. Takes it away. */
export function releaseBrowser(
  request: Request,
  response: Response,
  publicUrl: string,
  state: string,
): string | undefined {
  const { name, options } = cookieOf(publicUrl, state);
  const secret = cookiesOf(request)[name];
  if (secret !== undefined) response.clearCookie(name, options);
  return secret;
}

const prefixOf = (publicUrl: string) => hostCookie(publicUrl, 'usher-sign-in-').name;

function cookieOf(publicUrl: string, state: string) {
  const label = createHash('sha256').update(`cookie ${state}`).digest('hex').slice(0, 16);
  return hostCookie(publicUrl, `usher-sign-in-${label}`);
}
