/** Webhooks over HTTP. What is delivered, and when, is in test/domain/webhooks. */
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { sealWaiting } from '../../../src/domain/audit/seal.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { deliverDue } from '../../../src/domain/webhooks/deliver.ts';
import { outbound } from '../../../src/http/outbound.ts';
import { postWebhooks } from '../../../src/http/post-webhook.ts';
import { startReceiver } from '../../domain/webhooks/receiver.ts';
import { context, newOrganization, person, secretBox } from '../../support/domain.ts';
import { publicUrl, testApi } from '../api-app.ts';

const api = testApi();

describe('webhooks', () => {
  it('are created with a secret that is shown once, changed, tested, replayed and deleted', async () => {
    const { orgId } = await newOrganization();
    await sealWaiting();
    const receiver = await startReceiver();
    const base = `/organizations/${orgId}/webhooks`;
    const created = await api.operator('post', base, { url: receiver.url, events: ['user.*', 'user.*'] });
    expect(created.status).toBe(201);
    const { secret, ...webhook } = created.body;
    expect(secret).toMatch(/^whsec_/);
    expect(webhook).toMatchObject({ events: ['user.*'], enabled: true, secretExpires: null, failingSince: null });
    const one = `${base}/${webhook.id}`;
    expect((await api.operator('get', one)).body).toEqual(webhook);
    expect((await api.operator('get', base)).body.items).toEqual([webhook]);

    const changed = (await api.operator('patch', one, { description: 'CRM', enabled: true })).body;
    expect(changed).toEqual({ ...webhook, description: 'CRM' });
    const rotated = (await api.operator('post', `${one}/rotate`)).body;
    expect(rotated.secret).not.toBe(secret);
    expect(Date.parse(rotated.secretExpires) - Date.now()).toBeGreaterThan(86_000_000);

    const test = await api.operator('post', `${one}/test`, undefined, { replay: false });
    expect([test.status, test.body]).toMatchObject([202, { type: 'webhook.test', seq: null, state: 'pending' }]);
    await deliverDue(
      postWebhooks(outbound(['127.0.0.1']), () => {}),
      secretBox,
      publicUrl,
    );
    const [delivery] = (await api.operator('get', `${one}/deliveries?state=delivered`)).body.items;
    expect(delivery).toMatchObject({
      id: test.body.id,
      attempts: 1,
      lastAttempt: { status: 204 },
      nextAttemptAt: null,
    });
    expect((await api.operator('get', `${one}/deliveries/${delivery.id}`)).body).toEqual(delivery);
    const replayed = await api.operator('post', `${one}/deliveries/${delivery.id}/replay`, undefined, {
      replay: false,
    });
    expect([replayed.status, replayed.body.state]).toEqual([202, 'pending']);
    expect((await api.operator('get', `${one}/deliveries/none`)).status).toBe(404);
    expect((await api.operator('post', `${one}/deliveries/none/replay`)).status).toBe(404);

    expect((await api.operator('delete', one)).status).toBe(204);
    expect((await api.operator('get', one)).status).toBe(404);
    await sealWaiting();
    const { body } = await api.operator('get', `/organizations/${orgId}/audit-events?order=oldest&types=webhook.*`);
    const types = body.items.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['webhook.created', 'webhook.updated', 'webhook.secret_rotated', 'webhook.deleted']);
    expect(JSON.stringify(body)).not.toContain('whsec_');
    await receiver.stop();
  });

  it('have their deliveries in one list, by webhook, state and type', async () => {
    const { orgId } = await newOrganization();
    await sealWaiting();
    const base = `/organizations/${orgId}/webhooks`;
    const ids: string[] = [];
    for (const events of [['*'], ['user.*']])
      ids.push((await api.operator('post', base, { url: 'https://127.0.0.1:1/', events })).body.id);
    const tests: string[] = [];
    for (const id of ids)
      tests.push((await api.operator('post', `${base}/${id}/test`, undefined, { replay: false })).body.id);
    await createUser(context, orgId, person('ada@acme.test'));
    await sealWaiting();
    const nobody = async () => ({ status: 503, error: null, body: null, ms: 1 });
    await deliverDue(nobody, secretBox, publicUrl);
    const found = async (query: string) => {
      const { status, body } = await api.operator('get', `/organizations/${orgId}/deliveries?${query}`);
      expect(status).toBe(200);
      return body.items as { id: string; webhookId: string; type: string; state: string }[];
    };
    const all = await found('');
    expect(new Set(all.map(({ webhookId }) => webhookId))).toEqual(new Set(ids));
    expect(all.map(({ id }) => id)).toEqual(
      all
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect((await found('state=dead')).map(({ id }) => id).toSorted()).toEqual(tests.toSorted());
    expect((await found(`webhook=${ids[1]}&state=pending`)).map(({ type }) => type)).toEqual(['user.created']);
    expect((await found('types=user.*')).map(({ type }) => type)).toEqual(['user.created', 'user.created']);
    const pages = await api.operator('get', `/organizations/${orgId}/deliveries?limit=1`);
    const next = await found(`limit=200&cursor=${pages.body.nextCursor}`);
    expect([...pages.body.items, ...next]).toEqual(all);
    const other = await api.serviceKeyOf((await newOrganization()).orgId);
    expect((await other('get', `/organizations/${orgId}/deliveries`)).status).toBe(404);
  });

  it('[81] are refused at addresses of private networks, of this machine and of a cloud’s metadata, and without TLS', async () => {
    const { orgId } = await newOrganization();
    const base = `/organizations/${orgId}/webhooks`;
    const good = (await api.operator('post', base, { url: 'https://hooks.acme.test/usher' })).body;
    const addresses = [
      'http://hooks.acme.test/',
      'https://10.0.0.7/',
      'https://169.254.169.254/latest/meta-data',
      'https://[::1]/',
      'https://[::ffff:10.0.0.7]/',
      'https://user:secret@hooks.acme.test/',
      'file:///etc/passwd',
      'nonsense',
    ];
    for (const url of addresses) {
      const attempts = [api.operator('post', base, { url }), api.operator('patch', `${base}/${good.id}`, { url })];
      for (const { status, body } of await Promise.all(attempts))
        expect([url, status, body.code, body.errors[0].pointer]).toEqual([url, 400, 'address_refused', '#/url']);
    }
    expect((await api.operator('get', base)).body.items).toEqual([expect.objectContaining({ url: good.url })]);
  });

  it('want types that exist, and are at most twenty', async () => {
    const { orgId } = await newOrganization();
    const base = `/organizations/${orgId}/webhooks`;
    const order = { url: 'https://hooks.acme.test/usher' };
    for (const events of [['user'], ['nothing.*'], [], ['*.created']])
      expect((await api.operator('post', base, { ...order, events })).status).toBe(400);
    for (let n = 0; n < 20; n += 1) expect((await api.operator('post', base, order)).status).toBe(201);
    const answer = await api.operator('post', base, order);
    expect([answer.status, answer.body.code]).toEqual([409, 'too_many_webhooks']);
  });

  it('speak as SCIM does where that is asked for, without a secret; the feed has the same tokens', async () => {
    const { orgId } = await newOrganization();
    const base = `/organizations/${orgId}/webhooks`;
    const order = { url: 'https://hooks.acme.test/sets', format: 'scim-set' };
    const { status, body } = await api.operator('post', base, order);
    expect([status, body.format, body.secret]).toEqual([201, 'scim-set', undefined]);
    expect(body.verification).toEqual({
      issuer: `${publicUrl}/organizations/${orgId}`,
      audience: order.url,
      jwksUri: `${publicUrl}/scim/jwks/${orgId}`,
    });
    const one = `${base}/${body.id}`;
    expect((await api.operator('post', `${one}/rotate`)).body.code).toBe('no_secret');
    expect((await api.operator('patch', one, { format: 'usher' })).status).toBe(400);
    expect((await api.operator('post', base, { ...order, format: 'xml' })).status).toBe(400);

    await createUser(context, orgId, person('ada@acme.test'));
    await sealWaiting();
    const feed = `/organizations/${orgId}/events`;
    const { items, after, more } = (await api.operator('get', `${feed}/scim-sets`)).body;
    expect(items).toEqual([{ seq: expect.any(Number), set: expect.any(String) }]);
    expect(decodeJwt(items[0].set)).toMatchObject({
      iss: body.verification.issuer,
      aud: `${publicUrl}/api/v1${feed}`,
      events: { 'urn:ietf:params:scim:event:prov:create:notice': { attributes: expect.arrayContaining(['userName']) } },
    });
    const whole = (await api.operator('get', feed)).body;
    expect([after, more]).toEqual([whole.after, false]);
    expect((await api.operator('get', `${feed}/scim-sets?after=${after}`)).body.items).toEqual([]);
  });

  it('[11] of other organizations do not exist', async () => {
    const [one, other] = [await newOrganization(), await newOrganization()];
    const order = { url: 'https://hooks.acme.test/usher' };
    const { id } = (await api.operator('post', `/organizations/${other.orgId}/webhooks`, order)).body;
    const service = await api.serviceKeyOf(one.orgId);
    for (const path of [`/organizations/${one.orgId}/webhooks/${id}`, `/organizations/${other.orgId}/webhooks/${id}`])
      for (const verb of ['get', 'delete'] as const) expect((await service(verb, path)).status).toBe(404);
    expect((await service('get', `/organizations/${one.orgId}/webhooks/${id}/deliveries`)).status).toBe(404);
  });
});
