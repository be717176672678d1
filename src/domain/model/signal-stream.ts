/**
 * Signal streams: by which the provider of a connection tells that somebody's sessions shall end (OpenID Shared Signals
 * Framework 1.0). Usher is the receiver; the provider, or who watches over it, is the transmitter.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, listOf, nullable, oneOf, text } from '../../storage/fields.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';

/** One for each connection, under its id. */
export const signalStreams = defineCollection('signalStreams', 'tenant', {
  /** As the admin entered it, and what was found there. */
  configurationUrl: text,
  issuer: text,
  jwksUri: text,
  configurationEndpoint: text,
  statusEndpoint: nullable(text),
  verificationEndpoint: nullable(text),
  /** Parts of a subject that must be understood, or the event does not count. */
  criticalMembers: listOf(text),
  /** What the transmitter is shown when it is asked something, sealed (`secret-box.ts`). */
  authorization: text,
  /** What the transmitter shows when it tells something, sealed: it is sent to it once more where its answer was lost. */
  pushSecret: text,
  /** The transmitter's name for the stream; null until it has made it. */
  streamId: nullable(text),
  /** By these names it calls us. */
  audience: listOf(text),
  /** What it tells. */
  events: listOf(text),
  /** As the transmitter said last; null: it has not said. */
  status: nullable(oneOf('enabled', 'paused', 'disabled')),
  statusReason: nullable(text),
  /** What the answer to our own question must repeat; null: none is awaited. */
  awaitedState: nullable(text),
  verifiedAt: nullable(date),
  lastSignalAt: nullable(date),
  createdAt: date,
});

export type SignalStreamDocument = DocumentOf<typeof signalStreams>;
export type StreamStatus = NonNullable<SignalStreamDocument['status']>;

/** The stream of this connection, of whichever organization; null when there is none, or it is not made yet. */
export async function findStream(connectionId: string): Promise<SignalStreamDocument | null> {
  const found = await system('sign-in').findOne(signalStreams, { _id: connectionId });
  return found?.streamId === null ? null : found;
}

/** @throws DomainError not_found */
export async function getStream(orgId: string, connectionId: string): Promise<SignalStreamDocument> {
  const stream = await tenant(orgId).findOne(signalStreams, { _id: connectionId });
  if (!stream) throw streamNotFound();
  return stream;
}

/** The connections of this organization whose stream is made. */
export async function listeningConnections(orgId: string): Promise<ReadonlySet<string>> {
  const made = await tenant(orgId).find(signalStreams, { streamId: { $ne: null } }, { projection: { _id: 1 } });
  return new Set(made.map(({ _id }) => _id));
}

/** Keeps what the transmitter said of the stream itself. */
export async function noteOfStream(
  { _id, streamId }: SignalStreamDocument,
  noted: Partial<
    Pick<SignalStreamDocument, 'status' | 'statusReason' | 'awaitedState' | 'verifiedAt' | 'lastSignalAt'>
  >,
): Promise<void> {
  await system('sign-in').updateOne(signalStreams, { _id, streamId }, { $set: noted });
}

export function streamNotFound(): DomainError {
  return new DomainError('not_found', 'signal_stream_not_found', 'This connection receives no signals.');
}
