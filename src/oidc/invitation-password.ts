/** The page of an invitation for who is not signed in, where people sign in with passwords. */

import type { Request } from 'express';
import { z } from 'zod';
import {
  acceptByPassword,
  acceptWithNewPassword,
  type Entrance,
  entranceOf,
} from '../domain/entry/invitations/accept-by-password.ts';
import type { Context } from '../domain/kernel/context.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { foldName } from '../domain/kernel/fold-name.ts';
import { deploymentConnectionId, passwordConnectionId } from '../domain/model/connection.ts';
import { html, type Markup } from '../html.ts';
import { attemptLink, attemptPassword } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { isFromOwnPage } from '../http/csrf.ts';
import type { Page } from '../http/page.ts';
import { signInHere } from '../http/signed-in.ts';
import { alert, field } from './fields.ts';
import { entrancePage, invitationFacts, type Visit } from './invitation-words.ts';
import type { PasswordSignIn } from './password-router.ts';
import { signInPath } from './sign-in-path.ts';

export type InvitationPasswordOptions = PasswordSignIn & { readonly publicUrl: string };

const newPassword = z.object({ name: z.string().trim().min(1).max(200), password: z.string().min(12).max(200) });
const password = z.object({ password: z.string().min(1).max(200) });

/** What the link shows: a form to fill in, or where to sign in. Pure. @param options null: nobody signs in with a password */
export function showEntrance(open: Entrance, visit: Visit, options: InvitationPasswordOptions | null): Page {
  if (options === null || open.by === 'sign-in') return entrancePage(open, visit);
  return formPage(open, visit, { ...options, error: null, name: '' });
}

/**
 * Lets in who filled in the form, or answers the page that is next; null: they are signed in now. Before there is a session there is no token to compare, so
 * only our own page may send it. Guesses of a password count as those of the sign-in do.
 * @throws DomainError, TooManyAttempts
 */
export async function enter(
  request: Request,
  visit: Visit,
  options: InvitationPasswordOptions,
): Promise<{ readonly status: number; readonly page: Page } | null> {
  const { publicUrl, browsers, signIn } = options;
  const link = String(request.params.link);
  const entrance = await attemptLink(request, () => entranceOf(link));
  const again = (status: number, error: string, name = '') => ({
    status,
    page: formPage(entrance, visit, { ...options, error, name }),
  });
  const elsewhere = { status: 200, page: entrancePage(entrance, visit) };
  if (!isFromOwnPage(request, publicUrl))
    return again(403, 'This request did not come from our own page. Fill in the form here.');
  if (entrance.by === 'sign-in') return elsewhere;
  const context: Context = { actor: { type: 'sign-in', id: passwordConnectionId }, ...traceOf(request) };
  const { email } = entrance.invitation.invitation;
  const body = request.body as { name?: unknown } | undefined;
  if (entrance.by === 'new-password' || (entrance.mayChoose && body?.name !== undefined)) {
    const given = newPassword.safeParse(body);
    const name = String(body?.name ?? '').slice(0, 200);
    if (!given.success) return again(400, 'Enter your name, and a password of 12 to 200 characters.', name);
    try {
      await acceptWithNewPassword(context, link, given.data);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'invalid') return again(400, error.message, name);
      throw error;
    }
    browsers.remember(request, foldName(email));
    return letIn(await signIn(context, { email, password: given.data.password }));
  }
  const given = password.safeParse(request.body);
  if (!given.success) return again(400, 'Enter your password.');
  const accept = () => acceptByPassword(context, link, given.data.password);
  if ((await attemptPassword(request, browsers, foldName(email), accept)) === null)
    return again(401, 'The password is wrong.');
  return letIn(await signIn(context, { email, password: given.data.password }));

  async function letIn(accountId: string | null): Promise<typeof elsewhere | null> {
    if (accountId === null) return elsewhere;
    await signInHere(request, { accountId, connectionId: passwordConnectionId, provider: null });
    return null;
  }
}

function formPage(
  { invitation: view, by, mayChoose }: Entrance,
  { path }: Visit,
  { hasProvider, error, name }: { hasProvider: boolean; error: string | null; name: string },
): Page {
  const { email } = view.invitation;
  const isNew = by === 'new-password';
  const provider = signInPath({ connectionId: deploymentConnectionId, returnTo: path });
  return {
    heading: `Join ${view.organizationName}`,
    text: [
      isNew
        ? 'Choose a password: with it and this address you sign in from now on.'
        : 'You have an account with this address: its password accepts the invitation.',
    ],
    facts: invitationFacts(view),
    form: html`${error === null ? null : alert(error)}
${isNew ? form(path, email, name, newPasswordField, 'Join') : form(path, email, null, passwordField, 'Sign in and join')}
${mayChoose ? chooseAnother(path, email, name) : null}
${hasProvider ? html`<p><a href="${provider}">Sign in with your identity provider instead</a></p>` : null}`,
  };
}

const chooseAnother = (path: string, email: string, name: string) => html`<h2>You do not know this password?</h2>
<p>Nobody has proven that the account with this address is theirs. This invitation was mailed to you, so you may choose a new
password; the one before does not work any more.</p>
${form(path, email, name, newPasswordField, 'Choose it and join')}`;

const newPasswordField = field(
  {
    id: 'new-password',
    label: 'New password',
    hint: '12 characters or more: four words that have nothing to do with each other, or what your browser suggests.',
  },
  html`name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="200"`,
);

const passwordField = field(
  { id: 'password', label: 'Password' },
  html`name="password" type="password" autocomplete="current-password" required maxlength="200"`,
);

/** @param name of the person so far; null: it is known already */
function form(path: string, email: string, name: string | null, password: Markup, label: string): Markup {
  return html`<form class="fields" method="post" action="${path}">
${field({ id: `email-${name === null ? 'known' : 'new'}`, label: 'Email address' }, html`type="email" autocomplete="username" readonly value="${email}"`)}
${name === null ? null : field({ id: 'name', label: 'Your name' }, html`name="name" autocomplete="name" required maxlength="200" value="${name}"`)}
${password}
<button class="button primary" type="submit">${label}</button>
</form>`;
}
