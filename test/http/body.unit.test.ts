import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import express from 'express';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJson } from '../../src/http/body.ts';
import { BodyFault } from '../../src/http/body-fault.ts';
import { type RunningServer, startServer } from '../../src/http/listen.ts';

const limit = 10_000;
const app = express();
const rules = { limit, types: ['application/scim+json', 'application/json'] };
app.post('/', async (request, response) => {
  try {
    response.json({ got: await readJson(request, rules) });
  } catch (fault) {
    if (!(fault instanceof BodyFault)) throw fault;
    response.status(fault.status).json({ kind: fault.kind, detail: fault.message });
  }
});

const post = (type: string) => supertest(app).post('/').set('Content-Type', type);
const json = () => post('application/json');
/** Exactly `size` bytes of JSON. */
const jsonOf = (size: number) => JSON.stringify('x'.repeat(size - 2));

describe('JSON bodies', () => {
  it.each([
    'application/json',
    'application/scim+json',
    'Application/SCIM+JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
  ])('are read as %s', async (type) => {
    const answer = await post(type).send('{"name":"Ada"}').expect(200);
    expect(answer.body).toEqual({ got: { name: 'Ada' } });
  });

  it.each([
    ['text/plain', 'text/plain'],
    ['application/x-www-form-urlencoded', 'form'],
    ['application/json; charset=iso-8859-1', 'iso-8859-1'],
    ['application/jsonp', 'jsonp'],
  ])('[37] as %s are refused with 415', async (type, named) => {
    const answer = await post(type).send('{}').expect(415);
    expect(answer.body).toEqual({ kind: 'unsupported-type', detail: expect.stringContaining(named) });
  });

  it('[37] without a Content-Type are refused with 415', async () => {
    const answer = await supertest(app)
      .post('/')
      .unset('Content-Type')
      .serialize(String)
      .send(Buffer.from('{}') as never);
    expect([answer.status, answer.body.detail]).toEqual([415, expect.stringContaining('no Content-Type')]);
  });

  it('in an unknown Content-Encoding are refused with 415', async () => {
    await json().set('Content-Encoding', 'br').send('{}').expect(415);
  });

  it('[38] malformed are refused with 400 and the place of the fault', async () => {
    const answer = await json().send('{"a":').expect(400);
    expect(answer.body.kind).toBe('malformed');
    await json().send('').expect(400);
  });

  it('[39] with a duplicate key are refused with 400', async () => {
    const answer = await json().send('{"a":1,"a":1}').expect(400);
    expect(answer.body.kind).toBe('duplicate-key');
  });

  it('[32] nested 40,000 deep are refused with 400', async () => {
    const deep = gzipSync('['.repeat(9_000));
    const answer = await json()
      .set('Content-Encoding', 'gzip')
      .serialize(asIs)
      .send(deep as never);
    expect([answer.status, answer.body.kind]).toEqual([400, 'too-deep']);
  });

  it('that are not UTF-8 are refused with 400', async () => {
    const answer = await json()
      .serialize(asIs)
      .send(Buffer.from([0x22, 0xff, 0x22]) as never);
    expect([answer.status, answer.body.detail]).toEqual([400, 'The body is not valid UTF-8.']);
  });

  it('may be as large as the limit, and not a byte larger', async () => {
    await json().send(jsonOf(limit)).expect(200);
    const answer = await json()
      .send(jsonOf(limit + 1))
      .expect(413);
    expect(answer.body.detail).toContain('10000 bytes');
  });

  it('may be gzipped, with the same limit for what comes out', async () => {
    const gzip = (text: string) =>
      json()
        .set('Content-Encoding', 'gzip')
        .serialize(asIs)
        .send(gzipSync(text) as never);
    expect((await gzip('{"a":1}')).body).toEqual({ got: { a: 1 } });
    expect((await gzip(jsonOf(limit))).status).toBe(200);
    expect((await gzip(jsonOf(limit + 1))).status).toBe(413);
  });

  it('[33] that are a gzip bomb are refused with 413', async () => {
    const bomb = gzipSync(Buffer.alloc(8_000_000, '['));
    expect(bomb.length).toBeLessThan(limit);
    const answer = await json()
      .set('Content-Encoding', 'gzip')
      .serialize(asIs)
      .send(bomb as never);
    expect([answer.status, answer.body.kind]).toEqual([413, 'too-large']);
  });

  it('that are broken gzip are refused with 400', async () => {
    for (const bytes of [Buffer.from('no gzip'), gzipSync(jsonOf(5_000)).subarray(0, -9)]) {
      const answer = await json()
        .set('Content-Encoding', 'gzip')
        .serialize(asIs)
        .send(bytes as never);
      expect([answer.status, answer.body.detail]).toEqual([400, 'The body is not valid gzip.']);
    }
  });
});

describe('a body of unknown length', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close());

  it('[33] is refused with 413 as soon as it is over the limit, and the connection stays usable', async () => {
    const client = httpRequest({ ...server.address, method: 'POST', headers: { 'Content-Type': 'application/json' } });
    client.write('"');
    client.write('x'.repeat(limit));
    const [response] = await once(client, 'response');
    expect(response.statusCode).toBe(413);
    client.end('"');
    response.resume();
    await once(response, 'end');
  });

  it('that ends with its connection does not trouble the server', async () => {
    const client = httpRequest({
      ...server.address,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    });
    client.on('error', () => {});
    await new Promise((sent) => client.write(gzipSync('{"a":1}').subarray(0, 10), sent));
    client.destroy();
    const answer = await fetch(`http://127.0.0.1:${server.address.port}/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(200);
  });
});

/** supertest would turn a buffer into JSON. */
function asIs(value: unknown): string {
  return value as string;
}
