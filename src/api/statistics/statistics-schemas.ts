/** The shapes of what is counted. Here null means: the caller may not read it. */
import { z } from 'zod';
import { exampleIds, exampleTime, idOf, orNull, time } from '../http/shared-schemas.ts';

/** How many of these. */
const count = (description: string, example: number) =>
  z
    .int()
    .min(0)
    .meta({ description, examples: [example] });

const ending = count('How many', 1);

const outcomes = {
  succeeded: count('Answered with 2xx or 3xx', 5_120),
  refused: count('Answered with 4xx: what was sent could not be done', 3),
  failed: count('Answered with 5xx: a fault here', 0),
};

const endingKeySchema = z
  .object({
    id: idOf('key'),
    description: z.string().meta({ description: 'As it was named when it was made', examples: ['Okta'] }),
    expiresAt: time.meta({ description: 'When it ends' }),
  })
  .meta({ id: 'EndingKey', description: 'A key or token that ends soon' });

const endingKeysSchema = z
  .object({ count: ending, next: orNull(endingKeySchema).meta({ description: 'The one that ends first' }) })
  .meta({ id: 'EndingKeys', description: 'Keys or tokens that end soon' });

const endingOverridesSchema = z
  .object({
    count: ending,
    next: orNull(
      z.object({
        id: idOf('grant').meta({ description: 'Id of the override' }),
        memberId: idOf('member'),
        workspaceId: idOf('workspace').nullable().meta({ description: 'null: the organization role' }),
        expiresAt: time.meta({ description: 'When it ends' }),
      }),
    ).meta({ description: 'The one that ends first' }),
  })
  .meta({ id: 'EndingOverrides', description: 'Overrides that end soon' });

const step = (description: string) => z.boolean().nullable().meta({ description });

export const summarySchema = z
  .object({
    people: z
      .object({
        active: count('Members who may sign in', 1_204),
        pending: count('Members who are invited and not there yet', 17),
        inactive: count('Members who are deactivated', 63),
        locked: count('Of all these, those whom an admin has locked', 1),
      })
      .meta({ description: 'Members by status, and how many of them are locked' }),
    groups: orNull(
      z.object({
        total: count('All', 48),
        convention: count('Those whose name says what they give', 41),
        explicit: count('Those of which an admin said what they give', 5),
        unmatched: count('Those that give nothing', 2),
      }),
    ).meta({ description: 'Groups by how they are mapped' }),
    heldChanges: count('Changes of access that wait for an admin', 1).nullable(),
    provisioning: orNull(
      z.object({
        lastPush: orNull(
          z.object({
            at: time.meta({ description: 'When it came' }),
            status: z.int().meta({ description: 'HTTP status of the answer', examples: [200] }),
          }),
        ).meta({
          description:
            'The last SCIM request that wanted to change something, and how it was answered; null: none is in the log',
        }),
        lastDay: z.object(outcomes).meta({ description: 'SCIM requests of the last 24 hours' }),
      }),
    ).meta({ description: 'What identity providers send' }),
    endingSoon: z
      .object({
        scimTokens: orNull(endingKeysSchema).meta({ description: 'SCIM tokens' }),
        serviceKeys: orNull(endingKeysSchema).meta({ description: 'Service keys' }),
        overrides: orNull(endingOverridesSchema).meta({ description: 'Overrides' }),
      })
      .meta({ description: 'What ends by itself within 30 days' }),
    firstSteps: z
      .object({
        scimTokenMade: step('There is a SCIM token, or was one'),
        pushed: step('A directory has pushed people or groups'),
        groupMatched: step('A group gives something, by its name or by a mapping'),
        signInConfigured: step('People can sign in by a provider or, where the operator allows it, by password'),
        signedIn: step('Somebody has signed in'),
        secondAdmin: step('There are two active Organization Admins, so that one can help the other in'),
      })
      .meta({ description: 'What has really happened, whoever did it and in which order' }),
  })
  .meta({
    id: 'Summary',
    description: 'An organization in numbers',
    examples: [
      {
        people: { active: 1_204, pending: 17, inactive: 63, locked: 1 },
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
    step: z.enum(['hour', 'day']).meta({ description: 'How long a bucket is' }),
    buckets: z
      .array(z.object({ at: time.meta({ description: 'When the hour or day begins, UTC' }), ...outcomes }))
      .meta({ description: 'Oldest first, without gaps; of the last one only what has happened so far' }),
  })
  .meta({
    id: 'ProvisioningSeries',
    description: 'SCIM requests over time',
    examples: [{ step: 'hour', buckets: [{ at: '2026-01-15T09:00:00.000Z', succeeded: 212, refused: 1, failed: 0 }] }],
  });
