/** What a provider says of a sign-in beside who it was: until when it counts, how strong it was, when (IPSIE SL1). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeConnection } from '../../src/domain/administration/connections/change-connection.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { events } from '../../src/domain/model/event.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { newConnection } from '../domain/entry/sign-in/people.ts';
import { context, newOrganization, person, policy, secretBox, testDeployment } from '../support/domain.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { openBrowser } from '../support/oidc-browser.ts';
import { type HostileProvider, startHostileProvider } from '../support/oidc-provider.ts';

testDeployment();
let provider: HostileProvider;
let app: OidcApp;
let orgId: string;
let connectionId: string;
/** By how much the clock of the sessions is ahead. */
let aheadMs = 0;

const hour = 3_600;
const seconds = () => Math.floor(Date.now() / 1_000);

beforeAll(async () => {
  provider = await startHostileProvider();
  app = await startOidcApp({
    connect: () => provider.connection,
    signIn: (by, claims, link, wants) => signIn(by, claims, policy, link, wants),
    outboundAllowedHosts: ['127.0.0.1'],
    now: () => new Date(Date.now() + aheadMs),
  });
  ({ orgId } = await newOrganization('Acme'));
  ({ _id: connectionId } = await newConnection(orgId));
  const { issuer, clientId, clientSecret } = provider.connection;
  await changeConnection(context, orgId, connectionId, { issuer, clientId, clientSecret }, secretBox);
  await createUser(context, orgId, person('person-1@acme.test', { externalId: 'person-1' }));
});
afterAll(async () => {
  await app.stop();
  await provider.goDown();
});
beforeEach(() => changeConnection(context, orgId, connectionId, { acrValues: [], maxAgeSeconds: null }, secretBox));
afterEach(() => {
  provider.bends = {};
  aheadMs = 0;
});

async function comeIn(claims: Record<string, unknown>) {
  provider.bends = { claims: (usual) => ({ ...usual, ...claims }) };
  const browser = openBrowser();
  const arrived = await browser.visit(`${app.loginUrl}?connection=${connectionId}&returnTo=/plain`);
  const isSignedIn = async () => JSON.parse((await browser.send(`${app.url}/whoami`)).text).accountId !== null;
  return { arrived, browser, isSignedIn };
}

/** What the provider is asked. */
async function asked(): Promise<URLSearchParams> {
  const { url } = await openBrowser().visit(`${app.loginUrl}?connection=${connectionId}`, { stopAt: provider.issuer });
  return new URL(url).searchParams;
}

const reasons = async () =>
  (await tenant(orgId).find(events, { type: 'sign_in.refused' })).map(({ after }) => after?.reason);

describe('session_expiry of the ID token', () => {
  it('ends the session then, however short that is', async () => {
    const { isSignedIn } = await comeIn({ session_expiry: seconds() + hour });
    expect(await isSignedIn()).toBe(true);
    aheadMs = 59 * 60_000;
    expect(await isSignedIn()).toBe(true);
    aheadMs = 61 * 60_000;
    expect(await isSignedIn()).toBe(false);
  });

  it('is in the stored row, which the database removes by then', async () => {
    const end = seconds() + hour;
    await mongoClient().db().collection('sessions').deleteMany({});
    await comeIn({ session_expiry: end });
    const [row] = await mongoClient().db().collection('sessions').find().toArray();
    expect(Math.abs(row?.expires.getTime() / 1_000 - end)).toBeLessThan(30);
    expect(row?.session.provider.endsAt).toEqual(new Date(end * 1_000));
  });

  it('makes no session longer than the deployment lets one be', async () => {
    const { isSignedIn } = await comeIn({ session_expiry: seconds() + 1_000 * hour });
    aheadMs = 25 * hour * 1_000;
    expect(await isSignedIn()).toBe(false);
  });

  it.each([
    ['that is over', () => seconds() - 1],
    ['that is a text', () => String(seconds() + hour)],
    ['that is no time', () => Number.MAX_VALUE],
    ['of null', () => null],
  ])('[113] lets nobody in with one %s', async (_, end) => {
    const { arrived, isSignedIn } = await comeIn({ session_expiry: end() });
    expect(arrived.status).toBe(400);
    expect(await isSignedIn()).toBe(false);
  });
});

describe('a connection that wants sign-ins of a certain class', () => {
  beforeEach(() => changeConnection(context, orgId, connectionId, { acrValues: ['phr', 'phrh'] }, secretBox));

  it('asks for them, and lets in who has one', async () => {
    expect((await asked()).get('acr_values')).toBe('phr phrh');
    expect((await comeIn({ acr: 'phrh' })).arrived.text).toContain('No workspace yet');
  });

  it.each([
    ['a lesser one', { acr: 'pwd' }],
    ['none', {}],
    ['a list', { acr: ['phr'] }],
  ])('[114] refuses who has %s, with the reason', async (_, claims) => {
    const { arrived, isSignedIn } = await comeIn(claims);
    expect(arrived).toMatchObject({ status: 403, text: expect.stringContaining('by stronger means') });
    expect(await isSignedIn()).toBe(false);
    expect(await reasons()).toContain('weak_sign_in');
  });
});

describe('a connection that wants sign-ins of just now', () => {
  beforeEach(() => changeConnection(context, orgId, connectionId, { maxAgeSeconds: 300 }, secretBox));

  it('asks for them, and lets in who has one', async () => {
    expect((await asked()).get('max_age')).toBe('300');
    expect((await comeIn({ auth_time: seconds() - 100 })).arrived.status).toBe(200);
  });

  it.each([
    ['one of long ago', () => ({ auth_time: seconds() - 400 })],
    ['one of no time', () => ({})],
  ])('[114] refuses who has %s, with the reason', async (_, claims) => {
    const { arrived, isSignedIn } = await comeIn(claims());
    expect(arrived).toMatchObject({ status: 403, text: expect.stringContaining('just signed in') });
    expect(await isSignedIn()).toBe(false);
    expect(await reasons()).toContain('old_sign_in');
  });

  it('asks nothing of the kind where it wants nothing', async () => {
    await changeConnection(context, orgId, connectionId, { maxAgeSeconds: null }, secretBox);
    const query = await asked();
    expect([query.get('max_age'), query.get('acr_values'), query.get('prompt')]).toEqual([null, null, null]);
  });
});

describe("the deployment's own connection", () => {
  const asked = { acrValues: ['phr'], maxAgeSeconds: 300 };
  let own: OidcApp;
  beforeAll(async () => {
    own = await startOidcApp({
      connect: () => ({ ...provider.connection, ...asked }),
      signIn: (by, claims, link, wants) => signIn(by, claims, { ...policy, asked }, link, wants),
    });
  });
  afterAll(() => own.stop());

  it('asks for what the operator wants of a sign-in, and lets in who has it', async () => {
    const { url } = await openBrowser().visit(own.loginUrl, { stopAt: provider.issuer });
    const query = new URL(url).searchParams;
    expect([query.get('acr_values'), query.get('max_age')]).toEqual(['phr', '300']);
    provider.bends = { claims: (usual) => ({ ...usual, sub: 'new', acr: 'phr', auth_time: seconds() - 100 }) };
    expect((await openBrowser().visit(`${own.loginUrl}?returnTo=/plain`)).status).toBe(200);
  });

  it.each([
    ['a lesser class', { acr: 'pwd', auth_time: seconds() }, 'by stronger means'],
    ['a sign-in of long ago', { acr: 'phr', auth_time: seconds() - 4_000 }, 'just signed in'],
    ['neither', {}, 'by stronger means'],
  ])('[114] refuses who has %s, known or not', async (_, claims, words) => {
    for (const sub of ['new', 'newer']) {
      provider.bends = { claims: (usual) => ({ ...usual, sub, ...claims }) };
      expect(await openBrowser().visit(own.loginUrl)).toMatchObject({
        status: 403,
        text: expect.stringContaining(words),
      });
    }
  });
});
