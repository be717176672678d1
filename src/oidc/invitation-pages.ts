/** Where the link of an invitation leads: it sends the person to sign in, and then asks whether to accept. */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { type Entrance, entranceOf } from '../domain/entry/invitations/accept-by-password.ts';
import { acceptInvitation } from '../domain/entry/invitations/accept-invitation.ts';
import { lookAtLink } from '../domain/entry/invitations/look-at-link.ts';
import type { Who } from '../domain/entry/reach/reach.ts';
import { now } from '../domain/kernel/clock.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { attemptLinkAs } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { csrfFault } from '../http/csrf.ts';
import { pageHeaders } from '../http/security-headers.ts';
import { arrivalBy, startSession } from '../http/session.ts';
import { personOfSession } from '../http/signed-in.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import { enter, type InvitationAnswer, showEntrance } from './invitation-password.ts';
import { type Page, refusalPage, renderPage, tooManyPage } from './pages.ts';
import type { PasswordSignIn } from './password-router.ts';
import type { SignIn } from './router.ts';
import { answerUnavailable } from './unavailable.ts';

const home = { label: 'Go to your workspaces', href: '/' };

const invalidPage: Page = {
  heading: 'This invitation is not valid',
  text: [
    'It has expired, was taken back or used, or its address is not complete.',
    'Ask whoever invited you to send it again.',
  ],
  action: home,
};

/**
 * `GET, POST /invitations/:link`. Mount it at the root, after `assignRequestId`.
 * @param passwords where people sign in with passwords: the link then lets in who has none yet; null elsewhere
 */
export function invitationPages({
  publicUrl,
  sessions,
  passwords,
  signIn,
}: {
  readonly publicUrl: string;
  readonly sessions: RequestHandler;
  readonly passwords: PasswordSignIn | null;
  readonly signIn: SignIn;
}): Router {
  const entrance = passwords && { ...passwords, publicUrl };
  const router = Router();
  router.use('/invitations', pageHeaders(publicUrl), sessions, (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/invitations/:link', async (request, response) => {
    const path = pathOf(request);
    const who = await signedIn(request);
    if (who === null && arrivalBy(request, linkOf(request), now()))
      return ask(request, response, await entranceOf(linkOf(request)));
    if (who === null)
      return answer(response, path, entrance && (await showEntrance(request, linkOf(request), entrance)));
    const look = () => lookAtLink(who, linkOf(request));
    const { status, organizationName, email } = await attemptLinkAs(who.accountId, look);
    if (status === 'accepted') return response.redirect('/');
    ask(request, response, { organizationName, email });
  });

  router.post(
    '/invitations/:link',
    express.urlencoded({ extended: false, limit: 4_096 }),
    async (request, response) => {
      const path = pathOf(request);
      const who = await signedIn(request);
      const arriving = who === null ? arrivalBy(request, linkOf(request), now()) : null;
      if (who === null && !arriving) {
        if (!entrance) return response.redirect(303, path);
        const entered = await enter(request, linkOf(request), entrance);
        return entered === null ? response.redirect(303, '/') : answer(response, path, entered);
      }
      const fault = csrfFault(request, publicUrl, (request.body as { csrfToken?: unknown } | undefined)?.csrfToken);
      if (fault !== null) {
        const text = ['This request did not come from our own page.', 'Open the link of the invitation again.'];
        return send(response, 403, { heading: 'Nothing was accepted', text, action: home });
      }
      if (arriving) return join(arriving, request, response);
      if (who === null) return response.redirect(303, path);
      const context = { actor: { type: 'account' as const, id: who.accountId }, ...traceOf(request) };
      await attemptLinkAs(who.accountId, () => acceptInvitation(context, who, linkOf(request)));
      response.redirect(303, '/');
    },
  );
  router.use('/invitations', answerFaults, answerUnavailable);
  return router;

  /** Whom a provider has confirmed, and who wants to join. */
  async function join({ link, claims, provider }: Arriving, request: Request, response: Response): Promise<void> {
    const { connectionId } = claims;
    const context = { actor: { type: 'sign-in' as const, id: connectionId }, ...traceOf(request) };
    const outcome = await signIn(context, claims, link, 'to-join');
    if (outcome.outcome === 'refused')
      return send(response, 403, refusalPage(outcome.reason, outcome.organizationName));
    if (outcome.outcome === 'invited') throw new Error('who wants to join was asked again');
    await startSession(request, { accountId: outcome.accountId, connectionId, signedInAt: now(), provider });
    response.redirect(303, '/');
  }
}

type Arriving = NonNullable<ReturnType<typeof arrivalBy>>;

/** Joining asks for one click (P7). */
function ask(
  request: Request,
  response: Response,
  { organizationName, email }: Pick<Entrance, 'organizationName' | 'email'>,
) {
  send(response, 200, {
    heading: `Join ${organizationName}`,
    text: [`You are invited as ${email}.`],
    form: { label: 'Accept the invitation', action: pathOf(request), csrfToken: request.session.csrfToken ?? '' },
  });
}

/** To who is not signed in: the form, or where to sign in. */
function answer(response: Response, path: string, entered: InvitationAnswer | null): void {
  if (entered?.html) return void response.status(entered.status).type('html').send(entered.html);
  const text = ['Sign in with the email address that the invitation was sent to, and you can accept it.'];
  send(response, 200, { heading: 'You are invited', text, action: signInTo(path) });
}

/** Refusals, too many wrong links, and forms that are none. */
const answerFaults: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (error instanceof TooManyAttempts)
    return send(response, 429, tooManyPage(error), { 'Retry-After': String(error.retryAfterSeconds) });
  if (error instanceof DomainError && error.code !== 'unavailable') {
    const refused = refusal(error, request.originalUrl);
    return send(response, refused.status, refused.page);
  }
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status < 400 || status >= 500) return next(error);
  const text = ['This was not sent by our form.', 'Open the link of the invitation again.'];
  send(response, status, { heading: 'Nothing was accepted', text, action: home });
};

function linkOf(request: Request): string {
  return String(request.params.link);
}

function pathOf(request: Request): string {
  return `/invitations/${encodeURIComponent(linkOf(request))}`;
}

async function signedIn(request: Request): Promise<Who | null> {
  const person = await personOfSession(request);
  return person && { accountId: person.account._id, reach: person.reach };
}

function refusal(error: DomainError, path: string): { readonly status: number; readonly page: Page } {
  if (error.code === 'not_found') return { status: 404, page: invalidPage };
  const status = error.code === 'forbidden' ? 403 : 409;
  const action = error.reason === 'sign_in_elsewhere' ? signInTo(path) : home;
  const page = { heading: 'You cannot accept this invitation', text: [error.message], action };
  return { status, page };
}

function signInTo(path: string) {
  return { label: 'Sign in', href: `/auth/login?returnTo=${encodeURIComponent(path)}` };
}

function send(response: Response, status: number, page: Page, headers: Record<string, string> = {}): void {
  response.status(status).set(headers).type('html').send(renderPage(page));
}
