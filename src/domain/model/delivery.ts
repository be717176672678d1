/** What is queued for a webhook: one row for each event that it wants, kept for a while to be looked at and sent again. */
import { type DocumentOf, defineCollection, newId } from '../../storage/collection.ts';
import { date, nullable, number, object, oneOf, text, type ValuesOf } from '../../storage/fields.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import { DomainError } from '../kernel/domain-error.ts';
import type { WebhookDocument } from './webhook.ts';

/** The name of the worker that delivers. */
export const deliverer = 'deliver';

/** `dead`: given up; it can be sent again. */
export const deliveryStates = ['pending', 'delivered', 'dead'] as const;

/** How an attempt ended. */
const outcome = {
  /** Of the answer; null when there was none. */
  status: nullable(number),
  /** Why there was none. */
  error: nullable(text),
  /** The beginning of the answer. */
  body: nullable(text),
  ms: number,
};
export type Outcome = Readonly<ValuesOf<typeof outcome>>;

export const deliveries = defineCollection(
  'deliveries',
  'tenant',
  {
    webhookId: text,
    /** Of the event; null for a test. */
    seq: nullable(number),
    type: text,
    /** What it is about. Of two with the same key the earlier event goes first. */
    key: text,
    state: oneOf(...deliveryStates),
    attempts: number,
    nextAttemptAt: date,
    lastAttempt: nullable(object({ ...outcome, at: date })),
    createdAt: date,
    /** When the row goes; null while it is pending. */
    expiresAt: nullable(date),
  },
  [
    // However often an event is queued.
    { keys: { orgId: 1, webhookId: 1, seq: 1 }, unique: true, partial: { seq: { $gt: 0 } } },
    { keys: { orgId: 1, webhookId: 1, state: 1, key: 1, seq: 1 } },
    { keys: { orgId: 1, webhookId: 1, _id: -1 } },
    { keys: { orgId: 1, _id: -1 } },
    { keys: { orgId: 1, state: 1, _id: -1 } },
    { keys: { webhookId: 1, nextAttemptAt: 1 }, partial: { state: 'pending' } },
    { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
);

export type DeliveryDocument = DocumentOf<typeof deliveries>;

/** For the metrics: what waits, everywhere. */
export function countBacklog(): Promise<number> {
  return system('background').count(deliveries, { state: 'pending' });
}

/** Which deliveries; what is not given does not matter. */
export type DeliveryFilter = {
  readonly webhookId?: string | undefined;
  readonly state?: DeliveryDocument['state'] | undefined;
  readonly types?: readonly string[] | undefined;
};

/** Newest first. */
export function listDeliveries(
  orgId: string,
  { webhookId, state, types }: DeliveryFilter,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<DeliveryDocument[]> {
  const filter = {
    ...(webhookId ? { webhookId } : {}),
    ...(state ? { state } : {}),
    ...(types ? { type: { $in: types } } : {}),
    ...(after ? { _id: { $lt: after } } : {}),
  };
  return tenant(orgId).find(deliveries, filter, { sort: { _id: -1 }, limit });
}

/** @throws DomainError not_found */
export async function getDelivery(orgId: string, webhookId: string, id: string): Promise<DeliveryDocument> {
  const found = await tenant(orgId).findOne(deliveries, { _id: id, webhookId });
  if (!found) throw new DomainError('not_found', 'delivery_not_found', 'There is no such delivery.');
  return found;
}

export function newDelivery(
  { _id: webhookId, orgId }: WebhookDocument,
  { seq, type, key }: Pick<DeliveryDocument, 'seq' | 'type' | 'key'>,
): DeliveryDocument {
  const at = now();
  const fresh = { state: 'pending', attempts: 0, nextAttemptAt: at, lastAttempt: null, createdAt: at } as const;
  return { _id: newId(), orgId, webhookId, seq, type, key, ...fresh, expiresAt: null };
}
