import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { organizations } from '../../../src/domain/model/organization.ts';
import { system } from '../../../src/storage/tenant.ts';
import { newOrganization } from '../../support/domain.ts';
import { deploymentKey, testApi } from '../api-app.ts';

const api = testApi({ userOrgCreationDisabled: false });

type Send = { key?: string; path: string; method?: 'post' | 'put' | 'patch' | 'delete'; body?: object; by?: string };

/** A write as it is, without the replay that the client of the other tests adds. */
async function send({ key = randomUUID(), path, method = 'post', body, by = deploymentKey }: Send) {
  return supertest(api.app)
    [method](`/api/v1${path}`)
    .set('Authorization', `Bearer ${by}`)
    .set('Idempotency-Key', key)
    .send(body);
}

describe('a write with an Idempotency-Key', () => {
  it('is answered the same again, and says so', async () => {
    const { orgId } = await newOrganization();
    const write = { key: randomUUID(), path: `/organizations/${orgId}/workspaces`, body: { name: 'Research' } };
    const first = await send(write);
    expect(first.status).toBe(201);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    const again = await send(write);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.location).toBe(first.headers.location);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const { body } = await api.operator('get', write.path);
    expect(body.items).toHaveLength(2);
  });

  it('may send the members of its body in another order', async () => {
    const key = randomUUID();
    const path = '/organizations';
    const first = await send({ key, path, body: { name: 'Order', workspaceName: 'One' } });
    const again = await send({ key, path, body: { workspaceName: 'One', name: 'Order' } });
    expect(again.body).toEqual(first.body);
  });

  it('makes one organization of two requests at once, by the operator and by a person', async () => {
    for (const by of [deploymentKey, (await api.newPerson()).key]) {
      const write = { key: randomUUID(), path: '/organizations', body: { name: `Once ${randomUUID()}` }, by };
      const answers = await Promise.all([send(write), send(write), send(write)]);
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(await system('deployment').count(organizations, { name: write.body.name })).toBe(1);
    }
  });

  it('deletes once, and says again that it is deleted', async () => {
    const { orgId } = await newOrganization();
    const made = await send({ path: `/organizations/${orgId}/workspaces`, body: { name: 'Research' } });
    const path = `/organizations/${orgId}/workspaces/${made.body.id}`;
    const write = { key: randomUUID(), method: 'delete', path } as const;
    expect((await send(write)).status).toBe(204);
    const again = await send(write);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([204, 'true']);
    expect((await send({ method: 'delete', path })).status).toBe(404);
  });

  it.each([
    ['another body', { body: { name: 'Lab' } }],
    ['another path', { path: '/organizations' }],
  ])('is refused with %s', async (_, other) => {
    const { orgId } = await newOrganization();
    const write = { key: randomUUID(), path: `/organizations/${orgId}/workspaces`, body: { name: 'Research' } };
    await send(write);
    const answer = await send({ ...write, ...other });
    expect([answer.status, answer.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('does not show a secret twice, nor make another key', async () => {
    const { orgId } = await newOrganization();
    const person = await api.newPerson();
    for (const write of [
      { path: `/organizations/${orgId}/scim/tokens`, by: deploymentKey },
      { path: `/organizations/${orgId}/service-keys`, by: deploymentKey },
      { path: '/me/api-keys', by: person.key },
    ]) {
      const order = { ...write, key: randomUUID(), body: { description: randomUUID() } };
      expect((await send(order)).status).toBe(201);
      const again = await send(order);
      expect([again.status, again.body.code, again.body.token]).toEqual([409, 'secret_shown_once', undefined]);
      const { body } = await api.withKey(write.by)('get', write.path);
      expect(
        body.items.filter(({ description }: { description: string }) => description === order.body.description),
      ).toHaveLength(1);
    }
  });

  it("[11] means nothing for another caller, and gives nobody another's answer", async () => {
    const { orgId } = await newOrganization();
    const stranger = await api.newPerson();
    const write = { key: randomUUID(), path: `/organizations/${orgId}/workspaces`, body: { name: 'Research' } };
    const first = await send(write);
    expect((await send({ ...write, by: stranger.key })).status).toBe(404);
    const path = '/organizations';
    const theirs = await send({ key: write.key, path, body: { name: 'Own' }, by: stranger.key });
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(first.body.id);
  });

  it('is not answered to who may not ask any more', async () => {
    await api.newMemberWith('Organization Admin');
    const admin = await api.newMemberWith('Organization Admin');
    const path = `/organizations/${api.defaultOrgId()}/workspaces`;
    const write = { key: randomUUID(), path, body: { name: `Lab ${randomUUID()}` }, by: admin.key };
    expect((await send(write)).status).toBe(201);
    const member = `/organizations/${api.defaultOrgId()}/members/${admin.memberId}`;
    await api.operator('patch', member, { organizationRole: 'Organization User' });
    expect((await send(write)).status).toBe(403);
  });

  it('keeps no refusal: what is put right may be sent with the same key', async () => {
    const key = randomUUID();
    expect((await send({ key, path: '/organizations', body: { name: '' } })).status).toBe(400);
    expect((await send({ key, path: '/organizations', body: { name: 'Right' } })).status).toBe(201);
  });

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['two words', 'a b'],
    ['not ASCII', 'schl\u00fcssel'],
  ])('is 400 when the key is %s', async (_, key) => {
    const answer = await send({ key, path: '/organizations', body: { name: 'Never' } });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_idempotency_key']);
  });

  it('is 400 with two keys', async () => {
    const answer = await send({
      key: ['a', 'b'] as unknown as string,
      path: '/organizations',
      body: { name: 'Never' },
    });
    expect(answer.body.code).toBe('invalid_idempotency_key');
  });
});
