/** A person's own sessions, seen and ended by that person. */
import { createHash } from 'node:crypto';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { mongoClient } from '../../../src/storage/connection.ts';
import { publicUrl, testApi } from '../api-app.ts';

const api = testApi();
const rows = () => mongoClient().db().collection<{ _id: string; expires: Date }>('sessions');

async function signedIn(accountId: string, userAgent = 'Browser') {
  const agent = supertest.agent(api.app);
  const answer = await agent.post(`/sign-in/${accountId}`).set('User-Agent', userAgent).expect(200);
  const proof = { Origin: publicUrl, 'X-CSRF-Token': answer.body.csrfToken as string };
  const cookie = decodeURIComponent(/usher=([^;]*)/.exec(answer.headers['set-cookie']?.[0] ?? '')?.[1] ?? '');
  return {
    secret: cookie.slice('s:'.length).split('.')[0] ?? '',
    me: () => agent.get('/api/v1/me').then(({ status }) => status),
    newKey: () => agent.post('/api/v1/me/api-keys').set(proof).send({ description: 'CI' }),
    get: (path = '') => agent.get(`/api/v1/me/sessions${path}`),
    delete: (path = '') => agent.delete(`/api/v1/me/sessions${path}`).set(proof),
  };
}

describe('GET /me/sessions', () => {
  it('lists the caller’s own, newest first, and says which is the present one', async () => {
    const [ada, bob] = [await api.newPerson('Ada'), await api.newPerson('Bob')];
    const one = await signedIn(ada.accountId, `Firefox ${'x'.repeat(500)}`);
    const two = await signedIn(ada.accountId, 'Chrome');
    await signedIn(bob.accountId);
    const { body } = await two.get().expect(200);
    expect(body).toMatchObject({
      items: [
        { current: true, userAgent: 'Chrome', connectionId: 'default' },
        { current: false, userAgent: `Firefox ${'x'.repeat(192)}` },
      ],
      nextCursor: null,
    });
    for (const { createdAt, lastSeenAt, expiresAt } of body.items) {
      expect(Date.now() - Date.parse(createdAt)).toBeLessThan(60_000);
      expect(Date.now() - Date.parse(lastSeenAt)).toBeLessThan(60_000);
      expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    }
    const [, other] = body.items;
    expect((await two.get(`/${other.id}`).expect(200)).body).toEqual(other);
    expect((await one.get(`/${other.id}`)).body.current).toBe(true);
    // To a personal key none is the present one.
    expect((await ada.ask('get', '/me/sessions')).body.items).toMatchObject([{ current: false }, { current: false }]);
  });

  it('tells nothing with which a session could be taken over', async () => {
    const ada = await api.newPerson('Ada');
    const { secret, get } = await signedIn(ada.accountId);
    const { body, text } = await get();
    expect(secret).toHaveLength(43);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/csrf/i);
    expect(body.items[0].id).toBe(createHash('sha256').update(secret).digest('base64url'));
  });

  it('goes page by page', async () => {
    const ada = await api.newPerson('Ada');
    for (let i = 0; i < 5; i += 1) await signedIn(ada.accountId, `Browser ${i}`);
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await ada.ask('get', `/me/sessions?limit=2${cursor}`);
      seen.push(...body.items.map(({ userAgent }: { userAgent: string }) => userAgent));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0].map((i) => `Browser ${i}`));
    const bob = await api.newPerson('Bob');
    const { body } = await ada.ask('get', '/me/sessions?limit=1');
    expect((await bob.ask('get', `/me/sessions?cursor=${body.nextCursor}`)).body.code).toBe('invalid_cursor');
  });

  it('leaves out what has expired', async () => {
    const ada = await api.newPerson('Ada');
    const one = await signedIn(ada.accountId);
    const { id } = (await one.get()).body.items[0];
    await rows().updateOne({ _id: id }, { $set: { expires: new Date(Date.now() - 1_000) } });
    expect((await ada.ask('get', '/me/sessions')).body.items).toEqual([]);
    expect((await ada.ask('get', `/me/sessions/${id}`)).status).toBe(404);
  });

  it('is nobody’s for a key that belongs to no person', async () => {
    expect((await api.operator('get', '/me/sessions')).status).toBe(403);
    expect((await api.operator('delete', '/me/sessions')).status).toBe(403);
  });
});

describe('DELETE /me/sessions', () => {
  it('ends one at once', async () => {
    const ada = await api.newPerson('Ada');
    const [one, two] = [await signedIn(ada.accountId), await signedIn(ada.accountId)];
    const { items } = (await two.get()).body;
    await two.delete(`/${items[1].id}`).expect(204);
    expect([await one.me(), await two.me()]).toEqual([401, 200]);
    await two.delete(`/${items[1].id}`).expect(404);
  });

  it('of the present one signs out', async () => {
    const ada = await api.newPerson('Ada');
    const one = await signedIn(ada.accountId);
    const { items } = (await one.get()).body;
    await one.delete(`/${items[0].id}`).expect(204);
    expect(await one.me()).toBe(401);
    expect(await rows().findOne({ _id: items[0].id })).toBeNull();
  });

  it('ends all others', async () => {
    const [ada, bob] = [await api.newPerson('Ada'), await api.newPerson('Bob')];
    const [one, two, three] = [
      await signedIn(ada.accountId),
      await signedIn(ada.accountId),
      await signedIn(ada.accountId),
    ];
    const foreign = await signedIn(bob.accountId);
    await two.delete().expect(204);
    expect([await one.me(), await two.me(), await three.me(), await foreign.me()]).toEqual([401, 200, 401, 200]);
  });

  it('[95] ends every personal key, and of a key all sessions and itself', async () => {
    const ada = await api.newPerson('Ada');
    const [one, other] = [await signedIn(ada.accountId), await ada.ask('post', '/me/api-keys', { description: 'CI' })];
    await one.delete().expect(204);
    expect(await one.me()).toBe(200);
    const { token } = (await one.newKey()).body;
    for (const key of [ada.key, other.body.token]) expect((await api.withKey(key)('get', '/me')).status).toBe(401);
    const left = api.withKey(token);
    expect((await left('delete', '/me/sessions', undefined, { replay: false })).status).toBe(204);
    expect([await one.me(), (await left('get', '/me')).status]).toEqual([401, 401]);
  });

  it('does not reach the session of somebody else', async () => {
    const [ada, bob] = [await api.newPerson('Ada'), await api.newPerson('Bob')];
    const victim = await signedIn(bob.accountId);
    const { id } = (await victim.get()).body.items[0];
    for (const verb of ['get', 'delete'] as const) {
      const known = await ada.ask(verb, `/me/sessions/${id}`);
      const random = await ada.ask(verb, `/me/sessions/${'A'.repeat(43)}`);
      expect([known.status, known.body.code]).toEqual([404, random.body.code]);
    }
    expect(await victim.me()).toBe(200);
  });
});
