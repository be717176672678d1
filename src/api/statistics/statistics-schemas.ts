/** The shapes of what is counted. Here null means: the caller may not read it. */
import { z } from 'zod';
import { exampleIds, exampleTime, id, orNull, time } from '../http/shared-schemas.ts';

const count = z.int().min(0);

const outcomes = {
  succeeded: count,
  refused: count.meta({ description: 'Answered with 4xx: what was sent could not be done' }),
  failed: count.meta({ description: 'Answered with 5xx: a fault here' }),
};

const endingKeySchema = z.object({ id, description: z.string(), expiresAt: time }).meta({ id: 'EndingKey' });

const endingKeysSchema = z
  .object({ count, next: orNull(endingKeySchema).meta({ description: 'The one that ends first' }) })
  .meta({ id: 'EndingKeys' });

const endingOverridesSchema = z
  .object({
    count,
    next: orNull(
      z.object({
        id,
        memberId: id,
        workspaceId: id.nullable().meta({ description: 'null: the organization role' }),
        expiresAt: time,
      }),
    ).meta({ description: 'The one that ends first' }),
  })
  .meta({ id: 'EndingOverrides' });

const step = z.boolean().nullable();

export const summarySchema = z
  .object({
    people: z.object({ active: count, pending: count, inactive: count }),
    groups: orNull(
      z.object({ total: count, convention: count, explicit: count, unmatched: count }).meta({
        description: 'By how they are mapped; an unmatched one gives nothing',
      }),
    ),
    heldChanges: count.nullable().meta({ description: 'Changes of access that wait for an admin' }),
    provisioning: orNull(
      z.object({
        lastPush: orNull(z.object({ at: time, status: z.int() })).meta({
          description:
            'The last SCIM request that wanted to change something, and how it was answered; null: none is in the log',
        }),
        lastDay: z.object(outcomes).meta({ description: 'SCIM requests of the last 24 hours' }),
      }),
    ),
    endingSoon: z
      .object({
        scimTokens: orNull(endingKeysSchema),
        serviceKeys: orNull(endingKeysSchema),
        overrides: orNull(endingOverridesSchema),
      })
      .meta({ description: 'What ends by itself within 30 days' }),
    firstSteps: z
      .object({
        scimTokenMade: step,
        pushed: step.meta({ description: 'A directory has pushed people or groups' }),
        groupMatched: step.meta({ description: 'A group gives something, by its name or by a mapping' }),
        signInConfigured: step.meta({
          description: 'People can sign in by a provider or, where the operator allows it, by password',
        }),
        signedIn: step,
        secondAdmin: step,
      })
      .meta({ description: 'What has really happened, whoever did it and in which order' }),
  })
  .meta({
    id: 'Summary',
    examples: [
      {
        people: { active: 1_204, pending: 17, inactive: 63 },
        groups: { total: 48, convention: 41, explicit: 5, unmatched: 2 },
        heldChanges: 1,
        provisioning: {
          lastPush: { at: exampleTime, status: 200 },
          lastDay: { succeeded: 5_120, refused: 3, failed: 0 },
        },
        endingSoon: {
          scimTokens: { count: 1, next: { id: exampleIds.key, description: 'Okta', expiresAt: exampleTime } },
          serviceKeys: { count: 0, next: null },
          overrides: {
            count: 1,
            next: {
              id: exampleIds.grant,
              memberId: exampleIds.member,
              workspaceId: exampleIds.workspace,
              expiresAt: exampleTime,
            },
          },
        },
        firstSteps: {
          scimTokenMade: true,
          pushed: true,
          groupMatched: true,
          signInConfigured: true,
          signedIn: true,
          secondAdmin: false,
        },
      },
    ],
  });

export const provisioningSeriesSchema = z
  .object({
    step: z.enum(['hour', 'day']),
    buckets: z
      .array(z.object({ at: time.meta({ description: 'When the hour or day begins, UTC' }), ...outcomes }))
      .meta({ description: 'Oldest first, without gaps; of the last one only what has happened so far' }),
  })
  .meta({
    id: 'ProvisioningSeries',
    examples: [{ step: 'hour', buckets: [{ at: '2026-01-15T09:00:00.000Z', succeeded: 212, refused: 1, failed: 0 }] }],
  });
