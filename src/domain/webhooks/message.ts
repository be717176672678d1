/** What is sent: as the Standard Webhooks specification says, or as security event tokens. */
import { Webhook } from 'standardwebhooks';
import { tenant } from '../../storage/tenant.ts';
import { viewEvent } from '../audit/event-view.ts';
import { now } from '../kernel/clock.ts';
import type { DeliveryDocument, Outcome } from '../model/delivery.ts';
import { type SealedEvent, sealedEvents } from '../model/event.ts';
import type { SecretBox } from '../model/secret-box.ts';
import type { WebhookDocument } from '../model/webhook.ts';
import { tokenWriter } from './security-event-token.ts';

export type Message = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Posts a message. Gives up after 10 s, follows no redirect, and tells failures in its outcome instead of throwing. */
export type Send = (message: Message) => Promise<Outcome>;

/** What is posted of a delivery; the event is null in a test. */
export type Write = (
  delivery: DeliveryDocument,
  event: SealedEvent | null,
) => Promise<{ readonly body: string; readonly headers: Readonly<Record<string, string>> }>;

/** Both forms keep the id of a message however often it is sent. */
export function writerOf(webhook: WebhookDocument, secretBox: SecretBox, publicUrl: string): Write {
  return webhook.format === 'scim-set' ? tokens(webhook, secretBox, publicUrl) : standard(webhook, secretBox);
}

/** As the Standard Webhooks specification says. */
function standard({ orgId, secret, previousSecret }: WebhookDocument, secretBox: SecretBox): Write {
  const sealed = [secret, ...(previousSecret && previousSecret.until > now() ? [previousSecret.sealed] : [])];
  const keys = sealed.flatMap((one) => (one === null ? [] : new Webhook(secretBox.open(one))));
  return async ({ _id, type, createdAt, webhookId }, event) => {
    const view = event && viewEvent(event);
    const timestamp = view?.at ?? createdAt.toISOString();
    const data = view ?? { webhookId, organizationId: orgId };
    const body = JSON.stringify({ type, timestamp, data });
    const id = `msg_${view?.id ?? _id}`;
    // Receivers compare it with their own clock, so it is the real one.
    const at = new Date();
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': keys.map((key) => key.sign(id, at, body)).join(' '),
    };
    return { body, headers };
  };
}

/** As RFC 8935 says. */
function tokens(
  { _id: webhookId, orgId, url: audience }: WebhookDocument,
  secretBox: SecretBox,
  publicUrl: string,
): Write {
  const { eventToken, verificationToken } = tokenWriter(orgId, secretBox, publicUrl);
  const headers = { 'content-type': 'application/secevent+jwt', accept: 'application/json' };
  return async ({ _id: jti, createdAt: issuedAt }, event) => {
    const claims = { jti, audience, issuedAt };
    // What has no word in SCIM was not queued.
    const body = (event && (await eventToken(event, claims))) ?? (await verificationToken(webhookId, claims));
    return { body, headers };
  };
}

/** The message of a delivery; null when its event is not kept any more. */
export async function messageOf(
  { url, orgId }: WebhookDocument,
  delivery: DeliveryDocument,
  write: Write,
): Promise<Message | null> {
  const event = delivery.seq === null ? null : await tenant(orgId).findOne(sealedEvents, { seq: delivery.seq });
  if (delivery.seq !== null && !event) return null;
  return { url, ...(await write(delivery, event)) };
}
