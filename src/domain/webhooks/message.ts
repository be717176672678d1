/** What is sent: the body and the headers of the Standard Webhooks specification. */
import { Webhook } from 'standardwebhooks';
import { tenant } from '../../storage/tenant.ts';
import { viewEvent } from '../audit/event-view.ts';
import { now } from '../kernel/clock.ts';
import type { DeliveryDocument, Outcome } from '../model/delivery.ts';
import { sealedEvents } from '../model/event.ts';
import type { SecretBox } from '../model/secret-box.ts';
import type { WebhookDocument } from '../model/webhook.ts';

export type Message = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Posts a message. Gives up after 10 s, follows no redirect, and tells failures in its outcome instead of throwing. */
export type Send = (message: Message) => Promise<Outcome>;

/** Signs with these secrets, the first being the present one. */
export type Signer = (id: string, body: string) => Record<string, string>;

export function signerOf({ secret, previousSecret }: WebhookDocument, secretBox: SecretBox): Signer {
  const sealed = [secret, ...(previousSecret && previousSecret.until > now() ? [previousSecret.sealed] : [])];
  const keys = sealed.map((one) => new Webhook(secretBox.open(one)));
  return (id, body) => {
    // Receivers compare it with their own clock, so it is the real one.
    const at = new Date();
    return {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': keys.map((key) => key.sign(id, at, body)).join(' '),
    };
  };
}

/** The message of a delivery; null when its event is not kept any more. Its id stays the same however often it is sent. */
export async function messageOf(
  { url, orgId }: WebhookDocument,
  { _id, seq, type, createdAt, webhookId }: DeliveryDocument,
  sign: Signer,
): Promise<Message | null> {
  const event = seq === null ? null : await tenant(orgId).findOne(sealedEvents, { seq });
  if (seq !== null && !event) return null;
  const view = event && viewEvent(event);
  const timestamp = view?.at ?? createdAt.toISOString();
  const data = view ?? { webhookId, organizationId: orgId };
  const body = JSON.stringify({ type, timestamp, data });
  return { url, headers: { 'content-type': 'application/json', ...sign(`msg_${view?.id ?? _id}`, body) }, body };
}
