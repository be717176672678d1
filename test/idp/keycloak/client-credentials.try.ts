/**
 * One program that fetches tokens by OAuth client credentials (RFC 6749 section 4.4, RFC 7523, RFC 8414): what it gets of a real Keycloak, it
 * gets of Usher as well. By hand, like the other one.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runUsher, type Usher } from '../../support/usher.ts';
import { type Keycloak, realm, startKeycloak } from './keycloak.ts';

type Client = { readonly id: string; readonly secret: string };
type Place = { readonly issuer: string; readonly bySecret: Client; readonly byKey: Client };

let keycloak: Keycloak;
let usher: Usher;
let keys: Server;
let signing: CryptoKey;
let places: readonly Place[];

beforeAll(async () => {
  [keycloak, usher] = await Promise.all([startKeycloak(), runUsher({ env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } })]);
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  signing = privateKey;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'program', use: 'sig', alg: 'ES256' };
  keys = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((listening) => keys.listen(0, '127.0.0.1', listening));
  const jwksUri = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`;

  const there = async (id: string, more: object): Promise<Client> => {
    const secret = 'a-secret-of-the-tests-that-is-long';
    const kind = { serviceAccountsEnabled: true, standardFlowEnabled: false, publicClient: false, secret };
    await keycloak.shell(
      `kcadm.sh create clients -r ${realm} -b '${JSON.stringify({ clientId: id, ...kind, ...more })}'`,
    );
    return { id, secret };
  };
  const [org] = (await usher.api<{ items: { id: string }[] }>('/organizations')).items;
  const here = async (authentication: string, more = {}): Promise<Client> => {
    const { id, clientSecret } = await usher.api<{ id: string; clientSecret: string | null }>(
      `/organizations/${org?.id}/scim/clients`,
      { method: 'POST', body: { description: 'program', authentication, ...more } },
    );
    return { id, secret: clientSecret ?? '' };
  };
  const attributes = { 'use.jwks.url': 'true', 'jwks.url': jwksUri, 'token.endpoint.auth.signing.alg': 'ES256' };
  places = [
    {
      issuer: keycloak.issuer,
      bySecret: await there('by-secret', {}),
      byKey: await there('by-key', { clientAuthenticatorType: 'client-jwt', attributes }),
    },
    {
      issuer: usher.url,
      bySecret: await here('client_secret'),
      byKey: await here('private_key_jwt', { jwksUri }),
    },
  ];
});

afterAll(async () => {
  keys?.close();
  await usher?.stop();
  await keycloak?.stop();
});

async function ask(issuer: string, clientId: string, authentication: openid.ClientAuth) {
  const server = await openid.discovery(new URL(issuer), clientId, undefined, authentication, {
    algorithm: 'oauth2',
    execute: [openid.allowInsecureRequests],
  });
  return openid.clientCredentialsGrant(server);
}

it.each<[string, (place: Place) => [string, openid.ClientAuth]]>([
  ['client_secret_basic', ({ bySecret: { id, secret } }) => [id, openid.ClientSecretBasic(secret)]],
  ['client_secret_post', ({ bySecret: { id, secret } }) => [id, openid.ClientSecretPost(secret)]],
  ['private_key_jwt', ({ byKey: { id } }) => [id, openid.PrivateKeyJwt({ key: signing, kid: 'program' })]],
])('gets a token by %s at both, and Usher’s is good at SCIM', async (_way, of) => {
  for (const place of places) {
    const answer = await ask(place.issuer, ...of(place));
    expect([place.issuer, answer.token_type]).toEqual([place.issuer, 'bearer']);
    if (place.issuer !== usher.url) continue;
    const headers = { authorization: `Bearer ${answer.access_token}` };
    expect((await fetch(`${usher.scimUrl}/Users`, { headers })).status).toBe(200);
  }
});

const seconds = () => Math.floor(Date.now() / 1_000);

it.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
  ['is for somebody else', (claims) => ({ ...claims, aud: 'https://elsewhere.example' })],
  ['is over', (claims) => ({ ...claims, exp: seconds() - 600 })],
  ['another has issued', (claims) => ({ ...claims, iss: 'by-secret' })],
  ['has no end', ({ exp: _, ...claims }) => claims],
])('is refused at both with an assertion that %s', async (_what, bent) => {
  for (const { issuer, byKey } of places) {
    const usual = { iss: byKey.id, sub: byKey.id, aud: issuer, jti: crypto.randomUUID(), exp: seconds() + 60 };
    const { status, body } = await post(issuer, await signed(bent(usual)));
    expect([issuer, status === 400 || status === 401, body.error]).toEqual([issuer, true, 'invalid_client']);
  }
});

it('is refused at both with an assertion that was used before', async () => {
  for (const { issuer, byKey } of places) {
    const usual = { iss: byKey.id, sub: byKey.id, aud: issuer, jti: crypto.randomUUID(), exp: seconds() + 60 };
    const assertion = await signed(usual);
    expect([issuer, (await post(issuer, assertion)).status]).toEqual([issuer, 200]);
    expect([issuer, (await post(issuer, assertion)).status >= 400]).toEqual([issuer, true]);
  }
});

const signed = (claims: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'program' }).sign(signing);

async function post(issuer: string, assertion: string) {
  const at = issuer === usher.url ? `${issuer}/oauth/token` : `${issuer}/protocol/openid-connect/token`;
  const answer = await fetch(at, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  });
  return { status: answer.status, body: (await answer.json()) as { error?: string } };
}
