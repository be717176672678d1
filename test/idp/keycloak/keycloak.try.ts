/**
 * Usher against a real Keycloak, both as processes, set up by the commands of docs/idp/keycloak.md as they stand there. Not part
 * of the tests of CI: Keycloak is a download of its own and wants Java.
 */
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDatabase } from '../../support/mongod.ts';
import { type Answer, type Browser, openBrowser } from '../../support/oidc-browser.ts';
import { freePort } from '../../support/ports.ts';
import { runUsher, type Usher, until } from '../../support/usher.ts';
import { guide, type Keycloak, realm, startKeycloak } from './keycloak.ts';
import { addPerson, codeOfPhone, fillIn, password } from './people.ts';

let keycloak: Keycloak;
let usher: Usher;
const database = ownDatabase();

type Member = { readonly workspaces: readonly { readonly role: string }[] };
type Session = { readonly current: boolean; readonly authTime: string | null; readonly acr: string | null };

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
      MONGODB_URI: database.uri,
    },
  });
  for (const name of ['ada', 'bob', 'eve']) await addPerson(keycloak, name);
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

const idOf = (name: string) =>
  keycloak.shell(
    `kcadm.sh get users -r ${realm} -q exact=true -q username=${name} --fields id --format csv --noquotes`,
  );

async function signIn(browser: Browser, name: string, loginUrl = `${usher.url}/auth/login`): Promise<Answer> {
  return fillIn(browser, await browser.visit(loginUrl), { username: name, password });
}

const me = (browser: Browser) => browser.send(`${usher.url}/api/v1/me`);

async function signedIn(name: string): Promise<Browser> {
  const browser = openBrowser();
  await signIn(browser, name);
  expect((await me(browser)).status).toBe(200);
  return browser;
}

async function sessionOf(browser: Browser): Promise<Session | undefined> {
  const { text } = await browser.send(`${usher.url}/api/v1/me/sessions`);
  return (JSON.parse(text) as { items: Session[] }).items.find(({ current }) => current);
}

/** Asks for a personal key; the status. */
async function makeKey(browser: Browser): Promise<number> {
  const { csrfToken } = JSON.parse((await me(browser)).text) as { csrfToken: string };
  const { status } = await browser.send(`${usher.url}/api/v1/me/api-keys`, {
    method: 'POST',
    headers: { origin: usher.url, 'x-csrf-token': csrfToken, 'content-type': 'application/json' },
    body: JSON.stringify({ description: 'script', scopes: ['read'] }),
  });
  return status;
}

/** All sign-ins of before are a quarter of an hour older. */
async function ageSessions(): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(database.uri).connect();
  const earlier = (field: string) => ({ $dateSubtract: { startDate: `$${field}`, unit: 'minute', amount: 15 } });
  const fields = ['session.signedInAt', 'session.provider.authTime'];
  const change = Object.fromEntries(fields.map((field) => [field, earlier(field)]));
  await client
    .db()
    .collection('sessions')
    .updateMany({}, [{ $set: change }]);
  await client.close();
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

describe('what matters most', () => {
  it('is done after confirming there, although Keycloak knows the browser', async () => {
    const browser = await signedIn('ada');
    expect(await makeKey(browser)).toBe(201);
    await ageSessions();
    const before = await sessionOf(browser);
    expect(await makeKey(browser)).toBe(401);
    const page = await browser.visit(`${usher.url}/auth/confirm?returnTo=/api/v1/me`);
    const { searchParams } = new URL(page.trail.find((address) => address.startsWith(keycloak.issuer)) ?? '');
    expect(Object.fromEntries(searchParams)).toMatchObject({ max_age: '600', prompt: 'login' });
    expect((await fillIn(browser, page, { password })).url).toBe(`${usher.url}/api/v1/me`);
    expect(await makeKey(browser)).toBe(201);
    const after = await sessionOf(browser);
    expect(Date.parse(after?.authTime ?? '')).toBeGreaterThanOrEqual(Date.parse(before?.authTime ?? '') + 15 * 60_000);
  });

  it('is not done after somebody else has confirmed', async () => {
    const browser = await signedIn('ada');
    await ageSessions();
    browser.forget(keycloak.url);
    const back = await signIn(browser, 'bob', `${usher.url}/auth/confirm`);
    expect([back.status, back.text]).toEqual([403, expect.stringContaining('You came back as somebody else')]);
    expect(await makeKey(browser)).toBe(401);
  });
});

describe('a connection of an organization', () => {
  let org: string;
  let made: { readonly id: string; readonly loginUrl: string };

  beforeAll(async () => {
    org = (await usher.api<{ id: string }>('/organizations', { method: 'POST', body: { name: 'Second' } })).id;
    const order = { name: 'Keycloak', issuer: keycloak.issuer, clientId: 'usher-second' };
    const more = { clientAuthentication: 'private_key_jwt', groupSync: true };
    made = await usher.api(`/organizations/${org}/sso-connections`, { method: 'POST', body: { ...order, ...more } });
    const own = guide.client.replace('"clientId": "usher"', '"clientId": "usher-second"');
    await run([own, guide.groups, guide.key].join('\n'), usher.url, made.id);
  });

  /** The directory has announced them under the subject that Keycloak gives. */
  async function announce(name: string, externalId: string): Promise<string> {
    const order = { method: 'POST', body: { description: name } };
    const { token } = await usher.api<{ token: string }>(`/organizations/${org}/scim/tokens`, order);
    const pushed = await fetch(`${usher.scimUrl}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `${name}@acme.test`,
        externalId,
      }),
    });
    return ((await pushed.json()) as { id: string }).id;
  }

  const change = (body: object) =>
    usher.api(`/organizations/${org}/sso-connections/${made.id}`, { method: 'PATCH', body });

  async function refusals(): Promise<unknown[]> {
    const { items } = await usher.api<{ items: { after: { reason: unknown } }[] }>(
      `/organizations/${org}/audit-events?types=sign_in.refused`,
    );
    return items.map(({ after }) => after.reason);
  }

  it('gives roles by groups and takes them back, and signs in by a key', async () => {
    const { steps } = await usher.api<{ steps: { ok: boolean }[] }>(
      `/organizations/${org}/sso-connections/${made.id}/test`,
      { method: 'POST' },
    );
    expect(steps.every(({ ok }) => ok)).toBe(true);

    const group = await keycloak.shell(
      `kcadm.sh create groups -r ${realm} -i -s 'name=Acme Organization User:Workspace 1:Workspace Viewer'`,
    );
    const id = await addPerson(keycloak, 'grace');
    await keycloak.shell(`kcadm.sh update users/${id}/groups/${group} -r ${realm} -n -b '{}'`);
    const member = await announce('grace', id);
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

  it('refuses a group that is required and missing, and lets in by a mapping', async () => {
    await change({ requiredGroups: ['acme-staff'] });
    const group = await keycloak.shell(`kcadm.sh create groups -r ${realm} -i -s name=acme-staff`);
    const id = await addPerson(keycloak, 'hugo');
    const member = await announce('hugo', id);
    const browser = openBrowser();
    expect((await signIn(browser, 'hugo', made.loginUrl)).status).toBe(403);

    const { items } = await usher.api<{ items: { id: string }[] }>(`/organizations/${org}/workspaces`);
    const targets = items.map((workspace) => ({ workspaceId: workspace.id, workspaceRole: 'Workspace Editor' }));
    await usher.api(`/organizations/${org}/scim/mappings`, {
      method: 'POST',
      body: { group: { displayName: 'acme-staff' }, targets },
    });
    await keycloak.shell(`kcadm.sh update users/${id}/groups/${group} -r ${realm} -n -b '{}'`);
    await browser.visit(made.loginUrl);
    expect((await me(browser)).status).toBe(200);
    const { workspaces } = await usher.api<Member>(`/organizations/${org}/members/${member}`);
    expect(workspaces.map(({ role }) => role)).toEqual(['Workspace Editor']);
    await change({ requiredGroups: [] });
  });

  it('asks for a second factor, and lets in nobody without', async () => {
    await change({ acrValues: ['otp'] });
    expect((await signIn(openBrowser(), 'grace', made.loginUrl)).status).toBe(403);

    await run(guide.levels, usher.url, made.id);
    await announce('otto', await addPerson(keycloak, 'otto', { hasPhone: true }));
    const browser = openBrowser();
    const page = await signIn(browser, 'otto', made.loginUrl);
    await fillIn(browser, page, { otp: codeOfPhone() });
    expect((await me(browser)).status).toBe(200);
    expect(await sessionOf(browser)).toMatchObject({ acr: 'otp', authTime: expect.any(String) });
    await change({ acrValues: [] });
  });

  it('asks again when the sign-in at Keycloak is older than it may be', async () => {
    const browser = openBrowser();
    await signIn(browser, 'grace', made.loginUrl);
    const at = Date.now();
    expect((await me(browser)).status).toBe(200);
    await change({ maxAgeSeconds: 60 });
    expect((await browser.visit(made.loginUrl)).url).toMatch(usher.url);
    await until(() => Date.now() > at + 61_000);
    await fillIn(browser, await browser.visit(made.loginUrl), { password });
    expect(Date.parse((await sessionOf(browser))?.authTime ?? '')).toBeGreaterThan(at);
    await change({ maxAgeSeconds: null });
    // Refusals are told when their minute is over.
    await until(async () => (await refusals()).length > 1);
    expect(new Set(await refusals())).toEqual(new Set(['missing_group', 'weak_sign_in']));
  });
});
