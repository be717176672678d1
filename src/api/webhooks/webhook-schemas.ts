/** The shapes of webhooks and deliveries. */
import { z } from 'zod';
import { deliveryStates } from '../../domain/model/delivery.ts';
import { eventPattern } from '../audit/event-schemas.ts';
import { id, noControls, organizationItemParams, time } from '../http/shared-schemas.ts';

export const deliveryParams = organizationItemParams.extend({ delivery: z.string().regex(/^[\w.-]{1,100}$/) });

const url = z.string().max(2_000);
const description = z
  .string()
  .trim()
  .max(200)
  .regex(...noControls);
const patterns = z
  .array(eventPattern)
  .min(1)
  .max(100)
  .transform((given) => [...new Set(given)]);

export const webhookOrder = z.strictObject({
  url,
  description: description.default(''),
  events: patterns.default(['*']),
});

export const webhookChange = z.strictObject({
  url: url.optional(),
  description: description.optional(),
  events: patterns.optional(),
  enabled: z.boolean().optional(),
});

export const webhookSchema = z
  .object({
    id,
    url,
    description: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean(),
    disabledBecause: z.string().nullable().meta({ description: 'Why Usher disabled it; null when it did not' }),
    failingSince: time.nullable().meta({ description: 'The first failure after which nothing was delivered' }),
    position: z.int().meta({ description: 'The number up to which events were queued for it' }),
    secretExpires: time.nullable().meta({ description: 'Until when the secret before signs too; null: there is none' }),
    createdAt: time,
    secret: z.string().optional().meta({ description: 'Only in the answer that creates or rotates it' }),
  })
  .meta({ id: 'Webhook' });

export const deliverySchema = z
  .object({
    id,
    type: z.string(),
    seq: z.int().nullable().meta({ description: 'Of the event; null for a test' }),
    state: z.enum(deliveryStates),
    attempts: z.int(),
    nextAttemptAt: time.nullable(),
    lastAttempt: z
      .object({
        at: time,
        status: z.int().nullable().meta({ description: 'null when there was no answer' }),
        error: z.string().nullable(),
        body: z.string().nullable().meta({ description: 'The beginning of the answer' }),
        ms: z.int(),
      })
      .nullable(),
    createdAt: time,
  })
  .meta({ id: 'Delivery' });
