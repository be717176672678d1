import mongoose from 'mongoose';
import { expect, it } from 'vitest';
import { testDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';
import { runUsher, until } from '../support/usher.ts';

const { uri, name } = testDatabase();

it('[83] [99] passwords, tokens, codes and cookies are in no log, metric, event or row', {
  timeout: 60_000,
}, async () => {
  const canary = (what: string) => `canary-${what}-0123456789abcdefghijklmnopqrstuvwxyz`;
  const metricsPort = await freePort();
  const env = { MONGODB_URI: uri, LOG_LEVEL: 'debug', METRICS_PORT: String(metricsPort) };
  const usher = await runUsher({ env });
  const { scim, scimUrl, url, token, apiKey } = usher;
  const password = canary('password');
  const ada = await scim('POST', '/Users', { userName: 'ada@acme.test', password });
  expect(ada.status).toBe(201);
  const path = `/Users/${ada.body.id}`;
  await scim('PUT', path, { userName: 'ada@acme.test', password });
  await scim('PATCH', path, { Operations: [{ op: 'replace', path: 'password', value: password }] });
  await scim('PATCH', path, { Operations: [{ op: 'replace', value: { Password: password } }] });
  await scim('POST', '/Bulk', { Operations: [{ method: 'PUT', path, data: { userName: 'ada@acme.test', password } }] });
  // Refused ones too: what is wrong is told, what was secret is not.
  await scim('POST', '/Users', { password, userName: 7 });
  await scim('PATCH', path, {
    Operations: [
      { op: 'replace', path: 'active', value: 'x' },
      { op: 'add', path: 'password', value: password },
    ],
  });
  const strange = {
    authorization: `Bearer ${canary('token')}`,
    cookie: `__Host-usher=${canary('cookie')}; usher=${canary('cookie')}`,
  };
  for (const where of ['/Users', `/Users?access_token=${canary('query')}`])
    await fetch(scimUrl + where, { headers: strange });
  await fetch(`${url}/auth/callback/default?code=${canary('code')}&state=${canary('state')}`, { headers: strange });
  await fetch(`${url}/api/v1/me`, { headers: strange });

  // Its own token and key, and others, where they do not belong, with what people copy along with them.
  const own = { authorization: `Bearer ${token}` };
  const ends = ['', ')', '%20', ',', '%2529', '%', '"'];
  for (const end of ends) {
    for (const secret of [token, apiKey, canary('path')])
      await Promise.all([
        ...[`/Users/${secret}${end}`, `/${secret}${end}`, `/Users?token=${secret}${end}&${secret}${end}`].map((path) =>
          fetch(scimUrl + path, { headers: own }),
        ),
        fetch(`${url}/api/v1/organizations/${secret}${end}`, { headers: { authorization: `Bearer ${apiKey}` } }),
        fetch(`${url}/invitations/${secret}${end}`),
        fetch(`${url}/auth/verify?x=${secret}&${secret}${end}=1&${secret}${end}=2`),
        fetch(`${url}/auth/callback/default?error=${secret}${end}&error_description=${secret}${end}`),
        fetch(`${url}/${secret}${end}`, { headers: { 'user-agent': `agent (${secret})` } }),
      ]);
    const filter = encodeURIComponent(`password eq "${canary('filter')}${end}"`);
    await scim('GET', `/Users?filter=${filter}`);
  }
  await scim('POST', '/Users/.search', { filter: `password eq "${canary('search')}"` });
  await scim('POST', '/Users', { userName: 'eve@acme.test', [canary('key')]: 1 });

  const client = await new mongoose.mongo.MongoClient(uri).connect();
  const rows = client.db(name).collection('scimRequests');
  await until(async () => (await rows.countDocuments()) >= 7 + ends.length * 10 + 2);
  const stored: string[] = [];
  for (const { name: collection } of await client.db(name).listCollections().toArray())
    stored.push(JSON.stringify(await client.db(name).collection(collection).find().toArray()));
  await client.close();
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  await usher.stop();
  const places = { logs: usher.output(), metrics, database: stored.join('\n') };
  expect(places.database).toContain('[redacted]');
  for (const [place, text] of Object.entries(places)) {
    expect(text.length, place).toBeGreaterThan(100);
    for (const secret of ['canary-', token, apiKey]) expect([place, text.includes(secret)]).toEqual([place, false]);
  }
});
