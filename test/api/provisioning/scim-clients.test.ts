/** OAuth clients for SCIM over the API. */
import { describe, expect, it } from 'vitest';
import { askToken, asserted, assertionOf, keySetOf, newKey } from '../../scim/oauth/token-client.ts';
import { testApi } from '../api-app.ts';

const api = testApi();
const path = () => `/organizations/${api.defaultOrgId()}/scim/clients`;
const make = (order: object = {}) => api.operator('post', path(), { description: 'Entra ID', ...order });

describe('OAuth clients for SCIM', () => {
  it('are made, read, listed and revoked; the secret is shown once', async () => {
    const { status, body } = await make();
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        description: 'Entra ID',
        scopes: ['read', 'write'],
        strict: false,
        authentication: 'client_secret',
        jwksUri: null,
        tokenUrl: 'http://localhost:3000/oauth/token',
        createdAt: expect.any(String),
        expiresAt: null,
        lastUsedAt: null,
        clientSecret: expect.stringMatching(/^usher_scim_client_[\w-]{43}$/),
      },
    ]);
    const { clientSecret, ...shown } = body;
    expect((await askToken({ client_id: body.id, client_secret: clientSecret })).status).toBe(200);
    const used = (await api.operator('get', `${path()}/${body.id}`)).body;
    expect(used).toEqual({ ...shown, lastUsedAt: expect.any(String) });
    expect((await api.operator('get', path())).body.items).toContainEqual(used);
    expect((await api.operator('delete', `${path()}/${body.id}`)).status).toBe(204);
    expect((await api.operator('get', `${path()}/${body.id}`)).body.code).toBe('scim_client_not_found');
    expect((await api.operator('get', path())).body.items).not.toContainEqual(used);
  });

  it('are rotated: the id stays, the secret is another one', async () => {
    const { body } = await make();
    const rotated = await api.operator('post', `${path()}/${body.id}/rotate`, { overlapSeconds: 0 });
    expect([rotated.status, rotated.body.id]).toEqual([200, body.id]);
    const ask = async (secret: string) => (await askToken({ client_id: body.id, client_secret: secret })).status;
    expect([await ask(body.clientSecret), await ask(rotated.body.clientSecret)]).toEqual([401, 200]);
  });

  it('may sign with keys of their own, which are rotated by sending new ones', async () => {
    const [old, fresh] = [await newKey('RS256'), await newKey('EdDSA')];
    const { status, body } = await make({ authentication: 'private_key_jwt', jwks: keySetOf(old) });
    expect([status, body.clientSecret]).toEqual([201, undefined]);
    const rotate = (order: object) => api.operator('post', `${path()}/${body.id}/rotate`, order);
    expect((await rotate({})).body).toMatchObject({ code: 'keys_required' });
    expect((await rotate({ overlapSeconds: 0, jwks: keySetOf(fresh) })).status).toBe(200);
    const assertion = await assertionOf(fresh, body.id, { aud: 'https://usher.test' });
    expect((await askToken(asserted(assertion))).status).toBe(200);
    const stale = await assertionOf(old, body.id);
    expect((await askToken(asserted(stale))).status).toBe(401);
  });

  it.each(['PS256', 'ES384', 'ES512', 'EdDSA'])('sign by %s with a key that does not say so', async (alg) => {
    const key = await newKey(alg);
    const { alg: _, ...publicJwk } = key.publicJwk;
    const { status, body } = await make({ authentication: 'private_key_jwt', jwks: keySetOf({ ...key, publicJwk }) });
    const asked = await askToken(asserted(await assertionOf(key, body.id, { aud: 'https://usher.test' })));
    expect([status, asked.status]).toEqual([201, 200]);
  });

  it('[126] that read their keys elsewhere, or have a secret, keep none here', async () => {
    const elsewhere = await make({ authentication: 'private_key_jwt', jwksUri: 'https://idp.example/jwks' });
    const withSecret = await make();
    for (const { body } of [elsewhere, withSecret]) {
      const answer = await api.operator('post', `${path()}/${body.id}/rotate`, { jwks: keySetOf(await newKey()) });
      expect([answer.status, answer.body.code]).toEqual([400, 'keys_elsewhere']);
    }
  });

  it.each([
    ['a private key', async () => ({ jwks: { keys: [{ ...(await newKey()).publicJwk, d: 'AAAA' }] } })],
    ['a symmetric key', async () => ({ jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } })],
    ['an RSA key that nobody accepts', async () => ({ jwks: { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] } })],
    ['a key for encrypting', async () => ({ jwks: { keys: [{ ...(await newKey()).publicJwk, use: 'enc' }] } })],
    ['what is no key', async () => ({ jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }] } })],
    ['no keys', async () => ({})],
    ['keys in two places', async () => ({ jwks: keySetOf(await newKey()), jwksUri: 'https://idp.example/jwks' })],
    ['keys beside a secret', async () => ({ authentication: 'client_secret', jwksUri: 'https://idp.example/jwks' })],
  ])('[126] with %s are 400', async (_what, order) => {
    const answer = await make({ authentication: 'private_key_jwt', ...(await order()) });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
  });

  it('[81] with keys inside the operator’s network are refused', async () => {
    const answer = await make({ authentication: 'private_key_jwt', jwksUri: 'http://169.254.169.254/jwks' });
    expect([answer.status, answer.body.code]).toEqual([400, 'address_refused']);
  });
});
