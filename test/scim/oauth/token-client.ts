/** A client of the token endpoint, written to RFC 6749 section 4.4 and RFC 7523; and a node that answers it over HTTP. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { createScimClient, type NewScimClient } from '../../../src/domain/administration/keys/scim-clients.ts';
import type { KeySet, ScimClientDocument } from '../../../src/domain/model/scim-client.ts';
import { outbound } from '../../../src/http/outbound.ts';
import { assignRequestId } from '../../../src/http/request-id.ts';
import { oauthRouter } from '../../../src/scim/oauth/router.ts';
import { context } from '../../support/domain.ts';
import { publicUrl } from '../../support/scim-door.ts';

export const tokenUrl = `${publicUrl}/oauth/token`;
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const app = express();
app.use(assignRequestId(), oauthRouter({ publicUrl, outbound: outbound(['127.0.0.1']) }));
const server = createServer(app).listen(0, '127.0.0.1').unref();
/** Where it listens; people reach it at `publicUrl`. */
export const nodeUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export type Answered = { readonly status: number; readonly headers: Headers; readonly body: Record<string, string> };

/** Asks for a token with these parameters of the form. */
export async function askToken(
  parameters: Readonly<Record<string, string>> | URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const body = new URLSearchParams(parameters);
  if (!body.has('grant_type')) body.set('grant_type', 'client_credentials');
  const answer = await fetch(`${nodeUrl()}/oauth/token`, { method: 'POST', body, headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, string> };
}

/** The header of `client_secret_basic`: both parts form-encoded. */
export function basic(id: string, secret: string): { authorization: string } {
  const encoded = [id, secret].map((part) => new URLSearchParams({ part }).toString().slice(5)).join(':');
  return { authorization: `Basic ${Buffer.from(encoded).toString('base64')}` };
}

/** A new client of this organization; `secret` is empty where it has none. */
export async function newClient(
  orgId: string,
  order: Partial<NewScimClient> = {},
): Promise<{ client: ScimClientDocument; id: string; secret: string }> {
  const { client, secret } = await createScimClient(context, orgId, {
    description: 'Entra ID',
    scopes: ['read', 'write'],
    strict: false,
    authentication: 'client_secret',
    expiresAt: null,
    jwks: null,
    jwksUri: null,
    ...order,
  });
  return { client, id: client._id, secret: secret ?? '' };
}

export type Key = {
  /** undefined: the key has no name. */
  readonly kid: string | undefined;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly alg: string;
};

export async function newKey(alg = 'ES256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const kid = randomUUID();
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

export const keySetOf = (...keys: readonly Key[]) =>
  ({ keys: keys.map(({ publicJwk }) => publicJwk) }) as unknown as KeySet;

/** A client assertion as it should be, but for what the test changes; undefined takes a claim out. */
export function assertionOf(
  { alg, kid, privateKey }: Key,
  clientId: string,
  claims: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { iss: clientId, sub: clientId, aud: tokenUrl, jti: randomUUID(), iat: now, exp: now + 60 };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg, ...(kid === undefined ? {} : { kid }) })
    .sign(privateKey);
}

/** The parameters by which an assertion is shown. */
export const asserted = (assertion: string) => ({ client_assertion_type: jwtBearer, client_assertion: assertion });
