/** Memberships: the derived result of `effective()`, one row per member and workspace with access. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, listOf, nullable, object, oneOf, optional, text } from '../../storage/fields.ts';
import { grantSources } from './grant.ts';
import type { RoleId } from './role.ts';

/** Where a role in a workspace comes from: a grant that won, or the organization role. */
export const membershipSources = [...grantSources, 'organization-admin'] as const;

export const memberships = defineCollection(
  'memberships',
  'tenant',
  {
    workspaceId: text,
    memberId: text,
    role: text,
    source: oneOf(...membershipSources),
    /** The grant that won; null when the organization role gives the access. */
    grantId: nullable(text),
    /** As that grant has them, so that who is counted by group need not be looked up one by one. */
    groupId: optional(nullable(text)),
    mappingId: optional(nullable(text)),
    /** When the first of the grants that count expires; past it readers compute `effective()`. */
    validUntil: nullable(date),
    /** The grants that count beside the one that won, highest role first; absent where none does (A13). */
    also: optional(
      listOf(
        object({
          role: text,
          source: oneOf(...grantSources),
          grantId: text,
          groupId: nullable(text),
          mappingId: nullable(text),
        }),
      ),
    ),
  },
  [
    { keys: { orgId: 1, workspaceId: 1, memberId: 1 }, unique: true },
    { keys: { orgId: 1, memberId: 1 } },
    // By which other grants.
    {
      keys: { orgId: 1, 'also.source': 1, workspaceId: 1, memberId: 1 },
      partial: { 'also.source': { $type: 'string' } },
    },
    // Who has access by what, and all that is counted of it.
    { keys: { orgId: 1, source: 1, workspaceId: 1, memberId: 1, role: 1, groupId: 1, mappingId: 1 } },
  ],
);

export type MembershipDocument = DocumentOf<typeof memberships>;

/** All roles of a membership whose permissions count, the highest first. */
export function rolesOf({ role, also = [] }: Pick<MembershipDocument, 'role' | 'also'>): RoleId[] {
  return [...new Set([role, ...also.map((other) => other.role)])];
}
