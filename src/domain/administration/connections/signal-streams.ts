/** Admins let the provider of a connection tell them by signals whose sessions shall end. */
import { tenant } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { newSecret } from '../../kernel/secret.ts';
import { connectionNotFound, connections } from '../../model/connection.ts';
import type { SecretBox } from '../../model/secret-box.ts';
import { getStream, type SignalStreamDocument, signalStreams, streamNotFound } from '../../model/signal-stream.ts';
import { operate } from '../../operation/operate.ts';

/** The transmitter as it describes itself, and what it is shown, in clear text. */
export type Transmitter = Pick<
  SignalStreamDocument,
  | 'configurationUrl'
  | 'issuer'
  | 'jwksUri'
  | 'configurationEndpoint'
  | 'statusEndpoint'
  | 'verificationEndpoint'
  | 'criticalMembers'
  | 'authorization'
>;

/** What the transmitter has made. */
export type MadeStream = { readonly streamId: string; readonly audience: string[]; readonly events: string[] };

/**
 * Remembers the stream before the transmitter is asked for it, so that one whose answer is lost is asked for again and not twice.
 * @throws DomainError not_found, conflict/signal_stream_exists
 */
export function beginStream(
  context: Context,
  orgId: string,
  connectionId: string,
  transmitter: Transmitter,
  secretBox: SecretBox,
): Promise<void> {
  const [authorization, pushSecret] = [transmitter.authorization, newSecret('usher_signal')].map(secretBox.seal);
  return operate(orgId, context, {
    load: async () => {
      const [connection, present] = await Promise.all([
        tenant(orgId).findOne(connections, { _id: connectionId }),
        tenant(orgId).findOne(signalStreams, { _id: connectionId }),
      ]);
      return { connection, present };
    },
    decide: ({ connection, present }, draft) => {
      if (!connection) throw connectionNotFound();
      if (present && present.streamId !== null)
        throw new DomainError(
          'conflict',
          'signal_stream_exists',
          'This connection receives signals already. Remove that stream first.',
        );
      if (present) draft.delete(signalStreams, connectionId, { streamId: null });
      draft.insert(signalStreams, {
        ...transmitter,
        _id: connectionId,
        orgId,
        authorization: authorization as string,
        pushSecret: pushSecret as string,
        streamId: null,
        audience: [],
        events: [],
        status: null,
        statusReason: null,
        awaitedState: null,
        verifiedAt: null,
        lastSignalAt: null,
        createdAt: draft.now,
      });
    },
  });
}

/** Keeps what the transmitter has made: from now on it is listened to. */
export function keepStream(
  context: Context,
  orgId: string,
  connectionId: string,
  { streamId, audience, events }: MadeStream,
): Promise<void> {
  return operate(orgId, context, {
    load: () => getStream(orgId, connectionId),
    decide: ({ issuer }, draft) => {
      draft.update(signalStreams, connectionId, { streamId, audience, events }, { streamId: null });
      draft.event({ type: 'signal_stream.created', subject: { connectionId }, after: { issuer, streamId, events } });
    },
  });
}

/** Forgets one that the transmitter did not make. */
export function dropStream(context: Context, orgId: string, connectionId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => tenant(orgId).findOne(signalStreams, { _id: connectionId, streamId: null }),
    decide: (row, draft) => {
      if (row) draft.delete(signalStreams, connectionId, { streamId: null });
    },
  });
}

/** Listens no more. @throws DomainError not_found */
export function deleteStream(context: Context, orgId: string, connectionId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => tenant(orgId).findOne(signalStreams, { _id: connectionId }),
    decide: (row, draft) => {
      if (!row) throw streamNotFound();
      const { issuer, streamId } = row;
      draft.delete(signalStreams, connectionId, { streamId });
      draft.event({ type: 'signal_stream.deleted', subject: { connectionId }, before: { issuer, streamId } });
    },
  });
}
