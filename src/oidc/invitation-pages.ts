/** Where the link of an invitation leads: it sends the person to sign in, and then asks whether to accept. */
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { DomainError } from '../domain/errors.ts';
import { acceptInvitation } from '../domain/invitations/accept-invitation.ts';
import { lookAtLink } from '../domain/invitations/look-at-link.ts';
import { findSignedInAccount } from '../domain/sso/signed-in-account.ts';
import { csrfFault } from '../http/csrf.ts';
import { requestIdOf } from '../http/request-id.ts';
import { pageHeaders } from '../http/security-headers.ts';
import { invitationGuesses } from '../http/throttle.ts';
import { type Page, renderPage } from './pages.ts';

const home = { label: 'Go to your workspaces', href: '/' };

const invalidPage: Page = {
  heading: 'This invitation is not valid',
  text: [
    'It has expired, was taken back or used, or its address is not complete.',
    'Ask whoever invited you to send it again.',
  ],
  action: home,
};

/** `GET, POST /invitations/:link`. Mount it at the root, after `assignRequestId`. */
export function invitationPages({
  publicUrl,
  sessions,
}: {
  readonly publicUrl: string;
  readonly sessions: RequestHandler;
}): Router {
  const router = Router();
  router.use('/invitations', pageHeaders(publicUrl), sessions, (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/invitations/:link', async (request, response) => {
    const path = pathOf(request);
    const accountId = await signedIn(request);
    if (accountId === null) {
      const href = `/auth/login?returnTo=${encodeURIComponent(path)}`;
      const text = ['Sign in with the email address that the invitation was sent to, and you can accept it.'];
      return send(response, 200, { heading: 'You are invited', text, action: { label: 'Sign in', href } });
    }
    const seen = await guarded(accountId, () => lookAtLink(accountId, String(request.params.link)));
    if ('page' in seen) return send(response, seen.status, seen.page, seen.headers);
    if (seen.result.status === 'accepted') return response.redirect('/');
    const { organizationName, email } = seen.result;
    send(response, 200, {
      heading: `Join ${organizationName}`,
      text: [`You are invited as ${email}.`],
      form: { label: 'Accept the invitation', action: path, csrfToken: request.session.csrfToken ?? '' },
    });
  });

  router.post(
    '/invitations/:link',
    express.urlencoded({ extended: false, limit: 4_096 }),
    async (request, response) => {
      const path = pathOf(request);
      const accountId = await signedIn(request);
      if (accountId === null) return response.redirect(303, path);
      const fault = csrfFault(request, publicUrl, (request.body as { csrfToken?: unknown } | undefined)?.csrfToken);
      if (fault !== null) {
        const text = ['This request did not come from our own page.', 'Open the link of the invitation again.'];
        return send(response, 403, { heading: 'Nothing was accepted', text, action: home });
      }
      const context = { actor: { type: 'account' as const, id: accountId }, requestId: requestIdOf(request) || null };
      const done = await guarded(accountId, () => acceptInvitation(context, accountId, String(request.params.link)));
      if ('page' in done) return send(response, done.status, done.page, done.headers);
      response.redirect(303, '/');
    },
  );
  return router;
}

function pathOf(request: Request): string {
  return `/invitations/${encodeURIComponent(String(request.params.link))}`;
}

async function signedIn({ session }: Request): Promise<string | null> {
  const { accountId } = session;
  return accountId !== undefined && (await findSignedInAccount(accountId)) ? accountId : null;
}

type Refused = { readonly status: number; readonly page: Page; readonly headers: Record<string, string> };

/** Counts wrong links, and turns refusals into pages. */
async function guarded<R>(accountId: string, act: () => Promise<R>): Promise<{ readonly result: R } | Refused> {
  const wait = await invitationGuesses.count(accountId);
  if (wait !== null) {
    const text = ['You have opened too many invitations that are not valid.', 'Try again in a quarter of an hour.'];
    const page = { heading: 'Too many attempts', text, action: home };
    return { status: 429, page, headers: { 'Retry-After': String(wait) } };
  }
  try {
    const result = await act();
    await invitationGuesses.forgive(accountId);
    return { result };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
    if (error.code === 'not_found') return { status: 404, page: invalidPage, headers: {} };
    await invitationGuesses.forgive(accountId);
    const status = error.code === 'forbidden' ? 403 : 409;
    return {
      status,
      page: { heading: 'You cannot accept this invitation', text: [error.message], action: home },
      headers: {},
    };
  }
}

function send(response: Response, status: number, page: Page, headers: Record<string, string> = {}): void {
  response.status(status).set(headers).type('html').send(renderPage(page));
}
