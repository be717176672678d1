/**
 * Usher against a real Keycloak, both as processes, set up by the commands of docs/idp/keycloak.md as they stand there. Not part
 * of the tests of CI: Keycloak is a download of its own and wants Java.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, openBrowser } from '../../support/oidc-browser.ts';
import { freePort } from '../../support/ports.ts';
import { runUsher, type Usher, until } from '../../support/usher.ts';
import { guide, type Keycloak, realm, startKeycloak } from './keycloak.ts';

let keycloak: Keycloak;
let usher: Usher;
const password = 'a password of the tests';

type Member = { readonly workspaces: readonly { readonly role: string }[] };

beforeAll(async () => {
  keycloak = await startKeycloak();
  const port = await freePort();
  const clientSecret = await run(guide.client, `http://localhost:${port}`, 'default');
  usher = await runUsher({
    port,
    env: {
      OAUTH_ISSUER_URL: keycloak.issuer,
      OAUTH_CLIENT_ID: 'usher',
      OAUTH_CLIENT_SECRET: clientSecret,
      INITIAL_ORG_ADMIN_EMAIL: 'ada@acme.test',
      OUTBOUND_ALLOWED_HOSTS: '127.0.0.1',
    },
  });
  for (const name of ['ada', 'bob', 'eve']) await addPerson(name);
});

afterAll(async () => {
  await usher?.stop();
  await keycloak?.stop();
});

/** Lines of the guide, as a reader fills them in. */
function run(lines: string, publicUrl: string, connection: string): Promise<string> {
  return keycloak.shell(lines, {
    PUBLIC_URL: publicUrl,
    CONNECTION: connection,
    KEYCLOAK: keycloak.url,
    REALM: realm,
  });
}

async function addPerson(name: string, more = ''): Promise<string> {
  const id = await keycloak.shell(
    `kcadm.sh create users -r ${realm} -i -s username=${name} -s enabled=true -s email=${name}@acme.test \\
      -s emailVerified=true -s firstName=${name} -s lastName=Test ${more}`,
  );
  await keycloak.shell(`kcadm.sh set-password -r ${realm} --userid ${id} --new-password '${password}'`);
  return id;
}

const idOf = (name: string) =>
  keycloak.shell(
    `kcadm.sh get users -r ${realm} -q exact=true -q username=${name} --fields id --format csv --noquotes`,
  );

/** Fills in Keycloak's own page. */
async function signIn(browser: Browser, name: string, loginUrl = `${usher.url}/auth/login`): Promise<Answer> {
  const page = await browser.visit(loginUrl);
  expect(page.url).toMatch(keycloak.issuer);
  const readable = { ...page, text: page.text.replaceAll('&amp;', '&') };
  return browser.submit(readable, { username: name, password });
}

const me = (browser: Browser) => browser.send(`${usher.url}/api/v1/me`);

async function signedIn(name: string): Promise<Browser> {
  const browser = openBrowser();
  await signIn(browser, name);
  expect((await me(browser)).status).toBe(200);
  return browser;
}

/** Why sessions ended, in any organization. */
async function endings(): Promise<unknown[]> {
  const { items } = await usher.api<{ items: { id: string }[] }>('/organizations');
  const found = await Promise.all(
    items.map(({ id }) =>
      usher.api<{ items: { after: { reason: unknown } }[] }>(`/organizations/${id}/audit-events?types=session.ended`),
    ),
  );
  return found.flatMap((page) => page.items.map(({ after }) => after.reason));
}

describe('the deployment’s own connection', () => {
  it('lets somebody in with a proven address', async () => {
    const browser = await signedIn('ada');
    expect(JSON.parse((await me(browser)).text)).toMatchObject({
      account: { email: 'ada@acme.test', emailVerified: true },
    });
  });

  it('ends the session here when an administrator signs somebody out there', async () => {
    const browser = await signedIn('bob');
    await keycloak.shell(`kcadm.sh create users/${await idOf('bob')}/logout -r ${realm}`);
    await until(async () => (await me(browser)).status === 401);
    await until(async () => (await endings()).includes('signed_out_at_provider'));
  });

  it('signs out there too, without a question, and comes back', async () => {
    const browser = await signedIn('bob');
    const { csrfToken } = JSON.parse((await me(browser)).text) as { csrfToken: string };
    const out = await browser.send(`${usher.url}/auth/logout`, {
      method: 'POST',
      headers: { origin: usher.url, 'x-csrf-token': csrfToken },
    });
    const back = await browser.visit(out.headers.get('location') ?? '');
    expect(back.trail.some((address) => address.startsWith(`${keycloak.issuer}/protocol/openid-connect/logout`))).toBe(
      true,
    );
    expect(back.trail).toContain(`${usher.url}/`);
    expect((await me(browser)).status).toBe(401);
    // Keycloak asks again who it is.
    expect((await browser.visit(`${usher.url}/auth/login`)).text).toMatch(/kc-form-login/);
  });

  it('begins at the tile in the account console', async () => {
    const tile = await keycloak.shell(
      `kcadm.sh get clients -r ${realm} -q clientId=usher --fields baseUrl --format csv --noquotes`,
    );
    const browser = openBrowser();
    await signIn(browser, 'eve', tile);
    expect((await me(browser)).status).toBe(200);
  });
});

describe('a connection of an organization', () => {
  it('gives roles by groups and takes them back, and signs in by a key', async () => {
    const { id: org } = await usher.api<{ id: string }>('/organizations', { method: 'POST', body: { name: 'Second' } });
    const order = { name: 'Keycloak', issuer: keycloak.issuer, clientId: 'usher-second' };
    const more = { clientAuthentication: 'private_key_jwt', groupSync: true };
    const made = await usher.api<{ id: string; loginUrl: string; jwksUri: string }>(
      `/organizations/${org}/sso-connections`,
      { method: 'POST', body: { ...order, ...more } },
    );
    const own = guide.client.replace('"clientId": "usher"', '"clientId": "usher-second"');
    await run([own, guide.groups, guide.key].join('\n'), usher.url, made.id);
    const { steps } = await usher.api<{ steps: { ok: boolean }[] }>(
      `/organizations/${org}/sso-connections/${made.id}/test`,
      { method: 'POST' },
    );
    expect(steps.every(({ ok }) => ok)).toBe(true);

    const group = await keycloak.shell(
      `kcadm.sh create groups -r ${realm} -i -s 'name=Acme Organization User:Workspace 1:Workspace Viewer'`,
    );
    const id = await addPerson('grace');
    await keycloak.shell(`kcadm.sh update users/${id}/groups/${group} -r ${realm} -n -b '{}'`);
    // The directory has announced her under the subject that Keycloak gives.
    const { token } = await usher.api<{ token: string }>(`/organizations/${org}/scim/tokens`, {
      method: 'POST',
      body: { description: 'try' },
    });
    const pushed = await fetch(`${usher.scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'grace@acme.test',
        externalId: id,
      }),
    });
    const { id: member } = (await pushed.json()) as { id: string };
    const roles = async () => {
      const { workspaces } = await usher.api<Member>(`/organizations/${org}/members/${member}`);
      return workspaces.map(({ role }) => role);
    };
    const browser = openBrowser();
    await signIn(browser, 'grace', made.loginUrl);
    expect((await me(browser)).status).toBe(200);
    expect(await roles()).toEqual(['Workspace Viewer']);

    await keycloak.shell(`kcadm.sh delete users/${id}/groups/${group} -r ${realm}`);
    await browser.visit(made.loginUrl);
    expect(await roles()).not.toContain('Workspace Viewer');
  });
});
