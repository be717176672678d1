/** The shape of a member, and what an admin may make of one. */
import { z } from 'zod';
import type { MemberView } from '../../domain/administration/members/view-members.ts';
import { emailOf, type MemberDocument } from '../../domain/model/member.ts';
import {
  allRoles,
  claimedEmailSchema,
  createdAt,
  exampleGroup,
  exampleIds,
  exampleTime,
  groupReference,
  idOf,
  memberEmail,
  memberStatusSchema,
  organizationRoleSchema,
  orNull,
  overrideReason,
  personName,
  sourceSchema,
  time,
  workspaceName,
  workspaceRoleSchema,
} from '../http/shared-schemas.ts';

const lockSchema = z.object({
  at: time.meta({ description: 'Since when' }),
  reason: z.string().meta({ description: 'Why, as the admin said', examples: ['The laptop was stolen'] }),
});

export const exampleMember = {
  id: exampleIds.member,
  email: 'ada@acme.example',
  claimedEmail: null,
  name: 'Ada Lovelace',
  userName: 'ada@acme.example',
  externalId: '00u1a2b3c4',
  status: 'active' as const,
  organizationRole: 'Organization User' as const,
  managedBy: 'scim' as const,
  workspaces: [
    {
      workspaceId: exampleIds.workspace,
      name: 'Research',
      role: 'Workspace Viewer',
      roles: ['Workspace Viewer'],
      source: 'scim-group' as const,
    },
  ],
  groups: [exampleGroup],
  signedIn: true,
  invitation: null,
  lock: null,
  createdAt: exampleTime,
};

export const memberSchema = z
  .object({
    id: idOf('member').meta({ description: 'Id of the member, also of the SCIM User' }),
    email: memberEmail,
    claimedEmail: claimedEmailSchema,
    name: personName,
    userName: z.string().meta({ description: '`userName` of the SCIM User', examples: ['ada@acme.example'] }),
    externalId: z
      .string()
      .nullable()
      .meta({ description: 'What the directory calls the person; null: it did not say', examples: ['00u1a2b3c4'] }),
    status: memberStatusSchema,
    organizationRole: orNull(organizationRoleSchema).meta({ description: 'In force now; null: no access' }),
    managedBy: z
      .enum(['scim'])
      .nullable()
      .meta({ description: '`scim`: the directory decides name and email; null: nobody does' }),
    workspaces: z
      .array(
        z.object({
          workspaceId: idOf('workspace'),
          name: workspaceName,
          role: workspaceRoleSchema,
          roles: allRoles,
          source: sourceSchema,
        }),
      )
      .meta({ description: 'The workspaces that the member may enter, each with the effective role' }),
    groups: z
      .array(groupReference)
      .meta({ description: 'The groups in which the member is, as the directory pushed them' }),
    signedIn: z.boolean().meta({
      description: 'Whether an account signs in as the member; false: nobody ever did, or every identity was unlinked',
      examples: [true],
    }),
    invitation: z
      .object({
        id: idOf('invitation'),
        expiresAt: time.nullable().meta({ description: 'Until when it can be accepted; null: it does not expire' }),
      })
      .nullable()
      .meta({ description: 'Of a pending member: what it is invited by', examples: [null] }),
    lock: lockSchema.nullable().meta({
      description: 'An admin denies the member everything until it is unlocked; null: nobody does',
      examples: [null],
    }),
    createdAt,
  })
  .meta({
    id: 'Member',
    description: "A person's entry in one organization",
    examples: [exampleMember],
  });

export function toMember({ member, organizationRole, workspaces, groups, invitation }: MemberView) {
  const { _id: id, name, userName, externalId, status, scimManaged, claimedEmail = null, accountId } = member;
  return {
    id,
    email: emailOf(member),
    claimedEmail,
    name,
    userName,
    externalId,
    status,
    organizationRole,
    managedBy: scimManaged ? ('scim' as const) : null,
    workspaces: workspaces.map((row) => ({ ...row, roles: [...row.roles] })),
    groups: [...groups],
    signedIn: accountId !== null,
    invitation: invitation && { id: invitation._id, expiresAt: invitation.expiresAt?.toISOString() ?? null },
    lock: member.lock ? toLock(member.lock) : null,
    createdAt: member.createdAt.toISOString(),
  };
}

/** A role alone, or with what a workspace's override has. */
const organizationRoleOrder = z.union([
  organizationRoleSchema,
  z.null(),
  z.strictObject({ role: organizationRoleSchema, ...overrideReason }),
]);

export const memberChange = z.strictObject({
  organizationRole: organizationRoleOrder.optional().meta({
    description:
      'The organization role from now on, alone or with a reason and an end; null: groups and invitations decide again',
  }),
  active: z
    .boolean()
    .optional()
    .meta({ description: 'false: deactivate, so that all access ends at once; true: activate again' }),
});

export function toLock({ at, reason }: NonNullable<MemberDocument['lock']>) {
  return { at: at.toISOString(), reason };
}
