/** Choosing a new password by a mailed link, for who forgot theirs: where it is asked for, and where the link leads. */
import {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  Router,
  urlencoded,
} from 'express';
import { z } from 'zod';
import { notice, recordRefusedPassword } from '../domain/entry/password/notices.ts';
import { findReset, resetPassword } from '../domain/entry/password/password.ts';
import type { Context } from '../domain/kernel/context.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { foldName } from '../domain/kernel/fold-name.ts';
import { passwordConnectionId } from '../domain/model/connection.ts';
import { html } from '../html.ts';
import { attemptLink, countPasswordReset } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { isFromOwnPage } from '../http/csrf.ts';
import type { KnownBrowsers } from '../http/known-browser.ts';
import { type Page, sendPage } from '../http/page.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import { alert, field } from './fields.ts';
import { tooManyPage } from './pages.ts';
import { signInPath } from './sign-in-path.ts';
import { answerUnavailable } from './unavailable.ts';

export const forgottenPath = '/auth/password/forgotten';

const address = z.object({ email: z.string().trim().min(1).max(320) });
const chosen = z.object({ password: z.string().min(1).max(200) });

type Options = { readonly publicUrl: string; readonly browsers: KnownBrowsers; readonly sendsMail: boolean };

/**
 * `GET, POST /auth/password/forgotten` and `GET, POST /auth/password/reset/:link`. Whoever asks for a link sees the same, after
 * the same work, whether somebody has the address or not.
 */
export function passwordResetPages({ publicUrl, browsers, sendsMail }: Options, headers: RequestHandler): Router {
  const router = Router();
  const ofForm = urlencoded({ extended: false, limit: '8kb', parameterLimit: 10 });
  router.use('/auth/password', headers);

  router.get(forgottenPath, (_request, response) => {
    sendPage(response, 200, sendsMail ? askPage(null) : noMailPage);
  });

  router.post(forgottenPath, ofForm, async (request, response) => {
    if (!sendsMail) return sendPage(response, 200, noMailPage);
    if (!isFromOwnPage(request, publicUrl)) return sendPage(response, 403, askPage('Ask for the mail on this page.'));
    const given = address.safeParse(request.body);
    if (!given.success) return sendPage(response, 400, askPage('Enter the email address that you sign in with.'));
    const emailKey = foldName(given.data.email);
    await countPasswordReset(request, browsers, emailKey);
    await notice('forgotten', emailKey, contextOf(request));
    sendPage(response, 200, askedPage);
  });

  router.get('/auth/password/reset/:link', async (request, response) => {
    await lookAt(request);
    sendPage(response, 200, choosePage(pathOf(request), null));
  });

  router.post('/auth/password/reset/:link', ofForm, async (request, response) => {
    const { accountId } = await lookAt(request);
    const again = (status: number, error: string) => sendPage(response, status, choosePage(pathOf(request), error));
    if (!isFromOwnPage(request, publicUrl)) return again(403, 'Choose the new password on this page.');
    const given = chosen.safeParse(request.body);
    if (!given.success) return again(400, 'Choose a password of 12 to 200 characters.');
    try {
      const emailKey = await resetPassword(contextOf(request), linkOf(request), given.data.password);
      browsers.remember(request, emailKey);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      await recordRefusedPassword(contextOf(request), accountId, error.reason);
      return again(400, error.message);
    }
    sendPage(response, 200, chosenPage);
  });
  router.use('/auth/password', answerFaults, answerUnavailable);
  return router;
}

const linkOf = (request: Request) => String(request.params.link);
const pathOf = (request: Request) => `/auth/password/reset/${encodeURIComponent(linkOf(request))}`;

function contextOf(request: Request): Context {
  return { actor: { type: 'sign-in', id: passwordConnectionId }, ...traceOf(request) };
}

/** @throws DomainError not_found, TooManyAttempts */
function lookAt(request: Request) {
  return attemptLink(request, async () => {
    const found = await findReset(linkOf(request));
    if (!found) throw new DomainError('not_found', 'reset_not_found', 'There is no such link.');
    return found;
  });
}

const answerFaults: ErrorRequestHandler = (error: unknown, request, response: Response, next) => {
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return sendPage(response, 429, tooManyPage(error));
  }
  if (error instanceof DomainError && error.code === 'not_found') return sendPage(response, 404, overPage);
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status < 400 || status >= 500) return next(error);
  const message = 'This was not sent by the form.';
  const isAsking = request.originalUrl.startsWith(forgottenPath);
  sendPage(response, status, isAsking ? askPage(message) : overPage);
};

const askPage = (error: string | null): Page => ({
  heading: 'Choose a new password',
  text: ['Enter the email address that you sign in with. We mail you a link for a new password.'],
  form: html`${error === null ? null : alert(error)}
<form class="fields" method="post" action="${forgottenPath}">
${field(
  { id: 'email', label: 'Email address' },
  html`name="email" type="email" autocomplete="username" required maxlength="320" autofocus`,
)}
<button class="button primary" type="submit">Mail me the link</button>
</form>
<p><a href="${signInPath()}">Back to the sign-in</a></p>`,
});

const askedPage: Page = {
  heading: 'Look into your mail',
  text: ['If somebody signs in with this address and a password, a link is on its way. It works once, for 30 minutes.'],
  ways: [
    ['Nothing came?', 'Look among unwanted mail, and whether the address is the one that you sign in with.'],
    ['You sign in with your identity provider?', 'Then your password is there, and so is the way to a new one.'],
    ['Still nothing?', 'Ask your administrator: your address may not be confirmed yet, or you may have no access.'],
  ],
  actions: [{ label: 'Back to the sign-in', href: signInPath() }],
};

const noMailPage: Page = {
  heading: 'Passwords are not mailed here',
  text: ['This server sends no mail. Ask your administrator to let you in again.'],
  actions: [{ label: 'Back to the sign-in', href: signInPath() }],
};

const overPage: Page = {
  heading: 'This link does not work any more',
  text: ['It has been used, is older than 30 minutes, or another password was chosen since.', 'Ask for another one.'],
  actions: [
    { label: 'Ask for another link', href: forgottenPath },
    { label: 'Sign in', href: signInPath() },
  ],
};

const chosenPage: Page = {
  heading: 'Your new password is in place',
  text: ['All your sessions and API keys have ended with the old one. Sign in with the new one.'],
  actions: [{ label: 'Sign in', href: signInPath() }],
};

const choosePage = (path: string, error: string | null): Page => ({
  heading: 'Choose a new password',
  text: ['With it you sign in from now on. All your sessions and API keys end.'],
  form: html`${error === null ? null : alert(error)}
<form class="fields" method="post" action="${path}">
${field(
  {
    id: 'new-password',
    label: 'New password',
    hint: '12 characters or more: four words that have nothing to do with each other, or what your browser suggests.',
  },
  html`name="password" type="password" autocomplete="new-password" required minlength="12" maxlength="200" autofocus`,
)}
<button class="button primary" type="submit">Choose it</button>
</form>`,
});
