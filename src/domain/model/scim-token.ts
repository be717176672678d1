/** SCIM tokens: what an identity provider, or one person's own program, shows at `/scim/v2`. One names one organization. */
import { anyShape, defineCollection, type TenantDocument } from '../../storage/collection.ts';
import type { Actor } from '../kernel/context.ts';

export type ScimScope = 'read' | 'write';

export type ScimTokenDocument = TenantDocument & {
  /** SHA-256 of the secret. */
  hash: string;
  description: string;
  scopes: ScimScope[];
  /** The member whose own resource, `/Me`, is all that the token reaches; null for a directory's token. */
  memberId: string | null;
  createdAt: Date;
  createdBy: Actor;
  expiresAt: Date | null;
  /** From its creation to the expiry it was ordered with; null without one. A rotation moves `expiresAt`, not this. */
  lifetimeMs: number | null;
  /** Written at most once a minute. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  /** Made from `BOOTSTRAP_SCIM_TOKEN`. */
  bootstrap: boolean;
};

export const scimTokens = defineCollection<ScimTokenDocument>(
  'scimTokens',
  'tenant',
  {
    hash: String,
    description: String,
    scopes: [String],
    memberId: String,
    createdAt: Date,
    createdBy: anyShape,
    expiresAt: Date,
    lifetimeMs: Number,
    lastUsedAt: Date,
    revokedAt: Date,
    bootstrap: Boolean,
  },
  [{ keys: { orgId: 1, hash: 1 }, unique: true }, { keys: { hash: 1 } }],
);
