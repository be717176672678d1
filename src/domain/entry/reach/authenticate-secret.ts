/** Who shows a secret at a door: the live key or token behind it. */
import { timingSafeEqual } from 'node:crypto';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { hashSecret } from '../../kernel/secret.ts';
import { type ApiTokenDocument, apiTokens, isOver } from '../../model/api-token.ts';
import { isActiveMember } from '../../model/member.ts';
import { organizations } from '../../model/organization.ts';
import { type ScimTokenDocument, scimTokens } from '../../model/scim-token.ts';
import { hold } from '../../operation/hold.ts';

const credentials = system('credentials');

const byHash = (hash: string) => hash;
const findApiToken = hold({
  key: byHash,
  collections: [apiTokens, organizations],
  load: async (hash) => ofLiving(hash, await credentials.findOne(apiTokens, { hash })),
});
const findScimToken = hold({
  key: byHash,
  collections: [scimTokens, organizations],
  load: async (hash) => ofLiving(hash, await credentials.findOne(scimTokens, { hash })),
});

type Token = ApiTokenDocument | ScimTokenDocument;
type Held<T extends Token> = { readonly token: T; usedAt: Date | null };

/** The key or token, unless its organization is deleted. */
async function ofLiving<T extends Token>(hash: string, token: T | null): Promise<Held<T> | null> {
  if (!token || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash))) return null;
  if (token.orgId !== null && !(await system('deployment').findOne(organizations, { _id: token.orgId }))) return null;
  return { token, usedAt: token.lastUsedAt };
}

/** `lastUsedAt` is written by the first request that finds it a minute old. */
function isUseNoted(held: Held<Token>, at: Date): boolean {
  if (held.usedAt !== null && held.usedAt.getTime() >= at.getTime() - 60_000) return true;
  held.usedAt = at;
  return false;
}

/**
 * The live key that has this secret, else null.
 * @param maxDays that a personal one lives at most
 */
export async function authenticateApiToken(secret: string, maxDays: number): Promise<ApiTokenDocument | null> {
  const held = await findApiToken(hashSecret(secret));
  const at = now();
  if (!held || isOver(held.token, maxDays, at)) return null;
  if (!isUseNoted(held, at))
    await credentials.updateOne(apiTokens, { _id: held.token._id }, { $set: { lastUsedAt: at } });
  return held.token;
}

/**
 * The live token of a live organization that has this secret, else null. A token bound to a member lives while the member
 * is active: a deactivation suspends it, a removal ends it.
 */
export async function authenticateScimToken(secret: string): Promise<ScimTokenDocument | null> {
  const held = await findScimToken(hashSecret(secret));
  const at = now();
  if (!held) return null;
  const { revokedAt, expiresAt, memberId, orgId } = held.token;
  if (revokedAt !== null || (expiresAt !== null && expiresAt <= at)) return null;
  if (memberId && !(await isActiveMember(orgId, memberId))) return null;
  if (!isUseNoted(held, at))
    await credentials.updateOne(scimTokens, { _id: held.token._id }, { $set: { lastUsedAt: at } });
  return held.token;
}
