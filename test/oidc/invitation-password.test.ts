/** The link of an invitation where people sign in with passwords: who has none chooses one, who has one uses it. */

import { createServer, type RequestListener, type Server } from 'node:http';
import supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../src/domain/access/override/set-override.ts';
import { removeMember } from '../../src/domain/directory/change-user.ts';
import { resendInvitation } from '../../src/domain/entry/invitations/change-invitation.ts';
import { invitePeople } from '../../src/domain/entry/invitations/invite.ts';
import { passwordOwnerOf, setPassword } from '../../src/domain/entry/password/password.ts';
import { authorityOf } from '../../src/domain/entry/reach/authority-of.ts';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { foldName } from '../../src/domain/kernel/fold-name.ts';
import { accounts, addressOf, identities } from '../../src/domain/model/account.ts';
import { events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import { listWorkspaces } from '../../src/domain/model/workspace.ts';
import { operate } from '../../src/domain/operation/operate.ts';
import { newId } from '../../src/storage/collection.ts';
import { system, tenant } from '../../src/storage/tenant.ts';
import { basicApp, setUp } from '../support/basic-app.ts';
import { accessibilityFaults, canBrowse, openPage, tabTo } from '../support/browser.ts';
import {
  claimsOf,
  context,
  invitationSettings,
  newOrganization,
  policy,
  setOrganizationRole,
  testDeployment,
} from '../support/domain.ts';
import { freePort } from '../support/ports.ts';

const deployment = testDeployment();
const apiKey = 'deployment-key-of-the-tests-0123456789';
let config: Config;
let secret: string;
let app: RequestListener;
let server: Server;
let origin: string;

beforeAll(async () => {
  const port = await freePort();
  config = loadConfig({
    AUTH_TYPE: 'basic',
    PORT: String(port),
    INITIAL_ORG_ADMIN_EMAIL: 'root@acme.example',
    INITIAL_ORG_ADMIN_PASSWORD: 'correct horse battery',
    BOOTSTRAP_API_KEY: apiKey,
  });
  origin = config.publicUrl;
  ({
    deployment: { secret },
  } = await setUp(config));
  app = basicApp(config, secret);
  await new Promise<void>((resolve) => {
    server = createServer(app).listen(port, '127.0.0.1', () => resolve());
  });
});
afterAll(() => server?.close());

let people = 0;
const newAddress = () => {
  people += 1;
  return `p${people}@acme.example`;
};

/** Invites the address into an organization, a new one unless it is given. */
async function invite(email: string, into?: string) {
  const orgId = into ?? (await newOrganization('Acme <b>')).orgId;
  const { body } = await supertest(app)
    .post(`/api/v1/organizations/${orgId}/invitations`)
    .set('Authorization', `Bearer ${apiKey}`)
    .send({ invitations: [{ email }] })
    .expect(200);
  const { link, invitationId } = body.results[0] as { link: string; invitationId: string };
  return { orgId, email, invitationId, path: new URL(link).pathname };
}
type Invited = Awaited<ReturnType<typeof invite>>;

const show = ({ path }: Pick<Invited, 'path'>, agent = supertest.agent(app)) => agent.get(path);
const send = ({ path }: Pick<Invited, 'path'>, given: object, from = origin, agent = supertest.agent(app)) =>
  agent.post(path).type('form').set('Origin', from).send(given);
const logIn = (email: string, password: string, agent = supertest.agent(app)) =>
  agent.post('/auth/login/basic').type('form').set('Origin', origin).send({ email, password });
const memberOf = ({ orgId, email }: Pick<Invited, 'orgId' | 'email'>) =>
  tenant(orgId).findOne(members, { $or: [{ emailKeys: foldName(email) }, { claimedEmailKey: foldName(email) }] });

/** Somebody who has an account through the provider, in the default organization. */
async function accountAt(email: string): Promise<string> {
  const outcome = await signIn(context, claimsOf(email, { name: 'Ada' }), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
  return outcome.accountId;
}

const chosen = { name: 'Ada Lovelace', password: 'a password of her own' };

describe('somebody new', () => {
  it('chooses a password, is in, and signs in with it from then on', async () => {
    const invited = await invite(newAddress());
    const form = await show(invited).expect(200);
    expect(form.text).toContain('<h1>Join Acme &lt;b&gt;</h1>');
    expect(form.text).toContain('autocomplete="new-password"');
    expect(form.headers['cache-control']).toBe('no-store');
    const agent = supertest.agent(app);
    await send(invited, chosen, origin, agent).expect(303).expect('location', '/');
    const me = await agent.get('/api/v1/me').expect(200);
    expect(me.body.account).toMatchObject({ email: invited.email, name: chosen.name });
    expect(me.body.organizations).toMatchObject([{ id: invited.orgId, role: 'Organization User', status: 'active' }]);
    // The link was shown to who invites, so it does not prove the address (P2).
    const { email: claimedEmail } = invited;
    expect(await memberOf(invited)).toMatchObject({ status: 'active', name: chosen.name, emails: [], claimedEmail });
    await logIn(invited.email.toUpperCase(), chosen.password).expect(303);
    expect(await tenant(invited.orgId).find(events, { type: 'invitation.accepted' })).toMatchObject([
      { actor: { type: 'sign-in' }, after: { status: 'accepted', by: 'link' } },
    ]);
  });

  it('uses the link once, also when it is sent twice at the same time', async () => {
    const invited = await invite(newAddress());
    const given = ['the first password', 'the second password'].map((password) => ({ ...chosen, password }));
    const answers = await Promise.all(given.map((each) => send(invited, each)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(await system('sign-in').count(accounts, { email: invited.email })).toBe(1);
    const signedIn = await Promise.all(given.map(({ password }) => logIn(invited.email, password)));
    expect(signedIn.map(({ status }) => status)).toEqual(answers.map(({ status }) => (status === 303 ? 303 : 401)));
    const later = await send(invited, { ...chosen, password: 'a third password' });
    expect(later.text).toContain('href="/auth/login?returnTo=');
    await logIn(invited.email, 'a third password').expect(401);
  });

  it.each([
    ['a short password', { ...chosen, password: 'eleven char' }],
    ['no password', { name: 'Ada' }],
    ['no name', { password: chosen.password }],
    ['something else', { name: { $ne: '' }, password: ['x'] }],
  ])('is asked again after %s, and the link is as good as before', async (_, given) => {
    const invited = await invite(newAddress());
    const answer = await send(invited, given).expect(400);
    expect(answer.text).toContain('role="alert"');
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await passwordOwnerOf(invited.email)).toBeNull();
    await send(invited, chosen).expect(303);
  });

  it.each(['https://evil.example', 'null'])('[71] is not let in by a form at %s', async (from) => {
    const invited = await invite(newAddress());
    const answer = await send(invited, chosen, from).expect(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await passwordOwnerOf(invited.email)).toBeNull();
    expect((await memberOf(invited))?.status).toBe('pending');
  });

  it('[33] does not send more than the form holds', async () => {
    const answer = await send(await invite(newAddress()), { ...chosen, padding: 'x'.repeat(5_000) });
    expect([answer.status, answer.type]).toEqual([413, 'text/html']);
  });
});

it('[78] who is shown a link does not get by it what somebody else has given the person meanwhile', async () => {
  const orgId = deployment.defaultOrgId();
  const accountId = await accountAt(newAddress());
  const inviter = await tenant(orgId).findOne(members, { accountId });
  await setOrganizationRole(context, orgId, inviter?._id ?? '', 'Organization Operator');
  const authority = await authorityOf(orgId, { kind: 'account', accountId, connectionId: 'default', reach: null });
  const as = { actor: { type: 'account' as const, id: accountId }, requestId: null };
  const order = { email: newAddress(), workspaces: [] };
  const [made] = await invitePeople(
    as,
    authority,
    orgId,
    { scope: 'organization', people: [order] },
    invitationSettings,
  );
  const shown = { orgId, email: order.email, path: new URL(made?.link ?? '').pathname };
  const [workspace] = await listWorkspaces(orgId);
  const override = { effect: 'allow' as const, role: 'Workspace Admin', reason: null, expiresAt: null };
  const memberId = (await memberOf(shown))?._id ?? '';
  await setOverride(context, fullAuthority, orgId, workspace?._id ?? '', memberId, override);

  await send(shown, chosen).expect(403);
  expect(await passwordOwnerOf(shown.email)).toBeNull();
  expect((await memberOf(shown))?.status).toBe('pending');
  const link = await resendInvitation(context, fullAuthority, orgId, made?.invitationId ?? '', invitationSettings);
  await send({ path: new URL(link ?? '').pathname }, chosen).expect(303);
});

describe('the address of an invitation', () => {
  it('is verified for nobody else: not for the invitations of others, nor for the first administrator', async () => {
    const email = newAddress();
    const mine = await invite(email);
    const theirs = await invite(email);
    const agent = supertest.agent(app);
    await send(mine, chosen, origin, agent).expect(303);
    expect((await agent.get('/api/v1/me/invitations').expect(200)).body.items).toEqual([]);
    expect((await memberOf(theirs))?.status).toBe('pending');

    // The operator names the address later: it may be somebody else's there.
    const orgId = deployment.defaultOrgId();
    await invite(email, orgId);
    const named = { ...config.initial, adminEmail: email, adminPassword: 'the password of root' };
    await setUp({ ...config, initial: named });
    await logIn(email, 'the password of root').expect(401);
    expect((await memberOf({ orgId, email }))?.status).toBe('pending');
    expect(await system('sign-in').findOne(accounts, { email })).toMatchObject({ emailVerified: false });
  });

  it('of an account with a provider: signs in there, and gets no password by the link', async () => {
    const email = newAddress();
    const accountId = await accountAt(email);
    const invited = await invite(email);
    for (const page of [await show(invited), await send(invited, chosen)]) {
      expect([page.status, page.text.includes('<form')]).toEqual([200, false]);
      expect(page.text).toContain('href="/auth/login?returnTo=');
      expect(page.headers['set-cookie']).toBeUndefined();
    }
    expect(await passwordOwnerOf(email)).toBeNull();
    expect((await memberOf(invited))?.accountId ?? null).toBeNull();
    expect(await system('sign-in').count(identities, { accountId })).toBe(1);
  });

  it('of an account with a password: keeps that password, and joins by it only', async () => {
    const email = newAddress();
    const accountId = await accountAt(email);
    await setPassword(context, accountId, 'the password of before');
    const invited = await invite(email);
    expect((await show(invited)).text).toContain('autocomplete="current-password"');
    const refused = await send(invited, chosen).expect(401);
    expect(refused.headers['set-cookie']).toBeUndefined();
    await logIn(email, chosen.password).expect(401);
    expect((await memberOf(invited))?.status).toBe('pending');

    const agent = supertest.agent(app);
    await send(invited, { password: 'the password of before' }, origin, agent).expect(303);
    expect((await agent.get('/api/v1/me')).body.organizations).toHaveLength(2);
    expect(await memberOf(invited)).toMatchObject({ status: 'active', accountId });
  });

  it('[82] of an account with a password: is guessed no more often than at the sign-in', async () => {
    const email = newAddress();
    await setPassword(context, await accountAt(email), 'the password of before');
    const [invited, other] = [await invite(email), await invite(email)];
    const wrong = { password: 'a wrong password' };
    for (let n = 0; n < 5; n += 1) {
      await send(invited, wrong).expect(401);
      await send(other, wrong).expect(401);
    }
    const answers = [await send(invited, { password: 'the password of before' }), await logIn(email, 'x')];
    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    expect(Number(answers[0]?.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('of somebody whom no organization lets in any more: is a way back with the password of before', async () => {
    const first = await invite(newAddress());
    await send(first, chosen).expect(303);
    await removeMember(context, first.orgId, (await memberOf(first))?._id ?? '', { scim: false });
    await logIn(first.email, chosen.password).expect(401);
    const again = await invite(first.email, first.orgId);
    await send(again, { password: chosen.password }).expect(303);
    await logIn(first.email, chosen.password).expect(303);
  });

  it('that only another organization’s own provider has named, keeps nobody from choosing a password', async () => {
    const invited = await invite(newAddress());
    const accountId = newId();
    await operate(null, context, {
      load: async () => null,
      decide: (_, draft) => {
        const times = { createdAt: draft.now, lastSignInAt: draft.now };
        const person = { ...addressOf(invited.email), emailVerified: true, name: 'X', personalOrgId: null };
        draft.insert(accounts, { _id: accountId, ...person, ...times });
        const key = { connectionId: 'theirs', issuer: 'https://theirs.example', subject: 'x' };
        draft.insert(identities, { _id: newId(), ...key, accountId, createdAt: draft.now });
      },
    });
    await send(invited, chosen).expect(303);
    expect(await passwordOwnerOf(invited.email)).not.toBe(accountId);
  });
});

describe('a link that is no open invitation', () => {
  it('is 404 for who guesses, and after the invitation was taken back', async () => {
    const invited = await invite(newAddress());
    await supertest(app)
      .delete(`/api/v1/organizations/${invited.orgId}/invitations/${invited.invitationId}`)
      .set('Authorization', `Bearer ${apiKey}`)
      .expect(204);
    for (const path of [invited.path, '/invitations/usher_invite_guessed']) {
      await show({ path }).expect(404);
      const { text } = await send({ path }, chosen).expect(404);
      expect(text).toContain('This invitation is not valid');
    }
    expect(await passwordOwnerOf(invited.email)).toBeNull();
  });
});

it('where people do not sign in with passwords, the link only leads to the sign-in', async () => {
  const invited = await invite(newAddress());
  const agent = supertest.agent(basicApp({ ...config, basicAuth: false }, secret));
  expect((await show(invited, agent)).text).not.toContain('<form');
  await send(invited, chosen, origin, agent).expect(303).expect('location', invited.path);
  expect(await passwordOwnerOf(invited.email)).toBeNull();
});

describe.skipIf(!canBrowse)('in a browser', { timeout: 60_000 }, () => {
  it('the form is filled in by keyboard and read by a screen reader, and a mistake is said in words', async () => {
    const invited = await invite(newAddress());
    const page = await openPage();
    await page.goto(`${origin}${invited.path}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    const password = page.getByLabel('New password');
    await tabTo(page, page.getByLabel('Your name'));
    await page.keyboard.type('Ada Lovelace');
    await tabTo(page, password);
    await page.keyboard.type('too short');
    await page.keyboard.press('Enter');
    // The browser keeps the form back.
    expect(new URL(page.url()).pathname).toBe(invited.path);
    await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
    await password.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await expect(page.getByLabel('Your name').inputValue()).resolves.toBe('Ada Lovelace');
    await password.fill(chosen.password);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.waitForURL(`${origin}/console/**`);
    expect(await memberOf(invited)).toMatchObject({ status: 'active', name: 'Ada Lovelace' });

    const other = await openPage();
    await other.goto(`${origin}${invited.path}`);
    await other.getByRole('link', { name: 'Sign in' }).click();
    await other.getByLabel('Email address').fill(invited.email);
    await other.getByLabel('Password').fill(chosen.password);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.waitForURL(`${origin}/console/**`);
  });
});
