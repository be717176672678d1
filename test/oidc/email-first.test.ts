/** A sign-in that begins with the address: its verified domain finds the connection. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changeConnection } from '../../src/domain/administration/connections/change-connection.ts';
import {
  addEmailDomain,
  proofOfDomain,
  removeEmailDomain,
  verifyEmailDomain,
} from '../../src/domain/administration/connections/change-email-domains.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { newConnection } from '../domain/entry/sign-in/people.ts';
import { context, newOrganization, person, policy, secretBox, testDeployment } from '../support/domain.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { type Browser, openBrowser } from '../support/oidc-browser.ts';
import { type HostileProvider, startHostileProvider } from '../support/oidc-provider.ts';

testDeployment();
let deployment: HostileProvider;
let own: HostileProvider;
let app: OidcApp;
let orgId: string;
let connectionId: string;
let domainId: string;

beforeAll(async () => {
  deployment = await startHostileProvider();
  own = await startHostileProvider();
  app = await startOidcApp({
    connect: () => deployment.connection,
    signIn: (by, claims, link, wants) => signIn(by, claims, policy, link, wants),
    outboundAllowedHosts: ['127.0.0.1'],
  });
  ({ orgId } = await newOrganization('Acme'));
  ({ _id: connectionId } = await newConnection(orgId));
  const { issuer, clientId, clientSecret } = own.connection;
  await changeConnection(context, orgId, connectionId, { issuer, clientId, clientSecret }, secretBox);
  await createUser(context, orgId, person('person-1@acme.test', { externalId: 'person-1' }));
});
afterAll(async () => {
  await app.stop();
  await Promise.all([deployment.goDown(), own.goDown()]);
});

async function verified(name: string): Promise<string> {
  const domain = await addEmailDomain(context, orgId, name);
  await verifyEmailDomain(context, orgId, domain._id, async () => [proofOfDomain(domain)]);
  return domain._id;
}

/** Sends the address by the form, and gives the answer. */
const send = (browser: Browser, email: string, origin = app.url) =>
  browser.send(`${app.url}/auth/login/address`, {
    method: 'POST',
    headers: { Origin: origin },
    body: new URLSearchParams({ email, returnTo: '/plain' }),
  });

/** Where the answer leads by itself. */
const onwards = ({ headers }: { headers: Headers }) => headers.get('refresh')?.replace('0; url=', '') ?? null;

describe('a deployment with one way to sign in', () => {
  it('asks nothing: its provider is asked at once', async () => {
    const { url } = await openBrowser().visit(app.loginUrl, { stopAt: deployment.issuer });
    expect(url).toContain(`${deployment.issuer}/authorize`);
  });
});

describe('where an organization has verified a domain', () => {
  beforeAll(async () => {
    domainId = await verified('acme.test');
  });

  it('asks for the address, whose domain leads to the connection, with the address as a hint', async () => {
    const browser = openBrowser();
    const page = await browser.visit(`${app.loginUrl}?returnTo=/plain`);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Email address') });
    expect(page.text).toContain('value="/plain"');
    const answer = await send(browser, 'Person-1@ACME.test');
    expect(answer.status).toBe(200);
    const { url } = await browser.visit(`${app.url}${onwards(answer)}`, { stopAt: own.issuer });
    expect(new URL(url).searchParams.get('login_hint')).toBe('Person-1@ACME.test');
  });

  it('brings whoever follows to where they wanted, and offers that way first afterwards', async () => {
    const browser = openBrowser();
    const arrived = await browser.visit(`${app.url}${onwards(await send(browser, 'person-1@acme.test'))}`);
    expect(arrived.text).toContain('No workspace yet');
    const { text } = await browser.visit(app.loginUrl);
    expect(text).toContain('Continue with');
    expect(text).toContain(`/auth/login?connection=${connectionId}`);
    await changeConnection(context, orgId, connectionId, { enabled: false }, secretBox);
    expect((await browser.visit(`${app.url}/auth/login/address`)).text).not.toContain('Continue with');
    await changeConnection(context, orgId, connectionId, { enabled: true }, secretBox);
  });

  it('[115] answers the same whether somebody is there or not, and takes other domains to the deployment’s provider', async () => {
    const words = async (email: string) =>
      (await send(openBrowser(), email)).text.replaceAll(encodeURIComponent(email), '');
    expect(await words('nobody-at-all@acme.test')).toBe(await words('person-1@acme.test'));
    const other = onwards(await send(openBrowser(), 'somebody@elsewhere.test'));
    expect(other).toBe('/auth/login?connection=default&returnTo=%2Fplain&login_hint=somebody%40elsewhere.test');
  });

  it('takes nothing but an address, from its own page', async () => {
    expect((await send(openBrowser(), 'not an address')).status).toBe(400);
    expect((await send(openBrowser(), `x@${'a'.repeat(400)}`)).status).toBe(400);
    expect((await send(openBrowser(), 'a@acme.test', 'https://evil.example')).status).toBe(403);
    const strange = await send(openBrowser(), '"><script>@acme.test');
    expect(strange.text).not.toContain('<script>');
    const { text } = await openBrowser().visit(`${app.loginUrl}?returnTo=//evil.example`);
    expect(text).toContain('name="returnTo" value="/"');
  });

  it('still begins at once where the connection is named', async () => {
    const { url } = await openBrowser().visit(`${app.loginUrl}?connection=default`, { stopAt: deployment.issuer });
    expect(url).toContain(deployment.issuer);
  });

  describe('with several connections', () => {
    let second: string;
    beforeAll(async () => {
      ({ _id: second } = await newConnection(orgId, { name: 'Acme <Entra>' }));
    });
    afterEach(() => changeConnection(context, orgId, second, { enabled: false }, secretBox));

    it('lets the person choose', async () => {
      const answer = await send(openBrowser(), 'person-1@acme.test');
      expect(answer.text).toContain('Where do you sign in?');
      expect(answer.text).toContain('The organization of person-1@acme.test');
      expect(answer.text).toContain('Acme &lt;Entra&gt;');
      expect(onwards(answer)).toBeNull();
      for (const id of [connectionId, second]) expect(answer.text).toContain(`connection=${id}`);
    });
  });

  it('[115] leads nowhere any more when the domain is given up', async () => {
    await removeEmailDomain(context, orgId, domainId);
    expect(onwards(await send(openBrowser(), 'person-1@acme.test'))).toContain('connection=default');
    const { url } = await openBrowser().visit(app.loginUrl, { stopAt: deployment.issuer });
    expect(url).toContain(deployment.issuer);
  });
});
