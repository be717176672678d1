/**
 * Webhooks: where an organization wants to be told of its events. What is queued for them is in
 * `delivery.ts`; `webhooks/` queues and decides when it is sent.
 */
import { randomBytes } from 'node:crypto';
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { boolean, date, listOf, nullable, number, object, oneOf, optional, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';
import type { SecretBox } from './secret-box.ts';

/** Events as Usher has them, or as SCIM does: security event tokens of RFC 9967. */
export const webhookFormats = ['usher', 'scim-set'] as const;

export const webhooks = defineCollection(
  'webhooks',
  'tenant',
  {
    url: text,
    description: text,
    /** For good; absent: `usher`. */
    format: optional(oneOf(...webhookFormats)),
    /** Types of events, or patterns of them. */
    events: listOf(text),
    enabled: boolean,
    /** Why it was disabled by us; null when it was not. */
    disabledBecause: nullable(text),
    /** Sealed by `secret-box.ts`; null where the organization's key signs. */
    secret: nullable(text),
    /** The one before, which signs too until then. */
    previousSecret: nullable(object({ sealed: text, until: date })),
    /** Events up to this number have been queued. Moved by the queue, apart from operations. */
    position: number,
    /** The first failed attempt after which none succeeded. Kept by the deliveries, apart from operations. */
    failingSince: nullable(date),
    /** Bumped by every change by an operation. */
    version: number,
    createdAt: date,
  },
  [{ keys: { orgId: 1 } }, { keys: { enabled: 1 } }],
);

export type WebhookDocument = DocumentOf<typeof webhooks>;

/** Oldest first; few enough to be read whole. */
export function listWebhooks(orgId: string): Promise<WebhookDocument[]> {
  return tenant(orgId).find(webhooks, {}, { sort: { _id: 1 } });
}

/** @throws DomainError not_found */
export async function getWebhook(orgId: string, id: string): Promise<WebhookDocument> {
  const webhook = await tenant(orgId).findOne(webhooks, { _id: id });
  if (!webhook) throw new DomainError('not_found', 'webhook_not_found', 'There is no such webhook.');
  return webhook;
}

/** A signing secret in the form of the Standard Webhooks specification, plain and as it is stored. */
export function newSigningSecret(secretBox: SecretBox): { readonly plain: string; readonly sealed: string } {
  const plain = `whsec_${randomBytes(32).toString('base64')}`;
  return { plain, sealed: secretBox.seal(plain) };
}
