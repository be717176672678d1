/** Grants: one row for each reason for access. Everything that gives access writes grants and nothing else. */
import { anyShape, defineCollection, newId, type TenantDocument } from '../../storage/collection.ts';
import { type Actor, systemContext } from '../kernel/context.ts';
import type { RoleId } from './role.ts';

export type GrantSource = 'sso-default' | 'invitation' | 'manual' | 'creator' | 'scim-group' | 'sso-group' | 'override';

export type Grant = {
  _id: string;
  source: GrantSource;
  /** null: the grant is of an organization role. */
  workspaceId: string | null;
  /** null only for a deny. */
  role: RoleId | null;
  /** `deny` only of overrides. */
  effect: 'allow' | 'deny';
  expiresAt: Date | null;
  /** Group grants: which group and mapping gave it. */
  groupId: string | null;
  mappingId: string | null;
  /** Group grants, for the precedence `newest`. */
  groupCreatedAt: Date | null;
  /** Group grants, for the precedence `priority`: 1 is first; null, as convention matches have, comes last. */
  priority: number | null;
  /** Organization part of a workspace-form group name: ranks with invitations, not with groups (A7). */
  weak: boolean;
  /** Group grants: the group gives it no longer, and this held change keeps it until an admin decides. */
  heldBy?: string | null;
};

export type GrantDocument = TenantDocument &
  Grant & {
    memberId: string;
    /** Overrides: why. */
    reason: string | null;
    createdAt: Date;
    createdBy: Actor;
  };

export const grants = defineCollection<GrantDocument>(
  'grants',
  'tenant',
  {
    memberId: String,
    source: String,
    workspaceId: String,
    role: String,
    effect: String,
    expiresAt: Date,
    groupId: String,
    mappingId: String,
    groupCreatedAt: Date,
    priority: Number,
    weak: Boolean,
    heldBy: String,
    reason: String,
    createdAt: Date,
    createdBy: anyShape,
  },
  [
    { keys: { orgId: 1, memberId: 1, workspaceId: 1, source: 1, mappingId: 1 }, unique: true },
    { keys: { orgId: 1, workspaceId: 1, source: 1 } },
    { keys: { orgId: 1, expiresAt: 1 }, partial: { expiresAt: { $type: 'date' } } },
    { keys: { orgId: 1, heldBy: 1, memberId: 1 }, partial: { heldBy: { $gt: '' } } },
    // Whose grants have expired is asked before the organization is known.
    { keys: { expiresAt: 1 }, partial: { expiresAt: { $type: 'date' } } },
  ],
);

/** An allowing grant of nothing yet: the caller says source, role and workspace. */
export function newGrant(orgId: string, memberId: string, at: Date): GrantDocument {
  return {
    _id: newId(),
    orgId,
    memberId,
    source: 'manual',
    workspaceId: null,
    role: null,
    effect: 'allow',
    expiresAt: null,
    groupId: null,
    mappingId: null,
    groupCreatedAt: null,
    priority: null,
    weak: false,
    reason: null,
    createdAt: at,
    createdBy: systemContext.actor,
  };
}
