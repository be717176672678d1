/** The shapes of a preview: the change that is proposed, and what it would do. */

import { z } from 'zod';
import { limits } from '../../domain/model/limits.ts';
import { ssoSettingsChange, ssoSettingsSchema } from '../connections/sso-settings.ts';
import { effectSchema } from '../effects/effects.ts';
import { groupGives, pickedMembers } from '../groups/group-schemas.ts';
import { nextCursorSchema } from '../http/page.ts';
import { exampleGroup, idParamOf, orNull } from '../http/shared-schemas.ts';
import { mappingChange, mappingOrder, onDelete } from '../mappings/mapping-schemas.ts';
import { scimSettingsChange } from '../mappings/scim-settings.ts';
import { roleChange } from '../roles/role-schemas.ts';

const { group, ...newMapping } = mappingOrder.shape;

const mappingId = idParamOf('mapping');
const kind = <K extends string>(name: K) => z.literal(name).meta({ description: 'What is changed' });
const asIn = (request: string) => ({ description: `As in the body of ${request}` });

const proposed = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: kind('scim-settings'),
    settings: scimSettingsChange.meta(asIn('PATCH /organizations/{org}/scim/settings')),
  }),
  z.strictObject({ kind: kind('workspace-deleted'), workspaceId: idParamOf('workspace') }),
  z.strictObject({
    kind: kind('sso-settings'),
    settings: ssoSettingsChange.meta(asIn('PATCH /organizations/{org}/sso-settings')),
  }),
  z.strictObject({
    kind: kind('mapping-created'),
    group,
    mapping: z.strictObject(newMapping).meta(asIn('POST /organizations/{org}/scim/mappings')),
  }),
  z.strictObject({
    kind: kind('mapping-changed'),
    mappingId,
    mapping: mappingChange.meta(asIn('PATCH /organizations/{org}/scim/mappings/{id}')),
  }),
  z.strictObject({ kind: kind('mapping-deleted'), mappingId, onDelete }),
  z.strictObject({
    kind: kind('group-renamed'),
    groupId: idParamOf('group'),
    displayName: z
      .string()
      .trim()
      .min(1)
      .max(limits.groupName)
      .meta({ description: 'The name that the directory would give it', examples: [exampleGroup.displayName] }),
  }),
  z.strictObject({
    kind: kind('admin-group-created'),
    group: groupGives.meta(asIn('POST /organizations/{org}/groups')),
    members: pickedMembers,
  }),
  z.strictObject({
    kind: kind('admin-group-changed'),
    groupId: idParamOf('group'),
    group: groupGives.meta(asIn('PATCH /organizations/{org}/groups/{group}')),
  }),
  z.strictObject({
    kind: kind('admin-group-members'),
    groupId: idParamOf('group'),
    add: pickedMembers.optional().meta({ description: 'Who would come in' }),
    remove: pickedMembers.optional().meta({ description: 'Who would leave' }),
  }),
  z.strictObject({ kind: kind('admin-group-deleted'), groupId: idParamOf('group') }),
  z.strictObject({ kind: kind('admin-group-handed-over'), groupId: idParamOf('group') }),
  z.strictObject({
    kind: kind('role-changed'),
    roleId: idParamOf('role').meta({ description: 'Id of the custom role' }),
    ...roleChange.pick({ rank: true, permissions: true }).shape,
  }),
]);

export const previewOrder = z.strictObject({
  change: proposed.meta({ description: 'The change that is proposed; `kind` says which' }),
});

const number = z.int().min(0);

export const previewSchema = z
  .object({
    items: z.array(effectSchema).meta({ description: 'Those for whom anything changes, page by page' }),
    nextCursor: nextCursorSchema,
    counts: orNull(
      z.object({
        members: number.meta({ description: 'Members for whom anything changes', examples: [12] }),
        gained: number.meta({ description: 'Workspace accesses that come', examples: [9] }),
        lost: number.meta({ description: 'Workspace accesses that go', examples: [0] }),
        changed: number.meta({ description: 'Workspace accesses with other roles', examples: [3] }),
        permissions: number.meta({
          description: 'Workspace accesses whose roles stay and permit something else',
          examples: [0],
        }),
        organizationRoles: number.meta({ description: 'Members whose organization role changes', examples: [0] }),
      }),
    ).meta({ description: 'For all members; null: not the first page' }),
    refusal: z
      .enum(['last_admin'])
      .nullable()
      .meta({
        description:
          '`last_admin`: it would be refused, as no active Organization Admin would be left; null: it would not',
        examples: [null],
      }),
    newcomers: orNull(
      z.object({
        before: ssoSettingsSchema,
        after: ssoSettingsSchema,
      }),
    ).meta({
      description: 'What newcomers get, before and after a change of the SSO settings; null: another change',
      examples: [null],
    }),
  })
  .meta({ id: 'Preview', description: 'What a change would do, without making it' });
