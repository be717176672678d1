/** Webhooks and what was delivered to them. */
import { z } from 'zod';
import { type DeliveryDocument, deliveryStates, listDeliveries } from '../domain/model/delivery.ts';
import { getWebhook, listWebhooks, type WebhookDocument } from '../domain/model/webhook.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
} from '../domain/webhooks/change-webhooks.ts';
import { replayDelivery, sendTest } from '../domain/webhooks/send-again.ts';
import { outbound } from '../http/outbound.ts';
import { authorize } from './authorize.ts';
import {
  deliveryParams,
  deliverySchema,
  webhookChange,
  webhookOrder,
  webhookParams,
  webhookSchema,
} from './event-schemas.ts';
import { lastIdOf, pageOf, pageOfAll, pageQuery, readCursor, toPage } from './page.ts';
import { ApiError } from './problem.ts';
import { rotationOrder } from './rotation-order.ts';
import { type ApiConfig, type Route, route } from './route.ts';
import { organizationParams } from './schemas.ts';

const shared = { who: 'Organization Admin', tag: 'Webhooks' };
const base = '/organizations/{org}/webhooks';
const one = { ...shared, path: `${base}/{id}`, params: webhookParams };

export function webhookRoutes({ outboundAllowedHosts }: ApiConfig): Route[] {
  const { faultOf } = outbound(outboundAllowedHosts);
  const requireAddress = (url: string) => {
    const fault = faultOf(url);
    if (fault === null) return;
    throw new ApiError(400, 'address_refused', fault, { errors: [{ in: 'body', pointer: '#/url', detail: fault }] });
  };
  return [
    route({
      ...shared,
      method: 'get',
      path: base,
      summary: 'List the webhooks, oldest first',
      params: organizationParams,
      query: pageQuery.omit({ q: true }),
      responses: { 200: pageOf(webhookSchema) },
      handle: async ({ caller, params: { org }, query }) => {
        await authorize(caller, org, 'webhooks:manage');
        const { items, nextCursor } = pageOfAll(`webhooks/${org}`, await listWebhooks(org), query, 'oldest first');
        return { status: 200, body: { items: items.map((webhook) => toWebhook(webhook)), nextCursor } };
      },
    }),
    route({
      ...shared,
      method: 'post',
      path: base,
      summary: 'Create a webhook for what happens from now on; its signing secret is in this answer only',
      params: organizationParams,
      body: webhookOrder,
      responses: { 201: webhookSchema },
      handle: async ({ caller, context, params: { org }, body }) => {
        await authorize(caller, org, 'webhooks:manage');
        requireAddress(body.url);
        const { webhook, secret } = await createWebhook(context, org, body);
        return { status: 201, body: toWebhook(webhook, secret) };
      },
    }),
    route({
      ...one,
      method: 'get',
      summary: 'Read a webhook, without its secret',
      responses: { 200: webhookSchema },
      handle: async ({ caller, params: { org, id } }) => {
        await authorize(caller, org, 'webhooks:manage');
        return { status: 200, body: toWebhook(await getWebhook(org, id)) };
      },
    }),
    route({
      ...one,
      method: 'patch',
      summary: 'Change a webhook; one that is enabled again goes on where it stopped',
      body: webhookChange,
      responses: { 200: webhookSchema },
      handle: async ({ caller, context, params: { org, id }, body }) => {
        await authorize(caller, org, 'webhooks:manage');
        if (body.url !== undefined) requireAddress(body.url);
        return { status: 200, body: toWebhook(await changeWebhook(context, org, id, body)) };
      },
    }),
    route({
      ...one,
      method: 'delete',
      summary: 'Delete a webhook with all that is queued for it',
      responses: { 204: null },
      handle: async ({ caller, context, params: { org, id } }) => {
        await authorize(caller, org, 'webhooks:manage');
        await deleteWebhook(context, org, id);
        return { status: 204 };
      },
    }),
    ...actions,
  ];
}

const actions: Route[] = [
  route({
    ...shared,
    method: 'post',
    path: `${base}/{id}/rotate`,
    summary: 'Give a webhook a new secret; the old one signs too for the overlap',
    params: webhookParams,
    body: rotationOrder,
    responses: { 200: webhookSchema },
    handle: async ({ caller, context, params: { org, id }, body: { overlapSeconds } }) => {
      await authorize(caller, org, 'webhooks:manage');
      const { webhook, secret } = await rotateWebhookSecret(context, org, id, overlapSeconds);
      return { status: 200, body: toWebhook(webhook, secret) };
    },
  }),
  route({
    ...shared,
    method: 'post',
    path: `${base}/{id}/test`,
    summary: 'Send a message of the type webhook.test, once; its outcome is among the deliveries a moment later',
    params: webhookParams,
    responses: { 202: deliverySchema },
    handle: async ({ caller, context, params: { org, id } }) => {
      await authorize(caller, org, 'webhooks:manage');
      return { status: 202, body: toDelivery(await sendTest(context, org, id)) };
    },
  }),
  route({
    ...shared,
    method: 'get',
    path: `${base}/{id}/deliveries`,
    summary: 'List deliveries, newest first: pending, delivered (for 7 days), dead (for 30 days)',
    params: webhookParams,
    query: pageQuery.omit({ q: true }).extend({ state: z.enum(deliveryStates).optional() }),
    responses: { 200: pageOf(deliverySchema) },
    handle: async ({ caller, params: { org, id }, query: { limit, cursor, state } }) => {
      await authorize(caller, org, 'webhooks:manage');
      await getWebhook(org, id);
      const list = `deliveries/${org}/${id}/${state ?? ''}`;
      const after = lastIdOf(readCursor(list, cursor));
      const rows = await listDeliveries(org, id, state, { after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ _id }) => [_id]);
      return { status: 200, body: { items: items.map(toDelivery), nextCursor } };
    },
  }),
  route({
    ...shared,
    method: 'post',
    path: `${base}/{id}/deliveries/{delivery}/replay`,
    summary: 'Send a delivery again, dead or delivered; its webhook-id stays the same',
    params: deliveryParams,
    responses: { 202: deliverySchema },
    handle: async ({ caller, context, params: { org, id, delivery } }) => {
      await authorize(caller, org, 'webhooks:manage');
      return { status: 202, body: toDelivery(await replayDelivery(context, org, id, delivery)) };
    },
  }),
];

function toWebhook(webhook: WebhookDocument, secret?: string) {
  const { _id: id, url, description, events, enabled, disabledBecause, failingSince, position } = webhook;
  return {
    ...{ id, url, description, events, enabled, disabledBecause, position },
    failingSince: failingSince?.toISOString() ?? null,
    secretExpires: webhook.previousSecret?.until.toISOString() ?? null,
    createdAt: webhook.createdAt.toISOString(),
    ...(secret === undefined ? {} : { secret }),
  };
}

function toDelivery({ _id: id, type, seq, state, attempts, nextAttemptAt, lastAttempt, createdAt }: DeliveryDocument) {
  return {
    ...{ id, type, seq, state, attempts },
    nextAttemptAt: state === 'pending' ? nextAttemptAt.toISOString() : null,
    lastAttempt: lastAttempt && { ...lastAttempt, at: lastAttempt.at.toISOString() },
    createdAt: createdAt.toISOString(),
  };
}
