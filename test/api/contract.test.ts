import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { apiRoutes } from '../../src/api/routes.ts';
import { testApi } from './api-app.ts';

const api = testApi();

const contract = [
  'GET /me',
  'GET, DELETE /me/sessions',
  'GET, DELETE /me/sessions/{id}',
  'POST /me/password',
  'GET, POST /organizations',
  'GET, PATCH, DELETE /organizations/{org}',
  'POST /organizations/{org}/set-default',
  'GET, POST /organizations/{org}/workspaces',
  'GET, PATCH, DELETE /organizations/{org}/workspaces/{ws}',
  'GET /organizations/{org}/members',
  'GET, PATCH, DELETE /organizations/{org}/members/{member}',
  'GET /organizations/{org}/members/{member}/access',
  'GET /organizations/{org}/members/{member}/identities',
  'GET, DELETE /organizations/{org}/members/{member}/identities/{id}',
  'GET, POST /organizations/{org}/workspaces/{ws}/members',
  'DELETE /organizations/{org}/workspaces/{ws}/members/{member}',
  'PUT, DELETE /organizations/{org}/workspaces/{ws}/members/{member}/override',
  'GET /organizations/{org}/overrides',
  'GET, POST /organizations/{org}/invitations',
  'DELETE /organizations/{org}/invitations/{id}',
  'POST /organizations/{org}/invitations/{id}/resend',
  'GET /me/invitations',
  'POST /me/invitations/{token}/accept',
  'GET, POST /organizations/{org}/roles',
  'GET, PATCH, DELETE /organizations/{org}/roles/{role}',
  'GET /permissions',
  'GET, PUT /organizations/{org}/application-permissions',
  'GET /organizations/{org}/check',
  'GET, PATCH /organizations/{org}/sso-settings',
  'GET, POST /organizations/{org}/sso-connections',
  'GET, PATCH, DELETE /organizations/{org}/sso-connections/{id}',
  'POST /organizations/{org}/sso-connections/{id}/test',
  'GET, POST /organizations/{org}/domains',
  'GET, DELETE /organizations/{org}/domains/{id}',
  'POST /organizations/{org}/domains/{id}/verify',
  'POST /organizations/{org}/sign-in-simulations',
  'GET, POST /organizations/{org}/scim/tokens',
  'GET, DELETE /organizations/{org}/scim/tokens/{id}',
  'POST /organizations/{org}/scim/tokens/{id}/rotate',
  'GET /organizations/{org}/scim/groups',
  'GET /organizations/{org}/scim/requests',
  'GET, PATCH /organizations/{org}/scim/settings',
  'GET, POST /organizations/{org}/scim/mappings',
  'GET, PATCH, DELETE /organizations/{org}/scim/mappings/{id}',
  'POST /organizations/{org}/preview',
  'GET /organizations/{org}/jobs/{id}',
  'GET, POST /me/api-keys',
  'GET, DELETE /me/api-keys/{id}',
  'GET, POST /organizations/{org}/service-keys',
  'GET, DELETE /organizations/{org}/service-keys/{id}',
  'GET /organizations/{org}/audit-events',
  'GET /organizations/{org}/audit-events/export',
  'GET /organizations/{org}/audit-events/verification',
  'GET /organizations/{org}/events',
  'GET, POST /organizations/{org}/webhooks',
  'GET, PATCH, DELETE /organizations/{org}/webhooks/{id}',
  'POST /organizations/{org}/webhooks/{id}/rotate',
  'POST /organizations/{org}/webhooks/{id}/test',
  'GET /organizations/{org}/webhooks/{id}/deliveries',
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
