/** The shapes of keys and tokens, which SCIM tokens share. */
import { z } from 'zod';
import { now } from '../../domain/kernel/clock.ts';
import { createdAt, exampleIds, exampleTime, futureTime, idOf, noControls, time } from '../http/shared-schemas.ts';

export const exampleSecret = (prefix: string) => `${prefix}_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG`;

const description = { description: 'What it is for, so that people know it again', examples: ['Nightly report'] };
const scope = z.enum(['read', 'write']);
const scopes = {
  description: 'What it may be used for: `read` for requests that change nothing, `write` for all others',
};

export const tokenFields = {
  id: idOf('key'),
  description: z.string().meta(description),
  scopes: z.array(scope).meta(scopes),
  createdAt,
  expiresAt: time.nullable().meta({ description: 'When it ends by itself; null: never' }),
  lastUsedAt: time.nullable().meta({ description: 'When it was last used, to the minute; null: never' }),
  token: z
    .string()
    .optional()
    .meta({
      description: 'The secret: only in the answer that creates or rotates it',
      examples: [exampleSecret('usher_key')],
    }),
};

export const tokenOrder = z.strictObject({
  description: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(...noControls)
    .meta(description),
  scopes: z
    .array(scope)
    .min(1)
    .default(['read', 'write'])
    .transform((given) => [...new Set(given)])
    .meta(scopes),
  expiresAt: futureTime
    .refine((at) => at > now(), 'Must be in the future')
    .nullable()
    .default(null)
    .meta({
      description:
        'When it ends by itself: ISO 8601, in the future; null: never, or as the deployment limits personal keys',
    }),
});

/** Of a token or client for SCIM. */
export const strictly = {
  description:
    'The SCIM 2.0 Interoperability Profile: refuses what no schema knows, PATCHes without a path and passwords (400 `invalidSyntax`); false: what is unknown is ignored and named in the log',
};

export const exampleToken = {
  id: exampleIds.key,
  description: 'Okta',
  scopes: ['read', 'write'],
  createdAt: exampleTime,
  expiresAt: null,
  lastUsedAt: null,
};

const exampleKey = { ...exampleToken, description: 'Nightly report', scopes: ['read'] };
/** As the answer shows it that made it. */
export const exampleMadeKey = { ...exampleKey, token: exampleSecret('usher_key') };

export const apiKeySchema = z
  .object(tokenFields)
  .meta({ id: 'ApiKey', description: 'An API key, personal or of an organization', examples: [exampleKey] });
