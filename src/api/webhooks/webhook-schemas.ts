/** The shapes of webhooks and deliveries. */
import { z } from 'zod';
import { deliveryStates } from '../../domain/model/delivery.ts';
import { webhookFormats } from '../../domain/model/webhook.ts';
import { eventPattern } from '../audit/event-schemas.ts';
import { createdAt, exampleIds, exampleTime, idOf, itemParams, noControls, time } from '../http/shared-schemas.ts';

export const deliveryParams = itemParams('webhook').extend({
  delivery: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .meta({ description: 'Id of the delivery', examples: [exampleIds.delivery] }),
});

const url = z
  .string()
  .max(2_000)
  .meta({ description: 'Where messages are posted to', examples: ['https://app.acme.example/usher'] });
const described = { description: 'What it is for, so that people know it again', examples: ['Acme app'] };
const wanted = {
  description: 'Which events it gets: types, all of a kind (`user.*`), or all (`*`)',
  examples: [['user.*', 'membership.changed']],
};
const switchedOn = { description: 'Whether messages are sent; false: events are queued until it is enabled again' };

const description = z
  .string()
  .trim()
  .max(200)
  .regex(...noControls)
  .meta(described);
const patterns = z
  .array(eventPattern)
  .min(1)
  .max(100)
  .transform((given) => [...new Set(given)])
  .meta(wanted);

const format = z.enum(webhookFormats).meta({
  description:
    '`usher`: every event, as Standard Webhooks describe; `scim-set`: what happens to users and groups of SCIM, as security event tokens (RFC 9967, RFC 8935)',
  examples: ['usher'],
});

export const webhookOrder = z.strictObject({
  url,
  description: description.default(''),
  format: format.default('usher'),
  events: patterns.default(['*']),
});

export const webhookChange = z.strictObject({
  url: url.optional(),
  description: description.optional(),
  events: patterns.optional(),
  enabled: z.boolean().optional().meta(switchedOn),
});

const exampleWebhook = {
  id: exampleIds.webhook,
  url: 'https://app.acme.example/usher',
  description: 'Acme app',
  format: 'usher',
  events: ['user.*', 'membership.changed'],
  enabled: true,
  disabledBecause: null,
  failingSince: null,
  position: 42,
  secretExpires: null,
  verification: null,
  createdAt: exampleTime,
};
const exampleIssuer = `https://usher.acme.example/organizations/${exampleIds.organization}`;
const exampleJwksUri = `https://usher.acme.example/scim/jwks/${exampleIds.organization}`;
const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
/** As the answers show it that make its secret. */
export const exampleMadeWebhook = { ...exampleWebhook, position: 0, secret };
export const exampleRotatedWebhook = { ...exampleWebhook, secret, secretExpires: '2026-01-16T09:30:00.000Z' };

export const webhookSchema = z
  .object({
    id: idOf('webhook'),
    url,
    description: z.string().meta(described),
    format,
    events: z.array(z.string()).meta(wanted),
    enabled: z.boolean().meta(switchedOn),
    disabledBecause: z
      .string()
      .nullable()
      .meta({ description: 'Why Usher disabled it; null when it did not', examples: [null] }),
    failingSince: time.nullable().meta({
      description: 'The first failure after which nothing was delivered; null: the last one was',
      examples: [null],
    }),
    position: z.int().meta({ description: 'The number up to which events were queued for it', examples: [42] }),
    secretExpires: time
      .nullable()
      .meta({ description: 'Until when the secret before signs too; null: there is none', examples: [null] }),
    verification: z
      .object({
        issuer: z.string().meta({ description: '`iss` of the tokens', examples: [exampleIssuer] }),
        audience: z.string().meta({
          description: '`aud`: the address that they are posted to',
          examples: ['https://app.acme.example/usher'],
        }),
        jwksUri: z.string().meta({ description: 'Where the keys are that verify them', examples: [exampleJwksUri] }),
      })
      .nullable()
      .meta({ description: 'By what a receiver knows security event tokens; null: a secret signs', examples: [null] }),
    createdAt,
    secret: z
      .string()
      .optional()
      .meta({
        description: 'What signs the messages of the format `usher`: only in the answer that creates or rotates it',
        examples: [secret],
      }),
  })
  .meta({ id: 'Webhook', description: 'Where events are sent as they happen', examples: [exampleWebhook] });

export const deliveryState = z.enum(deliveryStates).meta({
  description: '`pending`: it waits or is tried again; `delivered`; `dead`: given up, and can be sent again',
});

export const deliverySchema = z
  .object({
    id: idOf('delivery'),
    webhookId: idOf('webhook'),
    type: z.string().meta({ description: 'The type of the event, or `webhook.test`', examples: ['user.created'] }),
    seq: z
      .int()
      .nullable()
      .meta({ description: 'Number of the event in the organization; null for a test', examples: [42] }),
    state: deliveryState,
    attempts: z.int().meta({ description: 'How often it was tried', examples: [1] }),
    nextAttemptAt: time.nullable().meta({
      description: 'When it is tried next; null: it is delivered or dead',
      examples: [null],
    }),
    lastAttempt: z
      .object({
        at: time.meta({ description: 'When it was' }),
        status: z
          .int()
          .nullable()
          .meta({ description: 'The HTTP status of the answer; null when there was none', examples: [204] }),
        error: z
          .string()
          .nullable()
          .meta({ description: 'Why there was no answer; null: there was one', examples: [null] }),
        body: z
          .string()
          .nullable()
          .meta({ description: 'The beginning of the answer; null: there was none', examples: [''] }),
        ms: z.int().meta({ description: 'How many milliseconds it took', examples: [87] }),
      })
      .nullable()
      .meta({ description: 'What became of the last attempt; null: there was none yet' }),
    createdAt,
  })
  .meta({ id: 'Delivery', description: 'One message to a webhook' });
