/** The SCIM door over HTTP, with one organization and token for each test. */
import { createServer, type RequestListener, type Server } from 'node:http';
import supertest, { type Response, type Test } from 'supertest';
import { createScimToken, type NewScimToken } from '../../src/domain/administration/keys/scim-tokens.ts';
import { assignRequestId } from '../../src/http/request-id.ts';
import type { JsonObject } from '../../src/json.ts';
import { scimDoor } from '../../src/scim/door.ts';
import { schemas as usualSchemas } from '../scim/patch/patching.ts';
import { context, newOrganization } from './domain.ts';

export const publicUrl = 'https://usher.test';
export const BASE = '/scim/v2';
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const ACCESS_USER = 'urn:usher:params:scim:schemas:extension:access:2.0:User';
export const ACCESS_GROUP = 'urn:usher:params:scim:schemas:extension:access:2.0:Group';

type DoorOptions = Parameters<typeof scimListener>[0];

export function scimListener({
  scimLog = { days: 30, pii: true },
  scimRateLimit = 0,
  schemas = usualSchemas,
} = {}): RequestListener {
  const config = { publicUrl, scimLog, scimRateLimit };
  const [name, door] = [assignRequestId(), scimDoor({ config, schemas, secret: 'a secret of the tests' })];
  return (request, response) => name(request, response, () => door(request, response));
}

export function scimApp(options: DoorOptions = {}): Server {
  // With the product's limit of headers.
  return createServer({ maxHeaderSize: 32_768 }, scimListener(options));
}

/** One for the test file; it does not keep the process alive. */
const server = scimApp().listen(0, '127.0.0.1').unref();

type Headers = Readonly<Record<string, string>>;

/** What an identity provider that holds this token can send; paths begin after `/scim/v2`. */
export function clientOf(token: string | null, app: Parameters<typeof supertest>[0] = server) {
  const send = (method: 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options', path: string): Test => {
    const test = supertest(app)[method](`${BASE}${path}`);
    return token === null ? test : test.set('Authorization', `Bearer ${token}`);
  };
  const withBody =
    (method: 'post' | 'put' | 'patch') =>
    (path: string, body: unknown, headers: Headers = {}) =>
      send(method, path)
        .set({ 'Content-Type': 'application/scim+json', ...headers })
        .send(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    send,
    get: (path: string, headers: Headers = {}) => send('get', path).set(headers),
    post: withBody('post'),
    put: withBody('put'),
    patch: withBody('patch'),
    delete: (path: string, headers: Headers = {}) => send('delete', path).set(headers),
  };
}

export type ScimClient = ReturnType<typeof clientOf>;

export type Tenant = { readonly orgId: string; readonly workspaceId: string; readonly scim: ScimClient };

/** A new organization and a client with a token for it. */
export async function newTenant(order: Partial<NewScimToken> = {}): Promise<Tenant> {
  const { orgId, workspaceId } = await newOrganization();
  return { orgId, workspaceId, scim: clientOf(await newToken(orgId, order)) };
}

export async function newToken(orgId: string, order: Partial<NewScimToken> = {}): Promise<string> {
  const usual: NewScimToken = { description: 'Test IdP', scopes: ['read', 'write'], expiresAt: null };
  return (await createScimToken(context, orgId, { ...usual, ...order })).secret;
}

export function userBody(userName: string, more: JsonObject = {}): JsonObject {
  return { schemas: [USER], userName, ...more };
}

export function groupBody(displayName: string, memberIds: readonly string[] = []): JsonObject {
  return { schemas: [GROUP], displayName, members: memberIds.map((value) => ({ value })) };
}

export function patchOp(...operations: JsonObject[]): JsonObject {
  return { schemas: [PATCH_OP], Operations: operations };
}

/** The body of a creation that must succeed. */
export async function created(answer: PromiseLike<Response>): Promise<JsonObject & { id: string }> {
  const { status, body } = await answer;
  if (status !== 201) throw new Error(`expected 201, got ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Everything that the organization's token can see, for "nothing has changed". */
export async function stateOf({ scim }: Pick<Tenant, 'scim'>): Promise<unknown> {
  const [users, groups] = await Promise.all([scim.get('/Users?count=1000'), scim.get('/Groups?count=1000')]);
  return [users.body, groups.body];
}
