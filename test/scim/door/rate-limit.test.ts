import { expect, it } from 'vitest';
import { testDeployment } from '../../support/domain.ts';
import { clientOf, newTenant, newToken, scimApp } from '../../support/scim-door.ts';

testDeployment();

it('[82] a burst over the limit is 429 with Retry-After, and other organizations do not notice', async () => {
  const app = scimApp({ scimRateLimit: 2 }).listen(0, '127.0.0.1').unref();
  const [busy, calm] = [await newTenant(), await newTenant()];
  const [flood, other] = [clientOf(await newToken(busy.orgId), app), clientOf(await newToken(calm.orgId), app)];
  const answers = await Promise.all(Array.from({ length: 60 }, () => flood.get('/Users?count=0')));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(10);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.body).toMatchObject({ status: '429', detail: expect.stringContaining('2 requests a second') });
  expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  expect((await other.get('/Users')).status).toBe(200);
});
