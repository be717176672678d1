/**
 * A SCIM server of a few pages of code, which is nobody's but this test's: as much of RFC 7644 as Okta and Entra ID use,
 * in memory, and one fault at a time.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Json, JsonObject } from '../../src/json.ts';

export type Answer = { status: number; body?: JsonObject; headers?: Readonly<Record<string, string>> };
export type Request = { method: string; path: string; id: string | null; query: URLSearchParams; body: JsonObject };
/** Looks at a request first: its own answer, nothing to let it pass, or 'silence'. */
export type Fault = (request: Request, server: SmallServer) => Answer | 'silence' | undefined;
export type SmallServer = {
  readonly base: string;
  /** By `/Users/1`. */
  readonly resources: Map<string, JsonObject>;
  /** As the server without the fault. */
  readonly answer: (request: Request) => Answer;
};

export const token = 'the-token-of-the-small-server';

/** Runs until the end of the test. */
export async function smallScimServer(fault: Fault = () => undefined): Promise<SmallServer> {
  const resources = new Map<string, JsonObject>();
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    const allowed = incoming.headers.authorization === `Bearer ${token}`;
    const answered = allowed ? (fault(request, small) ?? answer(request)) : { status: 401 };
    if (answered === 'silence') return;
    response.writeHead(answered.status, { 'Content-Type': 'application/scim+json', ...answered.headers });
    response.end(answered.status === 204 ? undefined : JSON.stringify(answered.body ?? {}));
  });
  let nextId = 0;
  const answer = ({ method, path, id, query, body }: Request): Answer => {
    if (id === null && method === 'GET') return list(path, query);
    if (id === null && method === 'POST') return create(path, body);
    const key = `${path}/${id}`;
    const known = resources.get(key);
    if (!known) return { status: 404, body: { detail: `${key} is not here` } };
    if (method === 'DELETE') return remove(key, id);
    if (method === 'PUT') resources.set(key, { ...body, id });
    if (method === 'PATCH') for (const operation of body.Operations as JsonObject[]) apply(known, operation);
    return { status: 200, body: projected(resources.get(key) ?? {}, query) };
  };
  const all = (path: string) => [...resources].flatMap(([key, value]) => (key.startsWith(path) ? [value] : []));
  const create = (path: string, body: JsonObject): Answer => {
    const unique = path === '/Users' ? 'userName' : 'displayName';
    if (all(path).some((other) => other[unique] === body[unique])) return { status: 409, body: { detail: 'is there' } };
    nextId += 1;
    const id = String(nextId);
    const made: JsonObject = { ...body, id, password: undefined };
    resources.set(`${path}/${id}`, made);
    return { status: 201, body: made };
  };
  const remove = (key: string, id: string | null): Answer => {
    resources.delete(key);
    for (const group of all('/Groups'))
      group.members = (group.members as JsonObject[] | undefined)?.filter(({ value }) => value !== id);
    return { status: 204 };
  };
  const list = (path: string, query: URLSearchParams): Answer => {
    const found = all(path).filter((resource) => matches(resource, query.get('filter')));
    const start = Number(query.get('startIndex') ?? 1);
    const page = found.slice(start - 1, start - 1 + Number(query.get('count') ?? 100));
    const Resources = page.map((resource) => projected(resource, query));
    return {
      status: 200,
      body: { totalResults: found.length, startIndex: start, itemsPerPage: page.length, Resources },
    };
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const small = { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim`, resources, answer };
  return small;
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://small');
  const [, , collection, id = null] = pathname.split('/');
  const body = chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as JsonObject) : {};
  return { method: incoming.method ?? '', path: `/${collection}`, id, query: searchParams, body };
}

function projected({ members, ...rest }: JsonObject, query: URLSearchParams): JsonObject {
  return query.get('excludedAttributes') === 'members' || members === undefined ? rest : { ...rest, members };
}

/** `attribute eq "value"`, joined by `and`. */
function matches(resource: JsonObject, filter: string | null): boolean {
  return (filter?.split(' and ') ?? []).every((comparison) => {
    const [attribute = '', value] = comparison.split(' eq ');
    const wanted = JSON.parse(value ?? 'null') as string;
    if (attribute === 'members') return valuesIn(resource.members).includes(wanted);
    const manager = /^(.*:User):manager$/.exec(attribute)?.[1];
    if (manager) return ((resource[manager] as JsonObject)?.manager as JsonObject)?.value === wanted;
    return String(resource[attribute]).toLowerCase() === wanted.toLowerCase();
  });
}

const valuesIn = (members: Json | undefined) =>
  (Array.isArray(members) ? members : []).map((member) => (member as JsonObject).value);

function apply(resource: JsonObject, { op, path, value }: JsonObject): void {
  if (typeof path !== 'string') {
    for (const [key, inner] of Object.entries(value as JsonObject)) set(resource, key, inner);
    return;
  }
  const [, filtered] = /^members\[value eq "(.*)"\]$/.exec(path) ?? [];
  if (path !== 'members' && filtered === undefined) {
    set(resource, path, value);
    return;
  }
  const named = filtered === undefined ? valuesIn(value) : [filtered];
  const kept = valuesIn(resource.members).filter((member) => !named.includes(member));
  const verb = String(op).toLowerCase();
  const now = verb === 'remove' ? kept : verb === 'add' ? [...kept, ...named] : named;
  resource.members = now.map((member) => ({ value: member as string }));
}

function set(resource: JsonObject, path: string, value: Json | undefined): void {
  const extension = /^(urn:.*:User):(\w+)$/.exec(path);
  const [outer, inner] = extension?.slice(1) ?? path.split('.');
  if (path === 'active') resource.active = value === true || value === 'True';
  else if (path === 'emails[type eq "work"].value') resource.emails = [{ type: 'work', value }];
  else if (outer !== undefined && inner !== undefined)
    resource[outer] = { ...(resource[outer] as JsonObject), [inner]: Array.isArray(value) ? value[0] : value };
  else resource[path] = value;
}
