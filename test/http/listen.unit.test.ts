import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { refuseLongUrls, startServer } from '../../src/http/listen.ts';

const anywhere = { host: '127.0.0.1', port: 0 };

/** A latch: `open()` lets everyone through who waits for `opened`. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

async function get(port: number, path: string, options: { agent?: Agent; headers?: Record<string, string> } = {}) {
  const client = httpRequest({ host: '127.0.0.1', port, path, ...options }).end();
  const [response] = (await once(client, 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, connection: response.headers.connection, body };
}

describe('a closing server', () => {
  it('finishes the answers in flight, then refuses new connections', async () => {
    const [arrived, release] = [gate(), gate()];
    const app = express();
    app.get('/slow', async (_request, response) => {
      arrived.open();
      await release.opened;
      response.send('whole');
    });
    const server = await startServer(app, anywhere);
    const agent = new Agent({ keepAlive: true });
    const slow = get(server.address.port, '/slow', { agent });
    await arrived.opened;
    const closed = server.close();
    release.open();
    expect(await slow).toEqual({ status: 200, connection: 'close', body: 'whole' });
    expect(await closed).toBe(true);
    await expect(get(server.address.port, '/slow')).rejects.toThrow('ECONNREFUSED');
    agent.destroy();
  });

  it('finishes an answer whose headers were already out, and leaves its idle connection', async () => {
    const release = gate();
    const app = express();
    app.get('/stream', async (_request, response) => {
      response.write('first ');
      await release.opened;
      response.end('last');
    });
    const server = await startServer(app, anywhere);
    const agent = new Agent({ keepAlive: true });
    const client = httpRequest({ ...anywhere, port: server.address.port, path: '/stream', agent }).end();
    const [response] = (await once(client, 'response')) as [IncomingMessage];
    const closed = server.close();
    release.open();
    let body = '';
    for await (const chunk of response) body += chunk;
    expect(body).toBe('first last');
    expect(await closed).toBe(true);
    agent.destroy();
  });

  it('does not wait for a connection on which nobody has said a word, as browsers open them ahead', async () => {
    const server = await startServer(express(), anywhere);
    const silent = connect(server.address.port, '127.0.0.1');
    const ended = once(silent, 'close');
    await once(silent, 'connect');
    // One that has begun to speak may be in the middle of a request, and is waited for.
    const speaking = connect(server.address.port, '127.0.0.1');
    await once(speaking, 'connect');
    speaking.write('GET / HTTP/1.1\r\n');
    const closed = server.close();
    await ended;
    speaking.end('Host: localhost\r\n\r\n');
    const [answer] = (await once(speaking, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n/);
    expect(await closed).toBe(true);
  });

  it('serves on during its notice, and asks each client to leave', async () => {
    const app = express();
    app.get('/', (_request, response) => void response.send('served'));
    const server = await startServer(app, anywhere);
    const closed = server.close({ noticeMs: 300 });
    expect(await get(server.address.port, '/')).toEqual({ status: 200, connection: 'close', body: 'served' });
    expect(await closed).toBe(true);
  });

  it('cuts off at the deadline what does not end, and says so', async () => {
    const arrived = gate();
    const server = await startServer(() => arrived.open(), anywhere);
    const stuck = get(server.address.port, '/');
    const failed = expect(stuck).rejects.toThrow('socket hang up');
    await arrived.opened;
    const [first, second] = [server.close({ deadlineMs: 100 }), server.close()];
    expect(await first).toBe(false);
    expect(await second).toBe(false);
    await failed;
  });
});

describe('limits', () => {
  const app = express();
  app.use(refuseLongUrls());
  app.use((_request, response) => void response.send('fine'));

  it('[30] a URL over 16 kB is refused with 431, headers over 32 kB as well', async () => {
    const server = await startServer(app, anywhere);
    const { port } = server.address;
    const path = (length: number) => `/?${'x'.repeat(length - 2)}`;
    expect((await get(port, path(16_384))).status).toBe(200);
    expect((await get(port, path(16_385))).status).toBe(431);
    expect((await get(port, '/', { headers: { 'X-Long': 'x'.repeat(31_000) } })).status).toBe(200);
    expect(await get(port, '/', { headers: { 'X-Long': 'x'.repeat(33_000) } })).toMatchObject({
      status: 431,
      connection: 'close',
      body: expect.stringContaining('POST to .search'),
    });
    await server.close();
  });

  it('what is no HTTP request is refused in words, and the connection ends', async () => {
    const server = await startServer(app, anywhere);
    const socket = connect(server.address.port, '127.0.0.1').end('GET /scim/v2/Us ers HTTP/1.1\r\nHost: x\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    const [head, body] = answer.split('\r\n\r\n') as [string, string];
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text\/plain/);
    expect(head).toContain(`Content-Length: ${body.length}`);
    expect(body).toBe('This is not an HTTP request that can be read.\n');
    await server.close();
  });

  it('an answer that has begun is cut rather than mixed with a refusal of what follows it', async () => {
    const server = await startServer((_request, response) => void response.write('first '), anywhere);
    const socket = connect(server.address.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) {
      answer += chunk;
      if (String(chunk).includes('first ')) socket.write('no request\r\n\r\n');
    }
    expect(answer).toContain('first ');
    expect(answer).not.toContain('400');
    await server.close();
  });

  it('a port in use is named, with what to do', async () => {
    const first = await startServer(app, anywhere);
    const { port } = first.address;
    await expect(startServer(app, { host: '127.0.0.1', port })).rejects.toThrow(`port ${port} is in use: set PORT`);
    await first.close();
  });
});
