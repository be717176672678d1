/**
 * The shapes that several features share: ids, times, names, roles and who did something. What one feature alone shows
 * stands beside its routes. By `.meta({ id })` a schema has its name in the OpenAPI document; fields may be added, never
 * renamed.
 */

import { z } from 'zod';
import { limits, oneLine } from '../../domain/model/limits.ts';
import { organizationRoles } from '../../domain/model/role.ts';

export const id = z.string();
export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });

/** Not `nullable()`: of a schema with a name, the OpenAPI document would then call the name itself nullable. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

/** Of a request: a time with any offset, as a date. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .meta({ description: 'ISO 8601', type: 'string', format: 'date-time' });

export const futureTime = instant.meta({
  description: 'ISO 8601, in the future',
  type: 'string',
  format: 'date-time',
});

/** An id in a path. What is longer or holds other characters cannot exist. */
export const idParam = z.string().regex(/^[\w-]{1,64}$/);

export const organizationParams = z.object({ org: idParam });
export const workspaceParams = organizationParams.extend({ ws: idParam });
export const memberParams = organizationParams.extend({ member: idParam });
/** Whatever an organization has that is named by `{id}`. */
export const organizationItemParams = organizationParams.extend({ id: idParam });

/** For `regex(...)`: no control characters and no half surrogates. */
export const noControls = [oneLine, 'Must not contain control characters'] as const;

/** What people call an organization, a workspace, a role or a connection. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(limits.name)
  .regex(...noControls);

export const organizationRoleSchema = z.enum(organizationRoles).meta({ id: 'OrganizationRole' });

/** Answers hold the name; requests may give the id of a custom role as well. */
export const workspaceRoleSchema = z.string().min(1).max(limits.workspaceRole).meta({
  id: 'WorkspaceRole',
  description: 'Workspace Admin, Workspace Editor, Workspace Viewer, or a custom role',
});

export const memberStatusSchema = z.enum(['pending', 'active', 'inactive']).meta({ id: 'MemberStatus' });

export const sourceSchema = z
  .enum([
    'sso-default',
    'invitation',
    'manual',
    'creator',
    'scim-group',
    'sso-group',
    'override',
    'organization-admin',
    'default',
  ])
  .meta({
    id: 'Source',
    description:
      'Where a role comes from: one of the kinds of grant, `organization-admin` (is Workspace Admin everywhere) or `default` (Organization User without any grant)',
  });

export const groupReference = z.object({ id, displayName: z.string() }).meta({ id: 'GroupReference' });

export const claimedEmailSchema = z
  .string()
  .nullable()
  .meta({ description: 'An address that the identity provider names and nobody has proven: shown, never matched' });

export const actorSchema = z
  .object({ type: z.string(), id: z.string().nullable(), name: z.string().optional() })
  .meta({ id: 'Actor' });

/** What an admin may say beside an override, of a workspace or of the organization role. */
export const overrideReason = {
  reason: z.string().trim().max(500).nullable().default(null),
  expiresAt: futureTime.nullable().default(null),
};

const daySeconds = 86_400;

/** A new secret in place of an old one, which works on for a while. */
export const rotationOrder = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * daySeconds)
      .default(daySeconds),
  })
  .prefault({});

/** For examples: the same thing has the same id in all of them. */
export const exampleIds = {
  organization: '6746f0a1c2d3e4f5a6b7c8d1',
  workspace: '6746f0a1c2d3e4f5a6b7c8d2',
  member: '6746f0a1c2d3e4f5a6b7c8d3',
  group: '6746f0a1c2d3e4f5a6b7c8d4',
  grant: '6746f0a1c2d3e4f5a6b7c8d5',
  key: '6746f0a1c2d3e4f5a6b7c8d6',
  account: '6746f0a1c2d3e4f5a6b7c8d7',
  heldChange: '6746f0a1c2d3e4f5a6b7c8d8',
};
export const exampleTime = '2026-01-15T09:30:00.000Z';
export const exampleGroup = {
  id: exampleIds.group,
  displayName: 'Acme Organization User:Research:Workspace Viewer',
};
