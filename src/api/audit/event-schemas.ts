/** The shapes of events and of the audit log. */
import { z } from 'zod';
import { eventSources, isEventPattern } from '../../domain/audit/event-view.ts';
import { eventTypes, type Subject } from '../../domain/model/event.ts';
import { id, time } from '../http/shared-schemas.ts';

/** A type, all of a kind, or all. */
export const eventPattern = z
  .string()
  .max(100)
  .refine(isEventPattern, 'Not a type of event: see docs/events.md; all of a kind are "user.*", all are "*"')
  .meta({ description: 'A type of event, all of a kind (`user.*`), or all (`*`)' });

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
