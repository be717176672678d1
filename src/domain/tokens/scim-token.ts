/** SCIM tokens: what an identity provider, or one person's own program, shows at `/scim/v2`. One names one organization. */
import { timingSafeEqual } from 'node:crypto';
import { anyShape, defineCollection, newId, type TenantDocument } from '../../storage/collection.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { now } from '../clock.ts';
import type { Actor, Context } from '../context.ts';
import { members } from '../directory/member.ts';
import { DomainError } from '../errors.ts';
import { operate } from '../operation.ts';
import { getOrganization, organizations } from '../organizations/organization.ts';
import { type Issuer, requireWithin } from './issuer.ts';
import { hashSecret, newSecret } from './secret.ts';

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

export type NewScimToken = {
  readonly description: string;
  readonly scopes: ScimScope[];
  readonly expiresAt: Date | null;
  /** Binds the token to this active member; null or absent: a token of the directory. */
  readonly memberId?: string | null;
};

/** A stored token together with its secret, which is known only now. */
export type IssuedScimToken = { readonly token: ScimTokenDocument; readonly secret: string };

/**
 * The live token of a live organization that has this secret, else null. A token bound to a member lives while the member
 * is active: a deactivation suspends it, a removal ends it.
 */
export async function authenticateScimToken(secret: string): Promise<ScimTokenDocument | null> {
  const hash = hashSecret(secret);
  const scope = system('credentials');
  const token = await scope.findOne(scimTokens, { hash });
  if (!token || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash))) return null;
  const at = now();
  if (token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= at)) return null;
  if (!(await system('deployment').findOne(organizations, { _id: token.orgId }))) return null;
  if (token.memberId && !(await isActive(token.orgId, token.memberId))) return null;
  const minuteAgo = new Date(at.getTime() - 60_000);
  if (token.lastUsedAt === null || token.lastUsedAt < minuteAgo)
    await scope.updateOne(scimTokens, { _id: token._id }, { $set: { lastUsedAt: at } });
  return token;
}

async function isActive(orgId: string, memberId: string): Promise<boolean> {
  return (
    (await tenant(orgId).findOne(members, { _id: memberId, status: 'active' }, { projection: { _id: 1 } })) !== null
  );
}

/** Tokens of the organization that are not revoked, newest first. */
export function listScimTokens(orgId: string): Promise<ScimTokenDocument[]> {
  return tenant(orgId).find(scimTokens, { revokedAt: null }, { sort: { _id: -1 } });
}

/**
 * @param secret given only at bootstrap; otherwise a new one
 * @throws DomainError not_found, forbidden for a personal organization, invalid/unknown_member for a `memberId` of nobody
 *   active here
 */
export function createScimToken(
  context: Context,
  orgId: string,
  order: NewScimToken,
  secret = newSecret('usher_scim'),
): Promise<IssuedScimToken> {
  return operate(orgId, context, {
    secretResult: true,
    load: async () => ({
      organization: await getOrganization(orgId),
      isBindable: !order.memberId || (await isActive(orgId, order.memberId)),
    }),
    decide: ({ organization: { kind }, isBindable }, draft) => {
      if (kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has no provisioning.');
      if (!isBindable)
        throw new DomainError('invalid', 'unknown_member', 'There is no active member with this id.', '/memberId');
      const token = newToken(orgId, order, secret, context.actor, draft.now);
      draft.insert(scimTokens, token);
      draft.event({
        type: 'scim_token.created',
        subject: { tokenId: token._id, ...(token.memberId === null ? {} : { memberId: token.memberId }) },
        after: { description: token.description, scopes: token.scopes },
      });
      return { token, secret };
    },
  });
}

export function newToken(
  orgId: string,
  order: NewScimToken,
  secret: string,
  createdBy: Actor,
  at: Date,
): ScimTokenDocument {
  return {
    _id: newId(),
    orgId,
    hash: hashSecret(secret),
    description: order.description,
    scopes: order.scopes,
    memberId: order.memberId ?? null,
    createdAt: at,
    createdBy,
    expiresAt: order.expiresAt,
    lifetimeMs: order.expiresAt && order.expiresAt.getTime() - at.getTime(),
    lastUsedAt: null,
    revokedAt: null,
    bootstrap: false,
  };
}

/**
 * Replaces a token by a new one; the old one works on for `overlapSeconds`, so that the identity provider can be
 * changed over without a gap. The new one has the scopes, the member and the lifetime that the old one was made with.
 * @throws DomainError not_found, forbidden when the new one would not be within `issuer`
 */
export function rotateScimToken(
  context: Context,
  orgId: string,
  tokenId: string,
  overlapSeconds: number,
  issuer: Issuer = null,
): Promise<IssuedScimToken> {
  const secret = newSecret('usher_scim');
  return operate(orgId, context, {
    secretResult: true,
    load: () => getScimToken(orgId, tokenId),
    decide: (old, draft) => {
      const end = new Date(draft.now.getTime() + overlapSeconds * 1_000);
      const order = { ...old, expiresAt: old.lifetimeMs ? new Date(draft.now.getTime() + old.lifetimeMs) : null };
      requireWithin(issuer, order);
      const token = newToken(orgId, order, secret, context.actor, draft.now);
      draft.insert(scimTokens, token);
      const expiresAt = old.expiresAt && old.expiresAt < end ? old.expiresAt : end;
      draft.update(scimTokens, tokenId, { expiresAt }, { revokedAt: null });
      draft.event({
        type: 'scim_token.rotated',
        subject: { tokenId },
        after: { replacedBy: token._id, oldTokenEndsAt: expiresAt },
      });
      return { token, secret };
    },
  });
}

/** Ends a token at once, on every node. @throws DomainError not_found */
export function revokeScimToken(context: Context, orgId: string, tokenId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => getScimToken(orgId, tokenId),
    decide: (_, draft) => {
      draft.update(scimTokens, tokenId, { revokedAt: draft.now }, { revokedAt: null });
      draft.event({ type: 'scim_token.revoked', subject: { tokenId } });
    },
  });
}

/** A token that is not revoked. @throws DomainError not_found */
export async function getScimToken(orgId: string, tokenId: string): Promise<ScimTokenDocument> {
  const token = await tenant(orgId).findOne(scimTokens, { _id: tokenId, revokedAt: null });
  if (!token) throw new DomainError('not_found', 'scim_token_not_found', 'There is no such SCIM token.');
  return token;
}
