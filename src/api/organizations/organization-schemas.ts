/** The shape of an organization, and of what its admins may set. */

import { z } from 'zod';
import { limits } from '../../domain/model/limits.ts';
import {
  exampleIds,
  idOf,
  memberStatusSchema,
  nameSchema,
  organizationName,
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
      .meta({
        description: 'More members who lose access are too many; 0: each one is. null: no limit by number',
        examples: [50],
      }),
    maxPercent: z
      .number()
      .min(0)
      .max(100)
      .nullable()
      .default(null)
      .meta({
        description: 'More percent of the active members are too many, 0 to 100. null: no limit by share',
        examples: [10],
      }),
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
  .meta({
    id: 'MassChangeGuard',
    description: 'How many may lose access at once by what the directory does to groups',
  });

const retention = { description: 'For how many days events are kept; null: for ever', examples: [365] };
const inviting = {
  description: 'Whether people may be invited. Off: nobody is, and invitations of before rest until it is on again',
};
const recent = {
  description:
    'Whether what could hand the organization over (tokens, keys, connections, admins, export) asks people for a sign-in of the last ten minutes',
};
const insisting = {
  description:
    "Whether people come in by the organization's own connections only (in the default organization also by the deployment's): passwords and other connections then do not reach it; keys of programs do. Turning it on needs a session, or a personal key, of such a connection; of a service key or the deployment key, that an Organization Admin has signed in by one",
};
const guarded = { description: 'When changes of groups by the directory are held for an admin; null: never' };

export const organizationChange = z.strictObject({
  name: nameSchema.optional().meta(organizationName.meta() ?? {}),
  auditRetentionDays: z.int().min(30).max(36_500).nullable().optional().meta(retention),
  massChangeGuard: orNull(massChangeGuardSchema).optional().meta(guarded),
  invitationsEnabled: z.boolean().optional().meta(inviting),
  recentSignInRequired: z.boolean().optional().meta(recent),
  ssoOnly: z.boolean().optional().meta(insisting),
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
  invitationsEnabled: true,
  recentSignInRequired: true,
  ssoOnly: false,
};

export const organizationSchema = z
  .object({
    id: idOf('organization'),
    kind: z.enum(['shared', 'personal']).meta({ description: '`personal`: of one person, made at a sign-in' }),
    name: organizationName,
    isDefault: z.boolean().meta({ description: "Whether the deployment's connection leads into it" }),
    role: orNull(organizationRoleSchema).meta({
      description: "The caller's organization role; null for one that is no member",
    }),
    status: orNull(memberStatusSchema).meta({
      description: "The caller's status as a member; null for one that is no member",
    }),
    memberId: idOf('member')
      .nullable()
      .meta({ description: 'Id of the member that the caller is; null for one that is no member' }),
    auditRetentionDays: z.int().nullable().meta(retention),
    massChangeGuard: orNull(massChangeGuardSchema).meta(guarded),
    invitationsEnabled: z.boolean().meta(inviting),
    recentSignInRequired: z.boolean().meta(recent),
    ssoOnly: z.boolean().meta(insisting),
  })
  .meta({ id: 'Organization', description: 'A tenant: members, workspaces, groups', examples: [exampleOrganization] });
