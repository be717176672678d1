import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { ScimScope } from '../domain/model/scim-token.ts';
import { defaultBodyLimit, readJson } from '../http/body.ts';
import { maxUrlLength } from '../http/listen.ts';
import type { Json } from '../json.ts';
import { answerScimErrors } from './answer-errors.ts';
import { bulkEndpoint } from './bulk.ts';
import { discoveryRouter } from './discovery-router.ts';
import { type Endpoint, idIn, queryOf, type ResourceEndpoints, type ScimRequest, send } from './exchange.ts';
import { groupEndpoints } from './groups.ts';
import { cursorsBy } from './list/cursor.ts';
import { ownResource } from './me.ts';
import { refuseMethod } from './methods.ts';
import { type Logged, type LogRules, logProvisioning } from './provisioning-log.ts';
import { limitRate } from './rate-limit.ts';
import { recordDenial } from './record-denial.ts';
import { ignoredNames } from './schema/ignored.ts';
import type { ScimSchemas } from './schema/model.ts';
import { authenticate, requireScope } from './scim-caller.ts';
import { ScimError } from './scim-error.ts';
import { searchAll, searchBy } from './search.ts';
import { userEndpoints } from './users.ts';

/**
 * The SCIM door as a router for `/scim/v2`. Every answer is `application/scim+json`. Who has no token learns nothing
 * but the discovery documents; paths and methods are judged next, and only then is a body read. Wants `assignRequestId`
 * before it.
 * @param config `publicUrl` without trailing slash: what every `meta.location` begins with
 */
export function scimRouter({
  config,
  schemas,
  secret,
}: {
  readonly config: { readonly publicUrl: string; readonly scimLog: LogRules; readonly scimRateLimit: number };
  readonly schemas: ScimSchemas;
  /** Signs cursors; the same in every process. */
  readonly secret: string;
}): Router {
  const baseUrl = `${config.publicUrl}/scim/v2`;
  const cursors = cursorsBy(secret);
  const people = { type: schemas.user, baseUrl, cursors };
  const users = userEndpoints(people);
  const endpoints = new Map([
    ['/Users', users],
    ['/Groups', groupEndpoints({ type: schemas.group, baseUrl, cursors })],
  ]);
  const router = Router();
  router.use(discoveryRouter(schemas, baseUrl));
  // What is refused for its number is in the metrics and the process log only: a flood would fill the provisioning log.
  router.use(identifyCaller, limitRate(config.scimRateLimit), logProvisioning(config.scimLog), refuseLongUrl);
  router.use(ownResource(people, users, serve));
  for (const [path, ofType] of endpoints) router.use(resourceRoutes(path, ofType));
  router.all('/Me', notImplemented('This SCIM token acts for a directory, which has no User of its own: use /Users.'));
  router
    .route('/Bulk')
    .post(serve('write', bulkEndpoint(endpoints, baseUrl)))
    .all(refuseMethod(['POST']));
  const lists = [...endpoints.values()].map(({ list }) => list);
  router
    .route('/.search')
    .post(serve('read', searchAll(lists)))
    .all(refuseMethod(['POST']));
  router.use(({ baseUrl: base, path }) => {
    throw new ScimError(404, null, `There is nothing at ${base}${path.slice(0, 200)}. See ${base}/ResourceTypes.`);
  });
  router.use(answerScimErrors());
  return router;
}

function resourceRoutes(path: string, endpoints: ResourceEndpoints): Router {
  const router = Router();
  router
    .route(path)
    .get(serve('read', endpoints.list))
    .post(serve('write', endpoints.create))
    .all(refuseMethod(['GET', 'HEAD', 'POST']));
  router
    .route(`${path}/.search`)
    .post(serve('read', searchBy(endpoints.list)))
    .all(refuseMethod(['POST']));
  router
    .route(`${path}/:id`)
    .get(serve('read', endpoints.read))
    .put(serve('write', endpoints.replace))
    .patch(serve('write', endpoints.patch))
    .delete(serve('write', endpoints.remove))
    .all(refuseMethod(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']));
  return router;
}

const identifyCaller: RequestHandler = async (request, response: Response<unknown, Partial<Logged>>, next) => {
  response.locals.caller = await authenticate(request);
  next();
};

const refuseLongUrl: RequestHandler = ({ originalUrl }, _response, next) => {
  if (originalUrl.length <= maxUrlLength) return next();
  const detail = `The URL is longer than ${maxUrlLength} characters. Send long filters in the body of a POST to .search.`;
  throw new ScimError(431, null, detail);
};

const bodyRules = { limit: defaultBodyLimit, types: ['application/scim+json', 'application/json'] };

/** One endpoint as a handler. */
function serve(scope: ScimScope, endpoint: Endpoint): RequestHandler {
  return async (request, response) => {
    const logged = response.locals as Logged;
    const { caller } = logged;
    try {
      requireScope(caller, scope);
      const hasBody = request.method === 'POST' || request.method === 'PUT' || request.method === 'PATCH';
      const body = hasBody ? await readJson(request, bodyRules) : null;
      logged.body = body;
      const answer = await endpoint(scimRequest(request, logged, body));
      if (answer.status === 201) logged.targetId = idIn(answer);
      await send(response, answer);
    } catch (error) {
      const { method, route, params } = request;
      await recordDenial(error, caller, { method, path: String(route?.path ?? ''), id: String(params.id ?? '') });
      throw error;
    }
  };
}

function scimRequest(request: Request, logged: Logged, body: Json): ScimRequest {
  // A Bulk has many resources, and tries some of them again.
  const ignored = ignoredNames();
  return {
    caller: logged.caller,
    id: String(request.params.id ?? ''),
    query: queryOf(request),
    body,
    ifMatch: request.headers['if-match'] ?? null,
    ifNoneMatch: request.headers['if-none-match'] ?? null,
    onIgnored: (names) => {
      names.forEach(ignored.add);
      logged.ignored = ignored.names();
    },
  };
}

function notImplemented(detail: string): RequestHandler {
  return () => {
    throw new ScimError(501, null, detail);
  };
}
