/** SCIM tokens as admins make, rotate and revoke them. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { Actor, Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { hashSecret, newSecret } from '../../kernel/secret.ts';
import { isActiveMember } from '../../model/member.ts';
import { getOrganization } from '../../model/organization.ts';
import { type ScimScope, type ScimTokenDocument, scimTokens } from '../../model/scim-token.ts';
import { operate } from '../../operation/operate.ts';
import { type Issuer, requireWithin } from './key-bounds.ts';

export type NewScimToken = {
  readonly description: string;
  readonly scopes: ScimScope[];
  readonly expiresAt: Date | null;
  /** Binds the token to this active member; null or absent: a token of the directory. */
  readonly memberId?: string | null;
  /** What no schema knows is refused. */
  readonly strict?: boolean;
};

/** A stored token together with its secret, which is known only now. */
export type IssuedScimToken = { readonly token: ScimTokenDocument; readonly secret: string };

/** Tokens of the organization that are not revoked, newest first. */
export function listScimTokens(orgId: string): Promise<ScimTokenDocument[]> {
  return tenant(orgId).find(scimTokens, { revokedAt: null }, { sort: { _id: -1 } });
}

/**
 * @param secret given only at bootstrap; otherwise a new one
 * @param tokenId given by who makes only one: there is never another with the same
 * @throws DomainError not_found, forbidden for a personal organization, invalid/unknown_member for a `memberId` of nobody
 *   active here
 */
export function createScimToken(
  context: Context,
  orgId: string,
  order: NewScimToken,
  secret = newSecret('usher_scim'),
  tokenId = newId(),
): Promise<IssuedScimToken> {
  return operate(orgId, context, {
    secretResult: true,
    load: async () => ({
      organization: await getOrganization(orgId),
      isBindable: !order.memberId || (await isActiveMember(orgId, order.memberId)),
    }),
    decide: ({ organization: { kind }, isBindable }, draft) => {
      if (kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has no provisioning.');
      if (!isBindable)
        throw new DomainError('invalid', 'unknown_member', 'There is no active member with this id.', '/memberId');
      const token = { ...newToken(orgId, order, secret, context.actor, draft.now), _id: tokenId };
      draft.insert(scimTokens, token);
      draft.event({
        type: 'scim_token.created',
        subject: { tokenId: token._id, ...(token.memberId === null ? {} : { memberId: token.memberId }) },
        after: { description: token.description, scopes: token.scopes, ...(token.strict ? { strict: true } : {}) },
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
    strict: order.strict ?? false,
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
        after: { description: token.description, replacedBy: token._id, oldTokenEndsAt: expiresAt },
      });
      return { token, secret };
    },
  });
}

/** Ends a token at once, on every node. @throws DomainError not_found */
export function revokeScimToken(context: Context, orgId: string, tokenId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => getScimToken(orgId, tokenId),
    decide: ({ description }, draft) => {
      draft.update(scimTokens, tokenId, { revokedAt: draft.now }, { revokedAt: null });
      draft.event({ type: 'scim_token.revoked', subject: { tokenId }, before: { description } });
    },
  });
}

/** A token that is not revoked. @throws DomainError not_found */
export async function getScimToken(orgId: string, tokenId: string): Promise<ScimTokenDocument> {
  const token = await tenant(orgId).findOne(scimTokens, { _id: tokenId, revokedAt: null });
  if (!token) throw new DomainError('not_found', 'scim_token_not_found', 'There is no such SCIM token.');
  return token;
}
