/** Universal Logout: a provider asks that everything of somebody ends (draft-parecki-oauth-global-token-revocation). */
import { describe, expect, it } from 'vitest';
import { changeConnection } from '../../src/domain/administration/connections/change-connection.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { events } from '../../src/domain/model/event.ts';
import { members } from '../../src/domain/model/member.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { context, person, personalKeyOf, secretBox, testDeployment } from '../support/domain.ts';
import type { OidcApp } from '../support/oidc-app.ts';
import { endingsOf, keysLive, type Place, twoOrganizations } from './two-organizations.ts';

const { defaultOrgId } = testDeployment();
const world = twoOrganizations();

const urlOf = (connectionId: string, at = world.app()) => `${at.url}/auth/global-token-revocation/${connectionId}`;

type Sent = { readonly at?: OidcApp; readonly token?: string; readonly body?: unknown; readonly type?: string };

async function tell({ connectionId, provider }: Place, subject: unknown, sent: Sent = {}): Promise<Response> {
  const token = sent.token ?? (await provider.revocationToken(urlOf(connectionId)));
  return fetch(urlOf(connectionId, sent.at), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': sent.type ?? 'application/json' },
    body: typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body ?? { sub_id: subject }),
  });
}

const bySubject = ({ provider }: Place, sub: string) => ({ format: 'iss_sub', iss: provider.issuer, sub });
const byAddress = (email: string) => ({ format: 'email', email });

describe('Universal Logout', () => {
  it('by issuer and subject ends the sessions and personal keys of that person, on every node', async () => {
    const b = world.b();
    const [one, again] = [await world.signedIn(b, 'ada'), await world.signedIn(b, 'ada')];
    const other = await world.signedIn(b, 'bea');
    const answer = await tell(b, bySubject(b, 'ada'), { at: world.second() });
    expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([204, 'no-store', '']);
    expect(await Promise.all([one, again].map(({ browser }) => world.isSignedIn(browser)))).toEqual([false, false]);
    expect(await world.isSignedIn(one.browser, world.second())).toBe(false);
    expect(await world.isSignedIn(other.browser)).toBe(true);
    expect(await keysLive(one, again, other)).toEqual([false, false, true]);
  });

  it('is told once: whose connection, how many sessions, and that it was this; each key beside it', async () => {
    const b = world.b();
    const { memberId } = await world.signedIn(b, 'cleo');
    await world.visitAs(b.provider, b.connectionId, 'cleo');
    await tell(b, bySubject(b, 'cleo'));
    expect(await endingsOf(b.orgId, memberId)).toMatchObject([
      { actor: { type: 'sign-in', id: b.connectionId }, after: { sessions: 2, reason: 'universal_logout' } },
    ]);
    const keys = await tenant(b.orgId).find(events, { type: 'api_key.revoked', 'subject.memberId': memberId });
    expect(keys).toMatchObject([{ after: { reason: 'universal_logout' } }]);
  });

  it('is told also where nothing was left to end', async () => {
    const b = world.b();
    const { memberId } = await world.signedIn(b, 'dora');
    expect((await tell(b, bySubject(b, 'dora'))).status).toBe(204);
    expect((await tell(b, bySubject(b, 'dora'))).status).toBe(204);
    expect((await endingsOf(b.orgId, memberId)).map(({ after }) => after?.sessions)).toEqual([1, 0]);
  });

  it('by an address that the directory gave ends them too, however it is written', async () => {
    const b = world.b();
    const present = await world.signedIn(b, 'eva');
    expect((await tell(b, byAddress('EVA@Acme.test'))).status).toBe(204);
    expect([await world.isSignedIn(present.browser), await keysLive(present)]).toEqual([false, [false]]);
  });

  it('by an address that somebody only claims ends nothing', async () => {
    const deployment = { orgId: '', connectionId: 'default', provider: world.deployment() };
    const claim = { email: 'boss@acme.test', email_verified: false };
    const newcomer = await world.visitAs(world.deployment(), 'default', 'fay', claim);
    const found = await tenant(defaultOrgId()).findOne(members, { 'signIn.subject': 'fay' });
    expect(found).toMatchObject({ claimedEmail: 'boss@acme.test', accountId: expect.any(String) });
    expect((await tell(deployment, byAddress('boss@acme.test'))).status).toBe(404);
    expect(await world.isSignedIn(newcomer)).toBe(true);

    const b = world.b();
    const announced = await world.signedIn(b, 'fee', claim);
    expect((await tell(b, byAddress('boss@acme.test'))).status).toBe(404);
    expect([await world.isSignedIn(announced.browser), await keysLive(announced)]).toEqual([true, [true]]);
    expect(await endingsOf(b.orgId, announced.memberId)).toEqual([]);
  });

  it('in the words of the first draft is understood', async () => {
    const b = world.b();
    const { browser } = await world.signedIn(b, 'gus');
    expect((await tell(b, null, { body: { subject: bySubject(b, 'gus') } })).status).toBe(204);
    expect(await world.isSignedIn(browser)).toBe(false);
  });

  it('by the provider of the deployment ends what that let in', async () => {
    const deployment = { orgId: '', connectionId: 'default', provider: world.deployment() };
    const browsers = [
      await world.visitAs(world.deployment(), 'default', 'hal'),
      await world.visitAs(world.deployment(), 'default', 'ida'),
    ];
    expect((await tell(deployment, byAddress('hal@acme.test'))).status).toBe(204);
    expect((await tell(deployment, bySubject(deployment, 'ida'))).status).toBe(204);
    expect(await Promise.all(browsers.map((browser) => world.isSignedIn(browser)))).toEqual([false, false]);
  });
});

describe('[88] Universal Logout of one organization', () => {
  it('ends nothing of another one, by whatever name', async () => {
    const [a, b] = [world.a(), world.b()];
    const victim = await world.signedIn(a, 'kim');
    const names = [bySubject(b, 'kim'), bySubject(a, 'kim'), byAddress('kim@acme.test')];
    for (const name of names) expect((await tell(b, name)).status).toBe(404);
    expect([await world.isSignedIn(victim.browser), await keysLive(victim)]).toEqual([true, [true]]);
    expect(await endingsOf(a.orgId, victim.memberId)).toEqual([]);
  });

  it('ends what the same person has there, and leaves the rest', async () => {
    const [a, b] = [world.a(), world.b()];
    const [there, here] = [await world.signedIn(a, 'lea'), await world.signedIn(b, 'lea')];
    expect((await tell(b, byAddress('lea@acme.test'))).status).toBe(204);
    expect([await world.isSignedIn(there.browser), await world.isSignedIn(here.browser)]).toEqual([true, false]);
    expect(await keysLive(there, here)).toEqual([true, false]);
    expect([await endingsOf(a.orgId, there.memberId), await endingsOf(b.orgId, here.memberId)]).toMatchObject([
      [],
      [{ after: { reason: 'universal_logout' } }],
    ]);
  });

  it('ends what the deployment’s provider let in only where the person belongs to no other organization', async () => {
    const [a, b] = [world.a(), world.b()];
    const [here, also] = [await world.signedIn(b, 'sue'), await world.signedIn(b, 'tea')];
    const order = { description: 'script', scopes: ['read' as const], expiresAt: null };
    const keyOf = async (accountId: string) => ({ ...here, key: (await personalKeyOf(accountId, order)).secret });
    const keys = [await keyOf(here.accountId), await keyOf(also.accountId)] as const;
    const elsewhere = await createUser(context, a.orgId, person('tea@acme.test'));
    const rows = mongoClient().db().collection<{ _id: string }>('members');
    await rows.updateOne({ _id: elsewhere._id }, { $set: { accountId: also.accountId } });
    for (const name of ['sue', 'tea']) expect((await tell(b, bySubject(b, name))).status).toBe(204);
    expect(await keysLive(here, also)).toEqual([false, false]);
    expect(await keysLive(...keys)).toEqual([false, true]);
  });

  it('with a token of another organization’s provider, or made for another’s address, is refused', async () => {
    const [a, b] = [world.a(), world.b()];
    const victim = await world.signedIn(a, 'max');
    const foreign = await b.provider.revocationToken(urlOf(a.connectionId), { iss: a.provider.issuer });
    expect((await tell(a, bySubject(a, 'max'), { token: foreign })).status).toBe(401);
    const elsewhere = await a.provider.revocationToken(urlOf(b.connectionId));
    expect((await tell(a, bySubject(a, 'max'), { token: elsewhere })).status).toBe(401);
    expect(await world.isSignedIn(victim.browser)).toBe(true);
  });
});

describe('[72] a request for Universal Logout', () => {
  const seconds = () => Math.floor(Date.now() / 1_000);
  const bad: [string, () => Record<string, unknown>, Record<string, unknown>?][] = [
    ['another aud', () => ({ aud: 'https://usher.example/auth/global-token-revocation/other' })],
    ['the client id as aud', () => ({ aud: 'usher-under-test' })],
    ['more than one aud', () => ({ aud: [urlOf(world.b().connectionId), 'https://other.example'] })],
    ['another iss', () => ({ iss: 'https://idp.example' })],
    ['exp 40 s ago', () => ({ exp: seconds() - 40 })],
    ['exp a day ahead', () => ({ exp: seconds() + 86_400 })],
    ['no exp', () => ({ exp: undefined })],
    ['nbf an hour ahead', () => ({ nbf: seconds() + 3_600 })],
    ['iat an hour ahead', () => ({ iat: seconds() + 3_600 })],
    ['no jti', () => ({ jti: undefined })],
    ['typ JWT', () => ({}), { typ: 'JWT' }],
    ['typ logout+jwt', () => ({}), { typ: 'logout+jwt' }],
    ['no typ', () => ({}), {}],
  ];
  it.each(bad)('by a token with %s is refused with 401, and ends nothing', async (_what, claims, header) => {
    const b = world.b();
    const { browser } = await world.signedIn(b, 'nora');
    const token = await b.provider.revocationToken(urlOf(b.connectionId), claims(), header);
    await expectUnauthorized(await tell(b, bySubject(b, 'nora'), { token }));
    expect(await world.isSignedIn(browser)).toBe(true);
  });

  it.each(['none', 'HS256', 'unknown key', 'other key under our kid', 'flipped'] as const)(
    'with the signature "%s" is refused with 401',
    async (signature) => {
      const b = world.b();
      const { browser } = await world.signedIn(b, 'olga');
      b.provider.bends = { signature };
      await expectUnauthorized(await tell(b, bySubject(b, 'olga')));
      expect(await world.isSignedIn(browser)).toBe(true);
    },
  );

  it('by a token that was used before is refused, on every node', async () => {
    const b = world.b();
    await world.signedIn(b, 'pia');
    const token = await b.provider.revocationToken(urlOf(b.connectionId));
    expect((await tell(b, bySubject(b, 'pia'), { token })).status).toBe(204);
    const { browser } = await world.signedIn(b, 'pia');
    await expectUnauthorized(await tell(b, bySubject(b, 'pia'), { token }));
    await expectUnauthorized(await tell(b, bySubject(b, 'pia'), { token, at: world.second() }));
    expect(await world.isSignedIn(browser)).toBe(true);
  });

  it('sent many times at once is done once', async () => {
    const b = world.b();
    await world.signedIn(b, 'rosa');
    const token = await b.provider.revocationToken(urlOf(b.connectionId));
    const answers = await Promise.all(Array.from({ length: 5 }, () => tell(b, bySubject(b, 'rosa'), { token })));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401, 401, 401]);
  });

  it('without a token is 401', async () => {
    const answer = await fetch(urlOf(world.b().connectionId), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub_id: byAddress('ada@acme.test') }),
    });
    await expectUnauthorized(answer);
  });

  it.each<[string, Partial<Sent>, number]>([
    ['nobody in it', { body: {} }, 400],
    ['a format that we know nobody by', { body: { sub_id: { format: 'phone_number', phone_number: '+1' } } }, 400],
    ['an object where text belongs', { body: { sub_id: { format: 'email', email: { $ne: '' } } } }, 400],
    ['what is no JSON', { body: '{' }, 400],
    ['a form', { body: 'sub_id=1', type: 'application/x-www-form-urlencoded' }, 415],
    ['64 kB and more', { body: JSON.stringify({ sub_id: byAddress('x'.repeat(70_000)) }) }, 413],
  ])('with %s is refused', async (_what, sent, status) => {
    const answer = await tell(world.b(), null, sent);
    expect([answer.status, await answer.json()]).toEqual([
      status,
      { error: 'invalid_request', error_description: expect.any(String) },
    ]);
  });

  it('[97] that is right is done also while somebody at the same address sends wrong ones', async () => {
    const b = world.b();
    const { browser } = await world.signedIn(b, 'ada');
    const wrong = () => tell(b, bySubject(b, 'ada'), { token: 'e30.e30.e30' });
    const statuses = new Set<number>();
    for (let sent = 0; sent < 520; sent += 20)
      for (const { status } of await Promise.all(Array.from({ length: 20 }, wrong))) statuses.add(status);
    expect(statuses).toEqual(new Set([401, 429]));
    expect((await tell(b, bySubject(b, 'ada'))).status).toBe(204);
    expect(await world.isSignedIn(browser)).toBe(false);
    expect((await wrong()).status).toBe(429);
    await mongoClient().db().collection('rateLimits').deleteMany({});
  });

  it('for a connection that does not exist, or is switched off, is 404', async () => {
    const b = world.b();
    expect((await tell({ ...b, connectionId: 'nobody' }, byAddress('ada@acme.test'))).status).toBe(404);
    await changeConnection(context, b.orgId, b.connectionId, { enabled: false }, secretBox);
    expect((await tell(b, bySubject(b, 'ada'))).status).toBe(404);
    await changeConnection(context, b.orgId, b.connectionId, { enabled: true }, secretBox);
  });

  async function expectUnauthorized(answer: Response): Promise<void> {
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(await answer.json()).toMatchObject({ error: 'invalid_token' });
  }
});
