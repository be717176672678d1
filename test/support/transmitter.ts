/**
 * A transmitter of signals, after the Shared Signals Framework 1.0: configuration, keys, streams, status, verification, and
 * events that it pushes (RFC 8935). It behaves correctly until a test bends something.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';

export const caep = 'https://schemas.openid.net/secevent/caep/event-type';
export const risc = 'https://schemas.openid.net/secevent/risc/event-type';
export const ssf = 'https://schemas.openid.net/secevent/ssf/event-type';

export type Stream = {
  readonly stream_id: string;
  readonly aud: string;
  status: string;
  readonly delivery: { readonly endpoint_url: string; readonly authorization_header: string };
  readonly events_requested: readonly string[];
};

type Endpoint = 'configuration' | 'streams' | 'status' | 'verification' | 'jwks';

export type Transmitter = {
  readonly issuer: string;
  readonly configurationUrl: string;
  /** What whoever asks for streams must show. */
  readonly authorization: string;
  readonly streams: Map<string, Stream>;
  /** How often each endpoint was asked. */
  readonly asked: Record<Endpoint, number>;
  bends: {
    configuration?: (document: Record<string, unknown>) => Record<string, unknown>;
    instead?: Partial<Record<Endpoint, RequestHandler>>;
    key?: 'unknown key' | 'other key under our kid' | 'none' | 'HS256' | 'flipped';
  };
  /** A token with this event, signed, but for what the test changes; undefined takes a claim out. */
  readonly token: (
    stream: Stream,
    event: string,
    subject: unknown,
    more?: { details?: object; claims?: Record<string, unknown>; header?: Record<string, unknown> },
  ) => Promise<string>;
  /** Pushes a token to the stream's endpoint. */
  readonly push: (stream: Stream, token: string, headers?: Record<string, string>) => Promise<Response>;
  readonly stop: () => Promise<void>;
};

export async function startTransmitter(): Promise<Transmitter> {
  const authorization = 'Bearer transmitter-token-of-the-tests';
  const streams = new Map<string, Stream>();
  const [signing, rogue, older] = await Promise.all([newKey(), newKey(), newKey()]);
  const asked = { configuration: 0, streams: 0, status: 0, verification: 0, jwks: 0 };
  const app = express();

  const endpoint =
    (name: Endpoint, correct: RequestHandler): RequestHandler =>
    (request, response, next) => {
      asked[name] += 1;
      return (transmitter.bends.instead?.[name] ?? correct)(request, response, next);
    };
  const authorized: RequestHandler = (request, response, next) =>
    request.headers.authorization === authorization ? next() : void response.status(401).end();
  const streamOf = (id: unknown) => streams.get(String(id));

  app.get(
    '/.well-known/ssf-configuration',
    endpoint('configuration', (_request, response) => {
      const document = {
        spec_version: '1_0',
        issuer: transmitter.issuer,
        jwks_uri: `${transmitter.issuer}/jwks`,
        delivery_methods_supported: ['urn:ietf:rfc:8935', 'urn:ietf:rfc:8936'],
        configuration_endpoint: `${transmitter.issuer}/streams`,
        status_endpoint: `${transmitter.issuer}/status`,
        verification_endpoint: `${transmitter.issuer}/verify`,
        default_subjects: 'ALL',
      };
      response.json(transmitter.bends.configuration?.(document) ?? document);
    }),
  );
  app.get(
    '/jwks',
    endpoint('jwks', (_request, response) => {
      response.json({ keys: [older.publicJwk, signing.publicJwk] });
    }),
  );
  app.post(
    '/streams',
    authorized,
    express.json(),
    endpoint('streams', (request, response) => {
      const { delivery, events_requested } = request.body as Pick<Stream, 'delivery' | 'events_requested'>;
      const stream = { stream_id: randomUUID(), aud: 'https://receiver.example/b', status: 'enabled' };
      streams.set(stream.stream_id, { ...stream, delivery, events_requested });
      response.status(201).json({
        ...stream,
        iss: transmitter.issuer,
        delivery: { method: 'urn:ietf:rfc:8935', endpoint_url: delivery.endpoint_url },
        events_requested,
        events_delivered: events_requested,
      });
    }),
  );
  app.delete(
    '/streams',
    authorized,
    endpoint('streams', (request, response) => {
      response.status(streams.delete(String(request.query.stream_id)) ? 204 : 404).end();
    }),
  );
  app.get(
    '/status',
    authorized,
    endpoint('status', (request, response) => {
      const stream = streamOf(request.query.stream_id);
      if (!stream) return void response.status(404).end();
      response.json({ stream_id: stream.stream_id, status: stream.status, reason: 'as a test has it' });
    }),
  );
  app.post(
    '/verify',
    authorized,
    express.json(),
    endpoint('verification', async (request, response) => {
      const { stream_id, state } = request.body as { stream_id: string; state: string };
      const stream = streamOf(stream_id);
      if (!stream) return void response.status(404).end();
      const subject = { format: 'opaque', id: stream_id };
      const token = await transmitter.token(stream, `${ssf}/verification`, subject, { details: { state } });
      await transmitter.push(stream, token);
      response.status(204).end();
    }),
  );

  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const transmitter: Transmitter = {
    issuer,
    configurationUrl: `${issuer}/.well-known/ssf-configuration`,
    authorization,
    streams,
    asked,
    bends: {},
    token: async ({ aud }, event, subject, { details = {}, claims = {}, header = {} } = {}) => {
      const usual = { iss: issuer, aud, jti: randomUUID(), iat: Math.floor(Date.now() / 1_000), sub_id: subject };
      const payload = { ...usual, events: { [event]: details }, ...claims };
      const signed = (key: SigningKey, kid: string) =>
        new SignJWT(payload)
          .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt', kid, ...header })
          .sign(key.privateKey);
      switch (transmitter.bends.key) {
        case 'none':
          return new UnsecuredJWT(payload).encode();
        case 'HS256':
          return new SignJWT(payload)
            .setProtectedHeader({ alg: 'HS256', typ: 'secevent+jwt', kid: signing.kid })
            .sign(Buffer.from(JSON.stringify(signing.publicJwk)));
        case 'unknown key':
          return signed(rogue, rogue.kid);
        case 'other key under our kid':
          return signed(rogue, signing.kid);
        case 'flipped':
          return (await signed(signing, signing.kid)).replace(/.{6}$/, 'AAAAAA');
        default:
          return signed(signing, signing.kid);
      }
    },
    push: ({ delivery }, token, headers = {}) =>
      fetch(delivery.endpoint_url, {
        method: 'POST',
        headers: {
          'content-type': 'application/secevent+jwt',
          accept: 'application/json',
          authorization: delivery.authorization_header,
          ...headers,
        },
        body: token,
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return transmitter;
}

type SigningKey = { readonly kid: string; readonly privateKey: CryptoKey; readonly publicJwk: JWK };

async function newKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}
