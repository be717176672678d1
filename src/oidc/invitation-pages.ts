/** Where the link of an invitation leads: it sends the person to sign in, and then asks whether to accept. */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { entranceOf } from '../domain/entry/invitations/accept-by-password.ts';
import { acceptInvitation } from '../domain/entry/invitations/accept-invitation.ts';
import { declineByLink, declineInvitation } from '../domain/entry/invitations/decline-invitation.ts';
import { lookAtLink } from '../domain/entry/invitations/look-at-link.ts';
import type { Who } from '../domain/entry/reach/reach.ts';
import { now } from '../domain/kernel/clock.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { attemptLink, attemptLinkAs } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { csrfFault } from '../http/csrf.ts';
import { sendPage } from '../http/page.ts';
import { plainPageHeaders } from '../http/security-headers.ts';
import { arrivalBy, startSession } from '../http/session.ts';
import { personOfSession, signedInAs } from '../http/signed-in.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import { enter, showEntrance } from './invitation-password.ts';
import {
  askPage,
  declinedPage,
  invalidPage,
  nothingAcceptedPage,
  refusedPage,
  type Visit,
} from './invitation-words.ts';
import { tooManyPage } from './pages.ts';
import type { PasswordSignIn } from './password-router.ts';
import { refusalPage } from './refusal-page.ts';
import type { SignIn } from './router.ts';
import { signInPath } from './sign-in-path.ts';
import { answerUnavailable } from './unavailable.ts';

/**
 * `GET, POST /invitations/:link` and `POST /invitations/:link/decline`. Mount it at the root, after `assignRequestId`.
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
  router.use('/invitations', plainPageHeaders(publicUrl), sessions, (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/invitations/:link', async (request, response) => {
    const link = linkOf(request);
    const { who, ...visit } = await visitOf(request);
    const { csrfToken = '' } = request.session;
    if (who) {
      const view = await attemptLinkAs(who.accountId, () => lookAtLink(who, link));
      if (view.invitation.status === 'accepted') return response.redirect('/');
      const another = signInPath({ returnTo: visit.path, asAnother: true });
      return sendPage(response, 200, askPage(view, visit, csrfToken, another));
    }
    const arriving = arrivalBy(request, link, now());
    const open = await attemptLink(request, () => entranceOf(link));
    if (!arriving || open.invitation.status === 'accepted')
      return sendPage(response, 200, showEntrance(open, visit, entrance));
    const { connectionId } = arriving.claims;
    const another = signInPath({ connectionId, returnTo: visit.path, asAnother: true });
    sendPage(response, 200, askPage(open.invitation, visit, csrfToken, another));
  });

  router.post(
    '/invitations/:link',
    express.urlencoded({ extended: false, limit: 4_096 }),
    async (request, response) => {
      const link = linkOf(request);
      const { who, ...visit } = await visitOf(request);
      const arriving = who === null ? arrivalBy(request, link, now()) : null;
      if (who === null && !arriving) {
        if (!entrance) return response.redirect(303, visit.path);
        const again = await enter(request, visit, entrance);
        return again === null ? response.redirect(303, '/') : sendPage(response, again.status, again.page);
      }
      const { csrfToken } = (request.body ?? {}) as { csrfToken?: unknown };
      if (csrfFault(request, publicUrl, csrfToken) !== null) return sendPage(response, 403, nothingAcceptedPage(visit));
      if (arriving) return join(arriving, request, response);
      if (who === null) return response.redirect(303, visit.path);
      const context = { actor: { type: 'account' as const, id: who.accountId }, ...traceOf(request) };
      await attemptLinkAs(who.accountId, () => acceptInvitation(context, who, link));
      response.redirect(303, '/');
    },
  );
  router.post(
    '/invitations/:link/decline',
    express.urlencoded({ extended: false, limit: 4_096 }),
    async (request, response) => {
      const link = linkOf(request);
      const { who, ...visit } = await visitOf(request);
      const arriving = who === null ? arrivalBy(request, link, now()) : null;
      if (who === null && !arriving) return response.redirect(303, visit.path);
      const { csrfToken } = (request.body ?? {}) as { csrfToken?: unknown };
      if (csrfFault(request, publicUrl, csrfToken) !== null) return sendPage(response, 403, nothingAcceptedPage(visit));
      if (who) {
        const context = { actor: { type: 'account' as const, id: who.accountId }, ...traceOf(request) };
        await attemptLinkAs(who.accountId, () => declineInvitation(context, who, link));
      } else if (arriving) {
        const context = { actor: { type: 'sign-in' as const, id: arriving.claims.connectionId }, ...traceOf(request) };
        await declineByLink(context, link);
      }
      sendPage(response, 200, declinedPage(visit));
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
      return sendPage(response, 403, refusalPage({ ...outcome, claims, returnTo: pathOf(request) }));
    if (outcome.outcome === 'invited') throw new Error('who wants to join was asked again');
    await startSession(request, { accountId: outcome.accountId, connectionId, signedInAt: now(), provider });
    response.redirect(303, '/');
  }
}

type Arriving = NonNullable<ReturnType<typeof arrivalBy>>;

/** Refusals, too many wrong links, and forms that are none. */
const answerFaults: ErrorRequestHandler = async (error: unknown, request, response, next) => {
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return sendPage(response, 429, tooManyPage(error));
  }
  if (error instanceof DomainError && error.code !== 'unavailable') return answerRefusal(error, request, response);
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (status < 400 || status >= 500) return next(error);
  sendPage(response, status, nothingAcceptedPage(await visitOf(request)));
};

async function answerRefusal(error: DomainError, request: Request, response: Response): Promise<void> {
  const visit = await visitOf(request);
  if (error.code === 'not_found') return sendPage(response, 404, invalidPage(visit));
  const open = await entranceOf(linkOf(request)).catch(() => null);
  const page = refusedPage(error, visit, open?.invitation ?? null);
  sendPage(response, error.code === 'forbidden' ? 403 : 409, page);
}

/** The last part of the path, also where no route has read it. */
function linkOf({ params, path }: Request): string {
  return String(params.link ?? path.split('/')[1]);
}

function pathOf(request: Request): string {
  return `/invitations/${encodeURIComponent(linkOf(request))}`;
}

async function visitOf(request: Request): Promise<Visit & { who: Who | null }> {
  const person = await personOfSession(request);
  return { who: person?.who ?? null, path: pathOf(request), me: person && signedInAs(request, person.account) };
}
