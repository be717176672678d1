/** Talks to the transmitter of signals (OpenID Shared Signals Framework 1.0): its configuration, and the stream it makes for us. */
import { z } from 'zod';
import type { Transmitter } from '../../domain/administration/connections/signal-streams.ts';
import type { StreamStatus } from '../../domain/model/signal-stream.ts';
import { ask, askJson, jsonOf, reasonOf } from '../../http/ask.ts';
import { type Outbound, OutboundFailed } from '../../http/outbound.ts';
import { ApiError } from '../http/api-error.ts';

const pushDelivery = 'urn:ietf:rfc:8935';
const wellKnown = '/.well-known/ssf-configuration';

/** What ends sessions here, and what says that the stream works. */
const eventsRequested = [
  'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  'https://schemas.openid.net/secevent/caep/event-type/credential-change',
  'https://schemas.openid.net/secevent/risc/event-type/account-disabled',
  'https://schemas.openid.net/secevent/risc/event-type/account-purged',
];

const url = z.url({ protocol: /^https?$/ }).max(2_000);
const text = z.string().min(1).max(1_000);

const configuration = z.looseObject({
  issuer: url,
  jwks_uri: url,
  configuration_endpoint: url,
  status_endpoint: url.optional(),
  verification_endpoint: url.optional(),
  delivery_methods_supported: z.array(z.string()).optional(),
  critical_subject_members: z.array(text).max(50).optional(),
});

const madeStream = z.looseObject({
  stream_id: text,
  iss: text.optional(),
  aud: z.union([text.transform((one) => [one]), z.array(text).min(1).max(20)]),
  events_delivered: z.array(text).max(100).optional(),
});

const streamStatus = z.looseObject({
  status: z.enum(['enabled', 'paused', 'disabled']),
  reason: z.string().optional(),
});

/** Whom the transmitter is asked as; what it says goes to `tell`, for the operator. */
export type Asking = {
  readonly outbound: Outbound;
  /** Of the header `Authorization`. */
  readonly authorization: string;
  readonly tell: (reason: string) => void;
};

/** Reads the configuration document. @throws ApiError 502 `transmitter_failed`, 400 `transmitter_unusable` */
export async function readTransmitter(asking: Asking, configurationUrl: string): Promise<Transmitter> {
  const found = await failingAs502(asking, () => askJson(asking.outbound, configurationUrl));
  const parsed = configuration.safeParse(found);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(`${configurationUrl} describes no transmitter: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const metadata = parsed.data;
  if (!placesOf(metadata.issuer).includes(configurationUrl))
    throw unusable(`It belongs to the issuer ${metadata.issuer}, whose configuration stands elsewhere.`);
  const methods = metadata.delivery_methods_supported ?? [pushDelivery];
  if (!methods.includes(pushDelivery)) throw unusable(`The transmitter does not push: it has no ${pushDelivery}.`);
  const places = [metadata.jwks_uri, metadata.configuration_endpoint, metadata.status_endpoint];
  for (const place of [...places, metadata.verification_endpoint]) {
    const fault = place === undefined ? null : asking.outbound.faultOf(place);
    if (fault !== null) throw new ApiError(400, 'address_refused', `${place}: ${fault}`);
  }
  return {
    configurationUrl,
    issuer: metadata.issuer,
    jwksUri: metadata.jwks_uri,
    configurationEndpoint: metadata.configuration_endpoint,
    statusEndpoint: metadata.status_endpoint ?? null,
    verificationEndpoint: metadata.verification_endpoint ?? null,
    criticalMembers: metadata.critical_subject_members ?? [],
    authorization: asking.authorization,
  };
}

/** Where the configuration of an issuer stands: between host and path, or, as with OpenID Connect, behind the path. */
function placesOf(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [`${origin}${wellKnown}${path}`, `${origin}${wellKnown}${pathname}`, `${origin}${path}${wellKnown}`];
}

/** Has a stream made that pushes to `pushUrl`. @throws ApiError 502 `transmitter_failed` */
export async function makeStream(
  asking: Asking,
  { configurationEndpoint, issuer }: Pick<Transmitter, 'configurationEndpoint' | 'issuer'>,
  { pushUrl, pushSecret, description }: { pushUrl: string; pushSecret: string; description: string },
) {
  const delivery = { method: pushDelivery, endpoint_url: pushUrl, authorization_header: `Bearer ${pushSecret}` };
  const answer = await toldAs(asking, 'POST', configurationEndpoint, [200, 201], {
    events_requested: eventsRequested,
    delivery,
    description,
  });
  const parsed = madeStream.safeParse(answer);
  if (!parsed.success) throw failed('Its answer is not the configuration of a stream with stream_id and aud.');
  const { stream_id: streamId, iss, aud, events_delivered: events = [] } = parsed.data;
  if (iss !== undefined && iss !== issuer) throw failed(`Its stream is that of another issuer, ${iss}.`);
  return { streamId, audience: aud, events };
}

/** Asks how the stream is; null where the transmitter does not say. @throws ApiError 502 */
export async function readStatus(
  asking: Asking,
  statusEndpoint: string | null,
  streamId: string,
): Promise<{ readonly status: StreamStatus; readonly statusReason: string | null } | null> {
  if (statusEndpoint === null) return null;
  const answer = await toldAs(asking, 'GET', withStream(statusEndpoint, streamId), [200]);
  const parsed = streamStatus.safeParse(answer);
  if (!parsed.success) throw failed('Its answer is not the status of a stream.');
  return { status: parsed.data.status, statusReason: parsed.data.reason?.slice(0, 500) ?? null };
}

/** Asks for an event that repeats `state`. @throws ApiError 502 */
export async function askForVerification(
  asking: Asking,
  verificationEndpoint: string,
  streamId: string,
  state: string,
): Promise<void> {
  await toldAs(asking, 'POST', verificationEndpoint, [200, 202, 204], { stream_id: streamId, state });
}

/** Has the stream removed; one that is gone already is gone. @throws ApiError 502 */
export async function removeStream(asking: Asking, configurationEndpoint: string, streamId: string): Promise<void> {
  await toldAs(asking, 'DELETE', withStream(configurationEndpoint, streamId), [200, 204, 404]);
}

function withStream(endpoint: string, streamId: string): string {
  const found = new URL(endpoint);
  found.searchParams.set('stream_id', streamId);
  return found.href;
}

async function toldAs(
  asking: Asking,
  method: string,
  address: string,
  good: readonly number[],
  body?: object,
): Promise<unknown> {
  return failingAs502(asking, async () => {
    const { status, text } = await ask(asking.outbound, address, {
      method,
      headers: {
        authorization: asking.authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (status === 401 || status === 403)
      throw new Error(`It answered ${status}: the authorization that you entered may not do this.`);
    if (!good.includes(status)) throw new Error(`${method} ${address} was answered ${status}.`);
    return text === '' ? null : jsonOf(address, text);
  });
}

async function failingAs502<T>({ tell }: Asking, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof OutboundFailed) tell(error.reason);
    throw failed(reasonOf(error).slice(0, 300));
  }
}

const failed = (detail: string) => new ApiError(502, 'transmitter_failed', `The transmitter: ${detail}`);
const unusable = (detail: string) => new ApiError(400, 'transmitter_unusable', detail);
