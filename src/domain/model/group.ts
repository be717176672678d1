/** Groups: those that a directory has pushed, which are the SCIM Groups, those that admins made, and their striped counters. */
import type { JsonObject } from '../../json.ts';
import { type DocumentOf, defineCollection, newId } from '../../storage/collection.ts';
import { anyShape, date, nullable, number, oneOf, optional, text } from '../../storage/fields.ts';

export type GroupMappingState =
  | { readonly state: 'convention' | 'explicit' }
  | { readonly state: 'unmatched'; readonly reason: UnmatchedReason };

/** `admin`: by admins, who pick its members by hand. SCIM sees nothing of it. */
export const groupMakers = ['directory', 'admin'] as const;
export type GroupMaker = (typeof groupMakers)[number];

/** Whose a group is; absent, as in older rows: the directory's. */
export const madeBy = optional(oneOf(...groupMakers));
export type Made = { readonly madeBy?: GroupMaker };

export function isMadeByAdmins(row: Made): boolean {
  return row.madeBy === 'admin';
}

/** What an event about a group says of its maker: nothing of the directory. */
export function toldMaker(row: Made): Made {
  return isMadeByAdmins(row) ? { madeBy: 'admin' } : {};
}

/** A filter for the groups of one maker: SCIM shows the directory's and no other. */
export function groupsOf(maker: GroupMaker) {
  return { madeBy: maker === 'admin' ? maker : { $ne: 'admin' as const } };
}

export const groups = defineCollection(
  'groups',
  'tenant',
  {
    displayName: text,
    /** `foldName(displayName)`, unique in the organization. */
    nameKey: text,
    externalId: nullable(text),
    resource: anyShape<JsonObject>(),
    search: anyShape<Record<string, unknown>>(),
    mapping: anyShape<GroupMappingState>(),
    madeBy,
    createdAt: date,
    updatedAt: date,
  },
  [
    { keys: { orgId: 1, _id: 1 } },
    { keys: { orgId: 1, nameKey: 1 }, unique: true },
    { keys: { orgId: 1, externalId: 1 } },
    { keys: { orgId: 1, updatedAt: 1 } },
    { keys: { orgId: 1, 'mapping.state': 1 } },
    { keys: { orgId: 1, madeBy: 1, _id: 1 }, partial: { madeBy: 'admin' } },
  ],
);

export type GroupDocument = DocumentOf<typeof groups>;

/** The SCIM attributes of a Group that live in fields of their own, beside `search`. */
export const groupFields = {
  id: '_id',
  externalId: 'externalId',
  displayName: 'nameKey',
  'meta.created': 'createdAt',
  'meta.lastModified': 'updatedAt',
} as const satisfies Record<string, keyof GroupDocument>;

/**
 * What many writers of one group bump at once, striped so that processes do not meet on one document: the version and
 * the number of members are the sums over the stripes. Each stripe repeats the group's `accessRevision`, so that a
 * member change, which touches one stripe, still notices a rename, which touches all.
 */
export const groupStripes = defineCollection(
  'groupStripes',
  'tenant',
  {
    groupId: text,
    stripe: number,
    /** Bumped by whoever changes the group's name, mappings or ancestors. */
    accessRevision: number,
    version: number,
    members: number,
    touchedAt: date,
  },
  [{ keys: { orgId: 1, groupId: 1, stripe: 1 }, unique: true }],
);

export type GroupStripeDocument = DocumentOf<typeof groupStripes>;

export function stripeId(groupId: string, stripe: number): string {
  return `${groupId}.${stripe}`;
}

/** A link of a member, or of a nested group, into a group. */
export const groupMembers = defineCollection(
  'groupMembers',
  'tenant',
  {
    groupId: text,
    /** The id of a member, or of a group when `type` is Group. */
    memberId: text,
    type: oneOf('User', 'Group'),
    addedAt: date,
  },
  [
    { keys: { orgId: 1, groupId: 1, memberId: 1 }, unique: true },
    { keys: { orgId: 1, memberId: 1 } },
    { keys: { orgId: 1, type: 1 }, partial: { type: 'Group' } },
  ],
);

export type GroupMemberDocument = DocumentOf<typeof groupMembers>;

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
