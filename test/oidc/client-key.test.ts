/** Connections that sign with a key of their own instead of holding a client secret (`private_key_jwt`). */
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { changeConnection, deleteConnection } from '../../src/domain/administration/connections/change-connection.ts';
import { createUser } from '../../src/domain/directory/create-user.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { newConnection } from '../domain/entry/sign-in/people.ts';
import { context, newOrganization, person, secretBox, testDeployment } from '../support/domain.ts';
import { startHostileProvider } from '../support/oidc-provider.ts';
import { type Place, twoOrganizations } from './two-organizations.ts';

testDeployment();
const world = twoOrganizations();
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const jwksOf = (connectionId: string, at = world.app()) => `${at.url}/auth/jwks/${connectionId}`;
const publishedAt = async (connectionId: string, at = world.app()) =>
  (await (await fetch(jwksOf(connectionId, at))).json()) as { keys: Record<string, string>[] };
type Row = { _id: string; privateJwk: string };
const keyRows = () => mongoClient().db().collection<Row>('clientKeys');

/** A place whose provider knows Usher by its key: it judges the assertion by what is published. */
async function signingPlace(): Promise<Place & { readonly seen: string[] }> {
  const provider = await startHostileProvider();
  const { orgId } = await newOrganization();
  const { issuer, clientId } = provider.connection;
  const { _id: connectionId } = await newConnection(orgId, { issuer, clientId });
  await changeConnection(context, orgId, connectionId, { clientAuthentication: 'private_key_jwt' }, secretBox);
  const seen: string[] = [];
  provider.bends.client = async ({
    client_assertion_type: type,
    client_assertion: assertion = '',
    client_secret: secret,
  }) => {
    seen.push(assertion);
    const keys = createRemoteJWKSet(new URL(jwksOf(connectionId)));
    const { payload } = await jwtVerify(assertion, keys, {
      issuer: clientId,
      subject: clientId,
      requiredClaims: ['jti', 'exp'],
    });
    return type === jwtBearer && secret === undefined && payload.aud === issuer;
  };
  return { orgId, connectionId, provider, seen };
}

describe('a connection with a key of its own', () => {
  it('signs in by a JWT for the issuer alone, verified by what is published, also at another node', async () => {
    const place = await signingPlace();
    const judge = place.provider.bends.client;
    await createUser(context, place.orgId, person('ada@acme.test', { externalId: 'ada' }));
    await world.visitAs(place.provider, place.connectionId, 'ada');
    place.provider.bends.client = judge as NonNullable<typeof judge>;
    expect(decodeProtectedHeader(place.seen[0] ?? '')).toMatchObject({ alg: 'ES256', kid: expect.any(String) });
    const [here, there] = await Promise.all(
      [world.app(), world.second()].map((at) => publishedAt(place.connectionId, at)),
    );
    expect(there).toEqual(here);
    expect(Object.keys(here?.keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    await place.provider.goDown();
  });

  it('has it sealed, makes it once, and loses it with itself', async () => {
    const { orgId, connectionId, provider } = await signingPlace();
    const shown = await Promise.all(Array.from({ length: 5 }, async () => (await fetch(jwksOf(connectionId))).text()));
    expect(new Set(shown).size).toBe(1);
    const row = await keyRows().findOne({ _id: connectionId });
    expect(row?.privateJwk).toMatch(/^v1\./);
    await deleteConnection(context, orgId, connectionId);
    expect([await keyRows().countDocuments({ _id: connectionId }), (await fetch(jwksOf(connectionId))).status]).toEqual(
      [0, 404],
    );
    await provider.goDown();
  });

  it('is not known by the key of another one', async () => {
    const [one, other] = [await signingPlace(), await signingPlace()];
    const keys = await Promise.all(
      [one, other].map(async (place) => (await publishedAt(place.connectionId)).keys[0]?.x),
    );
    expect(keys[0]).not.toBe(keys[1]);
    await Promise.all([one.provider.goDown(), other.provider.goDown()]);
  });

  it('becomes one with a secret by sending it, and has no published key then', async () => {
    const { orgId, connectionId, provider } = await signingPlace();
    const change = { clientAuthentication: 'client_secret' as const };
    await expect(changeConnection(context, orgId, connectionId, change, secretBox)).rejects.toMatchObject({
      reason: 'secret_required',
    });
    await changeConnection(context, orgId, connectionId, { ...change, clientSecret: 'a secret' }, secretBox);
    expect((await fetch(jwksOf(connectionId))).status).toBe(404);
    await provider.goDown();
  });
});

it('a connection with a secret, and one that does not exist, publish no key', async () => {
  const statuses = [world.a().connectionId, 'default', 'nobody'].map(async (id) => (await fetch(jwksOf(id))).status);
  expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
  await expect(newConnection(world.a().orgId, { name: 'Second', clientSecret: undefined })).rejects.toMatchObject({
    reason: 'secret_required',
  });
});
