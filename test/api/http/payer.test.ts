import type { RequestListener } from 'node:http';
import supertest from 'supertest';
import { expect, it } from 'vitest';
import { createServiceKey } from '../../../src/domain/administration/keys/service-key.ts';
import { context } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const api = testApi();

it('counts a request for whose key it shows, whatever organization it asks for', async () => {
  const paid: unknown[] = [];
  const listener: RequestListener = (request, response) => {
    response.once('finish', () => void paid.push(request.payer));
    api.app(request, response);
  };
  const ask = async (path: string, key: string) => {
    await supertest(listener).get(path).set('Authorization', `Bearer ${key}`);
    return paid.pop();
  };
  const stranger = await api.newPerson();
  const orgId = api.defaultOrgId();
  const order = { description: 'service', scopes: ['read' as const], expiresAt: null };
  const { secret: own } = await createServiceKey(context, orgId, order);
  const others = '/api/v1/organizations/65f1a2b3c4d5e6f708192a3b/members';
  expect(await ask(others, stranger.key)).toBe(stranger.accountId);
  expect(await ask('/auth/verify?organization=65f1a2b3c4d5e6f708192a3b', stranger.key)).toBe(stranger.accountId);
  expect(await ask(others, own)).toBe(orgId);
  // Nobody's, or the operator's: the network pays.
  expect(await ask(others, 'usher_api_of-nobody')).toBeUndefined();
});
