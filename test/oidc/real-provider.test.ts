import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoProvider } from '../../src/oidc/demo/provider.ts';
import { connect, disconnect } from '../../src/storage/connection.ts';
import { testDatabase } from '../support/mongod.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { openBrowser, signInAs } from '../support/oidc-browser.ts';
import { startRealProvider } from '../support/oidc-provider.ts';

const database = testDatabase();
let provider: DemoProvider;
let app: OidcApp;

beforeAll(async () => {
  await connect(database.uri);
  app = await startOidcApp({
    connect: async (publicUrl) => {
      const started = await startRealProvider(publicUrl);
      provider = started;
      return started.connection;
    },
  });
});

afterAll(async () => {
  await app.stop();
  await provider.stop();
  await disconnect();
});

const whoami = async (browser: ReturnType<typeof openBrowser>) =>
  JSON.parse((await browser.send(`${app.url}/whoami`)).text) as { accountId: string | null; csrfToken: string | null };

describe('signing in at a real provider', () => {
  it('ends where the person wanted to go, signed in', async () => {
    const browser = openBrowser();
    const arrived = await signInAs(browser, `${app.loginUrl}?returnTo=/plain%3Fa=1`, 'demo-grace');
    expect(arrived).toMatchObject({ status: 200, url: `${app.url}/plain?a=1`, text: 'here' });
    expect((await whoami(browser)).accountId).toBe('account of demo-grace');
    expect(app.signedIn.at(-1)).toEqual({
      connectionId: 'default',
      issuer: provider.issuer,
      subject: 'demo-grace',
      email: 'grace@demo.example',
      emailTrusted: true,
      name: 'Grace Hopper',
      givenName: 'Grace',
      familyName: 'Hopper',
      trustedUserName: null,
      groups: null,
      acr: null,
      authTime: expect.any(Date),
    });
  });
});
