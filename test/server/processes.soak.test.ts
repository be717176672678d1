/** Several processes at one port, as WORKERS asks for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testDatabase } from '../support/mongod.ts';
import { freePort } from '../support/ports.ts';
import { beginUsher, runUsher, until } from '../support/usher.ts';

const { uri } = testDatabase();

const settings = {
  MONGODB_URI: uri,
  WORKERS: '2',
  AUTH_TYPE: 'basic',
  INITIAL_ORG_ADMIN_EMAIL: 'admin@acme.test',
  INITIAL_ORG_ADMIN_PASSWORD: 'plain sailing after a storm',
};

/** The processes that this one has started. */
function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

it('serve as one, are replaced when they die, and end without losing a request', { timeout: 120_000 }, async () => {
  const metricsPort = await freePort();
  const usher = await runUsher({ env: { ...settings, METRICS_PORT: String(metricsPort) } });
  await until(() => usher.output().includes('Processes     2'));
  const first = usher.child.pid ?? 0;
  const before = childrenOf(first);
  expect(before).toHaveLength(2);

  // A connection each: they are handed out in turns.
  const create = (name: string) =>
    fetch(`${usher.scimUrl}/Users`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${usher.token}`,
        'content-type': 'application/scim+json',
        connection: 'close',
      },
      body: JSON.stringify({ userName: name }),
    });
  for (let n = 0; n < 6; n += 1) expect((await create(`user-${n}@acme.test`)).status).toBe(201);
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const counted =
    /usher_http_request_duration_seconds_count\{[^}]*route="\/scim\/v2\/Users",method="POST",status="2xx"\} (\d+)/;
  expect(Number(counted.exec(metrics)?.[1])).toBe(6);

  process.kill(before[0] ?? 0, 'SIGKILL');
  await until(() => {
    const now = childrenOf(first);
    return now.length === 2 && !now.includes(before[0] ?? 0);
  });
  // With the first administrator.
  expect((await usher.scim('GET', '/Users?count=1')).body.totalResults).toBe(7);

  const last = Array.from({ length: 20 }, (_, n) => create(`last-${n}@acme.test`));
  await until(() => usher.output().split('"path":"/scim/v2/Users"').length > 8);
  const ended = usher.stop();
  const answered = await Promise.allSettled(last);
  const statuses = answered.flatMap((one) => (one.status === 'fulfilled' ? [one.value.status] : []));
  expect(new Set(statuses)).toEqual(new Set([201]));
  expect(await ended).toBe(0);
  expect(before.slice(1).filter((pid) => childrenOf(process.pid).includes(pid))).toEqual([]);
});

it('end with the reason when they cannot start', { timeout: 120_000 }, async () => {
  const usher = await runUsher({ env: settings });
  const second = await beginUsher({ env: settings, port: Number(new URL(usher.url).port) });
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/port \d+ is in use/);
});
