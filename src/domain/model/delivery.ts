/** What is queued for a webhook: one row for each event that it wants, kept for a while to be looked at and sent again. */
import { anyShape, defineCollection, newId, type TenantDocument } from '../../storage/collection.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import type { WebhookDocument } from './webhook.ts';

/** The name of the worker that delivers. */
export const deliverer = 'deliver';

/** `dead`: given up; it can be sent again. */
export const deliveryStates = ['pending', 'delivered', 'dead'] as const;

/** How an attempt ended. */
export type Outcome = {
  /** Of the answer; null when there was none. */
  readonly status: number | null;
  /** Why there was none. */
  readonly error: string | null;
  /** The beginning of the answer. */
  readonly body: string | null;
  readonly ms: number;
};

export type DeliveryDocument = TenantDocument & {
  webhookId: string;
  /** Of the event; null for a test. */
  seq: number | null;
  type: string;
  /** What it is about. Of two with the same key the earlier event goes first. */
  key: string;
  state: (typeof deliveryStates)[number];
  attempts: number;
  nextAttemptAt: Date;
  lastAttempt: (Outcome & { readonly at: Date }) | null;
  createdAt: Date;
  /** When the row goes; null while it is pending. */
  expiresAt: Date | null;
};

export const deliveries = defineCollection<DeliveryDocument>(
  'deliveries',
  'tenant',
  {
    webhookId: String,
    seq: Number,
    type: String,
    key: String,
    state: String,
    attempts: Number,
    nextAttemptAt: Date,
    lastAttempt: anyShape,
    createdAt: Date,
    expiresAt: Date,
  },
  [
    // However often an event is queued.
    { keys: { orgId: 1, webhookId: 1, seq: 1 }, unique: true, partial: { seq: { $gt: 0 } } },
    { keys: { orgId: 1, webhookId: 1, state: 1, key: 1, seq: 1 } },
    { keys: { orgId: 1, webhookId: 1, _id: -1 } },
    { keys: { webhookId: 1, nextAttemptAt: 1 }, partial: { state: 'pending' } },
    { keys: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
);

/** For the metrics: what waits, everywhere. */
export function countBacklog(): Promise<number> {
  return system('background').count(deliveries, { state: 'pending' });
}

/** Newest first. */
export function listDeliveries(
  orgId: string,
  webhookId: string,
  state: DeliveryDocument['state'] | undefined,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<DeliveryDocument[]> {
  const filter = { webhookId, ...(state ? { state } : {}), ...(after ? { _id: { $lt: after } } : {}) };
  return tenant(orgId).find(deliveries, filter, { sort: { _id: -1 }, limit });
}

export function newDelivery(
  { _id: webhookId, orgId }: WebhookDocument,
  { seq, type, key }: Pick<DeliveryDocument, 'seq' | 'type' | 'key'>,
): DeliveryDocument {
  const at = now();
  const fresh = { state: 'pending', attempts: 0, nextAttemptAt: at, lastAttempt: null, createdAt: at } as const;
  return { _id: newId(), orgId, webhookId, seq, type, key, ...fresh, expiresAt: null };
}
