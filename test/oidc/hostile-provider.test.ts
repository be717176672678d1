/** Everything an identity provider, or somebody between it and us, can get wrong (cases 48 to 68). */
import type { RequestHandler } from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { connect, disconnect } from '../../src/storage/connection.ts';
import { testDatabase } from '../support/mongod.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { type Answer, type Browser, openBrowser } from '../support/oidc-browser.ts';
import { type Bends, type HostileProvider, startHostileProvider } from '../support/oidc-provider.ts';

const database = testDatabase();
let provider: HostileProvider;
let app: OidcApp;

beforeAll(async () => {
  await connect(database.uri);
  provider = await startHostileProvider();
  app = await startOidcApp({ connect: () => provider.connection });
});

beforeEach(() => {
  provider.bends = {};
});

afterAll(async () => {
  await app.stop();
  await provider.goDown();
  await disconnect();
});

const callbackPrefix = () => `${app.url}/auth/callback/`;
const accountOf = async (browser: Browser, at = app.url) =>
  (JSON.parse((await browser.send(`${at}/whoami`)).text) as { accountId: string | null }).accountId;

/** Signs in under `bends` and answers the page, after making sure that a refusal left nobody signed in. */
async function signIn(bends: Bends = {}, browser: Browser = openBrowser()): Promise<Answer> {
  provider.bends = bends;
  const admitted = app.signedIn.length;
  const answer = await browser.visit(`${app.loginUrl}?returnTo=/plain`);
  if (answer.status !== 200) {
    expect(app.signedIn).toHaveLength(admitted);
    expect(await accountOf(browser)).toBeNull();
    expect(answer.text).toMatch(/<h1>/);
  }
  return answer;
}

/** A fresh answer of the provider, on its way to the callback but not there yet. */
const answerFor = async (browser: Browser): Promise<URL> =>
  new URL((await browser.visit(app.loginUrl, { stopAt: callbackPrefix() })).url);

const seconds = () => Math.floor(Date.now() / 1_000);

it('a provider that does everything right signs the person in', async () => {
  const browser = openBrowser();
  expect(await signIn({}, browser)).toMatchObject({ status: 200, url: `${app.url}/plain` });
  expect(await accountOf(browser)).toBe('account of person-1');
});

describe('the transaction', () => {
  it('[48] a wrong state is answered 400', async () => {
    const browser = openBrowser();
    const url = await answerFor(browser);
    url.searchParams.set('state', 'guessed');
    expect((await browser.visit(url.href)).status).toBe(400);
    expect(await accountOf(browser)).toBeNull();
  });

  it.each([
    ['absent', (url: URL) => url.searchParams.delete('state')],
    ['empty', (url: URL) => url.searchParams.set('state', '')],
    ['sent twice', (url: URL) => url.searchParams.append('state', url.searchParams.get('state') ?? '')],
    ['an array', (url: URL) => url.searchParams.append('state[]', 'x')],
  ])('[48] a state that is %s is answered 400 or means nothing', async (what, bend) => {
    const browser = openBrowser();
    const url = await answerFor(browser);
    bend(url);
    expect((await browser.visit(url.href)).status).toBe(what === 'an array' ? 404 : 400);
  });

  it('[48] a reused state is answered 400, and the first use stands', async () => {
    const browser = openBrowser();
    const url = await answerFor(browser);
    expect((await browser.visit(url.href)).status).toBe(404);
    expect((await browser.visit(url.href)).status).toBe(400);
    expect(await accountOf(browser)).toBe('account of person-1');
  });

  it('[48] of two simultaneous answers with one state only one is used', async () => {
    const browser = openBrowser();
    const url = await answerFor(browser);
    const headers = { cookie: [...browser.cookies(app.url)].map(([name, { value }]) => `${name}=${value}`).join('; ') };
    const before = app.signedIn.length;
    const send = () => fetch(url, { headers, redirect: 'manual' }).then(({ status }) => status);
    expect((await Promise.all([send(), send(), send()])).sort()).toEqual([302, 400, 400]);
    expect(app.signedIn).toHaveLength(before + 1);
  });

  it('[49] an answer opened in another browser is answered 400, and still works in the right one', async () => {
    const [mine, other] = [openBrowser(), openBrowser()];
    const url = await answerFor(mine);
    expect((await other.visit(url.href)).status).toBe(400);
    await answerFor(other);
    expect((await other.visit(url.href)).status).toBe(400);
    for (const name of mine.cookies(app.url).keys()) other.setCookie(app.url, name, 'a-guess');
    expect((await other.visit(url.href)).status).toBe(400);
    expect(await accountOf(other)).toBeNull();
    await mine.visit(url.href);
    expect(await accountOf(mine)).toBe('account of person-1');
  });

  it('[61] a replayed code ends in a 4xx page, also with a fresh state', async () => {
    const browser = openBrowser();
    const used = await answerFor(browser);
    await browser.visit(used.href);
    const other = openBrowser();
    const fresh = await answerFor(other);
    fresh.searchParams.set('code', used.searchParams.get('code') ?? '');
    const answer = await other.visit(fresh.href);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<h1>This sign-in cannot be completed</h1>');
    expect(await accountOf(other)).toBeNull();
  });

  it('[62] two tabs of one browser both sign in, in either order', async () => {
    const browser = openBrowser();
    const tabs = [await answerFor(browser), await answerFor(browser)];
    for (const url of tabs.reverse()) expect((await browser.visit(url.href)).status).toBe(404);
    expect(await accountOf(browser)).toBe('account of person-1');
  });

  it('[62] a window full of tabs that all begin at once gets every one of them in', async () => {
    const browser = openBrowser();
    const tabs = await Promise.all(Array.from({ length: 6 }, () => answerFor(browser)));
    for (const url of tabs) expect((await browser.visit(url.href)).status).toBe(404);
  });

  it('unfinished sign-ins do not pile up cookies', async () => {
    const browser = openBrowser();
    for (let tab = 0; tab < 14; tab += 1) await answerFor(browser);
    expect(browser.cookies(app.url).size).toBe(10);
  });

  it('people who sign in at the same moment stay themselves', async () => {
    // Each sign-in has a nonce of its own; the provider makes it the person.
    provider.bends = { claims: (claims) => ({ ...claims, sub: `owner of ${claims.nonce}` }) };
    const people = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const browser = openBrowser();
        const { url, trail } = await browser.visit(app.loginUrl, { stopAt: callbackPrefix() });
        const nonce = trail.map((step) => new URL(step).searchParams.get('nonce')).find((value) => value !== null);
        return { browser, url, nonce };
      }),
    );
    await Promise.all(people.map(({ browser, url }) => browser.visit(url)));
    for (const { browser, nonce } of people) expect(await accountOf(browser)).toBe(`account of owner of ${nonce}`);
  });

  it('[63] a provider that goes down in mid sign-in is a 502 page', async () => {
    const browser = openBrowser();
    const url = await answerFor(browser);
    await provider.goDown();
    try {
      expect((await browser.visit(url.href)).status).toBe(502);
    } finally {
      await provider.comeBack();
    }
  });
});

describe('the ID token', () => {
  const refused: [string, Bends][] = [
    ['[50] a wrong nonce', { claims: (claims) => ({ ...claims, nonce: 'another' }) }],
    ['[50] no nonce', { claims: ({ nonce: _, ...claims }) => claims }],
    ['[51] a wrong iss in the answer', { callback: (back) => back.set('iss', 'https://evil.test') }],
    ['[51] an iss stripped from the answer', { callback: (back) => back.delete('iss') }],
    ['[51] a wrong iss in the ID token', { claims: (claims) => ({ ...claims, iss: 'https://evil.test' }) }],
    ['[52] another audience', { claims: (claims) => ({ ...claims, aud: 'somebody-else' }) }],
    ['[52] no audience', { claims: ({ aud: _, ...claims }) => claims }],
    ['[52] an extra audience', { claims: (claims) => ({ ...claims, aud: [String(claims.aud), 'somebody-else'] }) }],
    [
      '[52] an extra audience, authorized for us',
      { claims: (claims) => ({ ...claims, aud: [String(claims.aud), 'somebody-else'], azp: String(claims.aud) }) },
    ],
    ['[52] an authorized party that is not us', { claims: (claims) => ({ ...claims, azp: 'somebody-else' }) }],
    ['[53] a token that expired 40 s ago', { claims: (claims) => ({ ...claims, exp: seconds() - 40 }) }],
    ['[53] no expiry', { claims: ({ exp: _, ...claims }) => claims }],
    ['[54] a token issued in an hour', { claims: (claims) => ({ ...claims, iat: seconds() + 3_600 }) }],
    ['[54] no time of issue', { claims: ({ iat: _, ...claims }) => claims }],
    ['[55] alg none', { signature: 'none' }],
    ['[55] HS256 with the client secret', { signature: 'HS256' }],
    ['[55] a key that the provider does not publish', { signature: 'unknown key' }],
    ["[55] another key under the provider's kid", { signature: 'other key under our kid' }],
    ['[55] a flipped signature', { signature: 'flipped' }],
    ['[57] no ID token', { token: ({ id_token: _, ...answer }) => answer }],
    ['[57] an empty sub', { claims: (claims) => ({ ...claims, sub: '' }) }],
    ['[57] a blank sub', { claims: (claims) => ({ ...claims, sub: '  ' }) }],
    ['[57] no sub', { claims: ({ sub: _, ...claims }) => claims }],
    [
      '[68] a userinfo of somebody else',
      {
        claims: ({ email: _, ...claims }) => claims,
        userinfo: { sub: 'person-2', email: 'person-2@acme.test', email_verified: true },
      },
    ],
  ];
  it.each(refused)('%s is refused with 400', async (_what, bends) => {
    expect((await signIn(bends)).status).toBe(400);
  });

  it('[52] our client id as the only entry of a list is accepted', async () => {
    const answer = await signIn({ claims: (claims) => ({ ...claims, aud: [String(claims.aud)] }) });
    expect(answer.status).toBe(200);
  });

  it('[53] a token that expired 20 s ago is accepted', async () => {
    expect((await signIn({ claims: (claims) => ({ ...claims, exp: seconds() - 20 }) })).status).toBe(200);
  });

  it('[56] a rotated key works at the next sign-in', async () => {
    expect((await signIn()).status).toBe(200);
    await provider.rotateKeys();
    expect((await signIn()).status).toBe(200);
  });

  it('asks userinfo for an email that the ID token lacks, and for nothing else', async () => {
    const before = provider.asked.userinfo;
    await signIn();
    expect(provider.asked.userinfo).toBe(before);
    await signIn({ claims: ({ email: _, email_verified: __, ...claims }) => claims });
    expect(provider.asked.userinfo).toBe(before + 1);
    expect(app.signedIn.at(-1)).toMatchObject({ email: 'person-1@acme.test', emailTrusted: true, name: 'Person One' });
  });

  it.each([
    ['false', { email_verified: false }],
    ['absent', { email_verified: undefined }],
    ['the text "true"', { email_verified: 'true' }],
  ])('[58] email_verified %s: the email is not trusted', async (_what, bend) => {
    await signIn({ claims: (claims) => ({ ...claims, ...bend }) });
    expect(app.signedIn.at(-1)).toMatchObject({ email: 'person-1@acme.test', emailTrusted: false });
  });
});

describe('a provider in trouble', () => {
  const instead: [string, NonNullable<Bends['instead']>][] = [
    ['500 for discovery', { discovery: (_request, response) => void response.status(500).send('broken') }],
    ['HTML for discovery', { discovery: (_request, response) => void response.send('<h1>Maintenance</h1>') }],
    ['a redirect for discovery', { discovery: (_request, response) => response.redirect('/elsewhere') }],
    ['503 for the code', { token: (_request, response) => void response.status(503).json({ error: 'server_error' }) }],
    ['HTML for the code', { token: (_request, response) => void response.send('<h1>Maintenance</h1>') }],
    ['429 for the code', { token: (_request, response) => void response.status(429).send('slow down') }],
    ['500 for its keys', { jwks: (_request, response) => void response.status(500).send('broken') }],
    ['HTML for its keys', { jwks: (_request, response) => void response.send('<h1>Maintenance</h1>') }],
    ['a connection cut in the middle', { token: (request) => void request.socket.destroy() }],
  ];
  it.each(instead)('[63] %s ends in a 502 page, and the next sign-in works', async (_what, bend) => {
    const fresh = await startOidcApp({ connect: () => provider.connection });
    try {
      provider.bends = { instead: bend };
      const browser = openBrowser();
      const answer = await browser.visit(fresh.loginUrl);
      expect(answer.status).toBe(502);
      expect(answer.text).toContain('<main>');
      expect(await accountOf(browser, fresh.url)).toBeNull();
      provider.bends = {};
      expect((await browser.visit(`${fresh.loginUrl}?returnTo=/plain`)).status).toBe(200);
    } finally {
      await fresh.stop();
    }
  });

  it('[63] a provider that is down: the server starts, everything else works, sign-in is a 502 page until it is back', async () => {
    await provider.goDown();
    const fresh = await startOidcApp({ connect: () => provider.connection });
    try {
      expect((await openBrowser().visit(fresh.loginUrl)).status).toBe(502);
      expect((await openBrowser().visit(`${fresh.url}/plain`)).status).toBe(200);
      await provider.comeBack();
      expect((await openBrowser().visit(`${fresh.loginUrl}?returnTo=/plain`)).status).toBe(200);
    } finally {
      await fresh.stop();
    }
  });

  it.each<[string, RequestHandler, number]>([
    ['fails', (_request, response) => void response.status(500).end(), 502],
    ['is no OpenID provider', (_request, response) => void response.send('<html>'), 502],
    ['does not answer', () => undefined, 504],
  ])(
    '[101] a provider that %s is asked at most twice by 20 sign-in starts, and again within seconds once it works',
    { timeout: 20_000 },
    async (_what, discovery, status) => {
      const fresh = await startOidcApp({ connect: () => provider.connection, providerTimeoutMs: 400 });
      const begin = async () => (await openBrowser().send(fresh.loginUrl)).status;
      try {
        provider.bends = { instead: { discovery } };
        const before = provider.asked.discovery;
        const together = await Promise.all(Array.from({ length: 10 }, begin));
        const statuses = [...together];
        for (let n = 0; n < 10; n += 1) statuses.push(await begin());
        expect(statuses).toEqual(Array.from({ length: 20 }, () => status));
        expect(provider.asked.discovery - before).toBe(2);

        provider.bends = {};
        expect(await begin()).toBe(status);
        shiftClock(10_000);
        expect(await begin()).toBe(302);
      } finally {
        shiftClock(0);
        await fresh.stop();
      }
    },
  );

  it.each([
    ['discovery', 'within 6 s', {}],
    ['token', 'when its time is over', { providerTimeoutMs: 400 }],
    ['jwks', 'when its time is over', { providerTimeoutMs: 400 }],
  ] as const)('[63] a slow %s endpoint ends in a 504 page %s', { timeout: 10_000 }, async (endpoint, _when, limit) => {
    const fresh = await startOidcApp({ connect: () => provider.connection, ...limit });
    try {
      provider.bends = { instead: { [endpoint]: () => undefined } };
      expect((await openBrowser().visit(fresh.loginUrl)).status).toBe(504);
    } finally {
      await fresh.stop();
    }
  });

  it('[63] an answer that trickles in forever ends in a 504 page', async () => {
    const fresh = await startOidcApp({ connect: () => provider.connection, providerTimeoutMs: 400 });
    try {
      provider.bends = {
        instead: {
          token: (_request, response) => {
            const timer = setInterval(() => response.write(' '), 20);
            response.on('close', () => clearInterval(timer));
          },
        },
      };
      expect((await openBrowser().visit(fresh.loginUrl)).status).toBe(504);
    } finally {
      await fresh.stop();
    }
  });

  it('[64] a token answer of 200 MB is given up at 1 MB', async () => {
    let sent = 0;
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const chunk = Buffer.alloc(64 * 1_024, ' ');
    const answer = await signIn({
      instead: {
        token: (_request, response) => {
          response.type('json');
          response.on('close', closed);
          const pump = () => {
            while (sent < 200_000_000 && !response.destroyed) {
              sent += chunk.length;
              if (!response.write(chunk)) {
                response.once('drain', pump);
                return;
              }
            }
            response.end();
          };
          pump();
        },
      },
    });
    expect(answer.status).toBe(502);
    await isClosed;
    // What the sockets' buffers hold comes on top.
    expect(sent).toBeLessThan(20_000_000);
  });

  it('a provider that has moved an endpoint is discovered again after the sign-in that fails', async () => {
    const fresh = await startOidcApp({ connect: () => provider.connection });
    try {
      provider.bends = { discovery: (document) => ({ ...document, token_endpoint: `${provider.issuer}/before` }) };
      expect((await openBrowser().visit(fresh.loginUrl)).status).toBe(502);
      provider.bends = {};
      expect((await openBrowser().visit(`${fresh.loginUrl}?returnTo=/plain`)).status).toBe(200);
    } finally {
      await fresh.stop();
    }
  });

  it('an issuer that calls itself by another name is a 502 page', async () => {
    const fresh = await startOidcApp({ connect: () => provider.connection });
    try {
      provider.bends = { discovery: (document) => ({ ...document, issuer: 'https://evil.test' }) };
      expect((await openBrowser().visit(fresh.loginUrl)).status).toBe(502);
    } finally {
      await fresh.stop();
    }
  });

  it('a client secret that the provider does not accept is a 502 page that sends people to the operator', async () => {
    const fresh = await startOidcApp({ connect: () => ({ ...provider.connection, clientSecret: 'outdated' }) });
    try {
      const answer = await openBrowser().visit(fresh.loginUrl);
      expect(answer.status).toBe(502);
      expect(answer.text).toContain('Tell the people who run this server');
    } finally {
      await fresh.stop();
    }
  });

  it('a person whom the provider turns away gets a 403 page, and its words do not become markup', async () => {
    const answer = await signIn({
      callback: (back) => {
        back.delete('code');
        back.set('error', 'access_denied');
        back.set('error_description', '<img src=x onerror=alert(1)>');
      },
    });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('<img src=x');
  });
});
