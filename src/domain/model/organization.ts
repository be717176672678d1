/** Organizations: the tenants. */
import { anyShape, type Document, defineCollection } from '../../storage/collection.ts';
import { system } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/errors.ts';
import type { OrganizationRole, RoleId } from './role.ts';

/** When changes of groups by the directory take access from more members than this, the access is held (`access/guard/`). */
export type MassChangeGuard = {
  /** More than so many members are too many; null: no limit by number. */
  maxMembers: number | null;
  /** More than so many percent of the active members are; null: no limit by share. */
  maxPercent: number | null;
  /** Over how many minutes changes add up. */
  windowMinutes: number;
};

export type OrganizationDocument = Document & {
  kind: 'shared' | 'personal';
  name: string;
  createdAt: Date;
  /** The account of who made it; null: the operator; absent: it is older than this field. */
  madeBy?: string | null;
  /** How group names become roles. */
  scim: {
    separator: Separator;
    precedence: Precedence;
    conventionEnabled: boolean;
    /** Only names that start so are read by the convention; null: any prefix. */
    requiredPrefix: string | null;
  };
  /** SSO member settings: what a newcomer gets. */
  sso: { autoJoin: boolean; workspaceIds: string[]; workspaceRole: RoleId; organizationRole: OrganizationRole };
  /** Days for which events are kept; null or absent: for ever. */
  auditRetentionDays?: number | null;
  /** null or absent: off. */
  massChangeGuard?: MassChangeGuard | null;
  /** Bumped by whoever changes the set of active Organization Admins. */
  adminRevision: number;
  /** Bumped by whoever creates, renames or deletes workspaces or custom roles. */
  namesRevision: number;
  /** Bumped by whoever links groups into groups. */
  nestingRevision: number;
  /** Bumped by organization-wide access settings; every access decision stamps it on the member. */
  accessEpoch: number;
};

export const organizations = defineCollection<OrganizationDocument>(
  'organizations',
  'system',
  {
    kind: String,
    name: String,
    createdAt: Date,
    madeBy: String,
    scim: { separator: String, precedence: String, conventionEnabled: Boolean, requiredPrefix: String },
    sso: { autoJoin: Boolean, workspaceIds: [String], workspaceRole: String, organizationRole: String },
    auditRetentionDays: Number,
    massChangeGuard: anyShape,
    adminRevision: Number,
    namesRevision: Number,
    nestingRevision: Number,
    accessEpoch: Number,
  },
  [
    { keys: { auditRetentionDays: 1 }, partial: { auditRetentionDays: { $gt: 0 } } },
    { keys: { massChangeGuard: 1 }, partial: { massChangeGuard: { $type: 'object' } } },
  ],
);

/** @throws DomainError not_found */
export async function getOrganization(orgId: string): Promise<OrganizationDocument> {
  const organization = await system('deployment').findOne(organizations, { _id: orgId });
  if (!organization) throw new DomainError('not_found', 'organization_not_found', 'There is no such organization.');
  return organization;
}

/** Those of these rows whose organization is not deleted: rows outlive it until it is purged. */
export async function inLivingOrganizations<T extends { readonly orgId: string }>(rows: readonly T[]): Promise<T[]> {
  if (rows.length === 0) return [];
  const living = await system('deployment').find<Document>(
    organizations,
    { _id: { $in: [...new Set(rows.map(({ orgId }) => orgId))] } },
    { projection: { _id: 1 } },
  );
  return rows.filter(({ orgId }) => living.some(({ _id }) => _id === orgId));
}

export const precedences = ['highest', 'newest', 'priority'] as const;
export type Precedence = (typeof precedences)[number];

export const separators = [':', '-', '_', ' ', '&'] as const;

export type Separator = (typeof separators)[number];
