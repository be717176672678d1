import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { defaultBodyLimit, readJson } from '../../http/body.ts';
import { loggablePath } from '../../http/loggable.ts';
import { dropEndedSession } from '../../http/session.ts';
import { answerProblems, apiErrorOf, invalidInput, type Place } from './answer-errors.ts';
import { ApiError } from './api-error.ts';
import type { Authenticate } from './authenticate.ts';
import type { Caller, SetupCaller } from './caller.ts';
import { placeFinder } from './find-place.ts';
import { type Admitted, type Asked, admit, isForSetupLinks, type Switches } from './needs.ts';
import { openApiDocument } from './openapi.ts';
import { contextOf } from './principal.ts';
import { recordDenial } from './record-denial.ts';
import type { Method, Route } from './route-declaration.ts';
import { requireRecentSignIn } from './step-up.ts';

/**
 * The routes as a router for `/api/v1`, with their OpenAPI document at `/openapi.json`. Every error is a problem
 * document; an unknown path is 404, an undeclared method 405 with `Allow`. Wants `assignRequestId` before it.
 */
export function declaredRouter({
  config,
  authenticate,
  routes,
}: {
  readonly config: { readonly publicUrl: string } & Switches;
  readonly authenticate: Authenticate;
  readonly routes: readonly Route[];
}): Router {
  const router = Router({ caseSensitive: true });
  const document = openApiDocument(routes, config.publicUrl);
  router.get('/openapi.json', (_request, response) => void response.json(document));
  router.all('/openapi.json', refuseMethod(['get']));
  const find = placeFinder(handlersOf(routes, (route) => serve(route, authenticate, config)));
  router.use(async (request, response) => {
    const { baseUrl, path, method } = request;
    const found = find(path);
    if (!found)
      throw new ApiError(404, 'not_found', `There is nothing at ${baseUrl}${path}: see ${baseUrl}/openapi.json.`);
    const { place, params } = found;
    Object.assign(request, { params, route: { path: place.pattern } });
    const handle = place.at.get(method === 'HEAD' ? 'get' : (method.toLowerCase() as Method));
    if (!handle) throw methodNotAllowed(method, [...place.at.keys()]);
    await handle(request, response);
  });
  router.use(answerProblems());
  return router;
}

type Handler = (request: Request, response: Response) => Promise<void>;

/** By path and method. */
function handlersOf(
  routes: readonly Route[],
  serve: (route: Route) => Handler,
): ReadonlyMap<string, ReadonlyMap<Method, Handler>> {
  const handlers = new Map<string, Map<Method, Handler>>();
  for (const route of routes) {
    const own = handlers.get(route.path) ?? new Map<Method, Handler>();
    handlers.set(route.path, own.set(route.method, serve(route)));
  }
  return handlers;
}

/** One route as a handler. Nobody's body is read before we know who sends it. */
function serve(route: Route, authenticate: Authenticate, switches: Switches): Handler {
  const paramsSchema = route.params ?? z.object({});
  const querySchema = (route.query ?? z.object({})).strict();
  const identify = isForSetupLinks(route.needs) ? authenticate.setupCaller : authenticate.caller;
  return async (request, response) => {
    let caller: Caller | SetupCaller | null = null;
    try {
      caller = await identify(request);
      await respond(caller, request, response);
    } catch (error) {
      await recordDenial(error, caller, route, request);
      throw error;
    }
  };

  async function respond(caller: Caller | SetupCaller, request: Request, response: Response): Promise<void> {
    const params = paramsSchema.safeParse(request.params);
    if (!params.success) throw new ApiError(404, 'not_found', 'There is no such thing, or it is not visible to you.');
    const { org } = params.data as { readonly org?: string };
    // It may be anything that somebody has copied there.
    if (org !== undefined) request.organization = loggablePath(org);
    const query = parse('query', querySchema, queryOf(request));
    const sent = route.body && (await bodyOf(request, route.body));
    const body = route.body && parse('body', route.body, sent);
    const context = contextOf(caller, request, sent);
    const asked = { params: params.data, query };
    const admitted = await admit(route.needs, { ...asked, caller, switches });
    await requireRecentSignIn(route, caller, { params: params.data, body });
    const admitAgain = () => stillAdmitted(request, asked);
    const answer = await route.handle({ ...asked, ...admitted, body, context, request, admitAgain });
    const schema = route.responses[answer.status];
    response.status(answer.status).set(answer.headers ?? {});
    if (context.idempotency?.answer.replayed) response.set('Idempotency-Replayed', 'true');
    if (route.media) await send(answer.body as AsyncIterable<string>, response);
    else if (schema) {
      const shown = schema.parse(answer.body);
      if (answer.status === 201 && !response.hasHeader('Location')) response.location(madeAt(request, shown));
      response.json(shown);
    } else response.end();
  }

  /** Everything that was asked when the request came, asked once more. */
  async function stillAdmitted(request: Request, asked: Pick<Asked, 'params' | 'query'>): Promise<Admitted | null> {
    try {
      await dropEndedSession(request);
      return await admit(route.needs, { ...asked, caller: await identify(request), switches });
    } catch (error) {
      if ([401, 403, 404].includes(apiErrorOf(error).status)) return null;
      throw error;
    }
  }
}

/** Sends what is made meanwhile. Whoever leaves before its end has what they want. */
async function send(body: AsyncIterable<string>, response: Response): Promise<void> {
  await pipeline(Readable.from(body), response).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** Where what a POST made is read: below the list that it was sent to. */
function madeAt({ baseUrl, path }: Request, made: unknown): string {
  return `${baseUrl}${path.replace(/\/$/, '')}/${(made as { id: string }).id}`;
}

/** Undefined for a request without a body where the schema says that there need not be one. */
async function bodyOf(request: Request, schema: z.ZodType): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const isEmpty = encoding === undefined && Number(length ?? 0) === 0;
  return isEmpty && schema.safeParse(undefined).success ? undefined : readJson(request, bodyRules);
}

const bodyRules = { limit: defaultBodyLimit, types: ['application/json'] };

function parse<T>(place: Place, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidInput(place, parsed.error);
  return parsed.data;
}

/** The query parameters as strings. Of a repeated one, readers differ in which counts: refused. */
export function queryOf(request: Request): Record<string, string> {
  const start = request.originalUrl.indexOf('?');
  const query: [string, string][] = start < 0 ? [] : [...new URLSearchParams(request.originalUrl.slice(start))];
  const repeated = query.find(([name], index) => query.findIndex(([other]) => other === name) < index)?.[0];
  if (repeated === undefined) return Object.fromEntries(query);
  const detail = `The query parameter "${repeated.slice(0, 80)}" appears twice: send it once.`;
  throw new ApiError(400, 'invalid_input', detail);
}

function refuseMethod(methods: readonly Method[]): RequestHandler {
  return ({ method }) => {
    throw methodNotAllowed(method, methods);
  };
}

function methodNotAllowed(method: string, methods: readonly Method[]): ApiError {
  const allowed = methods.flatMap((each) => (each === 'get' ? ['GET', 'HEAD'] : [each.toUpperCase()])).join(', ');
  const detail = `${method} is not possible here: use ${allowed}.`;
  return new ApiError(405, 'method_not_allowed', detail, { headers: { Allow: allowed } });
}
