/** The shapes of set-up links: as admins see them, and what their holders see and send. */
import { z } from 'zod';
import { now } from '../../domain/kernel/clock.ts';
import { setupLinkStatuses, setupParts } from '../../domain/model/setup-link.ts';
import { connectionOrder, connectionSchema } from '../connections/connection-schemas.ts';
import { domainSchema } from '../connections/domains.ts';
import {
  actorSchema,
  createdAt,
  exampleIds,
  futureTime,
  idOf,
  nameSchema,
  organizationName,
  orNull,
  time,
} from '../http/shared-schemas.ts';
import { exampleSecret } from '../keys/key-schemas.ts';

const dayMs = 86_400_000;
const maxDays = 30;
const usualDays = 7;

const name = { description: 'For whom it is', examples: ['Acme IT'] };
const parts = {
  description: 'What may be set up with it: email domains, the sign-in connection, the directory by SCIM',
  examples: [[...setupParts]],
};
const maySwitchOn = {
  description:
    'Whether its holder may let people sign in by the new connection once a test sign-in has gone well; false: an admin switches it on',
  examples: [false],
};

/** When a link ends for which nothing is said. */
export const usualEnd = () => new Date(now().getTime() + usualDays * dayMs);

const expiresAt = futureTime
  .refine((at) => at > now(), 'Must be in the future')
  .refine((at) => at.getTime() <= now().getTime() + maxDays * dayMs, `Must be within ${maxDays} days`)
  .optional()
  .meta({ description: `When it ends: ISO 8601, within ${maxDays} days; absent: in ${usualDays} days` });

export const setupLinkRenewal = z
  .strictObject({ expiresAt })
  .prefault({})
  .meta({ id: 'SetupLinkRenewal', description: 'When the link ends anew; a set-up link always ends' });

export const setupLinkOrder = z
  .strictObject({
    name: nameSchema.meta(name),
    parts: z
      .array(z.enum(setupParts))
      .min(1)
      .default([...setupParts])
      .meta(parts),
    maySwitchOn: z.boolean().default(false).meta(maySwitchOn),
    expiresAt,
  })
  .meta({ id: 'NewSetupLink', description: 'A set-up link to make' });

export const exampleLink = `https://usher.acme.example/setup/${exampleSecret('usher_setup')}`;

export const setupLinkSchema = z
  .object({
    id: idOf('setupLink'),
    name: z.string().meta(name),
    parts: z.array(z.enum(setupParts)).meta(parts),
    maySwitchOn: z.boolean().meta(maySwitchOn),
    status: z.enum([...setupLinkStatuses, 'void']).meta({
      description:
        '`unused`: not opened yet; `opened`: in use, in one browser; `finished` by its holder; `revoked`; `expired`; `void`: whoever made it may not do any more what it is for',
      examples: ['unused'],
    }),
    createdBy: actorSchema.meta({ description: 'Who made it: it may never do more than they may' }),
    createdAt,
    expiresAt: time.meta({ description: 'When it ends' }),
    openedAt: time.nullable().meta({ description: 'When it was opened; null: not yet' }),
    finishedAt: time.nullable().meta({ description: 'When its holder said that they are done; null: not yet' }),
    connectionId: idOf('connection').meta({ description: 'Id of the connection that is made with it, if one is' }),
    scimTokenId: idOf('scimToken').meta({ description: 'Id of the SCIM token that is made with it, if one is' }),
    link: z
      .string()
      .optional()
      .meta({ description: 'What to send to the holder: only in the answer that makes it', examples: [exampleLink] }),
  })
  .meta({
    id: 'SetupLink',
    description: 'A link by which somebody without an account sets up parts of the organization',
  });

/** What the holder enters of a connection; what else there is to choose of one is left to the admins. */
export const setupConnectionOrder = z
  .strictObject({
    name: connectionOrder.shape.name,
    issuer: connectionOrder.shape.issuer,
    clientId: connectionOrder.shape.clientId,
    clientSecret: connectionOrder.shape.clientSecret,
    scopes: connectionOrder.shape.scopes,
    claims: connectionOrder.shape.claims,
  })
  .meta({ id: 'SetupConnection', description: 'How people sign in at the identity provider' });

const claim = z.object({
  name: z.string().meta({ description: 'Name of the claim', examples: ['email'] }),
  value: z.string().meta({ description: 'Its value as JSON, cut at 500 characters', examples: ['"ada@acme.example"'] }),
  from: z.enum(['id-token', 'userinfo']).meta({ description: 'Where it was' }),
});

const readClaims = z.object({
  subject: z.string().meta({ description: 'What tells people apart', examples: ['00u1a2b3c4'] }),
  email: z
    .string()
    .nullable()
    .meta({ description: 'The address; null: there is none', examples: ['ada@acme.example'] }),
  emailTrusted: z.boolean().meta({ description: 'Whether the provider says that the address is verified' }),
  name: z
    .string()
    .nullable()
    .meta({ description: 'The display name; null: there is none', examples: ['Ada Lovelace'] }),
  groups: z
    .array(z.string())
    .nullable()
    .meta({ description: 'Groups; null: there is no such claim, or it is not read', examples: [null] }),
});

const testSchema = z.object({
  at: time.meta({ description: 'When it ended' }),
  isCurrent: z.boolean().meta({ description: 'Whether it was done with the connection as it is now' }),
  problem: z
    .string()
    .nullable()
    .meta({ description: 'For people: why it failed; null: it went well', examples: [null] }),
  received: z.array(claim).meta({ description: 'The claims as they came' }),
  read: orNull(readClaims.meta({ description: 'What Usher reads in them' })).meta({
    description: 'What Usher reads in them; null where the test failed',
  }),
});

const directorySchema = z.object({
  baseUrl: z.string().meta({
    description: 'Where the directory pushes to',
    examples: ['https://usher.acme.example/scim/v2'],
  }),
  token: orNull(
    z.object({
      description: z.string().meta({ description: 'What it is called', examples: ['Acme IT (set-up link)'] }),
      createdAt,
      revoked: z.boolean().meta({ description: 'Whether an admin has revoked it' }),
    }),
  ).meta({ description: 'The token of this link; null: not made yet' }),
  requests: z
    .array(
      z.object({
        at: time.meta({ description: 'When it came' }),
        method: z.string().meta({ description: 'The HTTP method', examples: ['GET'] }),
        path: z.string().meta({ description: 'From /scim/v2 on, with the query', examples: ['/scim/v2/Users'] }),
        status: z.int().meta({ description: 'The HTTP status of the answer', examples: [200] }),
        detail: z
          .string()
          .nullable()
          .meta({ description: 'Why it was refused; null: it was not', examples: [null] }),
      }),
    )
    .meta({ description: 'The last ones with the token of this link, newest first' }),
});

export const setupSchema = z
  .object({
    id: idOf('setupLink'),
    name: z.string().meta(name),
    organization: organizationName,
    parts: z.array(z.enum(setupParts)).meta(parts),
    maySwitchOn: z.boolean().meta(maySwitchOn),
    expiresAt: time.meta({ description: 'When it ends' }),
    csrfToken: z.string().meta({
      description: 'What writes have to send back as X-CSRF-Token',
      examples: ['n1Bq2w3e4r5t6y7u8i9o0p'],
    }),
    redirectUri: z.string().meta({
      description: 'The redirect address to register at the provider',
      examples: [`https://usher.acme.example/auth/callback/${exampleIds.connection}`],
    }),
    domains: z.array(domainSchema).meta({ description: 'The email domains of this link' }),
    connection: orNull(connectionSchema).meta({ description: 'The connection of this link; null: not made yet' }),
    test: orNull(testSchema).meta({ description: 'The last test sign-in; null: none of the last day' }),
    directory: orNull(directorySchema).meta({ description: 'The directory; null: the link does not cover it' }),
  })
  .meta({ id: 'Setup', description: 'All that the holder of a set-up link sees' });

export const setupTokenSchema = z
  .object({
    token: z.string().meta({ description: 'The secret: only in this answer', examples: [exampleSecret('usher_scim')] }),
  })
  .meta({ id: 'SetupToken', description: 'The SCIM token of a set-up link' });
