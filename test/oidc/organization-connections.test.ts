/** The OIDC door and the API with providers of organizations: real provider, real rules, real sessions. */

import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiRouter } from '../../src/api/api-router.ts';
import { forwardAuthRouter } from '../../src/api/forward-auth-router.ts';
import { changeConnection, deleteConnection } from '../../src/domain/administration/connections/change-connection.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import { startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { invitationPages } from '../../src/oidc/invitation-pages.ts';
import type { SignIn } from '../../src/oidc/router.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { newConnection } from '../domain/entry/sign-in/people.ts';
import {
  context,
  invitationSettings,
  newOrganization,
  person,
  personalKeyOf,
  policy,
  secretBox,
  setOrganizationRole,
  testDeployment,
} from '../support/domain.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { type Browser, openBrowser, signInAs } from '../support/oidc-browser.ts';
import { startHostileProvider } from '../support/oidc-provider.ts';

testDeployment();

let app: OidcApp;
let strict: OidcApp;

const signInHere: SignIn = (by, claims, link, wants) => signIn(by, claims, policy, link, wants);

beforeAll(async () => {
  const hostile = await startHostileProvider();
  await hostile.goDown();
  const options = {
    connect: () => hostile.connection,
    signIn: signInHere,
  };
  app = await startOidcApp({ ...options, outboundAllowedHosts: ['127.0.0.1'], mount: mountApi });
  strict = await startOidcApp(options);
});

afterAll(async () => {
  await app.stop();
  await strict.stop();
});

function mountApi(publicUrl: string, session: express.RequestHandler): express.Router {
  const config = {
    mode: 'configured' as const,
    live: liveFeed(),
    ...invitationSettings,
    publicUrl,
    apiKeyMaxDays: 365,
    basicAuth: false,
    subjectClaims: {},
    outboundAllowedHosts: [],
    oidc: null,
    initial: { workspaceName: 'Workspace 1' },
    flags: {
      workspaceScopeOrgInvitesEnabled: false,
      userOrgCreationDisabled: false,
      personalOrgsDisabled: true,
      jitProvisioningEnabled: true,
    },
  };
  return express
    .Router()
    .use('/api/v1', session, apiRouter({ config }))
    .use('/auth/verify', session, forwardAuthRouter({ config }))
    .use(invitationPages({ publicUrl, sessions: session, passwords: null, signIn: signInHere }));
}

const people = [
  {
    sub: 'ada',
    email: 'ada@acme.test',
    name: 'Ada',
    claims: { groups: ['Organization User:Workspace 1:Workspace Viewer'] },
  },
  { sub: 'mallory', email: 'mallory@acme.test', name: 'Mallory' },
];

/** An organization with a real provider of its own, which knows the people above. */
async function place() {
  const { orgId, workspaceId } = await newOrganization();
  const { _id: id } = await newConnection(orgId);
  const redirectUris = [`${app.url}/auth/callback/${id}`, `${strict.url}/auth/callback/${id}`];
  const provider = await startDemoProvider({ people, port: 0, redirectUris, postLogoutRedirectUris: [] });
  const { issuer, clientId, clientSecret } = provider;
  await changeConnection(context, orgId, id, { issuer, clientId, clientSecret }, secretBox);
  const member = await createUser(context, orgId, person('ada', { externalId: 'ada' }));
  return { orgId, workspaceId, id, provider, memberId: member._id, login: `${app.loginUrl}?connection=${id}` };
}

const statusOfMe = async (browser: ReturnType<typeof openBrowser>) =>
  (await browser.send(`${app.url}/api/v1/me`)).status;

describe("the sign-in paths of an organization's own connection", () => {
  it('sign a member in, who is told that there is no workspace yet', async () => {
    const { orgId, memberId, login, provider } = await place();
    const browser = openBrowser();
    const arrived = await signInAs(browser, `${login}&returnTo=/plain`, 'ada');
    expect(arrived).toMatchObject({ status: 200, text: expect.stringContaining('No workspace yet') });
    expect(arrived.text).toContain('href="/plain"');
    expect((await browser.send(arrived.url)).text).toBe(arrived.text);
    const elsewhere = await browser.send(`${app.url}/auth/no-workspace?returnTo=//evil.example`);
    expect(elsewhere.text).toContain('href="/">Continue');
    expect(await statusOfMe(browser)).toBe(200);
    expect(await tenant(orgId).findOne(members, { _id: memberId })).toMatchObject({ accountId: expect.any(String) });
    await provider.stop();
  });

  it('read the groups claim, and go where the person wanted with a workspace', async () => {
    const { orgId, id, login, provider } = await place();
    await changeConnection(context, orgId, id, { groupSync: true }, secretBox);
    expect(await signInAs(openBrowser(), `${login}&returnTo=/plain`, 'ada')).toMatchObject({
      status: 200,
      text: 'here',
    });
    await changeConnection(context, orgId, id, { requiredGroups: ['Staff'] }, secretBox);
    const refused = await signInAs(openBrowser(), login, 'ada');
    expect(refused).toMatchObject({ status: 403, text: expect.stringContaining('members of certain groups') });
    await provider.stop();
  });

  it('refuse whom the organization does not know, without a session', async () => {
    const { login, provider } = await place();
    const browser = openBrowser();
    expect(await signInAs(browser, login, 'mallory')).toMatchObject({ status: 403 });
    expect(await statusOfMe(browser)).toBe(401);
    await provider.stop();
  });

  it('are 404 for what is unknown, switched off or deleted, at both ends', async () => {
    const { orgId, id, login, provider } = await place();
    const callback = `${app.url}/auth/callback/${id}`;
    const both = async () => [(await openBrowser().send(login)).status, (await openBrowser().send(callback)).status];
    expect(await both()).toEqual([302, 400]);
    await changeConnection(context, orgId, id, { enabled: false }, secretBox);
    expect(await both()).toEqual([404, 404]);
    await changeConnection(context, orgId, id, { enabled: true }, secretBox);
    expect(await both()).toEqual([302, 400]);
    await deleteConnection(context, orgId, id);
    expect(await both()).toEqual([404, 404]);
    expect((await openBrowser().send(`${app.loginUrl}?connection=%24ne`)).status).toBe(404);
    await provider.stop();
  });

  it('[101] are asked again at once when a connection whose provider failed is changed', async () => {
    const failing = await startHostileProvider();
    failing.bends = { instead: { discovery: (_request, response) => void response.status(503).end() } };
    const { orgId } = await newOrganization();
    const { _id: id } = await newConnection(orgId, { issuer: failing.issuer });
    const begin = async () => (await openBrowser().send(`${app.loginUrl}?connection=${id}`)).status;
    for (let n = 0; n < 5; n += 1) expect(await begin()).toBe(502);
    expect(failing.asked.discovery).toBe(2);
    failing.bends = {};
    expect(await begin()).toBe(502);
    await changeConnection(context, orgId, id, { name: 'Mended' }, secretBox);
    expect(await begin()).toBe(302);
    await failing.goDown();
  });

  it('use what was changed on another node from the next request on', async () => {
    const { orgId, id, login, provider } = await place();
    const askedFor = async () => new URL((await openBrowser().send(login)).headers.get('location') ?? '').searchParams;
    expect((await askedFor()).get('scope')).toBe('openid email profile');
    await changeConnection(context, orgId, id, { scopes: 'openid email' }, secretBox);
    expect((await askedFor()).get('scope')).toBe('openid email');
    await provider.stop();
  });

  it('end the session with the membership', async () => {
    const { orgId, memberId, login, provider } = await place();
    const browser = openBrowser();
    await signInAs(browser, login, 'ada');
    expect(await statusOfMe(browser)).toBe(200);
    await changeUser(context, orgId, memberId, (current) => ({ ...current, active: false }));
    expect(await statusOfMe(browser)).toBe(401);
    await provider.stop();
  });

  it('[81] never ask a provider in the private network that is not listed', async () => {
    const { id, provider } = await place();
    expect((await openBrowser().send(`${strict.loginUrl}?connection=${id}`)).status).toBe(502);
    await provider.stop();
  });

  it('[100] show the same page for a provider whose name nobody knows and one in the own network', async () => {
    const pages = await Promise.all(
      ['https://localhost:2', 'https://nobody.invalid'].map(async (issuer) => {
        const { orgId, id, provider } = await place();
        await changeConnection(context, orgId, id, { issuer, clientSecret: 'another' }, secretBox);
        await provider.stop();
        const { status, text } = await openBrowser().send(`${strict.loginUrl}?connection=${id}`);
        return [status, text.replace(/Request id: [^<]*/, '').replaceAll(id, '')];
      }),
    );
    expect(pages[0]).toEqual([502, expect.stringContaining('cannot be reached')]);
    expect(pages[1]).toEqual(pages[0]);
  });
});

/** Somebody signed in by the organization's own provider, as an admin of it and a member of another organization too. */
async function ofBoth() {
  const here = await place();
  const elsewhere = await newOrganization('Elsewhere');
  const browser = openBrowser();
  await signInAs(browser, `${here.login}&returnTo=/plain`, 'ada');
  await setOrganizationRole(context, here.orgId, here.memberId, 'Organization Admin');
  const other = await createUser(context, here.orgId, person('grace'));
  await setOrganizationRole(context, here.orgId, other._id, 'Organization Admin');
  const there = await createUser(context, elsewhere.orgId, person('ada', { externalId: 'other' }));
  const { accountId } = (await tenant(here.orgId).findOne(members, { _id: here.memberId })) ?? {};
  // As when the account had joined there by the deployment's connection.
  await mongoClient()
    .db()
    .collection<{ _id: string }>('members')
    .updateOne({ _id: there._id }, { $set: { accountId } });
  await setOrganizationRole(context, elsewhere.orgId, there._id, 'Organization Admin');
  const { csrfToken } = JSON.parse((await browser.send(`${app.url}/api/v1/me`)).text);
  const write = (path: string, body: object = {}, method = 'POST') =>
    browser.send(`${app.url}/api/v1${path}`, {
      method,
      headers: { origin: app.url, 'x-csrf-token': csrfToken, 'content-type': 'application/json' },
      ...(method === 'DELETE' ? {} : { body: JSON.stringify(body) }),
    });
  const read = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await (Object.keys(headers).length > 0 ? openBrowser() : browser).send(app.url + path, { headers });
    return { status: answer.status, body: answer.text === '' ? null : JSON.parse(answer.text) };
  };
  return { ...here, elsewhere: elsewhere.orgId, accountId: accountId ?? '', browser, write, read };
}

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('[88] a session of an organization’s own connection', () => {
  it('shows that organization alone, at every door, and so does a key that is made in it', async () => {
    const { orgId, elsewhere, read, write, provider } = await ofBoth();
    const made = await write('/me/api-keys', { description: 'CI' });
    expect(made.status).toBe(201);
    const { token, id } = JSON.parse(made.text);
    for (const headers of [{}, { authorization: `Bearer ${token}` }] as Record<string, string>[]) {
      expect(idsOf((await read('/api/v1/me', headers)).body.organizations)).toEqual([orgId]);
      expect(idsOf((await read('/api/v1/organizations', headers)).body.items)).toEqual([orgId]);
      expect((await read(`/api/v1/organizations/${orgId}/members`, headers)).status).toBe(200);
      for (const path of ['', '/members', '/service-keys'])
        expect((await read(`/api/v1/organizations/${elsewhere}${path}`, headers)).status).toBe(404);
      expect((await read(`/auth/verify?organization=${orgId}`, headers)).status).toBe(200);
      expect((await read(`/auth/verify?organization=${elsewhere}`, headers)).status).toBe(403);
    }
    const told = async (org: string) => (await tenant(org).find(events, { 'subject.tokenId': id })).map((e) => e.type);
    expect([await told(orgId), await told(elsewhere)]).toEqual([['api_key.created'], []]);
    await provider.stop();
  });

  it('makes a key that makes keys which reach no further', async () => {
    const { orgId, elsewhere, read, write, provider } = await ofBoth();
    const parent = JSON.parse((await write('/me/api-keys', { description: 'parent' })).text).token;
    const child = await openBrowser().send(`${app.url}/api/v1/me/api-keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${parent}`, 'content-type': 'application/json' },
      body: JSON.stringify({ description: 'child' }),
    });
    const headers = { authorization: `Bearer ${JSON.parse(child.text).token}` };
    expect(idsOf((await read('/api/v1/organizations', headers)).body.items)).toEqual([orgId]);
    expect((await read(`/api/v1/organizations/${elsewhere}`, headers)).status).toBe(404);
    await provider.stop();
  });

  it('creates no organization, and makes none the default one', async () => {
    const { orgId, elsewhere, write, provider } = await ofBoth();
    const refused = await write('/organizations', { name: 'Mine' });
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([403, 'sign_in_elsewhere']);
    const setDefault = async (org: string) => (await write(`/organizations/${org}/set-default`)).status;
    expect([await setDefault(orgId), await setDefault(elsewhere)]).toEqual([403, 404]);
    await provider.stop();
  });

  it('neither sees nor ends what its person has by other connections', async () => {
    const { accountId, browser, read, write, provider } = await ofBoth();
    const { token, secret } = await personalKeyOf(accountId, { description: 'x', scopes: ['read'], expiresAt: null });
    const row = { accountId, connectionId: 'default', signedInAt: new Date() };
    const store = mongoClient().db().collection<{ _id: string }>('sessions');
    const session = {
      _id: `of-${accountId}`,
      expires: new Date(Date.now() + 3_600_000),
      lastModified: new Date(),
      session: row,
    };
    await store.insertOne(session);
    expect((await read('/api/v1/me/sessions')).body.items).toMatchObject([{ current: true }]);
    expect((await read('/api/v1/me/api-keys')).body.items).toEqual([]);
    expect((await write(`/me/sessions/${session._id}`, {}, 'DELETE')).status).toBe(404);
    expect((await write(`/me/api-keys/${token._id}`, {}, 'DELETE')).status).toBe(404);
    expect((await write('/me/sessions', {}, 'DELETE')).status).toBe(204);
    expect(await store.findOne({ _id: session._id })).not.toBeNull();
    expect((await read('/api/v1/me', { authorization: `Bearer ${secret}` })).status).toBe(200);
    expect(await statusOfMe(browser)).toBe(200);
    await provider.stop();
  });

  it('is seen and ended by admins of that organization, and by no others', async () => {
    const { orgId, elsewhere, memberId, accountId, browser, provider } = await ofBoth();
    const there = (await tenant(elsewhere).findOne(members, { accountId }))?._id ?? '';
    const keyOf = async (org: string) => {
      const order = { description: 'ops', scopes: ['read' as const, 'write' as const], expiresAt: null };
      return { authorization: `Bearer ${(await createServiceKey(context, org, order)).secret}` };
    };
    const list = async (org: string, member: string) => {
      const path = `${app.url}/api/v1/organizations/${org}/members/${member}/sessions`;
      const { text } = await openBrowser().send(path, { headers: await keyOf(org) });
      return { path, items: JSON.parse(text).items };
    };
    expect((await list(elsewhere, there)).items).toEqual([]);
    const { path, items } = await list(orgId, memberId);
    const foreign = path.replace(orgId, elsewhere).replace(memberId, there);
    const end = async (from: string, org: string) =>
      (await openBrowser().send(`${from}/${items[0].id}`, { method: 'DELETE', headers: await keyOf(org) })).status;
    expect([await end(foreign, elsewhere), await statusOfMe(browser)]).toEqual([404, 200]);
    expect([await end(path, orgId), await statusOfMe(browser)]).toEqual([204, 401]);
    const [event] = await tenant(orgId).find(events, { type: 'session.ended', 'subject.memberId': memberId });
    expect(event?.after).toEqual({ reason: 'ended_by_admin', sessions: 1 });
    expect(await tenant(elsewhere).find(events, { type: 'session.ended' })).toEqual([]);
    await provider.stop();
  });
});

describe('[93] an ended session', () => {
  const ways: [string, (of: Awaited<ReturnType<typeof ofBoth>>) => Promise<unknown>][] = [
    [
      'whose connection is switched off',
      ({ orgId, id }) => changeConnection(context, orgId, id, { enabled: false }, secretBox),
    ],
    [
      'whose person was deactivated and activated again',
      async ({ orgId, memberId }) => {
        for (const active of [false, true])
          await changeUser(context, orgId, memberId, (current) => ({ ...current, active }));
      },
    ],
  ];
  const link = `/invitations/${'x'.repeat(43)}`;
  type Door = (browser: Browser, of: { orgId: string }) => Promise<unknown>;
  const statusAt = async (browser: Browser, path: string) => (await browser.send(app.url + path)).status;
  const doors: [string, Door, whenItLives: unknown, whenItIsOver: unknown][] = [
    [
      'the page of an invitation',
      async (browser) => (await browser.send(app.url + link)).text.includes('Signed in as'),
      true,
      false,
    ],
    [
      'the form of an invitation',
      async (browser) => (await browser.send(app.url + link, { method: 'POST', headers: { origin: app.url } })).status,
      403,
      303,
    ],
    ['the API', (browser) => statusAt(browser, '/api/v1/me'), 200, 401],
    ['forward-auth', (browser, { orgId }) => statusAt(browser, `/auth/verify?organization=${orgId}`), 200, 401],
  ];
  const cases = ways.flatMap(([way, end]) => doors.map(([door, ...of]) => [way, door, end, ...of] as const));
  it.each(cases)('%s is nobody at %s', async (_way, _door, end, ask, whenItLives, whenItIsOver) => {
    const of = await ofBoth();
    expect(await ask(of.browser, of)).toBe(whenItLives);
    await end(of);
    expect(await ask(of.browser, of)).toBe(whenItIsOver);
    await of.provider.stop();
  });

  it.each(ways)('%s takes the key with it that was made in it [95]', async (_way, end) => {
    const of = await ofBoth();
    const { token } = JSON.parse((await of.write('/me/api-keys', { description: 'CI' })).text);
    const ask = async () => {
      const paths = ['/api/v1/me', `/auth/verify?organization=${of.orgId}`];
      const headers = { authorization: `Bearer ${token}` };
      return Promise.all(paths.map(async (path) => (await of.read(path, headers)).status));
    };
    expect(await ask()).toEqual([200, 200]);
    await end(of);
    expect(await ask()).toEqual([401, 401]);
    await of.provider.stop();
  });
});
