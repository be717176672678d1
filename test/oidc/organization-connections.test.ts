/** The OIDC door and the API with providers of organizations: real provider, real rules, real sessions. */
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDoor } from '../../src/api/door.ts';
import type { Context } from '../../src/domain/context.ts';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { members } from '../../src/domain/directory/member.ts';
import { changeConnection, deleteConnection } from '../../src/domain/sso/change-connection.ts';
import type { VerifiedClaims } from '../../src/domain/sso/claims.ts';
import { signIn } from '../../src/domain/sso/sign-in.ts';
import { startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { newConnection } from '../domain/sso/people.ts';
import { context, newOrganization, person, policy, testDeployment } from '../support/domain.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { openBrowser, signInAs } from '../support/oidc-browser.ts';
import { startHostileProvider } from '../support/oidc-provider.ts';

testDeployment();

let app: OidcApp;
let strict: OidcApp;

beforeAll(async () => {
  const hostile = await startHostileProvider();
  await hostile.goDown();
  const options = {
    connect: () => hostile.connection,
    signIn: (by: Context, claims: VerifiedClaims, link: string | null) => signIn(by, claims, policy, link),
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
    publicUrl,
    basicAuth: false,
    subjectClaims: {},
    outboundAllowedHosts: [],
    oidc: null,
    initial: { workspaceName: 'Workspace 1' },
    flags: {
      workspaceScopeOrgInvitesEnabled: false,
      userOrgCreationDisabled: true,
      personalOrgsDisabled: true,
      jitProvisioningEnabled: true,
    },
  };
  return express.Router().use('/api/v1', session, apiDoor({ config }));
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
  await changeConnection(context, orgId, id, { issuer, clientId, clientSecret });
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
    expect(arrived).toMatchObject({ status: 200, text: expect.stringContaining('You have no workspace yet') });
    expect(arrived.text).toContain('href="/plain"');
    expect((await browser.send(arrived.url)).text).toBe(arrived.text);
    const elsewhere = await browser.send(`${app.url}/auth/no-workspace?returnTo=//evil.example`);
    expect(elsewhere.text).toContain('href="/"');
    expect(await statusOfMe(browser)).toBe(200);
    expect(await tenant(orgId).findOne(members, { _id: memberId })).toMatchObject({ accountId: expect.any(String) });
    await provider.stop();
  });

  it('read the groups claim, and go where the person wanted with a workspace', async () => {
    const { orgId, id, login, provider } = await place();
    await changeConnection(context, orgId, id, { groupSync: true });
    expect(await signInAs(openBrowser(), `${login}&returnTo=/plain`, 'ada')).toMatchObject({
      status: 200,
      text: 'here',
    });
    await changeConnection(context, orgId, id, { requiredGroups: ['Staff'] });
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
    await changeConnection(context, orgId, id, { enabled: false });
    expect(await both()).toEqual([404, 404]);
    await changeConnection(context, orgId, id, { enabled: true });
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
    await changeConnection(context, orgId, id, { name: 'Mended' });
    expect(await begin()).toBe(302);
    await failing.goDown();
  });

  it('use what was changed on another node from the next request on', async () => {
    const { orgId, id, login, provider } = await place();
    const askedFor = async () => new URL((await openBrowser().send(login)).headers.get('location') ?? '').searchParams;
    expect((await askedFor()).get('scope')).toBe('openid email profile');
    await changeConnection(context, orgId, id, { scopes: 'openid email' });
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
        await changeConnection(context, orgId, id, { issuer, clientSecret: 'another' });
        await provider.stop();
        const { status, text } = await openBrowser().send(`${strict.loginUrl}?connection=${id}`);
        return [status, text.replace(/Reference: [^<]*/, '')];
      }),
    );
    expect(pages[0]).toEqual([502, expect.stringContaining('cannot be reached')]);
    expect(pages[1]).toEqual(pages[0]);
  });
});
