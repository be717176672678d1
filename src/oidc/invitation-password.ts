/** The page of an invitation for who is not signed in, where people sign in with passwords. */

import type { Request } from 'express';
import { z } from 'zod';
import {
  acceptByPassword,
  acceptWithNewPassword,
  type Entrance,
  entranceOf,
} from '../domain/entry/invitations/accept-by-password.ts';
import { now } from '../domain/kernel/clock.ts';
import type { Context } from '../domain/kernel/context.ts';
import { foldName } from '../domain/kernel/fold-name.ts';
import { escapeHtml } from '../html.ts';
import { attemptLink, attemptPassword } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { isFromOwnPage } from '../http/csrf.ts';
import { startSession } from '../http/session.ts';
import { renderDocument } from './pages.ts';
import type { PasswordSignIn } from './password-router.ts';

export type InvitationPasswordOptions = PasswordSignIn & { readonly publicUrl: string };

const newPassword = z.object({ name: z.string().trim().min(1).max(200), password: z.string().min(12).max(200) });
const password = z.object({ password: z.string().min(1).max(200) });

/** How a request ended: a form to fill in (again), or the page that says to sign in. */
export type InvitationAnswer =
  | { readonly status: number; readonly html: string }
  | { readonly status: 200; readonly html: null; readonly entrance: Entrance };

/**
 * What the link shows.
 * @throws DomainError not_found, TooManyAttempts
 */
export async function showEntrance(
  request: Request,
  link: string,
  { hasProvider }: InvitationPasswordOptions,
): Promise<InvitationAnswer> {
  const entrance = await attemptLink(request, () => entranceOf(link));
  if (entrance.by === 'sign-in') return { status: 200, html: null, entrance };
  return { status: 200, html: renderForm(link, entrance, { hasProvider, error: null, name: '' }) };
}

/**
 * Lets in who filled in the form; null: they are signed in now. Before there is a session there is no token to compare, so
 * only our own page may send it. Guesses of a password count as those of the sign-in do.
 * @throws DomainError, TooManyAttempts
 */
export async function enter(
  request: Request,
  link: string,
  { publicUrl, hasProvider, browsers, signIn }: InvitationPasswordOptions,
): Promise<InvitationAnswer | null> {
  const entrance = await attemptLink(request, () => entranceOf(link));
  const again = (status: number, error: string, name = '') => ({
    status,
    html: renderForm(link, entrance, { hasProvider, error, name }),
  });
  if (!isFromOwnPage(request, publicUrl))
    return again(403, 'This request did not come from our own page. Fill in the form here.');
  if (entrance.by === 'sign-in') return { status: 200, html: null, entrance };
  const context: Context = { actor: { type: 'sign-in', id: 'default' }, ...traceOf(request) };
  const { email } = entrance;
  const body = request.body as { name?: unknown } | undefined;
  if (entrance.by === 'new-password' || (entrance.mayChoose && body?.name !== undefined)) {
    const given = newPassword.safeParse(body);
    const name = String(body?.name ?? '').slice(0, 200);
    if (!given.success) return again(400, 'Enter your name, and a password of 12 to 200 characters.', name);
    await acceptWithNewPassword(context, link, given.data);
    browsers.remember(request, foldName(email));
    return letIn(await signIn(context, { email, password: given.data.password }));
  }
  const given = password.safeParse(request.body);
  if (!given.success) return again(400, 'Enter your password.');
  const accept = () => acceptByPassword(context, link, given.data.password);
  if ((await attemptPassword(request, browsers, foldName(email), accept)) === null)
    return again(401, 'The password is wrong.');
  return letIn(await signIn(context, { email, password: given.data.password }));

  async function letIn(accountId: string | null): Promise<InvitationAnswer | null> {
    if (accountId === null) return { status: 200, html: null, entrance };
    await startSession(request, { accountId, connectionId: 'default', signedInAt: now() });
    return null;
  }
}

function renderForm(
  link: string,
  { organizationName, email, by, mayChoose }: Entrance,
  { hasProvider, error, name }: { hasProvider: boolean; error: string | null; name: string },
): string {
  const path = `/invitations/${encodeURIComponent(link)}`;
  const isNew = by === 'new-password';
  const intro = isNew
    ? 'Choose a password: with it and this address you sign in from now on.'
    : 'You have an account with this address: its password accepts the invitation.';
  const provider = `/auth/login?connection=default&returnTo=${encodeURIComponent(path)}`;
  const choose = `<h2>You do not know this password?</h2>
<p>Nobody has proven that the account with this address is theirs. This invitation was mailed to you, so you may choose a new
password; the one before does not work any more.</p>
${form(path, email, name, newPasswordField, 'Choose it and join')}`;
  return renderDocument(
    `Join ${organizationName}`,
    `<p>You are invited as ${escapeHtml(email)}. ${intro}</p>
${error === null ? '' : `<p class="error" role="alert">${escapeHtml(error)}</p>`}
${isNew ? form(path, email, name, newPasswordField, 'Join') : form(path, email, null, passwordField, 'Sign in and join')}
${mayChoose ? choose : ''}
${hasProvider ? `<p><a href="${escapeHtml(provider)}">Sign in with your identity provider instead</a></p>` : ''}`,
  );
}

const newPasswordField = `<label for="new-password">New password</label>
<input id="new-password" name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="200" aria-describedby="password-hint">
<p id="password-hint">12 characters or more.</p>`;

const passwordField = `<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200">`;

/** @param name of the person so far; null: it is known already */
function form(path: string, email: string, name: string | null, field: string, label: string): string {
  const nameField = `<label for="name">Your name</label>
<input id="name" name="name" autocomplete="name" required maxlength="200" value="${escapeHtml(name ?? '')}">`;
  return `<form method="post" action="${escapeHtml(path)}">
<label>Email address
<input type="email" autocomplete="username" readonly value="${escapeHtml(email)}"></label>
${name === null ? '' : nameField}
${field}
<button class="button" type="submit">${label}</button>
</form>`;
}
