/** Groups: the SCIM Groups of an organization, and their striped counters. */
import type { JsonObject } from '../../json.ts';
import { anyShape, defineCollection, newId, type TenantDocument } from '../../storage/collection.ts';

export type GroupMappingState =
  | { readonly state: 'convention' | 'explicit' }
  | { readonly state: 'unmatched'; readonly reason: UnmatchedReason };

export type GroupDocument = TenantDocument & {
  displayName: string;
  /** `foldName(displayName)`, unique in the organization. */
  nameKey: string;
  externalId: string | null;
  resource: JsonObject;
  search: Record<string, unknown>;
  mapping: GroupMappingState;
  createdAt: Date;
  updatedAt: Date;
};

export const groups = defineCollection<GroupDocument>(
  'groups',
  'tenant',
  {
    displayName: String,
    nameKey: String,
    externalId: String,
    resource: anyShape,
    search: anyShape,
    mapping: anyShape,
    createdAt: Date,
    updatedAt: Date,
  },
  [
    { keys: { orgId: 1, _id: 1 } },
    { keys: { orgId: 1, nameKey: 1 }, unique: true },
    { keys: { orgId: 1, externalId: 1 } },
    { keys: { orgId: 1, updatedAt: 1 } },
    { keys: { orgId: 1, 'mapping.state': 1 } },
  ],
);

/**
 * What many writers of one group bump at once, striped so that processes do not meet on one document: the version and
 * the number of members are the sums over the stripes. Each stripe repeats the group's `accessRevision`, so that a
 * member change, which touches one stripe, still notices a rename, which touches all.
 */
export type GroupStripeDocument = TenantDocument & {
  groupId: string;
  stripe: number;
  /** Bumped by whoever changes the group's name, mappings or ancestors. */
  accessRevision: number;
  version: number;
  members: number;
  touchedAt: Date;
};

export const groupStripes = defineCollection<GroupStripeDocument>(
  'groupStripes',
  'tenant',
  { groupId: String, stripe: Number, accessRevision: Number, version: Number, members: Number, touchedAt: Date },
  [{ keys: { orgId: 1, groupId: 1, stripe: 1 }, unique: true }],
);

export function stripeId(groupId: string, stripe: number): string {
  return `${groupId}.${stripe}`;
}

/** A link of a member, or of a nested group, into a group. */
export type GroupMemberDocument = TenantDocument & {
  groupId: string;
  /** The id of a member, or of a group when `type` is Group. */
  memberId: string;
  type: 'User' | 'Group';
  addedAt: Date;
};

export const groupMembers = defineCollection<GroupMemberDocument>(
  'groupMembers',
  'tenant',
  { groupId: String, memberId: String, type: String, addedAt: Date },
  [
    { keys: { orgId: 1, groupId: 1, memberId: 1 }, unique: true },
    { keys: { orgId: 1, memberId: 1 } },
    { keys: { orgId: 1, type: 1 }, partial: { type: 'Group' } },
  ],
);

export function newGroupMember(
  orgId: string,
  groupId: string,
  memberId: string,
  type: 'User' | 'Group',
  addedAt: Date,
): GroupMemberDocument {
  return { _id: newId(), orgId, groupId, memberId, type, addedAt };
}

export type UnmatchedReason =
  /** The convention is switched off, or the name does not have its form. */
  | 'not_in_the_convention'
  | 'required_prefix_missing'
  | 'unknown_workspace'
  | 'unknown_role'
  | 'unknown_workspace_and_role'
  /** Several workspaces or roles fit. */
  | 'ambiguous';
