import express from 'express';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiError } from '../../../src/api/http/api-error.ts';
import { authenticateBy } from '../../../src/api/http/authenticate.ts';
import type { ApiKeyCaller } from '../../../src/api/http/caller.ts';
import { declaredRouter } from '../../../src/api/http/declared-router.ts';
import { pageOf, searchQuery } from '../../../src/api/http/page.ts';
import { route } from '../../../src/api/http/route-declaration.ts';
import { idParam } from '../../../src/api/http/shared-schemas.ts';
import { organizationSchema } from '../../../src/api/organizations/organization-schemas.ts';
import { DomainError, type DomainErrorCode } from '../../../src/domain/kernel/domain-error.ts';
import { assignRequestId, tellRequestId } from '../../../src/http/request-id.ts';
import { testDeployment } from '../../support/domain.ts';

// Refusals are counted.
testDeployment();

const acme = {
  id: 'acme',
  kind: 'shared',
  name: 'Acme',
  isDefault: true,
  role: null,
  status: null,
  memberId: null,
  auditRetentionDays: null,
  massChangeGuard: null,
  invitationsEnabled: true,
  recentSignInRequired: true,
  ssoOnly: false,
} as const;
const codes: DomainErrorCode[] = [
  'invalid',
  'forbidden',
  'not_found',
  'conflict',
  'stale',
  'unprocessable',
  'unavailable',
];
const declared = { tag: 'Organizations', needs: 'to be authenticated' } as const;

const routes = [
  route({
    ...declared,
    method: 'get',
    path: '/organizations',
    summary: 'List organizations',
    query: searchQuery,
    responses: { 200: pageOf(organizationSchema) },
    handle: async ({ query }) => ({
      status: 200,
      body: { items: [{ ...acme, name: `${query.limit} ${query.q ?? ''}`, passwordHash: 'canary' }], nextCursor: null },
    }),
  }),
  route({
    ...declared,
    method: 'post',
    path: '/organizations',
    summary: 'Create an organization',
    body: z.strictObject({ name: z.string().min(1), owners: z.array(z.object({ email: z.email() })).default([]) }),
    responses: { 201: organizationSchema, 204: null },
    handle: async ({ body, context }) => ({
      status: 201,
      body: { ...acme, name: body.name, id: context.actor.type },
      headers: { Location: '/api/v1/organizations/acme' },
    }),
  }),
  route({
    ...declared,
    method: 'delete',
    path: '/organizations/{org}',
    summary: 'Delete an organization',
    params: z.object({ org: idParam }),
    responses: { 204: null },
    handle: async ({ params: { org } }) => {
      const code = codes.find((one) => one === org);
      if (code)
        throw new DomainError(code, `rule_of_${code}`, 'Do it otherwise.', code === 'invalid' ? '/a~0b/0' : undefined);
      if (org === 'outage') throw new mongoose.mongo.MongoNetworkError('canary: 10.0.0.7 is gone');
      if (org === 'fault') throw new Error('canary: connection to 10.0.0.7 lost');
      return { status: 204 };
    },
  }),
];

const key = (scopes: ApiKeyCaller['scopes']): ApiKeyCaller => ({
  kind: 'api-key',
  keyId: 'k1',
  key: 'deployment',
  accountId: null,
  organizationId: null,
  name: 'Operator',
  scopes,
  expiresAt: null,
});

const caller = authenticateBy({
  apiKey: async (secret) => ({ full: key(['read', 'write']), reader: key(['read']) })[secret] ?? null,
  session: async ({ headers }) =>
    headers.cookie
      ? {
          kind: 'session',
          accountId: 'ada',
          name: 'Ada',
          sessionId: 's1',
          connectionId: 'default',
          reach: null,
          isRecent: true,
          confirmsBy: 'provider',
        }
      : null,
  csrfFault: ({ headers }) => (headers['x-csrf-token'] === 'right' ? null : 'Send X-CSRF-Token.'),
});

/** No route here is for set-up links. */
const setupCaller = async () => {
  throw new ApiError(401, 'unauthenticated', 'Open a set-up link.');
};

const config = { publicUrl: 'https://usher.test', basicAuth: true, flags: { userOrgCreationDisabled: false } };
const app = express();
app.use(assignRequestId(), tellRequestId());
app.use('/api/v1', declaredRouter({ config, authenticate: { caller, setupCaller }, routes }));
const client = supertest(app);
const authorization = 'Bearer full';
const get = (path: string) => client.get(`/api/v1${path}`).set('Authorization', authorization);
const create = (body: string) =>
  client.post('/api/v1/organizations').set('Authorization', authorization).type('application/json').send(body);

describe('a declared route', () => {
  it('gets its input parsed, and lets out only what it declares', async () => {
    const answer = await get('/organizations?limit=7&q=%20ada').expect(200);
    expect(answer.body).toEqual({ items: [{ ...acme, name: '7 ada' }], nextCursor: null });
  });

  it('answers with its status, headers and the actor in its context', async () => {
    const answer = await create('{"name":"Beta"}').expect(201).expect('Location', '/api/v1/organizations/acme');
    expect(answer.body).toMatchObject({ name: 'Beta', id: 'deployment-key' });
    await client.delete('/api/v1/organizations/acme').set('Authorization', authorization).expect(204, '');
  });

  it('cannot answer with a status or a body that it does not declare: the compiler says so', () => {
    const base = {
      ...declared,
      method: 'get',
      path: '/me',
      summary: '',
      responses: { 200: z.object({ a: z.int() }) },
    } as const;
    // @ts-expect-error 201 is not declared
    route({ ...base, handle: async () => ({ status: 201, body: { a: 1 } }) });
    // @ts-expect-error `a` is a number
    route({ ...base, handle: async () => ({ status: 200, body: { a: 'one' } }) });
    // @ts-expect-error 200 has a body
    route({ ...base, handle: async () => ({ status: 200 }) });
    expect(route({ ...base, handle: async () => ({ status: 200, body: { a: 1 } }) })).toMatchObject({ path: '/me' });
  });

  it('must name its path parameters', () => {
    const wrong = { ...declared, method: 'get', summary: '', responses: { 204: null } } as const;
    const handle = async () => ({ status: 204 }) as const;
    expect(() => route({ ...wrong, path: '/a/{b}', handle })).toThrow('/a/{b} and its params () differ');
  });
});

describe('problems', () => {
  it.each([
    ['not_found', 404],
    ['conflict', 409],
    ['forbidden', 403],
    ['invalid', 400],
    ['stale', 412],
    ['unprocessable', 422],
    ['unavailable', 503],
  ])('a DomainError %s is %i, with its reason as the code', async (code, status) => {
    const answer = await client.delete(`/api/v1/organizations/${code}`).set('Authorization', authorization);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
    expect(answer.body).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: 'Do it otherwise.',
      code: `rule_of_${code}`,
      requestId: answer.headers['x-request-id'],
      ...(code === 'invalid' ? { errors: [{ in: 'body', pointer: '#/a~0b/0', detail: 'Do it otherwise.' }] } : {}),
    });
  });

  it('of a database that is out of reach is 503, to be tried again', async () => {
    const path = '/api/v1/organizations/outage';
    const answer = await client.delete(path).set('Authorization', authorization).expect(503);
    expect(answer.body.code).toBe('database_unavailable');
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.text).not.toContain('canary');
  });

  it('an unknown fault is 500 with the request id and no internals', async () => {
    const answer = await client.delete('/api/v1/organizations/fault').set('Authorization', authorization).expect(500);
    expect(answer.body).toMatchObject({ code: 'internal', requestId: answer.headers['x-request-id'] });
    expect(answer.text).not.toContain('canary');
  });

  it('an unknown path is 404', async () => {
    const answer = await get('/nothing').expect(404);
    expect(answer.body).toMatchObject({ code: 'not_found', detail: expect.stringContaining('/api/v1/nothing') });
  });

  it('an id that cannot exist is 404, as one that does not', async () => {
    for (const id of ['%00', 'a%2Fb', '%24ne', 'x'.repeat(65)]) {
      await client.delete(`/api/v1/organizations/${id}`).set('Authorization', authorization).expect(404);
    }
  });

  it('a broken percent-encoding is 400', async () => {
    const answer = await client.delete('/api/v1/organizations/%zz').set('Authorization', authorization).expect(400);
    expect(answer.body.code).toBe('malformed_path');
  });

  it.each([
    ['put', '/organizations', 'GET, HEAD, POST'],
    ['get', '/organizations/acme', 'DELETE'],
    ['post', '/openapi.json', 'GET, HEAD'],
  ] as const)('%s %s is 405, with what is allowed', async (method, path, allow) => {
    const answer = await client[method](`/api/v1${path}`).type('text/plain').send('no JSON').expect(405);
    expect(answer.headers.allow).toBe(allow);
    expect(answer.body.code).toBe('method_not_allowed');
  });
});

describe('input', () => {
  it('that its schema refuses is 400, with a pointer to each fault', async () => {
    const answer = await create('{"name":"","owners":[{"email":"ada@acme.test"},{"email":"x"}],"a/b~c d":1}').expect(
      400,
    );
    expect(answer.body.code).toBe('invalid_input');
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '#/name',
      '#/owners/1/email',
      '#/a~1b~0c%20d',
    ]);
  });

  it.each([
    ['limit=0', '#/limit'],
    ['limit=501', '#/limit'],
    ['limit=ten', '#/limit'],
    ['surprise=1', '#/surprise'],
    ['__proto__=1', '#/__proto__'],
  ])('of the query, %s is 400', async (query, pointer) => {
    const answer = await get(`/organizations?${query}`).expect(400);
    expect(answer.body.errors).toMatchObject([{ in: 'query', pointer }]);
  });

  it('a query parameter that appears twice is 400', async () => {
    await get('/organizations?limit=1&limit=2').expect(400);
  });

  it.each([
    ['[28] a prototype key', '{"name":"x","__proto__":{"admin":true}}', 'forbidden_key'],
    ['[32] 40,000 nested arrays', '['.repeat(40_000), 'too_deep'],
    ['[38] malformed JSON', '{"name"', 'malformed'],
    ['[39] duplicate keys', '{"name":"a","name":"b"}', 'duplicate_key'],
  ])('%s is 400', async (_, body, code) => {
    expect((await create(body).expect(400)).body.code).toBe(code);
  });

  it('[33] a body over 1 MB is 413', async () => {
    const answer = await create(JSON.stringify({ name: 'x'.repeat(1_048_576) })).expect(413);
    expect(answer.body.code).toBe('too_large');
  });

  it('[37] a body that is not application/json is 415', async () => {
    const answer = await create('{"name":"a"}').type('text/plain').expect(415);
    expect(answer.body.code).toBe('unsupported_type');
  });
});

describe('callers', () => {
  const put = () => client.post('/api/v1/organizations').type('application/json');

  it.each([
    ['no credentials', {}],
    ['an unknown key', { Authorization: 'Bearer nobody' }],
    ['a Basic header', { Authorization: 'Basic YTpi' }],
    ['an unknown key beside a good cookie', { Authorization: 'Bearer nobody', Cookie: 'usher=1' }],
  ])('[1] with %s are 401 before their body is read', async (_, headers) => {
    const answer = await put().set(headers).send('{"malformed').expect(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="usher"');
    expect(answer.body.code).toBe('unauthenticated');
  });

  it('[1] with two Authorization headers are 401, even if both are right', async () => {
    const twice = ['Bearer full', 'Bearer full'] as unknown as string;
    const answer = await put().set('Authorization', twice).send('{"name":"a"}').expect(401);
    expect(answer.body.detail).toContain('one Authorization header');
  });

  it('[2] with a token in the query are 401', async () => {
    await client.get('/api/v1/organizations?access_token=full').expect(401);
  });

  it('[8] with a read-only key do not write', async () => {
    await client.get('/api/v1/organizations').set('Authorization', 'Bearer reader').expect(200);
    const answer = await put().set('Authorization', 'bearer reader').send('{"name":"a"}').expect(403);
    expect(answer.body.code).toBe('insufficient_scope');
  });

  it('[71] with a cookie write only from our own pages', async () => {
    const cookie = { Cookie: 'usher=1' };
    await client.get('/api/v1/organizations').set(cookie).expect(200);
    await put().set(cookie).send('{"name":"a"}').expect(403);
    const answer = await put().set(cookie).set('X-CSRF-Token', 'right').send('{"name":"a"}').expect(201);
    expect(answer.body.id).toBe('account');
  });
});

describe('the OpenAPI document', () => {
  it('describes each route, with schemas by name and every reference defined', async () => {
    const { body } = await client.get('/api/v1/openapi.json').expect(200);
    expect(body).toMatchObject({
      openapi: '3.1.0',
      info: { title: expect.any(String), version: expect.any(String) },
      servers: [{ url: 'https://usher.test/api/v1' }],
    });
    expect(Object.keys(body.paths)).toEqual(['/organizations', '/organizations/{org}']);
    const operations = Object.values(body.paths).flatMap((path) => Object.values(path as object));
    expect(operations.map(({ operationId }) => operationId)).toEqual([
      'getOrganizations',
      'postOrganizations',
      'deleteOrganizationsOrg',
    ]);
    expect(body.paths['/organizations'].get.parameters).toContainEqual(
      expect.objectContaining({ in: 'query', name: 'limit', required: false }),
    );
    expect(body.paths['/organizations/{org}'].delete.parameters).toMatchObject([
      { $ref: '#/components/parameters/IdempotencyKey' },
      { in: 'path', name: 'org', required: true },
    ]);
    expect(body.components.schemas.Organization.required).toContain('isDefault');
    const references = [...JSON.stringify(body).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(Object.keys(body.components.schemas)).toEqual(expect.arrayContaining(references));
    const names = ['Organization', 'OrganizationRole', 'MassChangeGuard', 'MemberStatus', 'Problem'];
    expect(new Set(references)).toEqual(new Set(names));
  });
});
