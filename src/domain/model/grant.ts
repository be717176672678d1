/** Grants: one row for each reason for access. Everything that gives access writes grants and nothing else. */
import { type DocumentOf, defineCollection, newId } from '../../storage/collection.ts';
import {
  anyShape,
  boolean,
  date,
  nullable,
  number,
  oneOf,
  optional,
  text,
  type ValuesOf,
} from '../../storage/fields.ts';
import { type Actor, systemContext } from '../kernel/context.ts';

export const grantSources = [
  'sso-default',
  'invitation',
  'manual',
  'creator',
  'scim-group',
  'admin-group',
  'scim-role',
  'sso-group',
  'override',
] as const;
export type GrantSource = (typeof grantSources)[number];

/** Of the groups that rank together: those of the directory, and those that admins made. */
export const groupSources: readonly GrantSource[] = ['scim-group', 'admin-group'];

/** What decides beside those groups: what the directory says of the person herself. */
export const standingSources: readonly GrantSource[] = [...groupSources, 'scim-role'];

/** What is given, and why. */
const given = {
  source: oneOf(...grantSources),
  /** null: the grant is of an organization role. */
  workspaceId: nullable(text),
  /** null only for a deny. */
  role: nullable(text),
  /** `deny` only of overrides. */
  effect: oneOf('allow', 'deny'),
  expiresAt: nullable(date),
  /** Group grants: which group and mapping gave it. */
  groupId: nullable(text),
  /** Of a role that the directory names: which text named it (`access/grants/role-grants.ts`). */
  mappingId: nullable(text),
  /** Group grants, for the precedence `newest`. */
  groupCreatedAt: nullable(date),
  /** Group grants, for the precedence `priority`: 1 is first; null, as convention matches have, comes last. */
  priority: nullable(number),
  /** Organization part of a workspace-form group name: ranks with invitations, not with groups (A7). */
  weak: boolean,
  /** Group grants: the group gives it no longer, and this held change keeps it until an admin decides. */
  heldBy: optional(nullable(text)),
};
export type Grant = { _id: string } & ValuesOf<typeof given>;

export const grants = defineCollection(
  'grants',
  'tenant',
  {
    ...given,
    memberId: text,
    /** Overrides: why. */
    reason: nullable(text),
    createdAt: date,
    createdBy: anyShape<Actor>(),
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

export type GrantDocument = DocumentOf<typeof grants>;

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
