/** Two organizations, each with a provider of its own, and two nodes of the door in front of them. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { changeConnection } from '../../src/domain/administration/connections/change-connection.ts';
import { createPersonalKey } from '../../src/domain/administration/keys/personal-key.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { authenticateApiToken } from '../../src/domain/entry/reach/authenticate-secret.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { type EventDocument, events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import type { SignIn } from '../../src/oidc/router.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { newConnection } from '../domain/entry/sign-in/people.ts';
import { context, newOrganization, person, policy, secretBox } from '../support/domain.ts';
import { mountApi } from '../support/mounted-api.ts';
import { type OidcApp, startOidcApp } from '../support/oidc-app.ts';
import { type Browser, openBrowser } from '../support/oidc-browser.ts';
import { type HostileProvider, startHostileProvider } from '../support/oidc-provider.ts';

export type Place = { readonly orgId: string; readonly connectionId: string; readonly provider: HostileProvider };

/** Somebody who is signed in and has a personal key. */
export type Present = {
  readonly browser: Browser;
  readonly accountId: string;
  readonly memberId: string;
  readonly key: string;
};

const signInHere: SignIn = (by, claims, link, wants) => signIn(by, claims, policy, link, wants);

/** Call at the top of a test file, after `testDeployment()`. */
export function twoOrganizations() {
  let app: OidcApp;
  /** Another node: its own keys and caches, the same database. */
  let second: OidcApp;
  let deployment: HostileProvider;
  let a: Place;
  let b: Place;

  beforeAll(async () => {
    deployment = await startHostileProvider();
    const options = {
      connect: () => deployment.connection,
      signIn: signInHere,
      outboundAllowedHosts: ['127.0.0.1'],
      mount: mountApi(['127.0.0.1']),
    };
    app = await startOidcApp(options);
    second = await startOidcApp({ ...options, publicUrl: app.url });
    [a, b] = [await newPlace(), await newPlace()];
  });
  afterAll(async () => {
    await Promise.all([app.stop(), second.stop()]);
    await Promise.all([deployment.goDown(), a.provider.goDown(), b.provider.goDown()]);
  });
  beforeEach(() => {
    for (const provider of [deployment, a.provider, b.provider]) provider.bends = {};
  });

  async function newPlace(): Promise<Place> {
    const provider = await startHostileProvider();
    const { orgId } = await newOrganization();
    const { _id: connectionId } = await newConnection(orgId);
    const { issuer, clientId, clientSecret } = provider.connection;
    await changeConnection(context, orgId, connectionId, { issuer, clientId, clientSecret }, secretBox);
    return { orgId, connectionId, provider };
  }

  /** Announced by the directory of the place under this name, which is its address too, unless the member is there already. */
  async function signedIn(
    { orgId, connectionId, provider }: Place,
    name: string,
    claims: Record<string, unknown> = {},
  ): Promise<Present> {
    const known = await tenant(orgId).findOne(members, { externalId: name });
    if (!known) await createUser(context, orgId, person(`${name}@acme.test`, { externalId: name }));
    const browser = await visitAs(provider, connectionId, name, claims);
    const member = await tenant(orgId).findOne(members, { externalId: name });
    const accountId = member?.accountId ?? '';
    const { secret } = await createPersonalKey(
      context,
      { accountId, connectionId, countsFrom: null, address: null },
      { description: 'script', scopes: ['read'], expiresAt: null },
    );
    return { browser, accountId, memberId: member?._id ?? '', key: secret };
  }

  async function visitAs(
    provider: HostileProvider,
    connectionId: string,
    sub: string,
    claims: Record<string, unknown> = {},
  ): Promise<Browser> {
    provider.bends = {
      ...provider.bends,
      claims: (usual) => ({ ...usual, sub, email: `${sub}@acme.test`, ...claims }),
    };
    const browser = openBrowser();
    await browser.visit(`${app.loginUrl}?connection=${connectionId}&returnTo=/plain`);
    provider.bends = {};
    expect(await isSignedIn(browser)).toBe(true);
    return browser;
  }

  async function isSignedIn(browser: Browser, at = app): Promise<boolean> {
    return JSON.parse((await browser.send(`${at.url}/whoami`)).text).accountId !== null;
  }

  return {
    app: () => app,
    second: () => second,
    a: () => a,
    b: () => b,
    deployment: () => deployment,
    signedIn,
    visitAs,
    isSignedIn,
  };
}

/** How many personal keys of theirs live. */
export async function keysLive(...people: readonly Present[]): Promise<boolean[]> {
  return Promise.all(people.map(async ({ key }) => (await authenticateApiToken(key, 365)) !== null));
}

/** What the organization was told about the end of this member's sessions, oldest first. */
export function endingsOf(orgId: string, memberId: string): Promise<EventDocument[]> {
  return tenant(orgId).find(events, { type: 'session.ended', 'subject.memberId': memberId }, { sort: { _id: 1 } });
}
