import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { PassThrough } from 'node:stream';
import express from 'express';
import supertest from 'supertest';
import { beforeEach, describe, expect, it } from 'vitest';
import { startServer } from '../../src/http/listen.ts';
import { loggableUrl, withoutSecrets } from '../../src/http/loggable.ts';
import { createLogger, logRequests } from '../../src/http/logging.ts';
import { assignRequestId, tellRequestId } from '../../src/http/request-id.ts';

let written: string;
const sink = {
  write: (line: string) => {
    written += line;
  },
};
const lines = () =>
  written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

function appWith(level = 'info') {
  const app = express();
  app.use(assignRequestId(), tellRequestId(), logRequests(createLogger(level, sink)));
  app.get('/livez', (_request, response) => void response.json({}));
  app.get('/assets/:name', (_request, response) => void response.json({}));
  app.get('/me', (_request, response) => void response.status(401).json({}));
  app.get('/known', (request, response) => {
    Object.assign(request, { account: 'account-1', organization: 'org-1' });
    response.json({});
  });
  app.get('/fault', () => {
    throw new Error('the disk is full');
  });
  app.use('/scim/v2', (request, response) => {
    request.log.info({ query: { filter: 'userName eq "ada"' } }, 'filter');
    response.set('Set-Cookie', 'usher=canary-set-cookie').json({});
  });
  app.use((_request, response) => void response.status(404).json({}));
  app.use(
    ((_error, _request, response, _next) => void response.status(500).json({})) satisfies express.ErrorRequestHandler,
  );
  return app;
}

beforeEach(() => {
  written = '';
});

describe('the request log', () => {
  it('has one line for each request, with the id that the client got', async () => {
    const answer = await supertest(appWith('warn')).get('/nothing?b=1&a=2&a=3').set('X-Request-Id', 'mine').expect(404);
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines()).toEqual([
      {
        level: 'warn',
        time: expect.any(String),
        requestId: answer.headers['x-request-id'],
        req: { method: 'GET', path: '/nothing', query: ['b', 'a'], address: '127.0.0.1' },
        res: { status: 404 },
        ms: expect.any(Number),
        msg: 'request',
      },
    ]);
  });

  it.each([
    ['/scim/v2/Users', 'info'],
    ['/nothing', 'warn'],
    ['/fault', 'error'],
  ])('%s is at level %s', async (path, level) => {
    await supertest(appWith()).get(path);
    expect(lines().at(-1)).toMatchObject({ level, req: { path } });
    expect(lines().at(-1)).not.toHaveProperty('err');
  });

  it('is quiet about the probes of load balancers, files of pages, and whoever is told to sign in first', async () => {
    const app = appWith();
    await supertest(app).get('/livez').expect(200);
    await supertest(app).get('/assets/app-12345678.js').expect(200);
    await supertest(app).get('/me').expect(401);
    expect(lines()).toEqual([]);
    await supertest(app).get('/me').set('Authorization', 'Bearer wrong').expect(401);
    expect(lines()).toMatchObject([{ level: 'warn', res: { status: 401 } }]);
  });

  it('tells whose account and which organization it was, once somebody has looked', async () => {
    await supertest(appWith()).get('/known').expect(200);
    expect(lines()).toMatchObject([{ account: 'account-1', organization: 'org-1', req: { address: '127.0.0.1' } }]);
  });

  it('[83] holds no token, code, cookie or password, wherever they are put', async () => {
    const app = appWith('trace');
    const path = '/canary-path-0123456789-0123456789-0123456789-012';
    for (const name of ['code', 'state', 'token', 'access_token', 'password', 'filter']) {
      await supertest(app).get(`/scim/v2/Users?${name}=canary-query`);
    }
    await supertest(app)
      .get(`/auth/callback/default${path}?canary-name-0123456789-0123456789-0123456789`)
      .set('Authorization', 'Bearer canary-bearer')
      .set('Cookie', '__Host-usher=canary-cookie')
      .set('X-CSRF-Token', 'canary-csrf')
      .set('Referer', 'http://localhost/?code=canary-referer')
      .set('X-Request-Id', 'canary-request-id');
    expect(lines().length).toBeGreaterThanOrEqual(7);
    expect(written).not.toContain('canary');
  });

  it('[83] redacts credentials that other code logs by mistake', () => {
    const logger = createLogger('info', sink);
    logger.info({ headers: { authorization: 'canary', cookie: 'canary', 'set-cookie': ['canary'] } }, 'a');
    logger.info(
      { req: { headers: { authorization: 'canary', 'set-cookie': 'canary', 'x-csrf-token': 'canary' } } },
      'b',
    );
    logger.info({ token: 'canary', password: 'canary', query: { code: 'canary', state: 'canary' } }, 'c');
    logger.info({ req: { query: { access_token: 'canary' }, body: { client_secret: 'canary' } } }, 'd');
    expect(lines()).toHaveLength(4);
    expect(written).not.toContain('canary');
    logger.info({ err: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }, 'but not what names an error');
    expect(written).toContain('ECONNREFUSED');
  });

  it('has a line for a request whose client left', async () => {
    const app = express();
    const arrived = new PassThrough();
    app.use(assignRequestId(), tellRequestId(), logRequests(createLogger('info', sink)));
    app.use((_request, response) => {
      response.on('close', () => arrived.write('closed'));
      arrived.write('arrived');
    });
    const server = await startServer(app, { host: '127.0.0.1', port: 0 });
    const client = httpRequest(server.address).on('error', () => {});
    client.end();
    await once(arrived, 'data');
    client.destroy();
    await once(arrived, 'data');
    await server.close();
    expect(lines()).toMatchObject([{ res: { status: null, aborted: true } }]);
  });
});

describe('loggableUrl', () => {
  it.each([
    '/scim/v2/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    '/api/v1/organizations/65f1a2b3c4d5e6f708192a3b/workspaces/3f2b8c1e-5f3a-4f0e-9a51-6a7d0c9b8e77',
    '/api/v1/organizations/65f1a2b3c4d5e6f708192a3b/invitations/resend-everything',
    '/.well-known/openid-configuration',
    '/scim/v2/Users/nobody-7',
    '/',
  ])('shows %s as it is', (path) => {
    expect(loggableUrl(path)).toEqual({ path });
  });

  const random = 'qY3v_8Zk-1fRw9PzT0aBcD4eFgH7iJ2kLmN5oPqRs6U';
  const secrets = [
    ...['usher_scim', 'usher_key', 'usher_invite'].map((prefix) => `${prefix}_${random}`),
    random,
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg',
    'Tr0ub4dor&3-and-more',
  ];
  const twice = (text: string) => encodeURIComponent(encodeURIComponent(text));
  const behind = ['', ')', '%20', ',', ';', "'", '"', '%29', '%2520', '%', '%zz', '.', '/', '@acme.test', ':1', '%00'];

  it.each(secrets)('[99] masks %s, whatever stands beside it and however it is encoded', (secret) => {
    for (const after of behind)
      for (const before of ['', '(', '%20', 'token=', 'x,'])
        for (const sent of [
          secret,
          secret.toUpperCase(),
          encodeURIComponent(secret),
          twice(secret),
          twice(twice(secret)),
        ]) {
          const { path, query } = loggableUrl(
            `/scim/v2/Users/${before}${sent}${after}?${sent}${after}&a=${sent}${after}`,
          );
          const shown = decodeURIComponent(`${path} ${query}`.replaceAll('%zz', '')).toLowerCase();
          expect(shown).toContain('/scim/v2/users/');
          expect(shown).not.toContain(secret.slice(0, 20).toLowerCase());
        }
  });

  it('[99] masks tokens in the midst of a text and leaves the text', () => {
    for (const secret of secrets.slice(0, -1))
      expect(withoutSecrets(`agent/1.0 (${secret}), of 65f1a2b3c4d5e6f708192a3b`)).toBe(
        'agent/1.0 ([redacted]), of 65f1a2b3c4d5e6f708192a3b',
      );
  });
});
