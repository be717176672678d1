/** Memberships: the derived result of `effective()`, one row per member and workspace with access. */
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';
import type { GrantSource } from './grant.ts';
import type { RoleId } from './role.ts';

export type MembershipDocument = TenantDocument & {
  workspaceId: string;
  memberId: string;
  role: RoleId;
  source: GrantSource | 'organization-admin';
  /** The grant that won; null when the organization role gives the access. */
  grantId: string | null;
  /** When the winning grant expires; past it readers compute `effective()`. */
  validUntil: Date | null;
};

export const memberships = defineCollection<MembershipDocument>(
  'memberships',
  'tenant',
  { workspaceId: String, memberId: String, role: String, source: String, grantId: String, validUntil: Date },
  [{ keys: { orgId: 1, workspaceId: 1, memberId: 1 }, unique: true }, { keys: { orgId: 1, memberId: 1 } }],
);
