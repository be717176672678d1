/** Signals about the people of a connection: the stream by which its provider tells whose sessions shall end. */
import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import { z } from 'zod';
import {
  beginStream,
  deleteStream,
  dropStream,
  keepStream,
} from '../../domain/administration/connections/signal-streams.ts';
import { getConnection } from '../../domain/model/connection.ts';
import { getStream, noteOfStream, type SignalStreamDocument } from '../../domain/model/signal-stream.ts';
import { outbound } from '../../http/outbound.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { ApiError } from '../http/api-error.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { createdAt, exampleIds, itemParams, noControls, time } from '../http/shared-schemas.ts';
import {
  type Asking,
  askForVerification,
  makeStream,
  readStatus,
  readTransmitter,
  removeStream,
} from './transmitter.ts';

const ofOne = {
  needs: 'sso:manage',
  tag: 'Sign-in',
  path: '/organizations/{org}/sso-connections/{id}/signal-stream',
  params: itemParams('connection'),
} as const;

const configurationUrl = {
  description: 'Where the transmitter describes itself',
  examples: ['https://acme.okta.example/.well-known/ssf-configuration'],
};

const streamOrder = z
  .strictObject({
    configurationUrl: z
      .url({ protocol: /^https?$/ })
      .max(1_000)
      .meta(configurationUrl),
    authorization: z
      .string()
      .trim()
      .min(1)
      .max(4_000)
      .regex(...noControls)
      .meta({
        description:
          'What the transmitter wants in the header `Authorization`; a token alone is sent as `Bearer`. Write-only: no answer shows it',
        examples: ['the token that the transmitter shows'],
      }),
  })
  .meta({ id: 'NewSignalStream', description: 'A transmitter of signals to listen to' });

const streamSchema = z
  .object({
    configurationUrl: z.string().meta(configurationUrl),
    issuer: z
      .string()
      .meta({ description: 'What the transmitter calls itself', examples: ['https://acme.okta.example'] }),
    streamId: z
      .string()
      .meta({ description: "The transmitter's name for the stream", examples: ['esc1k235GIIztAuGK0g5'] }),
    audience: z
      .array(z.string())
      .meta({ description: 'By which of these names it calls Usher', examples: [['https://usher.acme.example']] }),
    events: z.array(z.string()).meta({
      description: 'What it tells, as it says; empty: it does not say',
      examples: [['https://schemas.openid.net/secevent/caep/event-type/session-revoked']],
    }),
    pushUrl: z.string().meta({
      description: 'Where it sends them',
      examples: [`https://usher.acme.example/auth/signals/${exampleIds.connection}`],
    }),
    status: z
      .enum(['enabled', 'paused', 'disabled'])
      .nullable()
      .meta({
        description: 'How the stream is, as the transmitter said last; null: it has not said',
        examples: ['enabled'],
      }),
    statusReason: z
      .string()
      .nullable()
      .meta({ description: 'Why, in its words; null: it does not say', examples: [null] }),
    verifiedAt: time.nullable().meta({ description: 'When a verification event came last; null: none has come yet' }),
    lastSignalAt: time.nullable().meta({ description: 'When a signal came last; null: none has come yet' }),
    createdAt,
  })
  .meta({ id: 'SignalStream', description: 'A transmitter that tells whose sessions shall end' });

export function signalStreamRoutes({ publicUrl, outboundAllowedHosts, secretBox }: ApiConfig): Route[] {
  const outside = outbound(outboundAllowedHosts);
  const pushUrlOf = (connectionId: string) => `${publicUrl}/auth/signals/${connectionId}`;
  const askingAs = (request: Request, authorization: string): Asking => ({
    outbound: outside,
    authorization,
    tell: (reason) => request.log?.warn({ reason }, 'a transmitter of signals cannot be reached'),
  });
  const askingOf = (request: Request, { authorization }: SignalStreamDocument) =>
    askingAs(request, secretBox.open(authorization));
  const shown = (row: SignalStreamDocument) => toStream(row, pushUrlOf(row._id));

  return [
    route({
      ...ofOne,
      method: 'get',
      summary: 'Read by which stream the provider tells whose sessions shall end',
      responses: { 200: streamSchema },
      handle: async ({ params: { org, id } }) => ({ status: 200, body: shown(await getStream(org, id)) }),
    }),
    route({
      ...ofOne,
      method: 'post',
      summary: 'Have a transmitter of signals make a stream to Usher, and listen to it',
      body: streamOrder,
      responses: { 201: streamSchema },
      refusals: [502],
      handle: async ({ context, params: { org, id }, body, request }) => {
        const fault = outside.faultOf(body.configurationUrl);
        if (fault !== null)
          throw new ApiError(400, 'address_refused', fault, {
            errors: [{ in: 'body', pointer: '#/configurationUrl', detail: fault }],
          });
        const { name } = await getConnection(org, id);
        const asking = askingAs(request, asHeader(body.authorization));
        await beginStream(context, org, id, await readTransmitter(asking, body.configurationUrl), secretBox);
        const begun = await getStream(org, id);
        // Sent again with the same Idempotency-Key: it is made already.
        if (begun.streamId !== null) return { status: 201, body: shown(begun) };
        const order = {
          pushUrl: pushUrlOf(id),
          pushSecret: secretBox.open(begun.pushSecret),
          description: `Usher: ${name}`,
        };
        const made = await makeStream(asking, begun, order).catch(async (error: unknown) => {
          await dropStream(context, org, id);
          throw error;
        });
        await keepStream(context, org, id, made);
        return { status: 201, body: shown(await getStream(org, id)) };
      },
    }),
    route({
      ...ofOne,
      method: 'delete',
      summary: 'Listen to the transmitter no more, and have its stream removed',
      responses: { 204: null },
      handle: async ({ context, params: { org, id }, request }) => {
        const row = await getStream(org, id);
        const { configurationEndpoint, streamId, issuer } = row;
        await deleteStream(context, org, id);
        // What it still sends is answered that there is no such stream, so nobody has to wait for it.
        if (streamId !== null)
          await removeStream(askingOf(request, row), configurationEndpoint, streamId).catch((error: Error) =>
            request.log?.warn(
              { issuer, streamId, reason: error.message },
              'a stream of signals is left at its transmitter',
            ),
          );
        return { status: 204 };
      },
    }),
    route({
      ...ofOne,
      method: 'post',
      path: `${ofOne.path}/check`,
      summary: 'Ask the transmitter how the stream is, and for an event that verifies it',
      responses: { 200: streamSchema },
      refusals: [502],
      handle: async ({ params: { org, id }, request }) => {
        const row = await getStream(org, id);
        const { streamId, statusEndpoint, verificationEndpoint } = row;
        if (streamId === null) throw new ApiError(404, 'signal_stream_not_found', 'The stream is not made yet.');
        const asking = askingOf(request, row);
        const status = await readStatus(asking, statusEndpoint, streamId);
        if (status !== null) await noteOfStream(row, status);
        if (verificationEndpoint !== null) {
          const state = randomBytes(16).toString('base64url');
          await noteOfStream(row, { awaitedState: state });
          await askForVerification(asking, verificationEndpoint, streamId, state);
        }
        return { status: 200, body: shown(await getStream(org, id)) };
      },
    }),
  ];
}

/** `Bearer abc`, `Basic abc`: as it is. */
function asHeader(authorization: string): string {
  return /^[A-Za-z][\w-]*\s+\S/.test(authorization) ? authorization : `Bearer ${authorization}`;
}

function toStream(row: SignalStreamDocument, pushUrl: string) {
  const { configurationUrl, issuer, audience, events, status, statusReason } = row;
  return {
    ...{ configurationUrl, issuer, audience, events, pushUrl, status, statusReason },
    streamId: row.streamId ?? '',
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    lastSignalAt: row.lastSignalAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
