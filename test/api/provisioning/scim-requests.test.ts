import { expect, it } from 'vitest';
import { recordScimRequests } from '../../../src/domain/model/scim-request.ts';
import { newOrganization } from '../../support/domain.ts';
import { testApi } from '../api-app.ts';

const { operator, newPerson, defaultOrgId } = testApi();

async function log(orgId: string, rows: readonly { status: number; targetId?: string; requestId?: string }[]) {
  for (const { status, targetId = null, requestId = 'r' } of rows)
    await recordScimRequests([
      {
        orgId,
        at: new Date(),
        expiresAt: new Date(Date.now() + 60_000),
        requestId,
        tokenId: 't',
        tokenName: 'Okta',
        operation: 'read',
        method: 'GET',
        path: '/scim/v2/Users/1',
        resourceType: 'User',
        targetId,
        status,
        scimType: null,
        detail: status < 400 ? null : 'There is no such user.',
        durationMs: 3,
        body: null,
        ignored: ['shoeSize'],
      },
    ]);
}

it('shows the provisioning log newest first, page by page, and only what was asked for', async () => {
  const { orgId } = await newOrganization();
  await log(orgId, [
    { status: 200, targetId: 'a' },
    { status: 404, targetId: 'b' },
    { status: 412, targetId: 'a' },
  ]);
  const path = `/organizations/${orgId}/scim/requests`;
  const first = await operator('get', `${path}?limit=2`);
  expect(first.body.items.map(({ status }: { status: number }) => status)).toEqual([412, 404]);
  const second = await operator('get', `${path}?limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body).toMatchObject({
    items: [{ status: 200, token: { id: 't', description: 'Okta' }, ignored: ['shoeSize'] }],
    nextCursor: null,
  });
  const statuses = async (query: string) =>
    (await operator('get', `${path}?${query}`)).body.items.map(({ status }: { status: number }) => status);
  expect(await statuses('minStatus=400')).toEqual([412, 404]);
  expect(await statuses('resource=a')).toEqual([412, 200]);
  expect(await statuses('status=404&operation=read')).toEqual([404]);
  expect(await statuses('operation=create')).toEqual([]);
  expect(await statuses(`from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
});

it('[21] shows nothing of another organization, and nothing to who is no admin', async () => {
  const { orgId } = await newOrganization();
  await log(orgId, [{ status: 200 }]);
  const person = await newPerson();
  expect((await person.ask('get', `/organizations/${orgId}/scim/requests`)).status).toBe(404);
  expect((await person.ask('get', `/organizations/${defaultOrgId()}/scim/requests`)).status).toBe(403);
});
