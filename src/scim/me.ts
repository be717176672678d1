/**
 * `/Me` (RFC 7644 section 3.11): the User of the person whom a token is bound to. The same is at its own address, which
 * `Location` names; nothing else is there for such a token.
 */

import { type RequestHandler, Router } from 'express';
import type { ScimScope } from '../domain/model/scim-token.ts';
import { type Endpoint, isMe, locationOf, type ResourceEndpoints, type Resources } from './exchange.ts';
import { refuseMethod } from './methods.ts';
import type { Logged } from './provisioning-log.ts';
import { recordDenial } from './record-denial.ts';
import { ScimError } from './scim-error.ts';

type Serve = (scope: ScimScope, endpoint: Endpoint) => RequestHandler;

/** Answers every request of a token that is bound to a member, and lets those of a directory pass. */
export function ownResource(resources: Resources, users: ResourceEndpoints, serve: Serve): Router {
  const own =
    (endpoint: Endpoint): Endpoint =>
    async (request) => {
      const id = request.caller.memberId ?? '';
      const answer = await endpoint({ ...request, id });
      return { ...answer, headers: { ...answer.headers, Location: locationOf(resources, id) } };
    };
  const router = Router();
  router.use((_request, response, next) => next(response.locals.caller.memberId === null ? 'router' : undefined));
  router.use(async (request, response, next) => {
    const { caller } = response.locals as Pick<Logged, 'caller'>;
    if (isMe(request.path) || request.path === `/Users/${caller.memberId}`) return next();
    const error = new ScimError(403, null, 'This SCIM token is bound to one person and reaches /Me only.');
    await recordDenial(error, caller, { method: request.method, path: ' beyond /Me', id: '' });
    throw error;
  });
  router
    .route(['/Me', '/Users/:id'])
    .get(serve('read', own(users.read)))
    .put(serve('write', own(users.replace)))
    .patch(serve('write', own(users.patch)))
    .all(refuseMethod(['GET', 'HEAD', 'PUT', 'PATCH']));
  return router;
}
