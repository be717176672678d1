/** Webhooks and what was delivered to them. */
import { typesOf } from '../../domain/audit/event-view.ts';
import { type DeliveryDocument, getDelivery, listDeliveries } from '../../domain/model/delivery.ts';
import { getWebhook, listWebhooks, type WebhookDocument } from '../../domain/model/webhook.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
} from '../../domain/webhooks/change-webhooks.ts';
import { issuerOf } from '../../domain/webhooks/security-event-token.ts';
import { replayDelivery, sendTest } from '../../domain/webhooks/send-again.ts';
import { outbound } from '../../http/outbound.ts';
import { typesParam } from '../audit/event-schemas.ts';
import type { ApiConfig } from '../http/api-config.ts';
import { ApiError } from '../http/api-error.ts';
import { lastIdOf, pageOf, pageOfAll, pageQuery, readCursor, toPage } from '../http/page.ts';
import { type Route, route } from '../http/route-declaration.ts';
import { idParamOf, itemParams, organizationParams, rotationOrder } from '../http/shared-schemas.ts';
import {
  deliveryParams,
  deliverySchema,
  deliveryState,
  exampleMadeWebhook,
  exampleRotatedWebhook,
  webhookChange,
  webhookOrder,
  webhookSchema,
} from './webhook-schemas.ts';

const shared = { needs: 'webhooks:manage', tag: 'Webhooks' } as const;
const ofAll = { ...shared, path: '/organizations/{org}/webhooks', params: organizationParams };
const ofOne = { ...shared, path: `${ofAll.path}/{id}`, params: itemParams('webhook') };

export function webhookRoutes({ outboundAllowedHosts, secretBox, publicUrl }: ApiConfig): Route[] {
  const toWebhook = webhookView(publicUrl);
  const { faultOf } = outbound(outboundAllowedHosts);
  const requireAddress = (url: string) => {
    const fault = faultOf(url);
    if (fault === null) return;
    throw new ApiError(400, 'address_refused', fault, { errors: [{ in: 'body', pointer: '#/url', detail: fault }] });
  };
  return [
    route({
      ...ofAll,
      method: 'get',
      summary: 'List the webhooks, oldest first',
      query: pageQuery,
      responses: { 200: pageOf(webhookSchema) },
      handle: async ({ params: { org }, query }) => {
        const { items, nextCursor } = pageOfAll(`webhooks/${org}`, await listWebhooks(org), query, 'oldest first');
        return { status: 200, body: { items: items.map((webhook) => toWebhook(webhook)), nextCursor } };
      },
    }),
    route({
      ...ofAll,
      method: 'post',
      summary:
        'Create a webhook for what happens from now on; its signing secret, where it has one, is in this answer only',
      body: webhookOrder,
      responses: { 201: webhookSchema },
      examples: { 201: exampleMadeWebhook },
      handle: async ({ context, params: { org }, body }) => {
        requireAddress(body.url);
        const { webhook, secret } = await createWebhook(context, org, body, secretBox);
        return { status: 201, body: toWebhook(webhook, secret) };
      },
    }),
    route({
      ...ofOne,
      method: 'get',
      summary: 'Read a webhook, without its secret',
      responses: { 200: webhookSchema },
      handle: async ({ params: { org, id } }) => ({ status: 200, body: toWebhook(await getWebhook(org, id)) }),
    }),
    route({
      ...ofOne,
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
      ...ofOne,
      method: 'delete',
      summary: 'Delete a webhook with all that is queued for it',
      responses: { 204: null },
      handle: async ({ context, params: { org, id } }) => {
        await deleteWebhook(context, org, id);
        return { status: 204 };
      },
    }),
    route({
      ...ofOne,
      method: 'post',
      path: `${ofOne.path}/rotate`,
      summary: 'Give a webhook a new secret; the old one signs too for the overlap',
      body: rotationOrder,
      responses: { 200: webhookSchema },
      examples: { 200: exampleRotatedWebhook },
      refusals: [409],
      handle: async ({ context, params: { org, id }, body: { overlapSeconds } }) => {
        const { webhook, secret } = await rotateWebhookSecret(context, org, id, overlapSeconds, secretBox);
        return { status: 200, body: toWebhook(webhook, secret) };
      },
    }),
    ...actions,
  ];
}

const actions: Route[] = [
  route({
    ...ofOne,
    method: 'post',
    path: `${ofOne.path}/test`,
    summary: 'Send a message of the type webhook.test, once; its outcome is among the deliveries a moment later',
    responses: { 202: deliverySchema },
    handle: async ({ context, params: { org, id } }) => ({
      status: 202,
      body: toDelivery(await sendTest(context, org, id)),
    }),
  }),
  route({
    ...ofOne,
    method: 'get',
    path: `${ofOne.path}/deliveries`,
    summary: 'List deliveries, newest first: pending, delivered (for 7 days), dead (for 30 days)',
    query: pageQuery.extend({ state: deliveryState.optional().meta({ description: 'Only those in this state' }) }),
    responses: { 200: pageOf(deliverySchema) },
    handle: async ({ params: { org, id }, query: { limit, cursor, state } }) => {
      await getWebhook(org, id);
      const list = `deliveries/${org}/${id}/${state ?? ''}`;
      const after = lastIdOf(readCursor(list, cursor));
      const rows = await listDeliveries(org, { webhookId: id, state }, { after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ _id }) => [_id]);
      return { status: 200, body: { items: items.map(toDelivery), nextCursor } };
    },
  }),
  route({
    ...shared,
    method: 'get',
    path: '/organizations/{org}/deliveries',
    params: organizationParams,
    summary: 'List the deliveries of all webhooks together, newest first',
    query: pageQuery.extend({
      webhook: idParamOf('webhook').optional().meta({ description: 'Only those to the webhook with this id' }),
      state: deliveryState.optional().meta({ description: 'Only those in this state' }),
      types: typesParam.optional(),
    }),
    responses: { 200: pageOf(deliverySchema) },
    handle: async ({ params: { org }, query: { limit, cursor, webhook, state, types } }) => {
      const filter = { webhookId: webhook, state, types: types && typesOf(types) };
      const list = `deliveries/${org}/${JSON.stringify(filter)}`;
      const after = lastIdOf(readCursor(list, cursor));
      const rows = await listDeliveries(org, filter, { after, limit: limit + 1 });
      const { items, nextCursor } = toPage(list, rows, limit, ({ _id }) => [_id]);
      return { status: 200, body: { items: items.map(toDelivery), nextCursor } };
    },
  }),
  route({
    ...ofOne,
    method: 'get',
    path: `${ofOne.path}/deliveries/{delivery}`,
    summary: 'Read a delivery',
    params: deliveryParams,
    responses: { 200: deliverySchema },
    handle: async ({ params: { org, id, delivery } }) => ({
      status: 200,
      body: toDelivery(await getDelivery(org, id, delivery)),
    }),
  }),
  route({
    ...ofOne,
    method: 'post',
    path: `${ofOne.path}/deliveries/{delivery}/replay`,
    summary: 'Send a delivery again, dead or delivered; its webhook-id stays the same',
    params: deliveryParams,
    responses: { 202: deliverySchema },
    handle: async ({ context, params: { org, id, delivery } }) => ({
      status: 202,
      body: toDelivery(await replayDelivery(context, org, id, delivery)),
    }),
  }),
];

function webhookView(publicUrl: string) {
  return (webhook: WebhookDocument, secret: string | null = null) => {
    const { _id: id, orgId, url, description, format = 'usher', events, enabled } = webhook;
    const { disabledBecause, failingSince, position } = webhook;
    return {
      ...{ id, url, description, format, events, enabled, disabledBecause, position },
      failingSince: failingSince?.toISOString() ?? null,
      secretExpires: webhook.previousSecret?.until.toISOString() ?? null,
      verification: format === 'scim-set' ? { ...issuerOf(publicUrl, orgId), audience: url } : null,
      createdAt: webhook.createdAt.toISOString(),
      ...(secret === null ? {} : { secret }),
    };
  };
}

function toDelivery({
  _id: id,
  webhookId,
  type,
  seq,
  state,
  attempts,
  nextAttemptAt,
  lastAttempt,
  createdAt,
}: DeliveryDocument) {
  return {
    ...{ id, webhookId, type, seq, state, attempts },
    nextAttemptAt: state === 'pending' ? nextAttemptAt.toISOString() : null,
    lastAttempt: lastAttempt && { ...lastAttempt, at: lastAttempt.at.toISOString() },
    createdAt: createdAt.toISOString(),
  };
}
