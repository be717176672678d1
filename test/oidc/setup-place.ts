/** An organization whose admin has made a set-up link, and the IT that opens it: real doors, a real provider, a real DNS answer. */
import express from 'express';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { apiRouter } from '../../src/api/api-router.ts';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { createSetupLink, type SetupLinkOrder } from '../../src/domain/administration/setup/setup-links.ts';
import { liveFeed } from '../../src/domain/audit/live.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { members } from '../../src/domain/model/member.ts';
import { setupParts } from '../../src/domain/model/setup-link.ts';
import { startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { setupPages } from '../../src/oidc/setup-pages.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { apiDocument, watchAnswers } from '../support/api-document.ts';
import {
  claimsOf,
  context,
  invitationSettings,
  newOrganization,
  policy,
  setOrganizationRole,
  testDeployment,
} from '../support/domain.ts';
import { testNameServer } from '../support/name-server.ts';
import { type OidcApp, type OidcAppOptions, startOidcApp } from '../support/oidc-app.ts';
import { type Browser, openBrowser } from '../support/oidc-browser.ts';
import { startHostileProvider } from '../support/oidc-provider.ts';
import { scimListener } from '../support/scim-door.ts';

const people = [
  { sub: 'ann', email: 'ann@acme.test', name: 'Ann of IT', claims: { groups: ['Staff'], department: '<b>IT</b>' } },
];

/** Call at the top of a test file. */
export function testSetup(options: Pick<OidcAppOptions, 'outboundAllowedHosts'> = {}) {
  const { outboundAllowedHosts = ['127.0.0.1'] } = options;
  const deployment = testDeployment();
  const names = testNameServer();
  const faults: string[] = [];
  let app: OidcApp;
  let counter = 0;

  beforeAll(async () => {
    const provider = await startHostileProvider();
    await provider.goDown();
    app = await startOidcApp({
      connect: () => provider.connection,
      signIn: (by, claims, link, wants) => signIn(by, claims, policy, link, wants),
      outboundAllowedHosts,
      mount,
    });
    // Whatever becomes of the others, one is left.
    await newAdmin();
  });
  afterAll(() => app.stop());
  afterEach(() => expect(faults.splice(0), 'answers that are not as the document says').toEqual([]));

  function mount(publicUrl: string, session: express.RequestHandler): express.Router {
    const flags = {
      workspaceScopeOrgInvitesEnabled: false,
      userOrgCreationDisabled: true,
      personalOrgsDisabled: true,
      jitProvisioningEnabled: true,
    };
    const config = {
      ...invitationSettings,
      mode: 'configured' as const,
      live: liveFeed(),
      publicUrl,
      apiKeyMaxDays: 365,
      basicAuth: false,
      subjectClaims: {},
      outboundAllowedHosts,
      oidc: null,
      initial: { workspaceName: 'Workspace 1' },
      flags,
      dnsServers: names.dnsServers,
    };
    const watched = watchAnswers(apiDocument(publicUrl), (fault) => void faults.push(fault));
    return express
      .Router()
      .use('/api/v1', watched, session, apiRouter({ config }))
      .use('/scim/v2', scimListener())
      .use(setupPages({ publicUrl }));
  }

  /** Somebody who is Organization Admin of the default organization. */
  async function newAdmin() {
    counter += 1;
    const outcome = await signIn(context, claimsOf(`admin-${counter}@acme.test`, { name: 'Grace Hopper' }), policy);
    if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
    const { accountId } = outcome;
    const orgId = deployment.defaultOrgId();
    const member = await tenant(orgId).findOne(members, { accountId });
    if (!member) throw new Error('no member');
    await setOrganizationRole(context, orgId, member._id, 'Organization Admin');
    return { accountId, memberId: member._id, orgId };
  }

  /** A link of an admin of the default organization, or of the operator in a new one. */
  async function newLink(order: Partial<SetupLinkOrder> = {}, admin?: { accountId: string; orgId: string }) {
    const orgId = admin?.orgId ?? (await newOrganization('Acme')).orgId;
    const actor = admin
      ? ({ type: 'account', id: admin.accountId, name: 'Grace Hopper' } as const)
      : ({ type: 'system', id: null } as const);
    const expiresAt = new Date(Date.now() + 3_600_000);
    const usual = { name: 'Acme IT', parts: [...setupParts], maySwitchOn: true, expiresAt };
    const made = await createSetupLink({ actor, requestId: null }, fullAuthority, orgId, { ...usual, ...order });
    return { orgId, link: made.link, address: `${app.url}/setup/${made.secret}` };
  }

  /** Opens the link by its button. */
  async function open(address: string, browser = openBrowser()) {
    const page = await browser.send(address);
    const opened = await browser.send(address, { method: 'POST', headers: { origin: app.url } });
    return { browser, page, opened, ask: client(browser, opened.headers.get('location')?.split('/').at(-1) ?? '') };
  }

  /** The routes of a link, as the page of the console asks them. */
  function client(browser: Browser, linkId: string) {
    return async (method: 'GET' | 'POST' | 'PUT', path = '', body?: object, more: Record<string, string> = {}) => {
      const at = `${app.url}/api/v1/setup/${linkId}`;
      const { csrfToken = '' } = method === 'GET' ? {} : JSON.parse((await browser.send(at)).text);
      const headers = { 'content-type': 'application/json', origin: app.url, 'x-csrf-token': csrfToken, ...more };
      const { status, text } = await browser.send(at + path, {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
      });
      return { status, body: text === '' ? null : JSON.parse(text) };
    };
  }

  /** The provider of the customer, which knows the redirect address. */
  async function newProvider(redirectUri: string) {
    const provider = await startDemoProvider({
      people,
      port: 0,
      redirectUris: [redirectUri],
      postLogoutRedirectUris: [],
    });
    const { issuer, clientId, clientSecret, stop } = provider;
    return { order: { name: 'Acme login', issuer, clientId, clientSecret }, stop };
  }

  return { app: () => app, names, newAdmin, newLink, open, client, newProvider };
}
