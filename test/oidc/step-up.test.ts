/** Step-up at the identity provider: who is signed in shows there once more who they are. */
import { afterEach, describe, expect, it } from 'vitest';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { shiftClock } from '../../src/domain/kernel/clock.ts';
import { identities } from '../../src/domain/model/account.ts';
import { events } from '../../src/domain/model/event.ts';
import { system, tenant } from '../../src/storage/tenant.ts';
import { context, person, testDeployment } from '../support/domain.ts';
import { type Browser, openBrowser } from '../support/oidc-browser.ts';
import { type Place, type Present, twoOrganizations } from './two-organizations.ts';

testDeployment();
const { app, second, a, b, signedIn } = twoOrganizations();

afterEach(() => shiftClock(0));

const seconds = (at: Date = new Date()) => Math.floor(at.getTime() / 1_000);
const longAgo = () => seconds() - 3_600;

/** Asks for a personal key, as a script of the console does, and gives the status or the code of the refusal. */
async function makeKey({ browser }: Pick<Present, 'browser'>): Promise<number | string> {
  const { csrfToken } = JSON.parse((await browser.send(`${app().url}/api/v1/me`)).text);
  const { status, text } = await browser.send(`${app().url}/api/v1/me/api-keys`, {
    method: 'POST',
    headers: { Origin: app().url, 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/json' },
    body: JSON.stringify({ description: 'script', scopes: ['read'] }),
  });
  return status === 201 ? status : JSON.parse(text).code;
}

/** The person confirms at the provider, which says this of them. */
async function confirm(browser: Browser, { provider }: Place, claims: Record<string, unknown>) {
  provider.bends = { claims: (usual) => ({ ...usual, ...claims }) };
  const arrived = await browser.visit(`${app().url}/auth/confirm?returnTo=/plain`);
  provider.bends = {};
  return arrived;
}

const asAda = { sub: 'ada', email: 'ada@acme.test' };
const cookieOf = (browser: Browser) => browser.cookies(app().url).get('usher')?.value;
const stepUpsOf = (orgId: string, memberId: string) =>
  tenant(orgId).find(events, { type: 'session.stepped_up', 'subject.memberId': memberId });

describe('whoever confirms at the provider', () => {
  it('is asked by max_age and prompt, comes back to where they were, and goes on in a session with another id', async () => {
    const ada = await signedIn(a(), 'ada', { auth_time: longAgo() });
    expect(await makeKey(ada)).toBe('insufficient_user_authentication');
    const asked = await ada.browser.visit(`${app().url}/auth/confirm`, { stopAt: a().provider.issuer });
    const query = new URL(asked.url).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ max_age: '600', prompt: 'login', login_hint: 'ada@acme.test' });
    expect(query.get('nonce')?.length).toBeLessThanOrEqual(64);
    const before = cookieOf(ada.browser);
    expect(await confirm(ada.browser, a(), { ...asAda, auth_time: seconds() })).toMatchObject({ text: 'here' });
    expect(cookieOf(ada.browser)).not.toBe(before);
    expect(await makeKey(ada)).toBe(201);
    expect(await stepUpsOf(a().orgId, ada.memberId)).toMatchObject([{ after: { by: 'provider' } }]);
    shiftClock(11 * 60_000);
    expect(await makeKey(ada)).toBe('insufficient_user_authentication');
  });

  it('need not, where the sign-in itself was of just now; the session tells how it was', async () => {
    const at = seconds();
    const ada = await signedIn(a(), 'ada', { auth_time: at, acr: 'phr', amr: ['hwk', 'pin'] });
    expect(await makeKey(ada)).toBe(201);
    const { items } = JSON.parse((await ada.browser.send(`${app().url}/api/v1/me/sessions`)).text);
    expect(items.find((one: { current: boolean }) => one.current)).toMatchObject({
      authTime: new Date(at * 1_000).toISOString(),
      acr: 'phr',
      amr: ['hwk', 'pin'],
    });
  });

  it('[108] has to, although they have just come: the provider knew the browser, and asked nobody', async () => {
    const ada = await signedIn(a(), 'ada', { auth_time: longAgo() });
    expect(await makeKey(ada)).toBe('insufficient_user_authentication');
    const again = await signedIn(a(), 'ada');
    expect(await makeKey(again)).toBe('insufficient_user_authentication');
  });

  it('[109] does not by another person: nothing is confirmed, and the session is as it was', async () => {
    const ada = await signedIn(a(), 'grace', { auth_time: longAgo() });
    const mallory = await signedIn(a(), 'mallory', { auth_time: longAgo() });
    const before = cookieOf(ada.browser);
    const somebody = { sub: 'mallory', email: 'mallory@acme.test', auth_time: seconds() };
    expect(await confirm(ada.browser, a(), somebody)).toMatchObject({
      status: 403,
      text: expect.stringContaining('You came back as somebody else'),
    });
    // The directory has announced them; signing in would link them.
    await createUser(context, a().orgId, person('stranger@acme.test', { externalId: 'stranger' }));
    const stranger = { sub: 'stranger', email: 'stranger@acme.test', auth_time: seconds() };
    expect((await confirm(ada.browser, a(), stranger)).status).toBe(403);
    // Who only came to confirm is made no account.
    expect(await system('sign-in').count(identities, { subject: stranger.sub })).toBe(0);
    expect(cookieOf(ada.browser)).toBe(before);
    expect(await makeKey(ada)).toBe('insufficient_user_authentication');
    expect(await stepUpsOf(a().orgId, ada.memberId)).toEqual([]);
    const refused = { type: 'session.step_up_refused', 'subject.memberId': ada.memberId } as const;
    expect((await tenant(a().orgId).find(events, refused)).map(({ after }) => after?.reason)).toContain(
      'another_person',
    );
    expect(await stepUpsOf(a().orgId, mallory.memberId)).toEqual([]);
  });

  it.each([
    ['a time that is long ago', () => ({ auth_time: longAgo() })],
    ['none, although it can tell', () => ({ auth_time: undefined })],
    ['none that is a number', () => ({ auth_time: String(seconds()) })],
    ['one in the future', () => ({ auth_time: seconds() + 3_600 })],
  ])('[110] does not when the provider says %s', async (_, said) => {
    const ada = await signedIn(a(), 'ada', { auth_time: longAgo() });
    expect((await confirm(ada.browser, a(), { ...asAda, ...said() })).status).toBeGreaterThanOrEqual(400);
    expect(await makeKey(ada)).toBe('insufficient_user_authentication');
  });

  it('is asked once a session by a provider that never says when', async () => {
    const bob = await signedIn(b(), 'bob');
    expect(await makeKey(bob)).toBe('insufficient_user_authentication');
    expect(await confirm(bob.browser, b(), { sub: 'bob', email: 'bob@acme.test' })).toMatchObject({ text: 'here' });
    expect(await makeKey(bob)).toBe(201);
    shiftClock(30 * 60_000);
    expect(await makeKey(bob)).toBe(201);
  });

  it('[112] does not by an answer to a session that is over, nor by that of another browser', async () => {
    const ada = await signedIn(a(), 'ada', { auth_time: longAgo() });
    a().provider.bends = { claims: (usual) => ({ ...usual, ...asAda, auth_time: seconds() }) };
    const asked = await ada.browser.visit(`${app().url}/auth/confirm`, { stopAt: `${app().url}/auth/callback` });
    expect((await openBrowser().visit(asked.url)).status).toBe(400);
    ada.browser.setCookie(app().url, 'usher', '');
    expect(await ada.browser.visit(asked.url)).toMatchObject({ status: 400 });
    expect(JSON.parse((await ada.browser.send(`${second().url}/whoami`)).text).accountId).toBeNull();
  });

  it('signs in first, where nobody is signed in', async () => {
    const { headers } = await openBrowser().send(`${app().url}/auth/confirm?returnTo=/plain`);
    expect(headers.get('location')).toBe('/auth/login?returnTo=%2Fplain');
    const outward = await openBrowser().send(`${app().url}/auth/confirm?returnTo=//evil.example`);
    expect(outward.headers.get('location')).toBe('/auth/login');
  });
});
