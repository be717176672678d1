/** Case 106: the configurations of docs/forward-auth.md, as they stand there, before a real Usher and an application. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/mongod.ts';
import { type Browser, openBrowser, signInAs } from '../support/oidc-browser.ts';
import { freePort } from '../support/ports.ts';
import { runUsher, type Usher } from '../support/usher.ts';
import {
  ask,
  type Echo,
  isInstalled,
  type Places,
  startApplication,
  startCaddy,
  startDocumentedTraefik,
  startNginx,
} from './proxies.ts';

const guides: readonly [name: string, start: (places: Places) => Promise<() => Promise<unknown>>, runs: boolean][] = [
  ['nginx', startNginx, isInstalled('nginx')],
  ['Caddy', startCaddy, isInstalled('caddy')],
  ['Traefik, as it is documented', startDocumentedTraefik, true],
];
for (const [name, , runs] of guides)
  if (!runs) console.warn(`NOT TESTED: the ${name} configuration of docs/forward-auth.md. ${name} is not on the PATH.`);

const identity = [
  'x-usher-account',
  'x-usher-email',
  'x-usher-email-verified',
  'x-usher-name',
  'x-usher-organization-role',
  'x-usher-workspace-role',
  'x-usher-workspace-roles',
];

describe.each(guides)('forward-auth by %s', (name, start, runs) => {
  const database = testDatabase();
  const stops: (() => Promise<unknown>)[] = [];
  let usher: Usher;
  let org = '';
  let workspace = '';
  let publicUrl = '';
  let ada: Browser;

  beforeAll(async () => {
    if (!runs) return;
    const application = await startApplication();
    stops.push(application.stop);
    const proxy = await freePort();
    publicUrl = `http://localhost:${proxy}`;
    usher = await runUsher({ env: { MONGODB_URI: database.uri, PUBLIC_URL: publicUrl } });
    type Page = { items: [{ id: string }] };
    org = (await usher.api<Page>('/organizations')).items[0].id;
    workspace = (await usher.api<Page>(`/organizations/${org}/workspaces`)).items[0].id;
    const ports = { proxy, usher: Number(new URL(usher.url).port), application: application.port };
    stops.push(await start({ ...ports, workspace }));
    ada = openBrowser();
    await signInAs(ada, `${publicUrl}/auth/login`, 'demo-ada');
  });
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop();
  });
  const test = it.skipIf(!runs);

  const cookiesOf = (browser: Browser) =>
    [...browser.cookies(publicUrl)].map(([cookie, { value }]) => `${cookie}=${value}`).join('; ');

  /** One request with exactly this path, by a visitor who is nobody or has these headers. */
  async function visit(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const { host } = new URL(publicUrl);
    const answer = await ask(publicUrl.replace('localhost', '127.0.0.1') + path, method, { host, ...headers });
    let text = '';
    for await (const chunk of answer) text += chunk;
    return { status: answer.statusCode, headers: answer.headers, text, echo: () => JSON.parse(text) as Echo };
  }
  const asAda = (path: string, headers: Record<string, string> = {}, method?: string) =>
    visit(path, { cookie: cookiesOf(ada), ...headers }, method);

  async function signedIn(person: string) {
    const browser = openBrowser();
    await signInAs(browser, `${publicUrl}/auth/login`, person);
    const { account, csrfToken } = JSON.parse((await browser.send(`${publicUrl}/api/v1/me`)).text);
    return { browser, accountId: account.id as string, csrfToken: csrfToken as string };
  }

  test('[106] who is not signed in signs in and comes back to what was asked for, query and all', async () => {
    const asked = '/reports/a%20b%25/c&d?x=1&y=a%26b%3Dc&z=100%25';
    const refused = await visit(asked);
    expect(refused.status).toBe(302);
    expect(refused.headers.location).toBe(`${publicUrl}/auth/login?returnTo=${encodeURIComponent(asked)}`);
    const browser = openBrowser();
    const arrived = await signInAs(browser, publicUrl + asked, 'demo-grace');
    expect([arrived.status, arrived.url]).toEqual([200, publicUrl + asked]);
    expect(JSON.parse(arrived.text)).toMatchObject({
      url: asked,
      headers: {
        'x-usher-account': expect.stringMatching(/^\w+$/),
        'x-usher-email': 'grace@demo.example',
        'x-usher-email-verified': 'true',
        'x-usher-name': 'Grace Hopper',
        'x-usher-organization-role': 'Organization User',
        'x-usher-workspace-role': 'Workspace Editor',
        'x-usher-workspace-roles': 'Workspace Editor',
      },
    });
  });

  test.each([
    '/reports/%0d%0aSet-Cookie:%20evil=1',
    '/reports/%0aX-Evil:%201%0a%0a<html>',
    '/reports/%E5%98%8D%E5%98%8ASet-Cookie:evil=1',
    '/reports/a&returnTo=//evil.test',
    '/reports/?returnTo=https://evil.test&connection=evil',
    '/reports/%',
    '/reports/%zz?%zz',
    '/reports/%25%30%64%25%30%61Set-Cookie:evil=1',
    '/reports/%2f%2fevil.test',
    '/reports/%5cevil.test',
    '/reports/@evil.test:80/',
    '/reports/$uri$args',
  ])('[106] %j puts nothing into an answer or a request', async (path) => {
    const refused = await visit(path);
    // Some of them are no URL for one proxy or another.
    expect([302, 400]).toContain(refused.status);
    if (refused.status === 302) {
      const { origin, pathname, searchParams } = new URL(refused.headers.location ?? '');
      expect([origin, pathname, [...searchParams.keys()]]).toEqual([publicUrl, '/auth/login', ['returnTo']]);
      expect([path, '/']).toContain(searchParams.get('returnTo'));
    }
    const passed = await asAda(path);
    expect([200, 400]).toContain(passed.status);
    if (passed.status === 200) expect(passed.echo().headers).toMatchObject({ 'x-usher-name': 'Ada Lovelace' });
    for (const { headers } of [refused, passed]) {
      expect(headers).not.toHaveProperty('x-evil');
      expect(String(headers['set-cookie'])).not.toContain('evil');
    }
  });

  test('[106] the application gets neither the cookies of Usher nor an API key, and all other cookies', async () => {
    const grace = await signedIn('demo-grace');
    const session = cookiesOf(grace.browser);
    expect(session).toMatch(/usher=s%3A/);
    const pending = 'usher-sign-in-0123456789abcdef=secret; __Host-usher-sign-in-0123456789abcdef=secret';
    for (const [sent, got] of [
      [`a=b; ${session}; c="d e"; ${pending}; usherette=f`, 'a=b; c="d e"; usherette=f'],
      [`${session}; ${pending}; a=b`, 'a=b'],
      [`a=${'x'.repeat(7_000)}; ${session}`, `a=${'x'.repeat(7_000)}`],
      [session, ''],
    ] as const) {
      const answer = await visit('/reports/', { cookie: sent });
      expect(answer.status).toBe(200);
      expect(answer.echo().headers.cookie ?? '').toBe(got);
    }
    const key = await grace.browser.send(`${publicUrl}/api/v1/me/api-keys`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': grace.csrfToken, origin: publicUrl },
      body: JSON.stringify({ description: 'a program', scopes: ['read'] }),
    });
    const authorization = `Bearer ${JSON.parse(key.text).token}`;
    const answer = await visit('/reports/', { authorization, cookie: 'a=b' });
    expect(answer.status).toBe(200);
    expect(answer.echo().headers).toMatchObject({ 'x-usher-account': grace.accountId, cookie: 'a=b' });
    expect(answer.text).not.toContain(authorization.slice('Bearer '.length));
    expect((await visit('/reports/', { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  test('[106] what a visitor sends under the names of the answer is replaced', async () => {
    const names = [
      'x-usher-account',
      'x-usher-email',
      'x-usher-email-verified',
      'x-usher-workspace-role',
      'x-usher-workspace-roles',
      'x-usher-name',
    ];
    const forged = Object.fromEntries(names.map((header) => [header, 'forged']));
    // The same names, as applications that turn headers into variables read them. Traefik has a setting for these.
    const twins = name.startsWith('Traefik') ? {} : { X_Usher_Account: 'forged', 'X_Usher-Email': 'forged' };
    const others = { 'x-forwarded-uri': '//evil.test', 'x-usher-cookie': 'usher=forged' };
    const passed = await asAda('/reports/', { ...forged, ...twins, ...others });
    expect(passed.status).toBe(200);
    for (const [header, value] of Object.entries(passed.echo().headers))
      if (identity.includes(header.replaceAll('_', '-'))) expect([header, value]).not.toEqual([header, 'forged']);
    expect(passed.echo().headers).toMatchObject({ 'x-usher-name': 'Ada Lovelace' });
    expect(passed.echo().headers.cookie ?? '').toBe('');
    const refused = await visit('/reports/', { ...forged, ...others, 'x-usher-sign-in': 'https://evil.test' });
    expect([refused.status, refused.headers.location]).toEqual([
      302,
      `${publicUrl}/auth/login?returnTo=${encodeURIComponent('/reports/')}`,
    ]);
  });

  test('403 for who may not, and the sign-in for who was deactivated, at the next request', async () => {
    const { browser } = await signedIn('demo-grace');
    const { items } = await usher.api<{ items: { id: string; email: string }[] }>(`/organizations/${org}/members`);
    const member = items.find(({ email }) => email === 'grace@demo.example')?.id;
    const path = `/organizations/${org}/workspaces/${workspace}/members/${member}/override`;
    const statusNow = async () => (await visit('/reports/', { cookie: cookiesOf(browser) })).status;
    expect(await statusNow()).toBe(200);
    await usher.api(path, { method: 'PUT', body: { effect: 'deny' } });
    expect(await statusNow()).toBe(403);
    await usher.api(path, { method: 'DELETE' });
    expect(await statusNow()).toBe(200);
    await usher.api(`/organizations/${org}/members/${member}`, { method: 'PATCH', body: { active: false } });
    expect(await statusNow()).toBe(302);
    await usher.api(`/organizations/${org}/members/${member}`, { method: 'PATCH', body: { active: true } });
  });

  test('writes reach the application, and its cookies the visitor beside the session, kept fresh', async () => {
    const answer = await ada.send(`${publicUrl}/reports/?x=1`, { method: 'POST', body: 'a form' });
    expect(JSON.parse(answer.text)).toMatchObject({ method: 'POST', url: '/reports/?x=1', body: 'a form' });
    const set = answer.headers.getSetCookie().map((cookie) => cookie.split('=', 1)[0]);
    expect(set.sort()).toEqual(['application', 'usher']);
  });

  test('[106] visitors reach neither the metrics nor the question', async () => {
    const paths = ['/metrics', '/metrics?a', '//metrics', '/Metrics', '/reports/../metrics'];
    const questions = [
      '/auth/verify',
      '/auth/verify?a',
      '/auth/verify/',
      '/Auth/Verify',
      '/auth/%76erify',
      '//auth/verify',
    ];
    for (const path of [...paths, ...questions, '/usher-verify', '/auth//verify', '/reports/../auth/verify']) {
      const answer = await asAda(path, { cookie: `${cookiesOf(ada)}; application=secret` });
      expect([path, answer.status === 200, answer.text.includes('usher_http')]).toEqual([path, false, false]);
      expect(answer.headers.cookie).toBeUndefined();
      for (const header of identity) expect(answer.headers).not.toHaveProperty(header);
    }
  });
});
