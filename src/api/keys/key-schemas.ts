/** The shapes of keys and tokens, which SCIM tokens share. */
import { z } from 'zod';
import { now } from '../../domain/kernel/clock.ts';
import { exampleIds, exampleTime, futureTime, id, noControls, time } from '../http/shared-schemas.ts';

export const tokenFields = {
  id,
  description: z.string(),
  scopes: z.array(z.enum(['read', 'write'])),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable(),
  token: z.string().optional().meta({ description: 'Only in the answer that creates or rotates it' }),
};

export const tokenOrder = z.strictObject({
  description: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(...noControls),
  scopes: z
    .array(z.enum(['read', 'write']))
    .min(1)
    .default(['read', 'write'])
    .transform((scopes) => [...new Set(scopes)]),
  expiresAt: futureTime
    .refine((at) => at > now(), 'Must be in the future')
    .nullable()
    .default(null),
});

export const exampleToken = {
  id: exampleIds.key,
  description: 'Okta',
  scopes: ['read', 'write'],
  createdAt: exampleTime,
  expiresAt: null,
  lastUsedAt: null,
};

export const apiKeySchema = z
  .object(tokenFields)
  .meta({ id: 'ApiKey', examples: [{ ...exampleToken, description: 'Nightly report', scopes: ['read'] }] });
