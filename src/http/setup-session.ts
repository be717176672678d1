/**
 * The browser that has opened a set-up link: it is known by a cookie of its own for each link, which has nothing to do
 * with the session of an account and opens nothing else.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { findOpenSetup, type LiveSetup } from '../domain/administration/setup/open-setup.ts';
import { now } from '../domain/kernel/clock.ts';
import { cookiesOf } from './cookies.ts';
import { hostCookie } from './session.ts';

export type SetupSession = {
  readonly setup: LiveSetup;
  /** What a write has to send back in `X-CSRF-Token`. */
  readonly csrfToken: string;
};

/** null where this browser has not opened the link, or nothing can be done with it any more. */
export async function setupSessionOf(
  request: Request,
  publicUrl: string,
  linkId: string,
): Promise<SetupSession | null> {
  const secret = browserSecretOf(request, publicUrl, linkId);
  const setup = secret === null ? null : await findOpenSetup(linkId, secret);
  return secret !== null && setup !== null ? { setup, csrfToken: csrfTokenOf(secret) } : null;
}

/** What this browser holds of a link; null: nothing. */
export function browserSecretOf(request: Request, publicUrl: string, linkId: string): string | null {
  return cookiesOf(request)[cookieOf(publicUrl, linkId).name] ?? null;
}

export function newBrowserSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Lets the browser keep what it has opened, for as long as the link lives. */
export function keepBrowserSecret(
  response: Response,
  publicUrl: string,
  { link: { _id, expiresAt } }: LiveSetup,
  secret: string,
): void {
  const { name, options } = cookieOf(publicUrl, _id);
  response.cookie(name, secret, { ...options, maxAge: expiresAt.getTime() - now().getTime() });
}

const cookieOf = (publicUrl: string, linkId: string) => hostCookie(publicUrl, `usher-setup-${linkId}`);

/** Whoever reads it learns nothing about the cookie. */
const csrfTokenOf = (secret: string) => createHash('sha256').update(`csrf ${secret}`).digest('base64url');
