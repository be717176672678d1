/** Memberships: the derived result of `effective()`, one row per member and workspace with access. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, nullable, oneOf, text } from '../../storage/fields.ts';
import { grantSources } from './grant.ts';

export const memberships = defineCollection(
  'memberships',
  'tenant',
  {
    workspaceId: text,
    memberId: text,
    role: text,
    source: oneOf(...grantSources, 'organization-admin'),
    /** The grant that won; null when the organization role gives the access. */
    grantId: nullable(text),
    /** When the winning grant expires; past it readers compute `effective()`. */
    validUntil: nullable(date),
  },
  [{ keys: { orgId: 1, workspaceId: 1, memberId: 1 }, unique: true }, { keys: { orgId: 1, memberId: 1 } }],
);

export type MembershipDocument = DocumentOf<typeof memberships>;
