/** The shape of an organization, and of what its admins may set. */

import { z } from 'zod';
import { limits } from '../../domain/model/limits.ts';
import {
  exampleIds,
  id,
  memberStatusSchema,
  nameSchema,
  organizationRoleSchema,
  orNull,
} from '../http/shared-schemas.ts';

/** In answers all is there; what a request leaves out is the default. */
const massChangeGuardSchema = z
  .strictObject({
    maxMembers: z
      .int()
      .min(0)
      .max(limits.guardMembers)
      .nullable()
      .default(null)
      .meta({ description: 'More members who lose access are too many; 0: each one is. null: no limit by number' }),
    maxPercent: z
      .number()
      .min(0)
      .max(100)
      .nullable()
      .default(null)
      .meta({ description: 'More percent of the active members are too many. null: no limit by share' }),
    windowMinutes: z
      .int()
      .min(1)
      .max(limits.guardMinutes)
      .default(60)
      .meta({ description: 'Over how many minutes changes add up' }),
  })
  .refine(({ maxMembers, maxPercent }) => maxMembers !== null || maxPercent !== null, {
    error: 'Give maxMembers, maxPercent or both; to switch the guard off, send null',
  })
  .meta({ id: 'MassChangeGuard' });

export const organizationChange = z.strictObject({
  name: nameSchema.optional(),
  auditRetentionDays: z.int().min(30).max(36_500).nullable().optional(),
  massChangeGuard: orNull(massChangeGuardSchema).optional(),
});

export const exampleOrganization = {
  id: exampleIds.organization,
  kind: 'shared',
  name: 'Acme',
  isDefault: true,
  role: 'Organization Admin',
  status: 'active',
  memberId: exampleIds.member,
  auditRetentionDays: null,
  massChangeGuard: { maxMembers: 50, maxPercent: 10, windowMinutes: 60 },
};

export const organizationSchema = z
  .object({
    id,
    kind: z.enum(['shared', 'personal']),
    name: z.string(),
    isDefault: z.boolean(),
    role: orNull(organizationRoleSchema).meta({ description: "The caller's; null for one that is no member" }),
    status: orNull(memberStatusSchema).meta({ description: "The caller's; null for one that is no member" }),
    memberId: id.nullable().meta({ description: "The caller's; null for one that is no member" }),
    auditRetentionDays: z.int().nullable().meta({ description: 'For how long events are kept; null: for ever' }),
    massChangeGuard: orNull(massChangeGuardSchema).meta({
      description: 'When changes of groups by the directory are held for an admin; null: never',
    }),
  })
  .meta({ id: 'Organization', examples: [exampleOrganization] });
