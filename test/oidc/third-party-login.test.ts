/** Sign-ins that a page of the provider begins (OpenID Connect Core 1.0 section 4). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import type { SignIn } from '../../src/oidc/router.ts';
import { policy, testDeployment } from '../support/domain.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { openBrowser } from '../support/oidc-browser.ts';
import { type HostileProvider, startHostileProvider } from '../support/oidc-provider.ts';

testDeployment();
let provider: HostileProvider;
let app: OidcApp;

beforeAll(async () => {
  provider = await startHostileProvider();
  const signInHere: SignIn = (by, claims, link, wants) => signIn(by, claims, policy, link, wants);
  app = await startOidcApp({ connect: () => provider.connection, signIn: signInHere });
});
afterAll(async () => {
  await app.stop();
  await provider.goDown();
});
beforeEach(() => {
  provider.bends = {};
});

const address = (parameters: Record<string, string>, connection = 'default') =>
  `${app.url}/auth/initiate/${connection}?${new URLSearchParams(parameters)}`;
const at = async (parameters: Record<string, string>, init: RequestInit = {}) => {
  const answer = await fetch(address(parameters), { redirect: 'manual', ...init });
  return { status: answer.status, location: answer.headers.get('location') };
};

describe('a sign-in that the provider begins', () => {
  it('is one like any other, and ends at the page that it names', async () => {
    const browser = openBrowser();
    const target_link_uri = `${app.url}/plain?from=tile`;
    const arrived = await browser.visit(address({ iss: provider.issuer, target_link_uri }));
    expect(arrived).toMatchObject({ status: 200, text: 'here', url: target_link_uri });
    expect(JSON.parse((await browser.send(`${app.url}/whoami`)).text).accountId).not.toBeNull();
  });

  it('passes on whom to expect', async () => {
    let asked = '';
    provider.bends.instead = {
      authorize: (request, response) => {
        asked = String(request.query.login_hint);
        response.send('who are you?');
      },
    };
    await openBrowser().visit(address({ iss: provider.issuer, login_hint: 'ada@acme.test' }));
    expect(asked).toBe('ada@acme.test');
  });

  it('may be begun by a form', async () => {
    const body = new URLSearchParams({ iss: provider.issuer, target_link_uri: `${app.url}/plain` });
    const answer = await fetch(`${app.url}/auth/initiate/default`, { method: 'POST', body, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/auth/login?connection=default&returnTo=%2Fplain',
    ]);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    'http://localhost.evil.example/',
    '',
  ])('[65] whose target is %s leads to /', async (target_link_uri) => {
    expect(await at({ iss: provider.issuer, target_link_uri })).toEqual({
      status: 303,
      location: '/auth/login?connection=default',
    });
  });

  it.each([
    ['another issuer', { iss: 'https://idp.example' }],
    ['no issuer', {}],
  ])('[51] with %s is refused with a page', async (_what, parameters) => {
    expect(await at(parameters as Record<string, string>)).toEqual({ status: 400, location: null });
  });

  it('at a connection that does not exist is 404', async () => {
    expect((await fetch(address({ iss: provider.issuer }, 'nobody'))).status).toBe(404);
  });
});
