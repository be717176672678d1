/** SCIM tokens: what an identity provider, or one person's own program, shows at `/scim/v2`. One names one organization. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, boolean, date, listOf, nullable, number, oneOf, optional, text } from '../../storage/fields.ts';
import type { Actor } from '../kernel/context.ts';

export type ScimScope = 'read' | 'write';

export const scimTokens = defineCollection(
  'scimTokens',
  'tenant',
  {
    /** SHA-256 of the secret. */
    hash: text,
    description: text,
    scopes: listOf(oneOf('read', 'write')),
    /** The member whose own resource, `/Me`, is all that the token reaches; null for a directory's token. */
    memberId: nullable(text),
    /** What no schema knows is refused. Absent: it is ignored. */
    strict: optional(boolean),
    createdAt: date,
    createdBy: anyShape<Actor>(),
    expiresAt: nullable(date),
    /** From its creation to the expiry it was ordered with; null without one. A rotation moves `expiresAt`, not this. */
    lifetimeMs: nullable(number),
    /** Written at most once a minute. */
    lastUsedAt: nullable(date),
    revokedAt: nullable(date),
    /** Made from `BOOTSTRAP_SCIM_TOKEN`. */
    bootstrap: boolean,
  },
  [{ keys: { orgId: 1, hash: 1 }, unique: true }, { keys: { hash: 1 } }],
);

export type ScimTokenDocument = DocumentOf<typeof scimTokens>;
