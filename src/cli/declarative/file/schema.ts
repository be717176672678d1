/** What a set-up file may say. What it does not say stays as it is. Names, not ids. */

import { z } from 'zod';
import { issuer, scopes } from '../../../config/schemas.ts';
import { applicationPermissionName } from '../../../domain/access/authority/application-permission.ts';
import { clientAuthentications } from '../../../domain/model/connection.ts';
import { asDomainName } from '../../../domain/model/email-domain.ts';
import { limits, oneLine, severalLines } from '../../../domain/model/limits.ts';
import { precedences, separators } from '../../../domain/model/organization.ts';
import { organizationRoles, workspaceRoles } from '../../../domain/model/role.ts';
import { isJsonObject } from '../../../json.ts';

export const apiVersion = 'usher/v1';

const text = z.string('Write a text, in quotes where it looks like a number, a date or true');
const name = text
  .trim()
  .min(1, 'Write a name')
  .max(limits.name, `Write at most ${limits.name} characters`)
  .regex(oneLine, 'Take the control characters out');

const workspaceRole = name.meta({
  description: 'Workspace Admin, Workspace Editor, Workspace Viewer or a custom role, by name',
});
const organizationRole = z.enum(organizationRoles, `Write one of ${organizationRoles.join(', ')}`);

const ssoSettings = z
  .strictObject({
    autoJoin: z.boolean('Write true or false'),
    workspaces: z.array(name).max(limits.workspacesNamed),
    workspaceRole,
    organizationRole,
  })
  .partial()
  .meta({ description: 'What newcomers get at their first sign-in' });

const description = text.trim().max(limits.description).regex(severalLines, 'Take the control characters out');

const applicationPermission = z.strictObject({
  name: text
    .regex(applicationPermissionName, 'Write area:action in lower case, as in reports:export')
    .max(limits.permissionName),
  description: description.optional(),
  roles: z
    .array(z.enum(workspaceRoles, `Write some of ${workspaceRoles.join(', ')}`))
    .optional()
    .meta({ description: 'The built-in workspace roles that have it; Workspace Admin always does' }),
});

const role = z.strictObject({
  name,
  description: description.optional(),
  rank: z
    .int('Write a whole number')
    .min(1)
    .max(limits.rank)
    .optional()
    .meta({ description: 'Higher wins; unique. Workspace Admin has 1000, Editor 500, Viewer 100' }),
  permissions: z
    .array(text.min(1).max(limits.permissionName))
    .optional()
    .meta({ description: "Usher's own and application permissions" }),
});

const scimSettings = z
  .strictObject({
    separator: z.enum(separators, `Write one of ${separators.map((each) => `"${each}"`).join(' ')}, in quotes`),
    precedence: z.enum(precedences, `Write one of ${precedences.join(', ')}`),
    conventionEnabled: z.boolean('Write true or false'),
    requiredPrefix: text.min(1).max(limits.requiredPrefix).nullable(),
    rolesEnabled: z.boolean('Write true or false').meta({ description: 'Whether roles of a SCIM User give roles' }),
    rolesMakeAdmins: z
      .boolean('Write true or false')
      .meta({ description: 'Whether these may make Organization Admins' }),
  })
  .partial()
  .meta({
    description: 'How group names give roles, which group wins, and whether the directory names roles of people',
  });

const mapping = z.strictObject({
  group: text.min(1).max(limits.groupName).meta({ description: 'Its name; the directory may push it later' }),
  organizationRole: organizationRole.nullable().optional(),
  workspaces: z
    .record(name, workspaceRole)
    .optional()
    .meta({ description: 'Workspace: role; the workspace "*": all, also later ones' }),
  priority: z
    .int('Write a whole number')
    .min(1)
    .max(limits.mappingPriority)
    .optional()
    .meta({ description: '1 is first; counts with the precedence priority' }),
});

const noSecretHere = `Secrets do not belong in the file: write \${NAME} or {fromEnv: NAME}, and set that environment variable`;

/** Never a secret itself: it would be in the file, its history and its copies. */
const secretReference = z.union(
  [
    z.string().regex(/^\$\{[A-Za-z_][A-Za-z0-9_]*\}$/, noSecretHere),
    z.strictObject({ fromEnv: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, noSecretHere) }),
  ],
  noSecretHere,
);

/** The environment variable that a reference names. */
export function variableOf(reference: z.output<typeof secretReference>): string {
  return typeof reference === 'string' ? reference.slice(2, -1) : reference.fromEnv;
}

const claimName = text.trim().min(1).max(limits.claimName);

const ssoConnection = z.strictObject({
  name,
  issuer: text.max(limits.issuer).pipe(issuer),
  clientId: text.trim().min(1).max(limits.clientId),
  clientSecret: secretReference
    .optional()
    .meta({ description: 'Where the secret is: the name of an environment variable' }),
  clientAuthentication: z.enum(clientAuthentications, 'Write client_secret or private_key_jwt').optional(),
  scopes: text.max(limits.scopes).pipe(scopes).optional(),
  claims: z
    .strictObject({ subject: claimName.nullable(), email: claimName, name: claimName, groups: claimName })
    .partial()
    .optional(),
  trustEmail: z.boolean('Write true or false').optional(),
  trustUserName: z.boolean('Write true or false').optional(),
  linkByExternalId: z.boolean('Write true or false').optional(),
  groupSync: z.boolean('Write true or false').optional(),
  requiredGroups: z.array(claimName).max(limits.requiredGroups).optional(),
  requireMappedGroup: z.boolean('Write true or false').optional(),
  acrValues: z.array(claimName).max(limits.acrValues).optional(),
  maxAgeSeconds: z.int('Write a whole number of seconds').min(60).max(2_592_000).nullable().optional(),
  enabled: z.boolean('Write true or false').optional(),
});

const domain = text.transform((given, { addIssue }) => {
  const domainName = asDomainName(given.trim());
  if (domainName !== null) return domainName;
  addIssue('Write the part of the addresses behind the @, such as acme.example');
  return z.NEVER;
});

const massChangeGuard = z
  .strictObject({
    maxMembers: z
      .int('Write a whole number')
      .min(0)
      .max(limits.guardMembers)
      .nullable()
      .default(null)
      .meta({ description: 'More members who lose access are too many' }),
    maxPercent: z
      .number('Write a number')
      .min(0)
      .max(100)
      .nullable()
      .default(null)
      .meta({ description: 'More percent of the active members are too many' }),
    windowMinutes: z
      .int('Write a whole number')
      .min(1)
      .max(limits.guardMinutes)
      .default(60)
      .meta({ description: 'Over how many minutes changes add up' }),
  })
  .refine(({ maxMembers, maxPercent }) => maxMembers !== null || maxPercent !== null, {
    error: 'Give maxMembers, maxPercent or both; write null to switch the guard off',
  })
  .meta({ description: 'When changes of groups by the directory are held for an admin; null: never' });

const organization = z
  .strictObject({
    name: name.optional().meta({ description: 'May be left out where default is true' }),
    default: z
      .literal(true, 'Write true or leave it out: another organization becomes the default one by saying so')
      .optional()
      .meta({ description: 'This is the default organization' }),
    workspaces: z
      .array(name)
      .min(1, 'Name at least one: an organization keeps a workspace')
      .optional()
      .meta({ description: 'Names. The first one is where newcomers land if nothing else is said' }),
    applicationPermissions: z.array(applicationPermission).max(limits.applicationPermissions).optional(),
    roles: z.array(role).max(limits.customRoles).optional().meta({ description: 'Custom workspace roles' }),
    scimSettings: scimSettings.optional(),
    massChangeGuard: massChangeGuard.nullable().optional(),
    mappings: z.array(mapping).optional().meta({ description: 'What groups give, whatever their names' }),
    ssoSettings: ssoSettings.optional(),
    ssoConnections: z.array(ssoConnection).max(limits.connections).optional(),
    domains: z.array(domain).max(limits.domains).optional(),
    ssoOnly: z
      .boolean('Write true or false')
      .optional()
      .meta({ description: "People come in by the organization's own identity provider only" }),
  })
  .refine((entry) => entry.name !== undefined || entry.default === true, {
    error: 'Say which one it is: give it a name, or default: true',
    // Beside other faults too.
    when: ({ value }) => isJsonObject(value),
  });

export const setUpFile = z
  .strictObject({
    apiVersion: z.literal(apiVersion, `Write apiVersion: ${apiVersion}`),
    organizations: z.array(organization),
  })
  .meta({ title: 'Set-up file of Usher', description: 'Read by usher apply, written by usher export' });

export type OrganizationEntry = z.output<typeof organization>;
