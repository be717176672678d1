/**
 * The shapes that several features share: ids, times, names, roles and who did something. What one feature alone shows
 * stands beside its routes. By `.meta({ id })` a schema has its name in the OpenAPI document; fields may be added, never
 * renamed.
 */

import { z } from 'zod';
import { limits, oneLine } from '../../domain/model/limits.ts';
import { organizationRoles } from '../../domain/model/role.ts';

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
  invitation: '6746f0a1c2d3e4f5a6b7c8d9',
  scimToken: '6746f0a1c2d3e4f5a6b7c8da',
  role: '6746f0a1c2d3e4f5a6b7c8db',
  mapping: '6746f0a1c2d3e4f5a6b7c8dc',
  connection: '6746f0a1c2d3e4f5a6b7c8dd',
  emailDomain: '6746f0a1c2d3e4f5a6b7c8de',
  webhook: '6746f0a1c2d3e4f5a6b7c8df',
  delivery: '6746f0a1c2d3e4f5a6b7c8e0',
  event: '6746f0a1c2d3e4f5a6b7c8e1',
  job: '6746f0a1c2d3e4f5a6b7c8e2',
  identity: '6746f0a1c2d3e4f5a6b7c8e3',
  session: '6746f0a1c2d3e4f5a6b7c8e4',
  request: '6746f0a1c2d3e4f5a6b7c8e5',
  setupLink: '6746f0a1c2d3e4f5a6b7c8e7',
  scimClient: '6746f0a1c2d3e4f5a6b7c8e8',
  /** Of the admin who does things in examples. */
  admin: '6746f0a1c2d3e4f5a6b7c8e6',
};
type Thing = keyof typeof exampleIds;
const told = (thing: Thing) => {
  const words = thing.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('scim', 'SCIM');
  return { description: `Id of the ${words}`, examples: [exampleIds[thing]] };
};

export const exampleTime = '2026-01-15T09:30:00.000Z';
export const exampleRequestId = '0d9d8b3e-1f4c-4a53-9a4e-6f7f0a1b2c3d';
export const exampleGroup = {
  id: exampleIds.group,
  displayName: 'Acme Organization User:Research:Workspace Viewer',
};

export const id = z.string();
/** Of an answer. Its description says of what the id is, unless more is to say. */
export const idOf = (thing: Thing) => id.meta(told(thing));

export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC', examples: [exampleTime] });
export const createdAt = time.meta({ description: 'When it was made' });

/** Not `nullable()`: of a schema with a name, the OpenAPI document would then call the name itself nullable. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

/** Of a request: a time with any offset, as a date. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .meta({ description: 'ISO 8601', examples: [exampleTime] });

export const futureTime = instant.meta({
  description: 'ISO 8601, in the future',
  examples: ['2030-06-30T00:00:00.000Z'],
});

/** An id in a path. What is longer or holds other characters cannot exist. */
export const idParam = z.string().regex(/^[\w-]{1,64}$/);
/** Of a path, a query or a request's body. */
export const idParamOf = (thing: Thing) => idParam.meta(told(thing));

/** Where a role is given: a workspace, or all of them. */
export const workspaceOrAll = z
  .string()
  .regex(/^(\*|[\w-]{1,64})$/)
  .meta({
    description: 'Id of the workspace; `*`: all workspaces, also those that come later',
    examples: [exampleIds.workspace],
  });

export const organizationParams = z.object({ org: idParamOf('organization') });
export const workspaceParams = organizationParams.extend({ ws: idParamOf('workspace') });
export const memberParams = organizationParams.extend({ member: idParamOf('member') });
/** Whatever an organization has that is named by `{id}`. */
export const itemParams = (thing: Thing) => organizationParams.extend({ id: idParamOf(thing) });

/** For `regex(...)`: no control characters and no half surrogates. */
export const noControls = [oneLine, 'Must not contain control characters'] as const;

/** What people call an organization, a workspace, a role or a connection. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(limits.name)
  .regex(...noControls);

export const organizationRoleSchema = z.enum(organizationRoles).meta({
  id: 'OrganizationRole',
  description:
    '`Organization Admin` may do everything, `Organization Operator` manages members, `Organization User` and `Organization Viewer` enter the workspaces in which they have a role',
});

/** Answers hold the name; requests may give the id of a custom role as well. */
export const workspaceRoleSchema = z
  .string()
  .min(1)
  .max(limits.workspaceRole)
  .meta({
    id: 'WorkspaceRole',
    description: 'Workspace Admin, Workspace Editor, Workspace Viewer, or a custom role',
    examples: ['Workspace Editor'],
  });

/** Beside `role`. */
export const allRoles = z.array(z.string()).meta({
  description:
    'All roles whose permissions count, by name, the highest first: with the precedence `combined` there may be several; with the others there is the one',
  examples: [['Workspace Editor']],
});

export const memberStatusSchema = z.enum(['pending', 'active', 'inactive']).meta({
  id: 'MemberStatus',
  description: '`pending`: not there yet, as who is invited; `active`; `inactive`: deactivated, without access',
});

export const sourceSchema = z
  .enum([
    'sso-default',
    'invitation',
    'manual',
    'creator',
    'scim-group',
    'admin-group',
    'scim-role',
    'sso-group',
    'override',
    'organization-admin',
    'default',
  ])
  .meta({
    id: 'Source',
    description:
      'Where a role comes from: one of the kinds of grant (`scim-group`: a group of the directory; `admin-group`: one that admins made; `scim-role`: a role that the directory names of the person; `sso-group`: one of the sign-in), `organization-admin` (is Workspace Admin everywhere) or `default` (Organization User without any grant)',
  });

export const groupName = z.string().meta({
  description: 'Name of the group; of one of the directory, `displayName` of the SCIM Group',
  examples: [exampleGroup.displayName],
});
export const groupReference = z
  .object({ id: idOf('group'), displayName: groupName })
  .meta({ id: 'GroupReference', description: 'A group that a directory has pushed or admins made' });

export const organizationName = z.string().meta({ description: 'Name of the organization', examples: ['Acme'] });
export const workspaceName = z.string().meta({ description: 'Name of the workspace', examples: ['Research'] });
export const personName = z.string().meta({ description: 'Display name', examples: ['Ada Lovelace'] });
export const memberEmail = z
  .string()
  .nullable()
  .meta({
    description: 'Proven, or set by the directory; of a pending member, the invited one. null: none of these',
    examples: ['ada@acme.example'],
  });

export const claimedEmailSchema = z
  .string()
  .nullable()
  .meta({
    description:
      'An address that the identity provider names and nobody has proven: shown, never matched. null: there is none',
    examples: ['ada@home.example'],
  });

const maker = {
  type: z.string().meta({
    description:
      '`account`, `scim-token`, `scim-client`, `service-key`, `deployment-key`, `setup-link`, `sign-in` or `system`',
    examples: ['account'],
  }),
  id: z
    .string()
    .nullable()
    .meta({
      description: 'Of the account, token, client, key, set-up link or connection; null: Usher itself',
      examples: [exampleIds.admin],
    }),
  name: z
    .string()
    .optional()
    .meta({ description: 'As it was called then, where it has a name', examples: ['Grace Hopper'] }),
};

export const actorSchema = z
  .object({
    ...maker,
    madeBy: z
      .object(maker)
      .optional()
      .meta({
        description: 'Of a set-up link: who made it, and by whose right it acts',
        examples: [{ type: 'account', id: exampleIds.admin, name: 'Grace Hopper' }],
      }),
  })
  .meta({ id: 'Actor', description: 'Who did something' });

/** What an admin may say beside an override, of a workspace or of the organization role. */
export const overrideReason = {
  reason: z
    .string()
    .trim()
    .max(500)
    .nullable()
    .default(null)
    .meta({
      description: 'Why, for who reads it later; null: not said',
      examples: ['Runs the move to the new lab'],
    }),
  expiresAt: futureTime
    .nullable()
    .default(null)
    .meta({ description: 'Until when it holds: ISO 8601, in the future; null: until it is cleared' }),
};

const daySeconds = 86_400;

/** A new secret in place of an old one, which works on for a while. */
export const rotationOrder = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(30 * daySeconds)
      .default(daySeconds)
      .meta({ description: 'For how many seconds the old secret works on; 0: it ends at once' }),
  })
  .prefault({});
