import express from 'express';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { healthRouter } from '../../src/http/health.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { dataHeaders, pageHeaders } from '../../src/http/security-headers.ts';

const probe = (ready: () => Promise<boolean> | boolean) => supertest(express().use(healthRouter({ ready })));

describe('health', () => {
  it('is ready when ready() says so', async () => {
    await probe(() => true)
      .get('/readyz')
      .expect(200, { status: 'ready' });
    await probe(async () => true)
      .get('/readyz')
      .expect(200);
  });

  it.each<[string, () => Promise<boolean> | boolean]>([
    ['answers no', async () => false],
    ['fails', () => Promise.reject(new Error('no primary'))],
    [
      'throws',
      () => {
        throw new Error('not yet');
      },
    ],
    ['does not answer within a second', () => new Promise(() => {})],
  ])('is not ready when ready() %s, and still alive', async (_, ready) => {
    const answer = await probe(ready).get('/readyz').expect(503, { status: 'not ready' });
    expect(answer.headers['retry-after']).toBe('1');
    await probe(ready).get('/livez').expect(200, { status: 'live' });
  });

  it('tells beside it what is wrong although requests are served, while it is', async () => {
    let wrong: Record<string, string> = { signIn: 'The provider does not answer.' };
    const app = supertest(express().use(healthRouter({ ready: () => true, details: () => wrong })));
    await app.get('/readyz').expect(200, { status: 'ready', details: wrong });
    wrong = {};
    await app.get('/readyz').expect(200, { status: 'ready' });
  });
});

describe('metrics', () => {
  it('count requests by door, route template, method and status class, never by what the client sent', async () => {
    const metrics = createMetrics();
    const app = express().use(metrics.measure);
    const scim = express.Router();
    scim.get('/Users/:id', (_request, response) => void response.json({}));
    app.use('/scim/v2', scim);
    const client = supertest(app);
    await client.get('/scim/v2/Users/secret-id?filter=secret-filter').expect(200);
    await client.post('/secret-path').expect(404);
    const verify = express.Router();
    verify.get('/', (_request, response) => void response.sendStatus(401));
    app.use('/auth/verify', verify);
    await client.get('/Auth/VERIFY?organization=secret').expect(401);
    const { text } = await supertest(metrics.app)
      .get('/metrics')
      .expect(200)
      .expect('Content-Type', /^text\/plain/);
    expect(text).toContain(
      'usher_http_request_duration_seconds_count{door="scim",route="/scim/v2/Users/:id",method="GET",status="2xx"} 1',
    );
    expect(text).toContain(
      'usher_http_request_duration_seconds_count{door="page",route="unmatched",method="POST",status="4xx"} 1',
    );
    expect(text).toContain(
      'usher_http_request_duration_seconds_count{door="oidc",route="/auth/verify",method="GET",status="4xx"} 1',
    );
    expect(text).toMatch(/^usher_build_info\{version="\d+\.\d+\.\d+",node="v\d+\.\S+"\} 1$/m);
    expect(text).not.toContain('secret');
  });
});

describe('security headers', () => {
  const headersOf = async (handler: express.RequestHandler) =>
    (await supertest(express().use(handler, (_request, response) => void response.send('<p>'))).get('/')).headers;

  it('[74] pages run no inline script and stand in no frame', async () => {
    const headers = await headersOf(pageHeaders('http://localhost:3000'));
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
  });

  it('data loads nothing and is not kept by caches', async () => {
    const headers = await headersOf(dataHeaders('http://localhost:3000'));
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers['cache-control']).toBe('no-store');
  });

  it('https is promised only where we are reached by https', async () => {
    const hsts = 'strict-transport-security';
    expect((await headersOf(pageHeaders('http://localhost:3000')))[hsts]).toBeUndefined();
    expect((await headersOf(pageHeaders('https://usher.example.com')))[hsts]).toContain('max-age=31536000');
  });
});
