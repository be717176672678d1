/** Creating, changing and deleting webhooks, and giving them a new secret. */
import { newId } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { type Context, systemContext } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { deliveries } from '../model/delivery.ts';
import { findHead } from '../model/head.ts';
import type { SecretBox } from '../model/secret-box.ts';
import { getWebhook, listWebhooks, newSigningSecret, type WebhookDocument, webhooks } from '../model/webhook.ts';
import { operate } from '../operation/operate.ts';

/** So many an organization may have: each is read whenever something happens. */
const maxWebhooks = 20;

export type NewWebhook = Pick<WebhookDocument, 'url' | 'description' | 'events' | 'format'>;

export type WebhookChange = {
  readonly [Field in 'url' | 'description' | 'events' | 'enabled']?: WebhookDocument[Field] | undefined;
};

/** A webhook together with its secret, which is shown only now; null where it has none. */
export type IssuedWebhook = { readonly webhook: WebhookDocument; readonly secret: string | null };

/**
 * A webhook that gets what happens from now on.
 * @param order the address has been checked by the door
 * @throws DomainError conflict/too_many_webhooks
 */
export function createWebhook(
  context: Context,
  orgId: string,
  order: NewWebhook,
  secretBox: SecretBox,
): Promise<IssuedWebhook> {
  const { plain, sealed } = order.format === 'scim-set' ? { plain: null, sealed: null } : newSigningSecret(secretBox);
  return operate(orgId, context, {
    secretResult: true,
    load: async () => ({ head: await findHead(orgId), present: await listWebhooks(orgId) }),
    decide: ({ head, present }, draft) => {
      if (present.length >= maxWebhooks)
        throw new DomainError(
          'conflict',
          'too_many_webhooks',
          `An organization has at most ${maxWebhooks} webhooks. Delete one first.`,
        );
      const created: WebhookDocument = {
        _id: newId(),
        orgId,
        ...order,
        enabled: true,
        disabledBecause: null,
        secret: sealed,
        previousSecret: null,
        position: head?.seq ?? 0,
        failingSince: null,
        version: 1,
        createdAt: draft.now,
      };
      draft.insert(webhooks, created);
      draft.event({ type: 'webhook.created', subject: { webhookId: created._id }, after: { ...order } });
      return { webhook: created, secret: plain };
    },
  });
}

/**
 * What is not given stays. One that is enabled again goes on where it stopped.
 * @throws DomainError not_found
 */
export function changeWebhook(
  context: Context,
  orgId: string,
  id: string,
  change: WebhookChange,
): Promise<WebhookDocument> {
  return operate(orgId, context, {
    load: () => getWebhook(orgId, id),
    decide: (webhook, draft) => {
      const next = {
        url: change.url ?? webhook.url,
        description: change.description ?? webhook.description,
        events: change.events ?? webhook.events,
        enabled: change.enabled ?? webhook.enabled,
      };
      const { url, description, events, enabled, version } = webhook;
      const before = { url, description, events, enabled };
      if (JSON.stringify(before) === JSON.stringify(next)) return webhook;
      const revived = next.enabled && !enabled ? { disabledBecause: null, failingSince: null } : {};
      const set = { ...next, ...revived, version: version + 1 };
      draft.update(webhooks, id, set, { version });
      draft.event({ type: 'webhook.updated', subject: { webhookId: id }, before, after: next });
      return { ...webhook, ...set };
    },
  });
}

/**
 * A new secret. For a while both sign, so that the receiver can change over without losing anything.
 * @throws DomainError not_found, conflict/no_secret
 */
export function rotateWebhookSecret(
  context: Context,
  orgId: string,
  id: string,
  overlapSeconds: number,
  secretBox: SecretBox,
): Promise<IssuedWebhook> {
  const { plain, sealed } = newSigningSecret(secretBox);
  return operate(orgId, context, {
    secretResult: true,
    load: () => getWebhook(orgId, id),
    decide: (present, draft) => {
      if (present.secret === null)
        throw new DomainError(
          'conflict',
          'no_secret',
          'This webhook has no secret: the key of the organization signs what it sends. There is nothing to rotate.',
        );
      const until = new Date(draft.now.getTime() + overlapSeconds * 1_000);
      const previousSecret = overlapSeconds > 0 ? { sealed: present.secret, until } : null;
      const { version } = present;
      const set = { secret: sealed, previousSecret, version: version + 1 };
      draft.update(webhooks, id, set, { version });
      draft.event({
        type: 'webhook.secret_rotated',
        subject: { webhookId: id },
        after: { previousUntil: previousSecret?.until ?? null },
      });
      return { webhook: { ...present, ...set }, secret: plain };
    },
  });
}

/** With all that is queued for it. @throws DomainError not_found */
export async function deleteWebhook(context: Context, orgId: string, id: string): Promise<void> {
  await operate(orgId, context, {
    load: () => getWebhook(orgId, id),
    decide: ({ url, version }, draft) => {
      draft.delete(webhooks, id, { version });
      draft.event({ type: 'webhook.deleted', subject: { webhookId: id }, before: { url } });
    },
  });
  await system('background').deleteMany(deliveries, { orgId, webhookId: id });
}

/** Stops what has failed for days; its admins learn of it from the audit log and the feed. */
export async function disableFailing(orgId: string, id: string, because: string): Promise<void> {
  await operate(orgId, systemContext, {
    load: () => getWebhook(orgId, id),
    decide: ({ enabled, url, failingSince, version }, draft) => {
      if (!enabled) return;
      draft.update(webhooks, id, { enabled: false, disabledBecause: because, version: version + 1 }, { version });
      draft.event({
        type: 'webhook.disabled',
        subject: { webhookId: id },
        before: { enabled: true },
        after: { enabled: false, url, because, failingSince },
      });
    },
  });
}
