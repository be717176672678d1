/** What an admin asks to be sent: a test message, or a delivery once more. */
import { newId } from '../../storage/collection.ts';
import type { Context } from '../kernel/context.ts';
import { wakeWorkers } from '../kernel/workers.ts';
import { type DeliveryDocument, deliverer, deliveries, getDelivery, newDelivery } from '../model/delivery.ts';
import { getWebhook } from '../model/webhook.ts';
import { operate } from '../operation/operate.ts';

/**
 * Queues a message that shows whether the receiver gets and understands it; it is tried once.
 * @throws DomainError not_found
 */
export async function sendTest(context: Context, orgId: string, webhookId: string): Promise<DeliveryDocument> {
  const queued = await operate(orgId, context, {
    load: () => getWebhook(orgId, webhookId),
    decide: (webhook, draft) => {
      const delivery = newDelivery(webhook, { seq: null, type: 'webhook.test', key: `test/${newId()}` });
      draft.insert(deliveries, delivery);
      return delivery;
    },
  });
  wakeWorkers(deliverer);
  return queued;
}

/**
 * Sends a delivery again, from its first attempt on. One that is pending is tried at once.
 * @throws DomainError not_found
 */
export async function replayDelivery(
  context: Context,
  orgId: string,
  webhookId: string,
  id: string,
): Promise<DeliveryDocument> {
  const queued = await operate(orgId, context, {
    load: () => getDelivery(orgId, webhookId, id),
    decide: (delivery, draft) => {
      const { state, attempts } = delivery;
      const again = { state: 'pending', attempts: 0, nextAttemptAt: draft.now, expiresAt: null } as const;
      draft.update(deliveries, id, again, { state, attempts });
      return { ...delivery, ...again };
    },
  });
  wakeWorkers(deliverer);
  return queued;
}
