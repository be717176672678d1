/**
 * Identity providers for tests: a real one (the demo provider on a free port) and a hostile one, which behaves correctly
 * until a test bends one thing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { type DemoPerson, demoPeople } from '../../src/oidc/demo/people.ts';
import { type DemoProvider, startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { type Connection, deploymentConnection } from '../../src/oidc/provider.ts';

/** What a connection needs beside issuer and client. */
const usual = {
  scopes: 'openid email profile',
  trustEmail: false,
  trustUserName: false,
  allowMissingEmail: false,
  acrValues: [],
  maxAgeSeconds: null,
} as const;

/** A real provider for the application at `publicUrl`, and the connection to it. */
export async function startRealProvider(
  publicUrl: string,
  people: readonly DemoPerson[] = demoPeople,
): Promise<DemoProvider & { connection: Connection }> {
  const provider = await startDemoProvider({
    people,
    port: 0,
    redirectUris: [`${publicUrl}/auth/callback/default`],
    postLogoutRedirectUris: [`${publicUrl}/`],
  });
  const { issuer, clientId, clientSecret } = provider;
  return { ...provider, connection: deploymentConnection({ ...usual, issuer, clientId, clientSecret }) };
}

type Endpoint = 'discovery' | 'jwks' | 'authorize' | 'token' | 'userinfo';

/** What a test may bend. Everything left out stays correct. */
export type Bends = {
  discovery?: (document: Record<string, unknown>) => Record<string, unknown>;
  /** The parameters that go back to the callback. */
  callback?: (parameters: URLSearchParams) => void;
  claims?: (claims: JWTPayload) => JWTPayload;
  signature?: 'none' | 'HS256' | 'unknown key' | 'other key under our kid' | 'flipped';
  token?: (answer: Record<string, unknown>) => Record<string, unknown>;
  userinfo?: Record<string, unknown>;
  /** Instead of the client secret: judges the form that comes to the token endpoint. */
  client?: (form: Readonly<Record<string, string>>) => Promise<boolean>;
  /** Stands in for an endpoint altogether. */
  instead?: Partial<Record<Endpoint, RequestHandler>>;
};

export type HostileProvider = {
  readonly issuer: string;
  readonly connection: Connection;
  bends: Bends;
  /** Replaces the signing key; the key set holds only the new one. */
  readonly rotateKeys: () => Promise<void>;
  /** A logout token as it should be, signed, but for what the test changes; undefined takes a claim or `typ` out. */
  readonly logoutToken: (claims?: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
  /** By what it shows who it is at an address of ours, in the same way. */
  readonly revocationToken: (
    audience: string,
    claims?: Record<string, unknown>,
    header?: Record<string, unknown>,
  ) => Promise<string>;
  /** How often each endpoint was asked. */
  readonly asked: Record<Endpoint, number>;
  /** Stops answering at all (connections are refused) or comes back on the same port. */
  readonly goDown: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
};

type Issued = { readonly nonce: string | null; readonly challenge: string | null; readonly redirectUri: string | null };

/** Starts the hostile provider on a free port. Call `goDown` when done. */
export async function startHostileProvider(): Promise<HostileProvider> {
  const clientId = 'usher-under-test';
  const clientSecret = 'a client secret: with/odd+characters';
  const codes = new Map<string, Issued>();
  let signing = await newKey();
  const rogue = await newKey();
  const asked = { discovery: 0, jwks: 0, authorize: 0, token: 0, userinfo: 0 };

  const app = express();
  const endpoint =
    (name: Endpoint, correct: RequestHandler): RequestHandler =>
    (request, response, next) => {
      asked[name] += 1;
      return (provider.bends.instead?.[name] ?? correct)(request, response, next);
    };

  app.get(
    '/.well-known/openid-configuration',
    endpoint('discovery', (_request, response) => {
      const document = {
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        userinfo_endpoint: `${provider.issuer}/userinfo`,
        jwks_uri: `${provider.issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        // It even admits to what nobody may accept.
        id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
        authorization_response_iss_parameter_supported: true,
      };
      response.json(provider.bends.discovery?.(document) ?? document);
    }),
  );

  app.get(
    '/jwks',
    endpoint('jwks', (_request, response) => {
      response.json({ keys: [signing.publicJwk] });
    }),
  );

  app.get(
    '/authorize',
    endpoint('authorize', (request, response) => {
      const query = new URL(request.originalUrl, provider.issuer).searchParams;
      const code = randomUUID();
      codes.set(code, {
        nonce: query.get('nonce'),
        challenge: query.get('code_challenge_method') === 'S256' ? query.get('code_challenge') : null,
        redirectUri: query.get('redirect_uri'),
      });
      const back = new URL(query.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', query.get('state') ?? '');
      back.searchParams.set('iss', provider.issuer);
      provider.bends.callback?.(back.searchParams);
      response.redirect(back.href);
    }),
  );

  app.post(
    '/token',
    express.urlencoded({ extended: false }),
    endpoint('token', async (request, response) => {
      const form = request.body as Record<string, string>;
      const isClient =
        (await provider.bends.client?.(form)) ?? authenticates(request.headers.authorization, clientId, clientSecret);
      if (!isClient) {
        response.status(401).json({ error: 'invalid_client' });
        return;
      }
      const { code, code_verifier: verifier, redirect_uri: redirectUri } = form;
      const issued = codes.get(code ?? '');
      codes.delete(code ?? '');
      const challenge = createHash('sha256')
        .update(verifier ?? '')
        .digest('base64url');
      if (issued === undefined || issued.challenge !== challenge || issued.redirectUri !== redirectUri) {
        response.status(400).json({ error: 'invalid_grant' });
        return;
      }
      const answer = { access_token: randomUUID(), token_type: 'Bearer', id_token: await idToken(issued.nonce) };
      response.json(provider.bends.token?.(answer) ?? answer);
    }),
  );

  app.get(
    '/userinfo',
    endpoint('userinfo', (_request, response) => {
      response.json(provider.bends.userinfo ?? { sub: 'person-1', email: 'person-1@acme.test', email_verified: true });
    }),
  );

  const idToken = async (nonce: string | null): Promise<string> => {
    const now = Math.floor(Date.now() / 1_000);
    const correct: JWTPayload = {
      iss: provider.issuer,
      aud: clientId,
      sub: 'person-1',
      iat: now,
      exp: now + 300,
      ...(nonce === null ? {} : { nonce }),
      email: 'person-1@acme.test',
      email_verified: true,
      name: 'Person One',
    };
    return sign(provider.bends.claims?.(correct) ?? correct);
  };

  const sign = (claims: JWTPayload, header: Record<string, unknown> = {}): Promise<string> | string => {
    const signed = (key: SigningKey, kid: string) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(key.privateKey);
    switch (provider.bends.signature) {
      case 'none':
        return new UnsecuredJWT(claims).encode();
      case 'HS256':
        return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(clientSecret.padEnd(32)));
      case 'unknown key':
        return signed(rogue, rogue.kid);
      case 'other key under our kid':
        return signed(rogue, signing.kid);
      case 'flipped':
        return signed(signing, signing.kid).then(flipLastSignatureBit);
      default:
        return signed(signing, signing.kid);
    }
  };

  const server = createServer(app);
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;

  const provider: HostileProvider = {
    issuer,
    connection: deploymentConnection({ ...usual, issuer, clientId, clientSecret }),
    bends: {},
    rotateKeys: async () => {
      signing = await newKey();
    },
    logoutToken: async (claims = {}, header = { typ: 'logout+jwt' }) => {
      const now = Math.floor(Date.now() / 1_000);
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
      const correct = { iss: provider.issuer, aud: clientId, iat: now, exp: now + 120, jti: randomUUID(), events };
      return sign({ ...correct, sub: 'person-1', ...claims }, header);
    },
    revocationToken: async (aud, claims = {}, header = { typ: 'global-token-revocation+jwt' }) => {
      const now = Math.floor(Date.now() / 1_000);
      const correct = { iss: provider.issuer, sub: clientId, aud, jti: randomUUID() };
      return sign({ ...correct, iat: now, nbf: now - 300, exp: now + 300, ...claims }, header);
    },
    asked,
    goDown: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    comeBack: () => listen(port),
  };
  return provider;
}

/** client_secret_basic: both parts are form-encoded before they are joined (RFC 6749 section 2.3.1). */
function authenticates(header: string | undefined, clientId: string, clientSecret: string): boolean {
  const parts = Buffer.from((header ?? '').replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  const [id, secret] = parts.map((part) => new URLSearchParams(`part=${part}`).get('part'));
  return id === clientId && secret === clientSecret;
}

type SigningKey = { readonly kid: string; readonly privateKey: CryptoKey; readonly publicJwk: JWK };

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

function flipLastSignatureBit(jwt: string): string {
  const [header, payload, signature = ''] = jwt.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return [header, payload, bytes.toString('base64url')].join('.');
}
