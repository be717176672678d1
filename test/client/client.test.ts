/** `usher/client` at a real API, by a way that fails as it is told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type UsherClient, UsherError, usher } from '../../src/client/client.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import { testApi } from '../api/api-app.ts';
import { context, newOrganization } from '../support/domain.ts';

const api = testApi();

type Trouble = 'busy' | 'busy for an hour' | 'lost' | 'broken' | 'no server' | 'another page' | 'elsewhere' | 'silence';
/** What happens to the next requests; then all is well. */
let troubles: Trouble[] = [];
let seen: { readonly method: string; readonly key: string | undefined }[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  seen.push({ method: request.method ?? '', key: request.headers['idempotency-key'] as string | undefined });
  const busy = (seconds: number) =>
    response
      .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': String(seconds) })
      .end(JSON.stringify({ status: 503, code: 'overloaded', detail: 'Too much is asked at once.' }));
  const html = (status: number) => response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
  switch (troubles.shift()) {
    case 'busy':
      return void busy(0);
    case 'busy for an hour':
      return void busy(3_600);
    case 'no server':
      return void html(502);
    case 'another page':
      return void html(200);
    case 'elsewhere':
      return void response.writeHead(301, { location: 'https://usher.example/' }).end();
    case 'silence':
      return;
    case 'broken':
      return void response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000 })
        .write('{', () => request.socket.destroy());
    case 'lost':
      // Usher has done it, and nobody hears of it.
      response.end = () => {
        request.socket.destroy();
        return response;
      };
  }
  api.app(request as Parameters<typeof api.app>[0], response as Parameters<typeof api.app>[1]);
}

let way: Server;
let url: string;
let org: string;
let key: string;
let program: UsherClient;

beforeAll(async () => {
  way = createServer(answer);
  await new Promise<void>((listening) => way.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
  ({ orgId: org } = await newOrganization());
  const order = { description: 'program', scopes: ['read' as const, 'write' as const], expiresAt: null };
  ({ secret: key } = await createServiceKey(context, org, order));
  program = usher({ url, key });
});
beforeEach(() => {
  troubles = [];
  seen = [];
});
afterAll(() => {
  way.closeAllConnections();
  way.close();
});

const refusal = async (promise: Promise<unknown>): Promise<UsherError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsherError);
  return error as UsherError;
};
const names = async () => {
  const found: string[] = [];
  for await (const { name } of program.list('/organizations/{org}/workspaces', { path: { org }, query: { limit: 1 } }))
    found.push(name);
  return found.sort();
};
const add = (name: string, more = {}) =>
  program.post('/organizations/{org}/workspaces', { path: { org }, body: { name }, ...more });

describe('a program', () => {
  it('asks whether a person may do something, by account or by member', async () => {
    const editor = await api.newMemberWith('Organization User');
    const organization = api.defaultOrgId();
    const operator = usher({ url, key: 'deployment-key-of-the-tests-0123456789' });
    const [workspace] = (await operator.get('/organizations/{org}/workspaces', { path: { org: organization } })).items;
    const question = { organization, workspace: workspace?.id ?? '', permission: 'workspace:write' };
    const { accountId: account, memberId: member } = editor;
    const yes = { allowed: true, role: 'Workspace Editor' };
    expect(await operator.check({ ...question, account })).toMatchObject(yes);
    expect(await operator.check({ ...question, member })).toMatchObject(yes);
    expect(await operator.check({ ...question, account: 'nobody' })).toMatchObject({ allowed: false, role: null });
    const asked = refusal(operator.check({ ...question, account, permission: 'workspace:wriet' }));
    expect((await asked).message).toContain('workspace:write');
  });

  it('makes, reads, changes and deletes', async () => {
    const { id, name } = await add('Research');
    expect(name).toBe('Research');
    const path = { org, ws: id };
    const changed = await program.patch('/organizations/{org}/workspaces/{ws}', {
      path,
      body: { name: 'Labs & more' },
    });
    expect(changed).toMatchObject({ id, name: 'Labs & more' });
    expect(await program.get('/organizations/{org}/workspaces/{ws}', { path })).toMatchObject({ name: 'Labs & more' });
    expect(await program.delete('/organizations/{org}/workspaces/{ws}', { path })).toBeUndefined();
    expect(await refusal(program.get('/organizations/{org}/workspaces/{ws}', { path }))).toMatchObject({ status: 404 });
  });

  it('reads a list to its end, page by page, and stops when it has seen enough', async () => {
    await Promise.all(['B', 'C', 'D'].map((name) => add(name)));
    seen = [];
    expect(await names()).toEqual(['B', 'C', 'D', 'Workspace 1']);
    expect(seen).toHaveLength(4);
    seen = [];
    for await (const _ of program.list('/organizations/{org}/workspaces', { path: { org }, query: { limit: 1 } }))
      break;
    expect(seen).toHaveLength(1);
  });

  it('takes exports as text, or as they come', async () => {
    const query = { format: 'csv' as const };
    const text = await program.get('/organizations/{org}/audit-events/export', { path: { org }, query });
    expect(text).toContain('seq');
    const decoder = new TextDecoder();
    let streamed = '';
    for await (const part of await program.stream('/organizations/{org}/audit-events/export', { path: { org }, query }))
      streamed += decoder.decode(part, { stream: true });
    expect(streamed).toBe(text);
  });

  it('is told by one kind of error what the API says', async () => {
    const { name, status, code, message, errors, requestId } = await refusal(add(''));
    expect([name, status, code]).toEqual(['UsherError', 400, 'invalid_input']);
    expect(message).toContain('#/name');
    expect(errors).toMatchObject([{ in: 'body', pointer: '#/name' }]);
    expect(requestId).toMatch(/^[\w-]{36}$/);
    const stranger = usher({ url, key: 'usher_key_of-nobody' });
    const refused = await refusal(stranger.get('/organizations'));
    expect(refused).toMatchObject({ status: 401 });
    expect(seen).toHaveLength(2);
    expect(`${refused.stack}${JSON.stringify(refused)}`).not.toContain('of-nobody');
  });

  it('says at once what it lacks', () => {
    expect(() => usher({ url: 'usher.example', key })).toThrow('Invalid URL');
    expect(() => usher({ url, key: '' })).toThrow('needs a key');
  });
});

describe('what passes', () => {
  it('is tried again: too much at once, a proxy without a server, a broken answer', async () => {
    troubles = ['busy', 'no server', 'broken'];
    expect(await program.get('/organizations/{org}', { path: { org } })).toMatchObject({ id: org });
    expect(seen).toHaveLength(4);
  });

  it('makes no write happen twice, though its answer was lost', async () => {
    troubles = ['lost', 'busy'];
    const made = await add('Once');
    expect(await names()).toContain('Once');
    expect((await names()).filter((name) => name === 'Once')).toEqual(['Once']);
    expect(made.name).toBe('Once');
    const [first, second, third] = seen;
    expect(first).toMatchObject({ method: 'POST', key: expect.stringMatching(/^[\w-]{36}$/) });
    expect([second, third]).toEqual([first, first]);
  });

  it('nor where the program sends it again with a key of its own', async () => {
    const made = await add('By key', { idempotencyKey: 'order-4711' });
    expect(await add('By key', { idempotencyKey: 'order-4711' })).toEqual(made);
    expect(seen.map((each) => each.key)).toEqual(['order-4711', 'order-4711']);
    expect((await refusal(add('Another', { idempotencyKey: 'order-4711' }))).code).toBe('idempotency_key_reused');
  });

  it('is given up after so many retries, with the last refusal', async () => {
    troubles = ['busy', 'busy', 'busy', 'busy'];
    expect(await refusal(program.get('/organizations'))).toMatchObject({
      status: 503,
      code: 'overloaded',
      retryAfter: 0,
    });
    expect(seen).toHaveLength(4);
    troubles = ['busy'];
    await refusal(usher({ url, key, retries: 0 }).get('/organizations'));
    expect(seen).toHaveLength(5);
  });

  it('is told at once where Usher asks for more time than there is', async () => {
    troubles = ['busy for an hour'];
    expect(await refusal(program.get('/organizations'))).toMatchObject({ status: 503, retryAfter: 3_600 });
    expect(seen).toHaveLength(1);
  });

  it('ends in time where no answer comes, and as soon as the program has enough', async () => {
    troubles = ['silence', 'silence'];
    const hasty = usher({ url, key, timeout: 200 });
    expect(await refusal(hasty.get('/organizations'))).toMatchObject({ code: 'timeout', status: 0 });
    const enough = new AbortController();
    const asked = program.get('/organizations', { signal: enough.signal });
    enough.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });

  it('does not pass where there is no Usher: another site, a redirect, nobody', async () => {
    troubles = ['another page', 'elsewhere'];
    expect(await refusal(program.get('/organizations'))).toMatchObject({ code: 'unexpected_answer', status: 200 });
    const moved = await refusal(program.get('/organizations'));
    expect([moved.code, moved.message]).toEqual([
      'unexpected_answer',
      expect.stringContaining('https://usher.example/'),
    ]);
    expect(seen).toHaveLength(2);
    const nobody = usher({ url: 'http://127.0.0.1:9', key, retries: 1 });
    const { code, message } = await refusal(nobody.get('/organizations'));
    expect([code, message]).toEqual(['unreachable', expect.stringMatching(/cannot be reached: .{5}/)]);
  });
});
