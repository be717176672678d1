/** Organizations: the tenants. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import {
  boolean,
  date,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  type TypeOf,
  text,
} from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';
import { together } from '../../storage/together.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { organizationRoles } from './role.ts';

export const precedences = ['highest', 'newest', 'priority', 'combined'] as const;
export type Precedence = (typeof precedences)[number];

export const separators = [':', '-', '_', ' ', '&'] as const;
export type Separator = (typeof separators)[number];

/** When changes of groups by the directory take access from more members than this, the access is held (`access/guard/`). */
const massChangeGuard = object({
  /** More than so many members are too many; null: no limit by number. */
  maxMembers: nullable(number),
  /** More than so many percent of the active members are; null: no limit by share. */
  maxPercent: nullable(number),
  /** Over how many minutes changes add up. */
  windowMinutes: number,
});
export type MassChangeGuard = TypeOf<typeof massChangeGuard>;

export const organizations = defineCollection(
  'organizations',
  'system',
  {
    kind: oneOf('shared', 'personal'),
    name: text,
    createdAt: date,
    /** The account of who made it; null: the operator; absent: it is older than this field. */
    madeBy: optional(nullable(text)),
    /** How group names become roles. */
    scim: object({
      separator: oneOf(...separators),
      precedence: oneOf(...precedences),
      conventionEnabled: boolean,
      /** Only names that start so are read by the convention; null: any prefix. */
      requiredPrefix: nullable(text),
      /** Whether `roles` of a User give roles; absent: they do not. */
      rolesEnabled: optional(boolean),
      /** Whether these may make Organization Admins; absent: they may not. */
      rolesMakeAdmins: optional(boolean),
    }),
    /** SSO member settings: what a newcomer gets. */
    sso: object({
      autoJoin: boolean,
      workspaceIds: listOf(text),
      workspaceRole: text,
      organizationRole: oneOf(...organizationRoles),
    }),
    /** Days for which events are kept; null or absent: for ever. */
    auditRetentionDays: optional(nullable(number)),
    /** null or absent: off. */
    massChangeGuard: optional(nullable(massChangeGuard)),
    /** Whether people may be invited; absent: they may. */
    invitationsEnabled: optional(boolean),
    /** Whether what could hand the house over wants a sign-in of the last ten minutes; absent: it does. */
    recentSignInRequired: optional(boolean),
    /** Only who came in by its own connection reaches it (`entry/reach/admits.ts`); absent: no. */
    ssoOnly: optional(boolean),
    /** Bumped by whoever changes the set of active Organization Admins. */
    adminRevision: number,
    /** Bumped by whoever creates, renames or deletes workspaces or custom roles. */
    namesRevision: number,
    /** Bumped by whoever links groups into groups. */
    nestingRevision: number,
    /** Bumped by organization-wide access settings; every access decision stamps it on the member. */
    accessEpoch: number,
  },
  [
    { keys: { auditRetentionDays: 1 }, partial: { auditRetentionDays: { $gt: 0 } } },
    { keys: { massChangeGuard: 1 }, partial: { massChangeGuard: { $type: 'object' } } },
  ],
);

export type OrganizationDocument = DocumentOf<typeof organizations>;

export function asksForRecentSignIn({
  recentSignInRequired = true,
}: Pick<OrganizationDocument, 'recentSignInRequired'>): boolean {
  return recentSignInRequired;
}

export type ScimSettings = Required<OrganizationDocument['scim']>;

/** With what is absent in organizations that are older than it. */
export function scimSettingsOf({ scim }: Pick<OrganizationDocument, 'scim'>): ScimSettings {
  return { rolesEnabled: false, rolesMakeAdmins: false, ...scim };
}

/** null: there is none, or it is deleted. */
export function findOrganization(orgId: string): Promise<OrganizationDocument | null> {
  return readOrganization(orgId, null);
}

const readOrganization = together(async (orgId, asked: readonly null[]) => {
  const found = await system('deployment').findOne(organizations, { _id: orgId });
  return asked.map(() => found);
});

/** @throws DomainError not_found */
export async function getOrganization(orgId: string): Promise<OrganizationDocument> {
  const organization = await findOrganization(orgId);
  if (!organization) throw new DomainError('not_found', 'organization_not_found', 'There is no such organization.');
  return organization;
}

/** Those of these rows whose organization is not deleted: rows outlive it until it is purged. */
export async function inLivingOrganizations<T extends { readonly orgId: string }>(rows: readonly T[]): Promise<T[]> {
  if (rows.length === 0) return [];
  const living = await system('deployment').find(
    organizations,
    { _id: { $in: [...new Set(rows.map(({ orgId }) => orgId))] } },
    { projection: { _id: 1 } },
  );
  return rows.filter(({ orgId }) => living.some(({ _id }) => _id === orgId));
}
