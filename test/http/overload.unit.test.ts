import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import { admission } from '../../src/http/overload.ts';
import { doorOf, tellBusy } from '../../src/tell-busy.ts';

type Held = { readonly request: IncomingMessage; readonly response: ServerResponse };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A server that keeps whatever gets in until it is let go. */
async function busyServer(trust: (address: string) => boolean = () => false) {
  const held: Held[] = [];
  const lines: string[] = [];
  const revoked = new Set<string>();
  const metrics = createMetrics();
  const listener = admission({
    doorOf,
    tellBusy: tellBusy('http://localhost:3000'),
    logger: pino({}, { write: (line: string) => void lines.push(line) }),
    registry: metrics.registry,
    trust,
    serve: (request, response) => {
      const { url = '', headers } = request;
      if (revoked.has(headers.authorization ?? '')) return void response.writeHead(401).end();
      const [, owner] = headers.authorization?.split('-') ?? [];
      if (owner !== undefined) request.payer = owner;
      if (url === '/livez' || url.endsWith('/quick')) response.end('live');
      else held.push({ request, response });
    },
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  ends.push(() => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  const send = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of answer) text += chunk;
    return { status: answer.statusCode, headers: answer.headers, text };
  };
  const waitFor = (count: number) => expect.poll(() => held.length).toBe(count);
  return { port, held, lines, revoked, metrics, send, waitFor };
}

/** More than get in, and more than wait. */
const flood = (
  send: (path: string, headers?: Record<string, string>) => Promise<unknown>,
  path: string,
  times: number,
) => Array.from({ length: times }, () => send(path).catch(() => null));

describe('a server that is asked for more than it can do', () => {
  it('tells each client in the form of its door when to come again, and counts them', async () => {
    const { send, waitFor, metrics, lines } = await busyServer();
    flood(send, '/scim/v2/Users', 40);
    flood(send, '/api/v1/me', 60);
    flood(send, '/auth/login', 100);
    await waitFor(16 + 40 + 80);

    // Each waits until it is no burst any more.
    const [scim, api, token, proxy, person, program] = await Promise.all([
      send('/scim/v2/Users'),
      send('/api/v1/organizations'),
      send('/oauth/token', {}, 'POST'),
      send('/auth/verify'),
      send('/auth/login', { accept: 'text/html,*/*', cookie: 'usher-theme=dark' }),
      send('/auth/login'),
    ]);
    expect([scim.status, scim.headers['content-type']]).toEqual([503, 'application/scim+json']);
    expect(JSON.parse(scim.text)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '503',
      detail: expect.stringContaining('Retry-After'),
    });
    expect([api.status, api.headers['content-type']]).toEqual([503, 'application/problem+json']);
    expect(JSON.parse(api.text)).toMatchObject({
      status: 503,
      code: 'overloaded',
      requestId: api.headers['x-request-id'],
    });
    expect([token.status, JSON.parse(token.text).error]).toEqual([503, 'temporarily_unavailable']);
    expect([proxy.status, proxy.text, proxy.headers['x-usher-reason']]).toEqual([503, '', 'overloaded']);
    expect([person.status, person.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(person.text).toContain('data-theme="dark"');
    expect(person.text).toContain('Try again in a few seconds.');
    expect(person.headers['content-security-policy']).toContain("default-src 'none'");
    expect([program.status, program.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);

    for (const { headers } of [scim, api, token, proxy, person, program]) {
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await send('/livez')).text).toBe('live');
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/usher_requests_refused_total\{door="scim"\} \d+/);
    expect(text).toMatch(/usher_requests_running\{door="page"\} 80/);
    await expect.poll(() => lines.join()).toContain('more requests come than this process can answer');
  });

  it('serves an organization at once, however many another one sends', async () => {
    const { send, held, waitFor } = await busyServer();
    const of = (organization: string, n = 1) => ({ authorization: `Bearer-${organization}-${n}` });
    // Their keys are known from when they were first shown.
    for (const organization of ['acme', 'globex']) {
      const first = send('/scim/v2/Users', of(organization));
      await waitFor(1);
      held.pop()?.response.end();
      await first;
    }
    for (let n = 0; n < 300; n += 1) void send('/scim/v2/Users', of('acme')).catch(() => null);
    const served = () => new Set(held.map(({ request }) => request.headers.authorization));
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(16);
    void send('/scim/v2/Users', of('globex')).catch(() => null);
    await expect.poll(served).toContain('Bearer-globex-1');
    expect(held.length).toBeLessThan(20);
  });

  it('[7] lets an organization pay for nothing that is sent with a key that it has revoked', async () => {
    const { send, held, revoked } = await busyServer();
    const [lost, good] = ['Bearer-acme-1', 'Bearer-acme-2'];
    for (const authorization of [lost, good]) await send('/scim/v2/quick', { authorization });
    revoked.add(lost);
    expect((await send('/scim/v2/quick', { authorization: lost })).status).toBe(401);
    revoked.clear();

    // As the discovery documents, which ask nobody for a key.
    for (let n = 0; n < 300; n += 1) void send('/scim/v2/Users', { authorization: lost }).catch(() => null);
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(16);
    void send('/scim/v2/Users', { authorization: good }).catch(() => null);
    await expect.poll(() => held.map(({ request }) => request.headers.authorization)).toContain(good);
  });

  it('[82] serves others at once, however many addresses of its own a site of IPv6 sends from', async () => {
    const { send, held } = await busyServer((address) => address === '127.0.0.1');
    const from = (address: string) => ({ 'x-forwarded-for': address });
    for (let n = 1; n <= 300; n += 1)
      void send('/scim/v2/Users', from(`2001:db8:1:${n.toString(16)}::1`)).catch(() => null);
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(16);
    void send('/scim/v2/Users', from('192.0.2.9')).catch(() => null);
    const served = () => held.map(({ request }) => request.headers['x-forwarded-for']);
    await expect.poll(served).toContain('192.0.2.9');
  });

  it('serves others while slow clients send their bodies, or have streams open', async () => {
    const { port, send, held, waitFor } = await busyServer();
    for (let n = 0; n < 48; n += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write('POST /scim/v2/Users HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{');
    }
    await expect.poll(() => held.length).toBeGreaterThanOrEqual(16);
    await expect.poll(async () => (await send('/scim/v2/quick')).status).toBe(200);
    const before = held.length;
    for (let n = 0; n < 20; n += 1) {
      void send('/api/v1/live').catch(() => null);
      await waitFor(before + n + 1);
      held.at(-1)?.response.setHeader('Content-Type', 'text/event-stream').flushHeaders();
    }
  });
});
