/** The shapes of the API, by the names that the OpenAPI document gives them. Fields may be added, never renamed. */
import { z } from 'zod';
import { now } from '../domain/kernel/clock.ts';
import { organizationRoles } from '../domain/model/role.ts';

export const id = z.string();
export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });

/** Not `nullable()`: of a schema with a name, the OpenAPI document would then call the name itself nullable. */
const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

/** An id in a path. What is longer or holds other characters cannot exist. */
export const idParam = z.string().regex(/^[\w-]{1,64}$/);

export const organizationParams = z.object({ org: idParam });
export const workspaceParams = organizationParams.extend({ ws: idParam });
export const memberParams = organizationParams.extend({ member: idParam });
export const workspaceMemberParams = workspaceParams.extend({ member: idParam });

/** What people call an organization or a workspace. No control characters and no half surrogates. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Must not contain control characters');

export const organizationRoleSchema = z.enum(organizationRoles).meta({ id: 'OrganizationRole' });

/** Answers hold the name; requests may give the id of a custom role as well. */
const workspaceRoleSchema = z.string().min(1).max(200).meta({
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

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'For people: what is wrong and what to do' }),
    code: z.string().meta({ description: 'For programs: the rule, a stable snake_case word' }),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query']),
          pointer: z.string().meta({ description: 'JSON pointer of the value at fault, as in #/members/0/email' }),
          detail: z.string(),
        }),
      )
      .optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

/** In answers all is there; what a request leaves out is the default. */
export const massChangeGuardSchema = z
  .strictObject({
    maxMembers: z
      .int()
      .min(0)
      .max(1_000_000)
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
    windowMinutes: z.int().min(1).max(10_080).default(60).meta({ description: 'Over how many minutes changes add up' }),
  })
  .refine(({ maxMembers, maxPercent }) => maxMembers !== null || maxPercent !== null, {
    error: 'Give maxMembers, maxPercent or both; to switch the guard off, send null',
  })
  .meta({ id: 'MassChangeGuard' });

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
  .meta({ id: 'Organization' });

export const workspaceSchema = z
  .object({
    id,
    name: z.string(),
    role: orNull(workspaceRoleSchema).meta({ description: "The caller's effective role; null: no access" }),
    createdAt: time,
  })
  .meta({ id: 'Workspace' });

export const groupReference = z.object({ id, displayName: z.string() }).meta({ id: 'GroupReference' });

const claimedEmailSchema = z
  .string()
  .nullable()
  .meta({ description: 'An address that the identity provider names and nobody has proven: shown, never matched' });

export const memberSchema = z
  .object({
    id: id.meta({ description: 'Also the id of the SCIM User' }),
    email: z
      .string()
      .nullable()
      .meta({ description: 'Proven, or set by the directory; of a pending member, the invited one' }),
    claimedEmail: claimedEmailSchema,
    name: z.string(),
    userName: z.string(),
    externalId: z.string().nullable(),
    status: memberStatusSchema,
    organizationRole: orNull(organizationRoleSchema),
    managedBy: z.enum(['scim']).nullable().meta({ description: '`scim`: the directory decides name and email' }),
    workspaces: z.array(
      z.object({ workspaceId: id, name: z.string(), role: workspaceRoleSchema, source: sourceSchema }),
    ),
    groups: z.array(groupReference),
  })
  .meta({ id: 'Member' });

const overrideSchema = z
  .object({
    effect: z.enum(['allow', 'deny']),
    role: orNull(workspaceRoleSchema).meta({ description: 'null with `deny`' }),
    reason: z
      .string()
      .nullable()
      .meta({ description: 'null: none was given, or the caller may set no overrides here' }),
    expiresAt: time.nullable(),
    dormant: z.boolean().meta({ description: 'Without effect: the member is Organization Admin' }),
  })
  .meta({ id: 'Override', description: "An admin's explicit decision about one member in one workspace" });

const futureTime = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .meta({ description: 'ISO 8601, in the future', type: 'string', format: 'date-time' });

const decision = {
  reason: z.string().trim().max(500).nullable().default(null),
  expiresAt: futureTime.nullable().default(null),
};

export const overrideOrder = z.discriminatedUnion('effect', [
  z.strictObject({ effect: z.literal('allow'), role: workspaceRoleSchema, ...decision }),
  z.strictObject({ effect: z.literal('deny'), role: z.null().optional(), ...decision }),
]);

/** A role alone, or with what a workspace's override has. */
export const organizationRoleOrder = z.union([
  organizationRoleSchema,
  z.null(),
  z.strictObject({ role: organizationRoleSchema, ...decision }),
]);

export const actorSchema = z
  .object({ type: z.string(), id: z.string().nullable(), name: z.string().optional() })
  .meta({ id: 'Actor' });

export const listedOverrideSchema = z
  .object({
    id,
    memberId: id,
    email: z.string().nullable(),
    name: z.string(),
    workspaceId: id.nullable().meta({ description: 'null: it decides the organization role' }),
    workspaceName: z.string().nullable(),
    effect: z.enum(['allow', 'deny']),
    role: orNull(z.string()).meta({ description: 'null with `deny`' }),
    reason: z.string().nullable(),
    createdAt: time,
    createdBy: actorSchema,
    expiresAt: time.nullable(),
    expired: z.boolean(),
    dormant: z.boolean().meta({ description: 'Without effect: the member is Organization Admin, or not active' }),
  })
  .meta({ id: 'ListedOverride' });

export const workspaceMemberSchema = z
  .object({
    memberId: id,
    email: z.string().nullable(),
    claimedEmail: claimedEmailSchema,
    name: z.string(),
    status: memberStatusSchema,
    role: orNull(workspaceRoleSchema),
    source: orNull(sourceSchema),
    override: orNull(overrideSchema),
  })
  .meta({ id: 'WorkspaceMember' });

const grantFields = {
  id,
  source: sourceSchema,
  role: orNull(workspaceRoleSchema).meta({ description: 'null for a deny' }),
  group: groupReference.optional(),
  reason: z.string().nullable().optional().meta({
    description:
      'What the admin wrote beside an override, for who may set one there; or which group of a sign-in it was',
  }),
  expiresAt: time.nullable().optional(),
  held: z
    .object({ changeId: id, since: time, detail: z.string() })
    .optional()
    .meta({ description: 'The group gives it no longer: a held change keeps it until an admin decides' }),
};

const explainedGrantSchema = z
  .object({ ...grantFields, lostBecause: z.string().nullable().meta({ description: 'null: this one won' }) })
  .meta({ id: 'ExplainedGrant' });

/** The implicit winners (Organization Admin, default role) are no grants and have no id. */
const winnerSchema = z.object({ ...grantFields, id: id.optional() }).meta({ id: 'Winner' });

const explained = { winner: orNull(winnerSchema), grants: z.array(explainedGrantSchema) };

export const accessSchema = z
  .object({
    member: z.object({ id }),
    organization: z.object({ role: orNull(organizationRoleSchema), ...explained }),
    workspaces: z.array(
      z.object({ workspaceId: id, name: z.string(), role: orNull(workspaceRoleSchema), ...explained }),
    ),
  })
  .meta({ id: 'Access', description: 'Every role of a member with the grants behind it' });

const tokenFields = {
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
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Must not contain control characters'),
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

export const scimTokenOrder = tokenOrder.extend({
  memberId: idParam.nullable().default(null).meta({
    description: 'Binds the token to this active member: it reaches /Me only, and ends with the member',
  }),
});

export const scimTokenSchema = z
  .object({
    ...tokenFields,
    memberId: id.nullable().meta({ description: 'Whose /Me is all that the token reaches; null: the directory' }),
  })
  .meta({ id: 'ScimToken' });

export const apiKeySchema = z.object(tokenFields).meta({ id: 'ApiKey' });

export const identitySchema = z
  .object({ id, connectionId: id, issuer: z.string(), subject: z.string(), createdAt: time })
  .meta({ id: 'Identity', description: 'By which a person signs in' });

export const ssoSettingsSchema = z
  .object({
    autoJoin: z.boolean(),
    workspaceIds: z.array(id).max(500),
    workspaceRole: workspaceRoleSchema,
    organizationRole: organizationRoleSchema,
  })
  .meta({ id: 'SsoSettings', description: 'What a person gets at the first sign-in' });

export const mappedGroupSchema = z
  .object({
    id,
    displayName: z.string(),
    externalId: z.string().nullable(),
    members: z.int().meta({ description: 'Direct members' }),
    mapping: z.object({
      state: z.enum(['explicit', 'convention', 'unmatched']),
      reason: z.string().nullable().meta({ description: 'Why nothing matches; null when something does' }),
      detail: z.string().nullable().meta({ description: 'The same for people, with the nearest names' }),
      nearest: z.array(z.object({ kind: z.enum(['workspace', 'role', 'group']), name: z.string() })),
    }),
    targets: z.array(
      z.object({
        workspaceId: id.nullable(),
        workspaceName: z.string().nullable(),
        workspaceRole: orNull(workspaceRoleSchema),
        organizationRole: orNull(organizationRoleSchema),
      }),
    ),
  })
  .meta({ id: 'MappedGroup' });

export const jobSchema = z
  .object({
    id,
    kind: z.enum(['resync-access', 'remap-groups', 'remap-unmatched', 'release-mapping']),
    status: z.enum(['running', 'done']),
    reason: z.string().meta({ description: 'What asked for it' }),
    total: z.int().nullable().meta({ description: 'Members or groups to visit; null until they are counted' }),
    done: z.int(),
    lastError: z.string().nullable().meta({ description: 'What kept it from going on the last time; it tries again' }),
    createdAt: time,
    finishedAt: time.nullable(),
  })
  .meta({ id: 'Job', description: 'A change of access that was too large for one commit' });

export const scimRequestSchema = z
  .object({
    id,
    at: time,
    token: z.object({ id, description: z.string() }),
    operation: z.string(),
    method: z.string(),
    path: z.string().meta({ description: 'From /scim/v2 on, with the query' }),
    resourceType: z.enum(['User', 'Group']).nullable(),
    resourceId: id.nullable(),
    status: z.int(),
    scimType: z.string().nullable(),
    detail: z
      .string()
      .nullable()
      .meta({ description: 'Why it was refused, in the words that the identity provider got' }),
    durationMs: z.int(),
    changed: z.array(z.string()).meta({ description: 'The attributes that it changed' }),
    ignored: z.array(z.string()).meta({
      description: 'What it sent and nobody keeps: unknown schemas and attributes, values that only the server sets',
    }),
    body: z
      .string()
      .nullable()
      .meta({ description: 'The body that was sent: without secrets, and cut at 4,000 characters' }),
    requestId: z.string(),
  })
  .meta({ id: 'ScimRequest', description: 'One request of an identity provider' });
