/**
 * `GET` or `POST /auth/initiate/:connectionId`: a provider's own page, such as a tile in its portal, begins a sign-in here (OpenID
 * Connect Core 1.0 section 4). It is a sign-in like any other: nothing that is sent here says who somebody is.
 */
import { type RequestHandler, Router, urlencoded } from 'express';
import { sendPage } from '../http/page.ts';
import { safeReturnTo } from '../http/return-to.ts';
import type { FindStrategy } from './find-strategy.ts';
import { unknownConnectionPage } from './pages.ts';
import { SignInFailure } from './sign-in-failure.ts';
import { signInPath } from './sign-in-path.ts';

const path = '/auth/initiate/:connectionId';

export function thirdPartyLogin(findStrategy: FindStrategy, publicUrl: string): Router {
  const begin: RequestHandler<{ connectionId: string }> = async (request, response) => {
    const { connectionId } = request.params;
    const strategy = await findStrategy(connectionId);
    if (strategy === null) return sendPage(response, 404, unknownConnectionPage);
    response.locals.connectionId = connectionId;
    const asked: Readonly<Record<string, unknown>> = request.method === 'POST' ? (request.body ?? {}) : request.query;
    // Whoever sends somebody here for another provider is mistaken, or hopes that we are.
    if (asked.iss !== strategy.issuer)
      throw new SignInFailure('unverified', 'third-party login: "iss" is not the issuer of this connection');
    const loginHint = typeof asked.login_hint === 'string' ? asked.login_hint.slice(0, 320) : null;
    const returnTo = pathHere(publicUrl, asked.target_link_uri);
    response.redirect(303, signInPath({ connectionId, returnTo, loginHint }));
  };
  const router = Router();
  router
    .route(path)
    .get(begin)
    .post(urlencoded({ extended: false, limit: '16kb', parameterLimit: 10 }), begin);
  return router;
}

/** The path of an address of ours; `/` for all others (case 65). */
function pathHere(publicUrl: string, target: unknown): string {
  if (typeof target !== 'string' || !URL.canParse(target)) return '/';
  const { origin, pathname, search, hash } = new URL(target);
  return origin === publicUrl ? safeReturnTo(pathname + search + hash) : '/';
}
