/** Where a set-up link leads: one click opens it, in this browser and in no other. */
import { type ErrorRequestHandler, type Request, Router } from 'express';
import { lookAtSetupLink, openSetupLink } from '../domain/administration/setup/open-setup.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { attemptLink } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { isFromOwnPage } from '../http/csrf.ts';
import { sendPage } from '../http/page.ts';
import { plainPageHeaders } from '../http/security-headers.ts';
import { browserSecretOf, keepBrowserSecret, newBrowserSecret } from '../http/setup-session.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import { tooManyPage } from './pages.ts';
import { invalidSetupPage, notOpenedPage, openPage, setupAddress } from './setup-words.ts';
import { answerUnavailable } from './unavailable.ts';

/** `GET, POST /setup/:secret`. Mount it at the root, after `assignRequestId`. */
export function setupPages({ publicUrl }: { readonly publicUrl: string }): Router {
  const router = Router();
  const look = (request: Request) =>
    attemptLink(request, () =>
      lookAtSetupLink(String(request.params.secret), (linkId) => browserSecretOf(request, publicUrl, linkId)),
    );
  router.use('/setup', plainPageHeaders(publicUrl), (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  router.get('/setup/:secret', async (request, response) => {
    const live = await look(request);
    if (live.link.openedAt !== null) return response.redirect(setupAddress(live.link._id));
    sendPage(response, 200, openPage(live, pathOf(request)));
  });

  router.post('/setup/:secret', async (request, response) => {
    if (!isFromOwnPage(request, publicUrl)) return sendPage(response, 403, notOpenedPage(pathOf(request)));
    const live = await look(request);
    if (live.link.openedAt === null) {
      const secret = newBrowserSecret();
      await openSetupLink(traceOf(request), live, secret);
      keepBrowserSecret(response, publicUrl, live, secret);
    }
    response.redirect(303, setupAddress(live.link._id));
  });

  router.use('/setup', answerFaults, answerUnavailable);
  return router;
}

const pathOf = ({ params }: Request) => `/setup/${encodeURIComponent(String(params.secret))}`;

const answerFaults: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return sendPage(response, 429, tooManyPage(error));
  }
  if (error instanceof DomainError && error.code === 'not_found') return sendPage(response, 404, invalidSetupPage);
  next(error);
};
