/** Signing in with an address and a password: the form, and where it is sent to. */
import { type ErrorRequestHandler, type RequestHandler, type Response, Router, urlencoded } from 'express';
import { z } from 'zod';
import { areThereWaysByAddress } from '../domain/entry/sign-in/ways-by-address.ts';
import type { Context } from '../domain/kernel/context.ts';
import { foldName } from '../domain/kernel/fold-name.ts';
import { deploymentConnectionId, passwordConnectionId } from '../domain/model/connection.ts';
import { html } from '../html.ts';
import { attemptPassword } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { isFromOwnPage } from '../http/csrf.ts';
import type { KnownBrowsers } from '../http/known-browser.ts';
import { type Page, sendPage } from '../http/page.ts';
import { safeReturnTo } from '../http/return-to.ts';
import { plainPageHeaders } from '../http/security-headers.ts';
import { signInHere } from '../http/signed-in.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import { alert, field } from './fields.ts';
import { forgottenPath, passwordResetPages } from './password-reset.ts';
import { addressPath, signInPath } from './sign-in-path.ts';
import { answerUnavailable } from './unavailable.ts';

const credentials = z.object({ email: z.string().trim().min(1).max(320), password: z.string().min(1).max(200) });

export type PasswordSignIn = {
  /** There is a provider too: the form links to it. */
  readonly hasProvider: boolean;
  readonly browsers: KnownBrowsers;
  /** There is a mail server: who forgot their password gets a link. */
  readonly sendsMail: boolean;
  /** The account that these belong to and that may come in; null for everything else. */
  readonly signIn: (context: Context, credentials: { email: string; password: string }) => Promise<string | null>;
};

export type PasswordRouterOptions = PasswordSignIn & {
  readonly publicUrl: string;
  readonly sessions: RequestHandler;
};

/**
 * `GET /auth/login` without a connection, and `POST /auth/login/basic`. Mount it before `oidcRouter`, after
 * `assignRequestId`. What is wrong with an attempt is not told: the answer is the same for all of them.
 */
export function passwordRouter(options: PasswordRouterOptions): Router {
  const { publicUrl, sessions, hasProvider, browsers, sendsMail, signIn } = options;
  const router = Router();
  const headers: RequestHandler = Router().use(plainPageHeaders(publicUrl), (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  const show = (response: Response, status: number, form: Partial<Form>) =>
    sendPage(
      response,
      status,
      formPage({ error: null, email: '', returnTo: '/', hasProvider, hasWaysByAddress: false, sendsMail, ...form }),
    );

  router.get('/auth/login', headers, async (request, response, next) => {
    if (request.query.connection !== undefined) return next();
    show(response, 200, {
      returnTo: safeReturnTo(request.query.returnTo),
      hasWaysByAddress: await areThereWaysByAddress(),
    });
  });

  router.post(
    '/auth/login/basic',
    headers,
    (request, response, next) => {
      if (isFromOwnPage(request, publicUrl)) return next();
      show(response, 403, { error: `Sign in on the page ${publicUrl}/auth/login.` });
    },
    urlencoded({ extended: false, limit: '8kb', parameterLimit: 10 }),
    sessions,
    async (request, response) => {
      const returnTo = safeReturnTo(request.body?.returnTo);
      const given = credentials.safeParse(request.body);
      if (!given.success)
        return show(response, 400, { returnTo, error: 'Enter your email address and your password.' });
      const { email } = given.data;
      const context: Context = { actor: { type: 'sign-in', id: passwordConnectionId }, ...traceOf(request) };
      const accountId = await attemptPassword(request, browsers, foldName(email), () => signIn(context, given.data));
      if (accountId === null) return show(response, 401, { returnTo, email, error: refused });
      await signInHere(request, { accountId, connectionId: passwordConnectionId, provider: null });
      response.redirect(303, returnTo);
    },
  );
  router.use(passwordResetPages(options, headers));
  const answerFaults: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (error instanceof TooManyAttempts) {
      response.set('Retry-After', String(error.retryAfterSeconds));
      return show(response, 429, { error: error.message });
    }
    // What the parser of the form refused: too long, too many fields, another encoding.
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (status < 400 || status >= 500) return next(error);
    show(response, status, { error: 'This was not sent by the form. Enter your email address and your password.' });
  };
  router.use('/auth/login/basic', answerFaults, answerUnavailable);
  return router;
}

const refused =
  'The email address or the password is wrong, or you have no access, or your organization takes no passwords: then sign in with its identity provider. If it stays so, ask your administrator.';

type Form = {
  readonly error: string | null;
  readonly email: string;
  readonly returnTo: string;
  readonly hasProvider: boolean;
  /** Some addresses lead to a provider of their organization's own. */
  readonly hasWaysByAddress: boolean;
  readonly sendsMail: boolean;
};

function formPage({ error, email, returnTo, hasProvider, hasWaysByAddress, sendsMail }: Form): Page {
  const byAddress = `${addressPath}${returnTo === '/' ? '' : `?${new URLSearchParams({ returnTo })}`}`;
  const provider = signInPath({ connectionId: deploymentConnectionId, returnTo });
  return {
    heading: 'Sign in',
    form: html`${error === null ? null : alert(error)}
<form class="fields" method="post" action="/auth/login/basic">
<input type="hidden" name="returnTo" value="${returnTo}">
${field(
  { id: 'email', label: 'Email address' },
  html`name="email" type="email" autocomplete="username" required maxlength="320" value="${email}"`,
)}
${field(
  { id: 'password', label: 'Password' },
  html`name="password" type="password" autocomplete="current-password" required maxlength="200"`,
)}
<button class="button primary" type="submit">Sign in</button>
</form>
${sendsMail ? html`<p><a href="${forgottenPath}">Forgot your password?</a></p>` : null}
${hasProvider ? html`<p><a href="${provider}">Sign in with your identity provider instead</a></p>` : null}
${hasWaysByAddress ? html`<p><a href="${byAddress}">Sign in by your organization’s identity provider</a></p>` : null}`,
  };
}
