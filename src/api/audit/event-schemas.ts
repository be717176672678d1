/** The shapes of events and of the audit log. */
import { z } from 'zod';
import { type EventView, eventSources, isEventPattern } from '../../domain/audit/event-view.ts';
import { eventTypes, type Subject } from '../../domain/model/event.ts';
import { pageQuery } from '../http/page.ts';
import { actorSchema, exampleIds, exampleRequestId, exampleTime, idOf, time } from '../http/shared-schemas.ts';

/** A type, all of a kind, or all. */
export const eventPattern = z
  .string()
  .max(100)
  .refine(isEventPattern, 'Not a type of event: see docs/events.md; all of a kind are "user.*", all are "*"')
  .meta({ description: 'A type of event, all of a kind (`user.*`), or all (`*`)', examples: ['user.*'] });

/** Of the query string: patterns separated by commas. */
export const typesParam = z
  .string()
  .max(2_000)
  .transform((text) => text.split(','))
  .pipe(z.array(eventPattern))
  .meta({
    description: 'Types or patterns such as `user.*`, separated by commas; absent: all',
    type: 'string',
    examples: ['user.*,role.created'],
  });

const content = z.record(z.string(), z.unknown()).nullable();

export const exampleEvent = {
  id: exampleIds.event,
  seq: 42,
  type: 'membership.changed',
  at: exampleTime,
  actor: { type: 'scim-token', id: exampleIds.scimToken, name: 'Okta' },
  source: 'scim',
  subject: { memberId: exampleIds.member, workspaceId: exampleIds.workspace },
  before: { role: null },
  after: { role: 'Workspace Viewer' },
  requestId: exampleRequestId,
  address: '203.0.113.7',
} as const satisfies EventView;

export const eventSchema = z
  .object({
    id: idOf('event'),
    seq: z.int().meta({ description: 'Its number in the organization, from 1, without gaps', examples: [42] }),
    type: z.enum(eventTypes).meta({ description: 'What happened' }),
    at: time.meta({ description: 'When it happened' }),
    actor: actorSchema,
    source: z.enum(eventSources).meta({ description: 'By which door it came; `system`: Usher did it by itself' }),
    subject: z
      .object({
        memberId: idOf('member').optional(),
        workspaceId: idOf('workspace').optional(),
        groupId: idOf('group').optional(),
        mappingId: idOf('mapping').optional(),
        roleId: idOf('role').optional(),
        tokenId: idOf('scimToken').optional().meta({ description: 'Id of the SCIM token, SCIM client or API key' }),
        invitationId: idOf('invitation').optional(),
        webhookId: idOf('webhook').optional(),
        organizationId: idOf('organization').optional(),
        connectionId: idOf('connection').optional(),
        domainId: idOf('emailDomain').optional(),
        heldChangeId: idOf('heldChange').optional(),
        setupLinkId: idOf('setupLink').optional(),
        accountId: idOf('account').optional().meta({ description: 'In the log of the deployment: whose account' }),
      } satisfies Record<keyof Subject, z.ZodType>)
      .meta({
        description: 'What it is about: the ids of all that it concerns',
        examples: [{ memberId: exampleIds.member, workspaceId: exampleIds.workspace }],
      }),
    before: content.meta({
      description: 'What changed, as it was; null where there was nothing',
      examples: [{ role: null }],
    }),
    after: content.meta({
      description: 'What changed, as it is now; null where there is nothing',
      examples: [{ role: 'Workspace Viewer' }],
    }),
    requestId: z
      .string()
      .nullable()
      .meta({
        description: 'X-Request-Id of the answer to the request that did it; null: no request did',
        examples: [exampleRequestId],
      }),
    address: z
      .string()
      .nullable()
      .meta({
        description: 'The IP address that the request came from; null: no request did it',
        examples: ['203.0.113.7'],
      }),
  })
  .meta({ id: 'Event', description: 'One committed change', examples: [exampleEvent] });

export const exampleAuditEvent = { ...exampleEvent, names: { member: 'Ada Lovelace', workspace: 'Research' } };

const nameOf = (what: string) =>
  z
    .string()
    .optional()
    .meta({ description: `Name of the ${what}`, examples: ['Research'] });

export const auditEventSchema = z
  .object({
    ...eventSchema.shape,
    names: z
      .object({
        member: nameOf('member'),
        workspace: nameOf('workspace'),
        group: nameOf('group'),
        role: nameOf('role'),
      })
      .meta({
        description: 'What the subject is called now; without what is gone since',
        examples: [exampleAuditEvent.names],
      }),
  })
  .meta({ id: 'AuditEvent', description: 'One committed change, with names', examples: [exampleAuditEvent] });

export const feedQuery = z.object({
  after: z.coerce.number().int().min(0).default(0).meta({
    description: 'The number of the last event that you have: `after` of the answer before; 0: from the first on',
  }),
  limit: pageQuery.shape.limit,
});

export const feedSchema = z
  .object({
    items: z.array(eventSchema).meta({ description: 'The next events, oldest first' }),
    after: z.int().meta({ description: 'The number of the last of them: ask for what comes after it', examples: [42] }),
    more: z.boolean().meta({ description: 'Whether there are more at once' }),
  })
  .meta({ id: 'EventFeed', description: 'The events after a number' });

export const tokenFeedSchema = z
  .object({
    items: z
      .array(
        z.object({
          seq: feedSchema.shape.after.meta({ description: 'Number of the event' }),
          set: z.string().meta({
            description: 'The security event token, a signed JWT',
            examples: ['eyJhbGciOiJFUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCJ9.eyJ0eG4iOiI2NzQ2In0.c2lnbmF0dXJl'],
          }),
        }),
      )
      .meta({
        description: 'What happened to users and groups of SCIM, oldest first; it may be empty while there is more',
      }),
    after: feedSchema.shape.after.meta({ description: 'Ask for what comes after this number' }),
    more: feedSchema.shape.more,
  })
  .meta({ id: 'TokenFeed', description: 'The events after a number, as security event tokens' });

export const verificationSchema = z
  .object({
    organizationId: idOf('organization'),
    verified: z.int().meta({ description: 'Events that hold, after those that retention cut off', examples: [1_204] }),
    head: z
      .object({
        seq: z.int().meta({ description: 'Number of the last event', examples: [1_204] }),
        link: z.string().meta({
          description: 'Its chain link: note it elsewhere to tell later whether the log was written anew',
          examples: ['b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184'],
        }),
      })
      .meta({ description: 'Where the chain ends' }),
    broken: z
      .object({
        seq: z.int().meta({ description: 'Number of the event', examples: [17] }),
        reason: z.string().meta({ description: 'For people: what is wrong', examples: ['The event was altered.'] }),
      })
      .nullable()
      .meta({ description: 'Where the chain first does not hold; null: it holds', examples: [null] }),
  })
  .meta({ id: 'AuditVerification', description: 'Whether the audit log is as it was sealed' });
