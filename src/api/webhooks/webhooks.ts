/** Webhooks and what was delivered to them. */
import { z } from 'zod';
import { type DeliveryDocument, deliveryStates, listDeliveries } from '../../domain/model/delivery.ts';
import { getWebhook, listWebhooks, type WebhookDocument } from '../../domain/model/webhook.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
} from '../../domain/webhooks/change-webhooks.ts';
import { replayDelivery, sendTest } from '../../domain/webhooks/send-again.ts';
import { outbound } from '../../http/outbound.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { lastIdOf, pageOf, pageOfAll, pageQuery, readCursor, toPage } from '../http/page.ts';
import { ApiError } from '../http/problem.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { organizationItemParams, organizationParams, rotationOrder } from '../http/shared-schemas.ts';
import { deliveryParams, deliverySchema, webhookChange, webhookOrder, webhookSchema } from './webhook-schemas.ts';

const shared = { needs: 'webhooks:manage', tag: 'Webhooks' } as const;
const base = '/organizations/{org}/webhooks';
const one = { ...shared, path: `${base}/{id}`, params: organizationItemParams } as const;

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
      query: pageQuery,
      responses: { 200: pageOf(webhookSchema) },
      handle: async ({ params: { org }, query }) => {
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
      handle: async ({ context, params: { org }, body }) => {
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
      handle: async ({ params: { org, id } }) => {
        return { status: 200, body: toWebhook(await getWebhook(org, id)) };
      },
    }),
    route({
      ...one,
      method: 'patch',
      summary: 'Change a webhook; one that is enabled again goes on where it stopped',
      body: webhookChange,
      responses: { 200: webhookSchema },
      handle: async ({ context, params: { org, id }, body }) => {
        if (body.url !== undefined) requireAddress(body.url);
        return { status: 200, body: toWebhook(await changeWebhook(context, org, id, body)) };
      },
    }),
    route({
      ...one,
      method: 'delete',
      summary: 'Delete a webhook with all that is queued for it',
      responses: { 204: null },
      handle: async ({ context, params: { org, id } }) => {
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
    params: organizationItemParams,
    body: rotationOrder,
    responses: { 200: webhookSchema },
    handle: async ({ context, params: { org, id }, body: { overlapSeconds } }) => {
      const { webhook, secret } = await rotateWebhookSecret(context, org, id, overlapSeconds);
      return { status: 200, body: toWebhook(webhook, secret) };
    },
  }),
  route({
    ...shared,
    method: 'post',
    path: `${base}/{id}/test`,
    summary: 'Send a message of the type webhook.test, once; its outcome is among the deliveries a moment later',
    params: organizationItemParams,
    responses: { 202: deliverySchema },
    handle: async ({ context, params: { org, id } }) => {
      return { status: 202, body: toDelivery(await sendTest(context, org, id)) };
    },
  }),
  route({
    ...shared,
    method: 'get',
    path: `${base}/{id}/deliveries`,
    summary: 'List deliveries, newest first: pending, delivered (for 7 days), dead (for 30 days)',
    params: organizationItemParams,
    query: pageQuery.extend({ state: z.enum(deliveryStates).optional() }),
    responses: { 200: pageOf(deliverySchema) },
    handle: async ({ params: { org, id }, query: { limit, cursor, state } }) => {
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
    handle: async ({ context, params: { org, id, delivery } }) => {
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
