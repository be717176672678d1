/** Who shows a secret at a door: the live key or token behind it. */
import { timingSafeEqual } from 'node:crypto';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { hashSecret } from '../../kernel/secret.ts';
import { type ApiTokenDocument, apiTokens, isOver } from '../../model/api-token.ts';
import { isActiveMember } from '../../model/member.ts';
import { organizations } from '../../model/organization.ts';
import { type ScimTokenDocument, scimTokens } from '../../model/scim-token.ts';

/**
 * The live key that has this secret, else null.
 * @param maxDays that a personal one lives at most
 */
export async function authenticateApiToken(secret: string, maxDays: number): Promise<ApiTokenDocument | null> {
  const hash = hashSecret(secret);
  const scope = system('credentials');
  const token = await scope.findOne(apiTokens, { hash });
  if (!token || !timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash))) return null;
  const at = now();
  if (isOver(token, maxDays, at)) return null;
  if (token.orgId !== null && !(await system('deployment').findOne(organizations, { _id: token.orgId }))) return null;
  if (token.lastUsedAt === null || token.lastUsedAt.getTime() < at.getTime() - 60_000)
    await scope.updateOne(apiTokens, { _id: token._id }, { $set: { lastUsedAt: at } });
  return token;
}

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
  if (token.memberId && !(await isActiveMember(token.orgId, token.memberId))) return null;
  const minuteAgo = new Date(at.getTime() - 60_000);
  if (token.lastUsedAt === null || token.lastUsedAt < minuteAgo)
    await scope.updateOne(scimTokens, { _id: token._id }, { $set: { lastUsedAt: at } });
  return token;
}
