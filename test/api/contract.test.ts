import { createConfig, lintFromString } from '@redocly/openapi-core';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { apiRoutes } from '../../src/api/all-routes.ts';
import { answerFaults, apiDocument } from '../support/api-document.ts';
import { publicUrl, testApi } from './api-app.ts';

const api = testApi();

const contract = [
  'GET /me',
  'GET, DELETE /me/sessions',
  'GET, DELETE /me/sessions/{id}',
  'POST /me/password',
  'POST /me/step-up',
  'GET, POST /organizations',
  'GET, PATCH, DELETE /organizations/{org}',
  'POST /organizations/{org}/set-default',
  'GET /organizations/{org}/stats/summary',
  'GET /organizations/{org}/stats/provisioning',
  'GET, POST /organizations/{org}/workspaces',
  'GET, PATCH, DELETE /organizations/{org}/workspaces/{ws}',
  'GET /organizations/{org}/members',
  'GET, PATCH, DELETE /organizations/{org}/members/{member}',
  'GET /organizations/{org}/member-export',
  'POST /organizations/{org}/members/{member}/lock',
  'POST /organizations/{org}/members/{member}/unlock',
  'GET /organizations/{org}/members/{member}/possible-duplicates',
  'POST /organizations/{org}/members/{member}/join',
  'GET /organizations/{org}/members/{member}/access',
  'GET /organizations/{org}/undecided-members',
  'GET /organizations/{org}/members/{member}/identities',
  'GET, DELETE /organizations/{org}/members/{member}/identities/{id}',
  'GET, DELETE /organizations/{org}/members/{member}/api-keys',
  'GET, DELETE /organizations/{org}/members/{member}/api-keys/{id}',
  'GET, DELETE /organizations/{org}/members/{member}/sessions',
  'GET, DELETE /organizations/{org}/members/{member}/sessions/{id}',
  'GET, POST /organizations/{org}/workspaces/{ws}/members',
  'DELETE /organizations/{org}/workspaces/{ws}/members/{member}',
  'PUT, DELETE /organizations/{org}/workspaces/{ws}/members/{member}/override',
  'GET /organizations/{org}/overrides',
  'GET, POST /organizations/{org}/invitations',
  'DELETE /organizations/{org}/invitations/{id}',
  'POST /organizations/{org}/invitations/{id}/resend',
  'GET /me/invitations',
  'POST /me/invitations/{token}/accept',
  'POST /me/invitations/{token}/decline',
  'GET, POST /organizations/{org}/groups',
  'GET, PATCH, DELETE /organizations/{org}/groups/{group}',
  'POST /organizations/{org}/groups/{group}/hand-over',
  'PUT, DELETE /organizations/{org}/groups/{group}/members/{member}',
  'GET, POST /organizations/{org}/roles',
  'GET, PATCH, DELETE /organizations/{org}/roles/{role}',
  'GET /permissions',
  'GET, PUT /organizations/{org}/application-permissions',
  'GET /organizations/{org}/check',
  'GET, PATCH /organizations/{org}/sso-settings',
  'GET, POST /organizations/{org}/sso-connections',
  'GET, PATCH, DELETE /organizations/{org}/sso-connections/{id}',
  'POST /organizations/{org}/sso-connections/{id}/test',
  'GET, POST, DELETE /organizations/{org}/sso-connections/{id}/signal-stream',
  'POST /organizations/{org}/sso-connections/{id}/signal-stream/check',
  'GET, POST /organizations/{org}/domains',
  'GET, DELETE /organizations/{org}/domains/{id}',
  'POST /organizations/{org}/domains/{id}/verify',
  'POST /organizations/{org}/sign-in-simulations',
  'GET, POST /organizations/{org}/setup-links',
  'GET, DELETE /organizations/{org}/setup-links/{id}',
  'POST /organizations/{org}/setup-links/{id}/renew',
  'GET /setup/{link}',
  'POST /setup/{link}/domains',
  'POST /setup/{link}/domains/{id}/verify',
  'PUT /setup/{link}/connection',
  'POST /setup/{link}/connection/test',
  'POST /setup/{link}/connection/switch-on',
  'POST /setup/{link}/scim-token',
  'POST /setup/{link}/finish',
  'GET, POST /organizations/{org}/scim/tokens',
  'GET, DELETE /organizations/{org}/scim/tokens/{id}',
  'POST /organizations/{org}/scim/tokens/{id}/rotate',
  'GET, POST /organizations/{org}/scim/clients',
  'GET, DELETE /organizations/{org}/scim/clients/{id}',
  'POST /organizations/{org}/scim/clients/{id}/rotate',
  'GET /organizations/{org}/scim/groups',
  'GET /organizations/{org}/scim/groups/{id}',
  'GET /organizations/{org}/scim/name-reading',
  'GET /organizations/{org}/scim/requests',
  'GET, PATCH /organizations/{org}/scim/settings',
  'GET, POST /organizations/{org}/scim/mappings',
  'GET, PATCH, DELETE /organizations/{org}/scim/mappings/{id}',
  'POST /organizations/{org}/preview',
  'GET /organizations/{org}/jobs/{id}',
  'GET /organizations/{org}/access-map',
  'GET /organizations/{org}/access-matrix',
  'GET /organizations/{org}/held-changes',
  'GET /organizations/{org}/held-changes/{id}',
  'GET /organizations/{org}/held-changes/{id}/members',
  'POST /organizations/{org}/held-changes/{id}/approve',
  'POST /organizations/{org}/held-changes/{id}/reject',
  'GET, POST /me/api-keys',
  'GET, DELETE /me/api-keys/{id}',
  'GET, POST /organizations/{org}/service-keys',
  'GET, DELETE /organizations/{org}/service-keys/{id}',
  'GET /organizations/{org}/audit-events',
  'GET /organizations/{org}/audit-events/export',
  'GET /organizations/{org}/audit-events/verification',
  'GET /organizations/{org}/events',
  'GET /organizations/{org}/events/scim-sets',
  'GET /organizations/{org}/live',
  'GET, POST /organizations/{org}/webhooks',
  'GET, PATCH, DELETE /organizations/{org}/webhooks/{id}',
  'POST /organizations/{org}/webhooks/{id}/rotate',
  'POST /organizations/{org}/webhooks/{id}/test',
  'GET /organizations/{org}/webhooks/{id}/deliveries',
  'GET /organizations/{org}/deliveries',
  'GET /organizations/{org}/webhooks/{id}/deliveries/{delivery}',
  'POST /organizations/{org}/webhooks/{id}/deliveries/{delivery}/replay',
];

describe('the OpenAPI document', () => {
  it('lists every path and method of the contract, and nothing else', async () => {
    const { body } = await supertest(api.app).get('/api/v1/openapi.json').expect(200);
    const listed = Object.entries(body.paths as Record<string, object>).map(
      ([path, item]) => `${Object.keys(item).join(', ').toUpperCase()} ${path}`,
    );
    expect(listed).toEqual(contract);
  });

  it('names each operation once and resolves each reference', async () => {
    const { body } = await supertest(api.app).get('/api/v1/openapi.json').expect(200);
    const ids = Object.values(body.paths).flatMap((item) => Object.values(item as object).map((op) => op.operationId));
    expect(new Set(ids).size).toBe(apiRoutes(api.config).length);
    const references = [...JSON.stringify(body).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(Object.keys(body.components.schemas)).toEqual(expect.arrayContaining(references));
  });

  it('requires a body exactly where the API does', async () => {
    const { body } = await supertest(api.app).get('/api/v1/openapi.json').expect(200);
    expect(body.paths['/organizations/{org}/scim/tokens/{id}/rotate'].post.requestBody.required).toBe(false);
    expect(body.paths['/organizations'].post.requestBody.required).toBe(true);
  });
});

/** Method and path of whatever is at the paths of the routes, by what each path says that it allows. */
async function served(): Promise<string[]> {
  const paths = [...new Set(apiRoutes(api.config).map(({ path }) => path)), '/openapi.json'];
  const allowed = await Promise.all(
    paths.map(async (path) => {
      const { headers } = await supertest(api.app)
        .options(`/api/v1${path.replaceAll(/\{(\w+)\}/g, 'x')}`)
        .expect(405);
      const methods = String(headers.allow).split(', ');
      return methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${path}`);
    }),
  );
  return allowed.flat();
}

describe('the document and what is served', () => {
  const document = apiDocument(publicUrl);

  it('are the same operations: none is undocumented, none is only documented', async () => {
    const documented = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect((await served()).toSorted()).toEqual([...documented, 'GET /openapi.json'].toSorted());
  });

  it('pass the linter with its recommended rules', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    // A deployment at localhost is none that the linter likes.
    const source = JSON.stringify(apiDocument('https://usher.acme.test'));
    const problems = await lintFromString({ source, config });
    expect(
      problems.map(({ severity, ruleId, message, location }) =>
        [severity, ruleId, message, location[0]?.pointer].join(' | '),
      ),
    ).toEqual([]);
  });

  it('offers the Idempotency-Key on every write and on nothing else', () => {
    for (const [path, item] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(item as Record<string, { parameters?: object[] }>)) {
        const reference = { $ref: '#/components/parameters/IdempotencyKey' };
        const offers = operation.parameters?.some(
          (parameter) => '$ref' in parameter && parameter.$ref === reference.$ref,
        );
        expect(offers ?? false, `${method} ${path}`).toBe(method !== 'get');
      }
  });
});

describe('an answer that is not as the document says', () => {
  const faultOf = answerFaults(apiDocument());
  const json = 'application/json; charset=utf-8';
  const workspace = { id: 'w', name: 'Research', role: null, roles: [], createdAt: '2026-01-15T09:30:00.000Z' };
  const problem = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: '',
    code: 'not_found',
    requestId: '',
  };
  const one = '/organizations/o/workspaces/w';
  const fault = (method: string, path: string, status: number, body: unknown, type = json) =>
    faultOf(method, path, { status, type, text: body === undefined ? '' : JSON.stringify(body) });

  it.each([
    [
      'a missing member',
      'GET',
      one,
      200,
      { ...workspace, name: undefined },
      json,
      "must have required property 'name'",
    ],
    ['another type', 'GET', one, 200, { ...workspace, role: 1 }, json, 'must be string'],
    ['no time', 'GET', one, 200, { ...workspace, createdAt: 'yesterday' }, json, 'must match format'],
    ['a status that is not declared', 'GET', one, 202, workspace, json, 'is not in the document'],
    ['a body where there is none', 'DELETE', one, 204, {}, json, 'has a body'],
    ['a problem as plain JSON', 'GET', one, 404, problem, json, 'not application/problem+json'],
    ['a problem without a code', 'GET', one, 404, { ...problem, code: undefined }, 'application/problem+json', 'code'],
    ['something at an unknown path', 'GET', '/nothing', 200, {}, json, 'not application/problem+json'],
  ])('is noticed: %s', (_, method, path, status, body, type, message) => {
    expect(fault(method, path, status, body, type)).toContain(message);
  });

  it('is told apart from one that is', () => {
    expect(fault('GET', one, 200, workspace)).toBeNull();
    expect(fault('DELETE', one, 204, undefined)).toBeNull();
    expect(fault('GET', one, 404, problem, 'application/problem+json')).toBeNull();
    expect(fault('GET', '/nothing', 404, problem, 'application/problem+json')).toBeNull();
  });
});
