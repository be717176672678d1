/** The shapes of events, of the audit log and of webhooks. */
import { z } from 'zod';
import { eventSources, isEventPattern } from '../domain/audit/event-view.ts';
import { deliveryStates } from '../domain/model/delivery.ts';
import { eventTypes, type Subject } from '../domain/model/event.ts';
import { idParam, organizationParams } from './schemas.ts';

const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });
const id = z.string();

/** A type, all of a kind, or all. */
const eventPattern = z
  .string()
  .max(100)
  .refine(isEventPattern, 'Not a type of event: see docs/events.md; all of a kind are "user.*", all are "*"')
  .meta({ description: 'A type of event, all of a kind (`user.*`), or all (`*`)' });

export const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .meta({ description: 'ISO 8601', type: 'string', format: 'date-time' });

/** Of the query string: patterns separated by commas. */
export const typesParam = z
  .string()
  .max(2_000)
  .transform((text) => text.split(','))
  .pipe(z.array(eventPattern))
  .meta({ description: 'Types or patterns such as `user.*`, separated by commas', type: 'string' });

const content = z.record(z.string(), z.unknown()).nullable();

export const eventSchema = z
  .object({
    id,
    seq: z.int().meta({ description: 'Its number in the organization, from 1, without gaps' }),
    type: z.enum(eventTypes),
    at: time,
    actor: z.object({ type: z.string(), id: z.string().nullable(), name: z.string().optional() }),
    source: z.enum(eventSources).meta({ description: 'By which door it came' }),
    subject: z.object({
      memberId: id.optional(),
      workspaceId: id.optional(),
      groupId: id.optional(),
      mappingId: id.optional(),
      roleId: id.optional(),
      tokenId: id.optional(),
      invitationId: id.optional(),
      webhookId: id.optional(),
      organizationId: id.optional(),
      connectionId: id.optional(),
      domainId: id.optional(),
      heldChangeId: id.optional(),
    } satisfies Record<keyof Subject, z.ZodType>),
    before: content.meta({ description: 'What changed, as it was; null where there was nothing' }),
    after: content.meta({ description: 'What changed, as it is now; null where there is nothing' }),
    requestId: z.string().nullable().meta({ description: 'X-Request-Id of the answer to the request that did it' }),
    address: z.string().nullable().meta({ description: 'The IP address that the request came from' }),
  })
  .meta({ id: 'Event' });

export const feedSchema = z
  .object({
    items: z.array(eventSchema),
    after: z.int().meta({ description: 'What to ask for next' }),
    more: z.boolean().meta({ description: 'Whether there are more at once' }),
  })
  .meta({ id: 'EventFeed' });

export const verificationSchema = z
  .object({
    organizationId: id,
    verified: z.int().meta({ description: 'Events that hold, after those that retention cut off' }),
    head: z.object({ seq: z.int(), link: z.string() }),
    broken: z
      .object({ seq: z.int(), reason: z.string() })
      .nullable()
      .meta({ description: 'Where the chain first does not hold; null: it holds' }),
  })
  .meta({ id: 'AuditVerification' });

export const webhookParams = organizationParams.extend({ id: idParam });
export const deliveryParams = webhookParams.extend({ delivery: z.string().regex(/^[\w.-]{1,100}$/) });

const url = z.string().max(2_000);
const description = z
  .string()
  .trim()
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Must not contain control characters');
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
