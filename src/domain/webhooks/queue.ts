/** From the sealed events to what a webhook is sent: the queue follows the chain from the webhook's position. */
import { system, tenant } from '../../storage/tenant.ts';
import { typesOf } from '../audit/event-view.ts';
import { deliveries, newDelivery } from '../model/delivery.ts';
import { type Subject, sealedEvents, undelivered } from '../model/event.ts';
import { type WebhookDocument, webhooks } from '../model/webhook.ts';
import { scimEventOf } from './scim-event.ts';

const chunk = 500;

/**
 * Queues the events that a webhook wants, up to the end of the chain. Safe to do twice and at once: a row for an event is
 * there once, and the position moves from where it was found.
 */
export async function queueEvents(webhook: WebhookDocument): Promise<void> {
  const wanted = new Set<string>(typesOf(webhook.events).filter((type) => !undelivered.includes(type)));
  for (let { position } = webhook; ; ) {
    const rows = await tenant(webhook.orgId).find(
      sealedEvents,
      { seq: { $gt: position } },
      { sort: { seq: 1 }, limit: chunk, projection: { seq: 1, type: 1, subject: 1, before: 1, after: 1 } },
    );
    const last = rows.at(-1);
    if (!last) return;
    const queued = rows
      .filter((event) => wanted.has(event.type) && (webhook.format !== 'scim-set' || scimEventOf(event) !== null))
      .map(({ seq, type, subject }) => newDelivery(webhook, { seq, type, key: keyOf(subject) }));
    await system('background').insertMissing(deliveries, queued);
    const filter = { _id: webhook._id, position };
    if ((await system('background').updateOne(webhooks, filter, { $set: { position: last.seq } })) === 0) return;
    position = last.seq;
    if (rows.length < chunk) return;
  }
}

/** What an event is about: the member where there is one. */
function keyOf(subject: Subject): string {
  const { memberId, groupId, workspaceId, ...others } = subject;
  return memberId ?? groupId ?? workspaceId ?? Object.values(others)[0] ?? '';
}
