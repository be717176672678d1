import { Webhook } from 'standardwebhooks';
import type { components } from './api-types.ts';
import { UsherError } from './usher-error.ts';

type Event = components['schemas']['Event'];

/** What a webhook brings. */
export type WebhookMessage = {
  /** The same when it comes again. */
  readonly id: string;
  readonly timestamp: string;
} & (
  | { readonly type: 'webhook.test'; readonly data: { readonly webhookId: string; readonly organizationId: string } }
  | { readonly type: Event['type']; readonly data: Event }
);

export type ReceivedWebhook = {
  /** Of the webhook: `whsec_...`. */
  readonly secret: string;
  /** Of the request, as node:http, Express or fetch have them. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came: parsed and written anew, it does not verify. */
  readonly body: string | Uint8Array;
};

/** The message, if it is by Usher and of the last five minutes. @throws UsherError `invalid_signature` */
export function verifyWebhook({ secret, headers, body }: ReceivedWebhook): WebhookMessage {
  if (typeof body !== 'string' && !(body instanceof Uint8Array))
    throw new TypeError('verifyWebhook needs the body as it came, text or bytes: take it before anything parses it.');
  const webhook = new Webhook(secret);
  const named = (name: string) => (headers instanceof Headers ? headers.get(name) : headers[name])?.toString() ?? '';
  const signed = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, named(name)]),
  );
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  const verified = () => {
    try {
      return webhook.verify(text, signed) as Omit<WebhookMessage, 'id'>;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : 'unknown';
      throw new UsherError('invalid_signature', `This is no message of Usher's, or an old one: ${reason}.`, { cause });
    }
  };
  return { ...verified(), id: named('webhook-id') } as WebhookMessage;
}
