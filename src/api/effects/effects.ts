/** What a change does to the access of members: its shape, and the names in it. */
import { z } from 'zod';
import type { MemberEffect } from '../../domain/administration/preview/preview.ts';
import { workspaceRoleNames } from '../../domain/administration/roles/list-roles.ts';
import { emailOf } from '../../domain/model/member.ts';
import { listWorkspaces } from '../../domain/model/workspace.ts';
import {
  idOf,
  memberEmail,
  organizationRoleSchema,
  orNull,
  personName,
  workspaceName,
} from '../http/shared-schemas.ts';

export const effectSchema = z
  .object({
    memberId: idOf('member'),
    email: memberEmail,
    name: personName,
    organizationRole: orNull(
      z.object({
        before: orNull(organizationRoleSchema).meta({ description: 'Now; null: none' }),
        after: orNull(organizationRoleSchema).meta({ description: 'With the change; null: none' }),
      }),
    ).meta({ description: 'The organization role; null: it stays' }),
    workspaces: z
      .array(
        z.object({
          workspaceId: idOf('workspace'),
          name: workspaceName,
          before: z
            .string()
            .nullable()
            .meta({ description: 'The role now, by name; null: no access', examples: ['Workspace Viewer'] }),
          after: z
            .string()
            .nullable()
            .meta({
              description: 'The role with the change, by name; null: no access',
              examples: ['Workspace Editor'],
            }),
          roles: orNull(
            z.object({
              before: z
                .array(z.string())
                .meta({ description: 'All that count now, by name, the highest first', examples: [['Annotator']] }),
              after: z.array(z.string()).meta({
                description: 'All that would count, by name, the highest first',
                examples: [['Annotator', 'Exporter']],
              }),
            }),
          ).meta({
            description:
              'With the precedence `combined`: all roles, where several count; null: `before` and `after` are all there are',
            examples: [null],
          }),
          permissions: orNull(
            z.object({
              added: z
                .array(z.string())
                .meta({ description: 'What it would permit besides', examples: [['workspace:write']] }),
              removed: z.array(z.string()).meta({ description: 'What it would permit no more', examples: [[]] }),
            }),
          ).meta({
            description: 'What roles that stay would permit besides, and no more; null: the same, or other roles',
            examples: [null],
          }),
        }),
      )
      .meta({ description: 'Where anything changes' }),
  })
  .meta({ id: 'Effect', description: 'What would change for one member' });

export async function toEffects(org: string, effects: readonly MemberEffect[]) {
  const [nameOf, workspaces] = await Promise.all([workspaceRoleNames(org), listWorkspaces(org)]);
  const names = new Map(workspaces.map(({ _id, name }) => [_id, name]));
  const named = (role: string | null) => (role === null ? null : nameOf(role));
  return effects.map(({ member, organizationRole, workspaces: changes }) => ({
    memberId: member._id,
    email: emailOf(member),
    name: member.name,
    organizationRole,
    workspaces: changes.map(({ workspaceId, before, after, roles, permissions }) => ({
      workspaceId,
      name: names.get(workspaceId) ?? '',
      before: named(before),
      after: named(after),
      roles: roles && { before: roles.before.map(nameOf), after: roles.after.map(nameOf) },
      permissions: permissions && { added: [...permissions.added], removed: [...permissions.removed] },
    })),
  }));
}
