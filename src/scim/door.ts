import type { IncomingMessage, ServerResponse } from 'node:http';
import { defaultBodyLimit, readJson } from '../http/body.ts';
import { maxUrlLength } from '../http/listen.ts';
import { requestIdOf } from '../http/request-id.ts';
import { originalUrl, pathOf } from '../http/url.ts';
import type { Json } from '../json.ts';
import { answerOf, scimErrorOf } from './answer-errors.ts';
import { bulkEndpoint } from './bulk.ts';
import { discoveryEndpoints } from './discovery.ts';
import { idIn, isMe, queryOf, type ResourceEndpoints, type ScimAnswer, type ScimRequest, send } from './exchange.ts';
import { groupEndpoints } from './groups.ts';
import { cursorsBy } from './list/cursor.ts';
import { placesOfPages } from './list/places.ts';
import { ownResource } from './me.ts';
import { forMethod } from './methods.ts';
import { type Logged, type LogRules, logProvisioning } from './provisioning-log.ts';
import { limitRate } from './rate-limit.ts';
import { recordDenial } from './record-denial.ts';
import { roleEndpoints } from './roles.ts';
import { byTemplate, findRoute, type Route, read, write } from './route.ts';
import { ignoredNames } from './schema/ignored.ts';
import type { ScimSchemas } from './schema/model.ts';
import { authenticate, requireScope, type ScimCaller, showsStrictToken } from './scim-caller.ts';
import { ScimError } from './scim-error.ts';
import { searchAll, searchBy } from './search.ts';
import { userEndpoints } from './users.ts';

/** Where the door is. */
const base = '/scim/v2';

/** Whether a path is below it; without case, as all paths of this door. */
export function isAtScimDoor(path: string): boolean {
  return (
    path.slice(0, base.length).toLowerCase() === base && (path.length === base.length || path[base.length] === '/')
  );
}

/** One request on its way through the door. */
type Visit = Logged & { readonly method: string };

/**
 * The SCIM door, for requests below `/scim/v2`. Every answer is `application/scim+json`. Who has no token learns nothing
 * but the discovery documents; paths and methods are judged next, and only then is a body read. It needs no Express: nine of
 * ten requests come here, and its middleware and routers cost as much as the rest of a GET. Wants a request id.
 * @param config `publicUrl` without trailing slash: what every `meta.location` begins with
 * @param headers of every answer, beside `X-Request-Id`
 */
export function scimDoor({
  config,
  schemas,
  secret,
  headers = new Map(),
}: {
  readonly config: { readonly publicUrl: string; readonly scimLog: LogRules; readonly scimRateLimit: number };
  readonly schemas: ScimSchemas;
  /** Signs cursors; the same in every process. */
  readonly secret: string;
  readonly headers?: ReadonlyMap<string, string>;
}): (request: IncomingMessage, response: ServerResponse) => void {
  const baseUrl = `${config.publicUrl}${base}`;
  const paging = { cursors: cursorsBy(secret), places: placesOfPages() };
  const people = { type: schemas.user, baseUrl, ...paging };
  const users = userEndpoints(people);
  const endpoints = new Map([
    ['/Users', users],
    ['/Groups', groupEndpoints({ type: schemas.group, baseUrl, ...paging })],
  ]);
  const discovery = byTemplate(
    Object.entries(discoveryEndpoints(schemas, baseUrl)).map(([template, endpoint]) => ({ template, endpoint })),
  );
  const roles = roleEndpoints({ type: schemas.role, baseUrl, ...paging });
  const routes = byTemplate([...routesOf(endpoints, baseUrl), ...routesOfRoles(roles)]);
  const ownPlace = ownResource(people, users);
  const countRequest = limitRate(config.scimRateLimit);
  const log = logProvisioning(config.scimLog);
  const fixed = [...headers].flat();

  return (request, response) => {
    const url = originalUrl(request);
    const path = pathOf(url).slice(base.length) || '/';
    const method = request.method ?? '';
    void answer({ request, response, url, path, method, body: undefined, refusal: null, targetId: null, ignored: [] });
  };

  async function answer(visit: Visit): Promise<void> {
    const { request, response } = visit;
    const always = [...fixed, 'X-Request-Id', requestIdOf(request)];
    try {
      await send(response, await answerTo(visit), always);
    } catch (thrown) {
      const error = scimErrorOf(thrown, requestIdOf(request));
      visit.refusal = error;
      if (error.status >= 500 && !(thrown instanceof ScimError)) request.log?.error({ err: thrown }, 'SCIM fault');
      // Half an answer is out: only cutting the connection tells the client that the rest is missing.
      if (response.headersSent) return void response.destroy();
      await send(response, answerOf(error), always);
    }
  }

  async function answerTo(visit: Visit): Promise<ScimAnswer> {
    const { request, path, method, url } = visit;
    const open = findRoute(discovery, path);
    if (open) {
      request.route = { path: open.route.template };
      const asked = { id: open.id, query: queryOf(url), isStrict: () => showsStrictToken(request) };
      return forMethod({ GET: open.route.endpoint }, method)(asked, path);
    }
    const caller = await authenticate(request);
    request.organization = caller.orgId;
    request.payer = caller.orgId;
    // What is refused for its number is in the metrics and the process log only: a flood would fill the provisioning log.
    if (countRequest) await countRequest(caller.orgId);
    log(visit, caller);
    refuseLongUrl(url);
    const found =
      caller.memberId === null
        ? placeForDirectory(path)
        : { route: await ownPlace(caller, { method, path }), id: caller.memberId };
    if (!found) throw nothingAt(url);
    request.route = { path: found.route.template };
    return serve(visit, caller, found);
  }

  function placeForDirectory(path: string) {
    if (!isMe(path)) return findRoute(routes, path);
    const detail = 'This SCIM token acts for a directory, which has no User of its own: use /Users.';
    throw new ScimError(501, null, detail);
  }
}

function routesOf(endpoints: ReadonlyMap<string, ResourceEndpoints>, baseUrl: string): Route[] {
  const lists = [...endpoints.values()].map(({ list }) => list);
  return [
    ...[...endpoints].flatMap(([path, of]): Route[] => [
      { template: path, methods: { GET: read(of.list), POST: write(of.create) } },
      { template: `${path}/.search`, methods: { POST: read(searchBy(of.list)) } },
      {
        template: `${path}/:id`,
        methods: { GET: read(of.read), PUT: write(of.replace), PATCH: write(of.patch), DELETE: write(of.remove) },
      },
    ]),
    { template: '/Bulk', methods: { POST: write(bulkEndpoint(endpoints, baseUrl)) } },
    { template: '/.search', methods: { POST: read(searchAll(lists)) } },
  ];
}

function routesOfRoles({ list, read: readOne }: ReturnType<typeof roleEndpoints>): Route[] {
  return [
    { template: '/Roles', methods: { GET: read(list) } },
    { template: '/Roles/.search', methods: { POST: read(searchBy(list)) } },
    { template: '/Roles/:id', methods: { GET: read(readOne) } },
  ];
}

function refuseLongUrl(url: string): void {
  if (url.length <= maxUrlLength) return;
  const detail = `The URL is longer than ${maxUrlLength} characters. Send long filters in the body of a POST to .search.`;
  throw new ScimError(431, null, detail);
}

function nothingAt(url: string): ScimError {
  const path = pathOf(url);
  const at = path.slice(0, base.length);
  return new ScimError(
    404,
    null,
    `There is nothing at ${at}${(path.slice(base.length) || '/').slice(0, 200)}. See ${at}/ResourceTypes.`,
  );
}

const bodyRules = { limit: defaultBodyLimit, types: ['application/scim+json', 'application/json'] };

/** What an endpoint answers. */
async function serve(
  visit: Visit,
  caller: ScimCaller,
  { route, id }: { readonly route: Route; readonly id: string },
): Promise<ScimAnswer> {
  const { request, method } = visit;
  const { scope, endpoint } = forMethod(route.methods, method);
  try {
    requireScope(caller, scope);
    const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
    const body = hasBody ? await readJson(request, bodyRules) : null;
    visit.body = body;
    const answer = await endpoint(scimRequest(visit, caller, id, body));
    if (answer.status === 201) visit.targetId = idIn(answer);
    return answer;
  } catch (error) {
    await recordDenial(error, caller, { method, path: route.template, id });
    throw error;
  }
}

function scimRequest(visit: Visit, caller: ScimCaller, id: string, body: Json): ScimRequest {
  const { headers } = visit.request;
  // A Bulk has many resources, and tries some of them again.
  const ignored = ignoredNames();
  return {
    caller,
    id,
    query: queryOf(visit.url),
    body,
    ifMatch: headers['if-match'] ?? null,
    ifNoneMatch: headers['if-none-match'] ?? null,
    onIgnored: (names) => {
      names.forEach(ignored.add);
      visit.ignored = ignored.names();
    },
  };
}
