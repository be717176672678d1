/** The shapes of a preview: the change that is proposed, and what it would do. */

import { z } from 'zod';
import { limits } from '../../domain/model/limits.ts';
import { ssoSettingsChange, ssoSettingsSchema } from '../connections/sso-settings.ts';
import { idParam, organizationRoleSchema, orNull } from '../http/shared-schemas.ts';
import { mappingChange, mappingOrder } from '../mappings/mapping-schemas.ts';
import { scimSettingsChange } from '../mappings/scim-settings.ts';
import { roleChange } from '../roles/role-schemas.ts';

const { group, ...newMapping } = mappingOrder.shape;

const proposed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scim-settings'), settings: scimSettingsChange }),
  z.strictObject({ kind: z.literal('sso-settings'), settings: ssoSettingsChange }),
  z.strictObject({ kind: z.literal('mapping-created'), group, mapping: z.strictObject(newMapping) }),
  z.strictObject({ kind: z.literal('mapping-changed'), mappingId: idParam, mapping: mappingChange }),
  z.strictObject({ kind: z.literal('mapping-deleted'), mappingId: idParam, onDelete: z.enum(['keep', 'remove']) }),
  z.strictObject({
    kind: z.literal('group-renamed'),
    groupId: idParam,
    displayName: z.string().trim().min(1).max(limits.groupName),
  }),
  z.strictObject({ kind: z.literal('workspace-deleted'), workspaceId: idParam }),
  z.strictObject({
    kind: z.literal('role-changed'),
    roleId: idParam,
    ...roleChange.pick({ rank: true, permissions: true }).shape,
  }),
]);

export const previewOrder = z.strictObject({ change: proposed });

const number = z.int().min(0);

const effectSchema = z
  .object({
    memberId: z.string(),
    email: z.string().nullable(),
    name: z.string(),
    organizationRole: orNull(
      z.object({ before: orNull(organizationRoleSchema), after: orNull(organizationRoleSchema) }),
    ).meta({ description: 'null: it stays' }),
    workspaces: z.array(
      z.object({
        workspaceId: z.string(),
        name: z.string(),
        before: z.string().nullable().meta({ description: 'null: no access' }),
        after: z.string().nullable(),
        permissions: orNull(z.object({ added: z.array(z.string()), removed: z.array(z.string()) })).meta({
          description: 'What a role that stays would permit besides, and no more',
        }),
      }),
    ),
  })
  .meta({ id: 'Effect', description: 'What would change for one member' });

export const previewSchema = z
  .object({
    items: z.array(effectSchema),
    nextCursor: z.string().nullable().meta({ description: 'null on the last page' }),
    counts: orNull(
      z.object({
        members: number.meta({ description: 'Members for whom anything changes' }),
        gained: number.meta({ description: 'Workspace accesses that come' }),
        lost: number.meta({ description: 'Workspace accesses that go' }),
        changed: number.meta({ description: 'Workspace accesses with another role' }),
        permissions: number.meta({ description: 'Workspace accesses whose role stays and permits something else' }),
        organizationRoles: number,
      }),
    ).meta({ description: 'On the first page only' }),
    refusal: z
      .enum(['last_admin'])
      .nullable()
      .meta({ description: 'The change would be refused: no active Organization Admin would be left' }),
    newcomers: orNull(z.object({ before: ssoSettingsSchema, after: ssoSettingsSchema })).meta({
      description: 'Of SSO settings, which concern nobody who has joined',
    }),
  })
  .meta({ id: 'Preview' });
