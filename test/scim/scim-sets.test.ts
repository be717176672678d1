/**
 * What happens to users and groups, told as security event tokens of RFC 9967 to a receiver that holds them against RFC 8417,
 * RFC 8935 and RFC 9493. It verifies them by the keys at the address that the webhook names, over HTTP.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  addGroupMember,
  createAdminGroup,
  deleteAdminGroup,
  handOverGroup,
} from '../../src/domain/administration/groups/admin-groups.ts';
import { sealWaiting } from '../../src/domain/audit/seal.ts';
import { createWebhook, rotateWebhookSecret } from '../../src/domain/webhooks/change-webhooks.ts';
import { deliverDue } from '../../src/domain/webhooks/deliver.ts';
import { issuerOf } from '../../src/domain/webhooks/security-event-token.ts';
import { replayDelivery, sendTest } from '../../src/domain/webhooks/send-again.ts';
import { outbound } from '../../src/http/outbound.ts';
import { postWebhooks } from '../../src/http/post-webhook.ts';
import { eventKeys } from '../../src/scim/event-keys.ts';
import { inviteOne } from '../domain/entry/invitations/people.ts';
import { context, newOrganization, secretBox, testDeployment } from '../support/domain.ts';
import { clientOf, created, groupBody, newTenant, newToken, patchOp, userBody } from '../support/scim-door.ts';

testDeployment();

const send = postWebhooks(outbound(['127.0.0.1']), () => {});
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const prov = 'urn:ietf:params:scim:event:prov';

/** Where Usher shows its keys. */
const keysServer = express().use(eventKeys(secretBox)).listen(0, '127.0.0.1').unref();
const publicUrl = () => `http://127.0.0.1:${(keysServer.address() as AddressInfo).port}`;

type Got = { readonly token: string; readonly type: string | undefined; readonly accept: string | undefined };

async function receiver(statusOf: (earlier: number) => number = () => 202) {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    let token = '';
    for await (const part of request) token += part;
    response.writeHead(statusOf(got.length)).end();
    got.push({ token, type: request.headers['content-type'], accept: request.headers.accept });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sets`, got };
}

async function subscribed(orgId: string, url: string, events = ['*']): Promise<string> {
  await sealWaiting();
  const order = { url, description: '', events, format: 'scim-set' } as const;
  const { webhook, secret } = await createWebhook(context, orgId, order, secretBox);
  expect(secret).toBeNull();
  return webhook._id;
}

async function deliver(): Promise<void> {
  await sealWaiting();
  await deliverDue(send, secretBox, publicUrl());
}

/** As a receiver does that was given issuer, keys and audience. */
async function verified(orgId: string, audience: string, token: string): Promise<JWTPayload> {
  const { issuer, jwksUri } = issuerOf(publicUrl(), orgId);
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const checks = { issuer, audience, typ: 'secevent+jwt', requiredClaims: ['iat', 'jti', 'events', 'sub_id'] };
  const { payload, protectedHeader } = await jwtVerify(token, keys, checks);
  expect(protectedHeader.alg).toBe('ES256');
  // RFC 8417 section 2.2, RFC 9967 section 2.1: no `sub`, and no `exp`, as an event is a fact and no right.
  expect(payload).not.toHaveProperty('sub');
  expect(payload).not.toHaveProperty('exp');
  return payload;
}

const said = (got: readonly Got[]) =>
  got.map(({ token }) => {
    const { sub_id, events } = decodeJwt(token) as { sub_id: { uri: string; externalId?: string }; events: object };
    return [sub_id.uri, ...Object.entries(events).flat()];
  });

describe('webhooks that speak as SCIM does', () => {
  it('tell of users: created, changed by which attributes, switched off and on, deleted', async () => {
    const { orgId, scim } = await newTenant();
    const { url, got } = await receiver();
    await subscribed(orgId, url);
    const body = userBody('ada@acme.test', { externalId: '00u1', name: { givenName: 'Ada' } });
    const ada = await created(scim.post('/Users', body));
    const path = `/Users/${ada.id}`;
    await deliver();
    await scim.put(path, { ...body, title: 'Boss', [enterprise]: { department: 'R&D' } });
    await deliver();
    for (const value of [false, true]) {
      await scim.patch(path, patchOp({ op: 'replace', path: 'active', value }));
      await deliver();
    }
    await scim.delete(path);
    await deliver();
    expect(said(got)).toEqual([
      [path, `${prov}:create:notice`, { attributes: expect.arrayContaining(['id', 'userName', 'externalId', 'name']) }],
      [path, `${prov}:patch:notice`, { attributes: expect.arrayContaining(['title', `${enterprise}:department`]) }],
      [path, `${prov}:deactivate`, {}],
      [path, `${prov}:activate`, {}],
      [path, `${prov}:delete`, {}],
    ]);
    for (const { token, type, accept } of got) {
      expect([type, accept]).toEqual(['application/secevent+jwt', 'application/json']);
      const payload = await verified(orgId, url, token);
      expect(payload.toe).toBeLessThanOrEqual(payload.iat as number);
      expect(payload.txn).toEqual(expect.any(String));
      expect(JSON.stringify(payload)).not.toMatch(/Boss|ada@acme/);
    }
    expect(decodeJwt(got[0]?.token ?? '').sub_id).toEqual({ format: 'scim', uri: path, externalId: '00u1' });
    expect(new Set(got.map(({ token }) => decodeJwt(token).jti)).size).toBe(got.length);
  });

  it('tell of the groups of the directory, and of those of admins once they are handed over', async () => {
    const { orgId, scim } = await newTenant();
    const { url, got } = await receiver();
    await subscribed(orgId, url);
    const { id: memberId } = await created(scim.post('/Users', userBody('ada@acme.test')));
    const { id } = await created(scim.post('/Groups', groupBody('Crew')));
    const own = await createAdminGroup(context, orgId, { displayName: 'Picked' }, []);
    const gone = await createAdminGroup(context, orgId, { displayName: 'Gone' }, []);
    await addGroupMember(context, orgId, gone, String(memberId));
    await deleteAdminGroup(context, orgId, gone);
    await scim.patch(`/Groups/${id}`, patchOp({ op: 'add', path: 'members', value: [{ value: memberId }] }));
    await scim.patch(`/Groups/${id}`, patchOp({ op: 'replace', path: 'displayName', value: 'Staff' }));
    await handOverGroup(context, orgId, own);
    await scim.delete(`/Groups/${id}`);
    await deliver();
    const of = (groupId: unknown) => said(got).filter(([uri]) => uri === `/Groups/${groupId}`);
    expect(of(id).map(([, uri, payload]) => [uri, payload])).toEqual([
      [`${prov}:create:notice`, { attributes: ['id'] }],
      [`${prov}:patch:notice`, { attributes: ['members'] }],
      [`${prov}:patch:notice`, { attributes: ['displayName'] }],
      [`${prov}:delete`, {}],
    ]);
    expect(of(own)).toEqual([[`/Groups/${own}`, 'urn:ietf:params:scim:event:feed:add', {}]]);
    expect(of(gone)).toEqual([]);
  });

  it('say of one change that it is one: the same transaction, each token by itself', async () => {
    const { orgId, scim } = await newTenant();
    const { url, got } = await receiver();
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    await subscribed(orgId, url);
    await scim.put(`/Users/${id}`, userBody('ada@acme.test', { title: 'Boss', active: false }));
    await deliver();
    const claims = got.map(({ token }) => decodeJwt(token));
    expect(claims).toHaveLength(2);
    expect(new Set(claims.map(({ txn }) => txn)).size).toBe(1);
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2);
  });

  it('send a token again under the same id until it is accepted', async () => {
    const { orgId, scim } = await newTenant();
    const { url, got } = await receiver((earlier) => (earlier === 0 ? 500 : 202));
    const id = await subscribed(orgId, url);
    await created(scim.post('/Users', userBody('ada@acme.test')));
    await deliver();
    const jti = String(decodeJwt(got[0]?.token ?? '').jti);
    await replayDelivery(context, orgId, id, jti);
    await deliver();
    expect(got).toHaveLength(2);
    expect(decodeJwt(got[1]?.token ?? '')).toEqual(decodeJwt(got[0]?.token ?? ''));
  });

  it('want only the events that they name, and are tried by a verification event', async () => {
    const { orgId, scim } = await newTenant();
    const { url, got } = await receiver();
    const id = await subscribed(orgId, url, ['user.deleted']);
    await created(scim.post('/Users', userBody('ada@acme.test')));
    await sendTest(context, orgId, id);
    await deliver();
    expect(got).toHaveLength(1);
    const { sub_id, events, jti } = await verified(orgId, url, got[0]?.token ?? '');
    expect(sub_id).toEqual({ format: 'opaque', id });
    expect(events).toEqual({ 'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: jti } });
  });

  it('are signed by the key of their organization alone, which stays the same and has no secret to rotate', async () => {
    const one = await newTenant();
    const other = await newTenant();
    const { url, got } = await receiver();
    const ids = [await subscribed(one.orgId, url), await subscribed(other.orgId, url)];
    await created(other.scim.post('/Users', userBody('ada@acme.test')));
    await deliver();
    const [{ token } = { token: '' }] = got;
    await verified(other.orgId, url, token);
    await expect(verified(one.orgId, url, token)).rejects.toThrow();
    await expect(verified(other.orgId, 'https://elsewhere.test', token)).rejects.toThrow();
    const shown = await fetch(issuerOf(publicUrl(), other.orgId).jwksUri);
    const { keys } = (await shown.json()) as { keys: object[] };
    expect(keys).toEqual([
      expect.objectContaining({ kid: decodeProtectedHeader(token).kid, alg: 'ES256', use: 'sig' }),
    ]);
    expect(keys[0]).not.toHaveProperty('d');
    expect((await fetch(issuerOf(publicUrl(), 'nobody').jwksUri)).status).toBe(404);
    await expect(rotateWebhookSecret(context, one.orgId, ids[0] ?? '', 0, secretBox)).rejects.toThrow(/no secret/);
  });

  it('know nothing of people who are only invited', async () => {
    const { orgId } = await newOrganization();
    const scim = clientOf(await newToken(orgId));
    const { url, got } = await receiver();
    await subscribed(orgId, url);
    await inviteOne(orgId, 'ada@acme.test');
    await deliver();
    expect(said(got)).toEqual([]);
    const { id } = await created(scim.post('/Users', userBody('ada@acme.test')));
    await deliver();
    expect(said(got).map(([uri, type]) => [uri, type])).toEqual([[`/Users/${id}`, `${prov}:create:notice`]]);
  });
});
