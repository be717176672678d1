/** The console on a running server, as people see it who sign in at the demo provider. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLogger } from '../../src/http/logging.ts';
import type { DemoPerson } from '../../src/oidc/demo/people.ts';
import { type RunningUsher, startUsher } from '../../src/start.ts';
import { openPage } from '../support/browser.ts';
import { testDatabase } from '../support/mongod.ts';
import { type Browser, openBrowser, signInAs } from '../support/oidc-browser.ts';
import { freePort } from '../support/ports.ts';

export const mallory = '<img src=x onerror=alert(1)>';

const people: readonly DemoPerson[] = [
  { sub: 'ada', email: 'ada@demo.example', name: 'Ada Lovelace' },
  { sub: 'grace', email: 'grace@demo.example', name: 'Grace Hopper' },
  { sub: 'mallory', email: 'mallory@demo.example', name: mallory },
  { sub: 'radia', email: 'radia@demo.example', name: 'Radia Perlman' },
  { sub: 'eve', email: 'eve@demo.example', name: 'Eve Unproven', claims: { email_verified: false } },
  { sub: 'alan', email: 'alan@demo.example', name: 'Alan Turing' },
];

const deploymentKey = 'the-deployment-key-of-these-tests-long-enough';

/** Call in a `describe`: one server for all of its tests, of which Ada Lovelace is the Organization Admin. */
export function testConsole(environment: Readonly<Record<string, string>> = {}) {
  const { uri } = testDatabase();
  let usher: RunningUsher;

  beforeAll(async () => {
    const config = loadConfig({
      PORT: String(await freePort()),
      MONGODB_URI: uri,
      INITIAL_ORG_ADMIN_EMAIL: 'ada@demo.example',
      BOOTSTRAP_API_KEY: deploymentKey,
      ...environment,
    });
    usher = await startUsher(config, { logger: createLogger('silent'), report: () => undefined, people });
  }, 60_000);
  afterAll(() => usher?.stop());

  /** Whatever the browser complains of, and whatever it asks of others than these, fails the test. */
  const blank = async (options: BrowserContextOptions = {}, alsoKnown: readonly string[] = []): Promise<Page> => {
    const page = await openPage(options);
    const complaints = complaintsOf(page, [usher.publicUrl, usher.demoIssuer ?? '', ...alsoKnown]);
    onTestFinished(() => expect(complaints).toEqual([]));
    return page;
  };

  const open = async (path: string, options?: BrowserContextOptions, alsoKnown?: readonly string[]): Promise<Page> => {
    const page = await blank(options, alsoKnown);
    await page.goto(usher.publicUrl + path);
    return page;
  };

  /**
   * Signed in, at this address of the console; `ORG` in it is the default organization. The way by the provider is gone
   * without Chromium, which would load two pages more for each test; welcome.browser.test.ts goes it there.
   */
  const signIn = async (name: string, path = '/console', options?: BrowserContextOptions): Promise<Page> => {
    const page = await blank(options);
    const browser = openBrowser({ 'user-agent': await page.evaluate('navigator.userAgent') });
    const { sub } = people.find((one) => one.name === name) as DemoPerson;
    await signInAs(browser, `${usher.publicUrl}/auth/login`, sub);
    await page.context().addCookies(cookiesOf(browser, usher.publicUrl));
    await page.goto(usher.publicUrl + path.replace('ORG', usher.defaultOrgId));
    await page.getByRole('button', { name: `Account of ${name}` }).waitFor();
    return page;
  };

  /** The API, by the deployment key. */
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${usher.publicUrl}/api/v1${path.replace('ORG', usher.defaultOrgId)}`, {
      method,
      headers: { authorization: `Bearer ${deploymentKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };

  return { usher: () => usher, open, signIn, ask, ...directoryOf(() => usher) };
}

/** What it holds for this address, as Chromium takes it. */
function cookiesOf(browser: Browser, url: string) {
  return [...browser.cookies(url)].map(([name, { value, path, attributes }]) => ({
    name,
    value,
    path,
    domain: new URL(url).hostname,
    httpOnly: /httponly/i.test(attributes),
    secure: /secure/i.test(attributes),
    sameSite: /samesite=strict/i.test(attributes) ? ('Strict' as const) : ('Lax' as const),
  }));
}

function complaintsOf(page: Page, known: readonly string[]): string[] {
  const origins = known.filter(Boolean).map((address) => new URL(address).origin);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isRefusal(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && !origins.includes(origin)) complaints.push(`asked ${request.url()}`);
  });
  return complaints;
}

/** Chromium tells of each answer that is none of success; what the page makes of it is for the test to see. */
const isRefusal = (text: string) => text.startsWith('Failed to load resource');

/** What an identity provider does. */
function directoryOf(usher: () => RunningUsher) {
  const send = async (path: string, init: RequestInit = {}) => {
    const authorization = `Bearer ${await usher().issueScimToken('test')}`;
    const headers = { authorization, 'content-type': 'application/scim+json' };
    return fetch(`${usher().scimUrl}/${path}`, { ...init, headers });
  };
  const push = async (path: 'Users' | 'Groups', resource: object): Promise<string> => {
    const response = await send(path, { method: 'POST', body: JSON.stringify(resource) });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  };
  return {
    renameGroup: async (id: string, displayName: string) => {
      const response = await send(`Groups/${id}`, {
        method: 'PATCH',
        body: JSON.stringify({
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'displayName', value: displayName }],
        }),
      });
      expect(response.ok).toBe(true);
    },
    pushUser: (userName: string, displayName: string, more: object = {}) =>
      push('Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName,
        displayName,
        emails: [{ value: userName, primary: true }],
        ...more,
      }),
    pushGroup: async (displayName: string, userNames: readonly string[]) => {
      const members = await Promise.all(
        userNames.map(async (name) => {
          const found = await send(`Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`);
          const { Resources } = (await found.json()) as { Resources: { id: string }[] };
          return { value: Resources[0]?.id };
        }),
      );
      return push('Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName, members });
    },
  };
}
