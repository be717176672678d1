/** Who shows a secret at a door: the live key or token behind it. */
import { timingSafeEqual } from 'node:crypto';
import { system } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/context.ts';
import { hashSecret } from '../../kernel/secret.ts';
import { type ApiTokenDocument, apiTokens, isOver } from '../../model/api-token.ts';
import { isActiveMember } from '../../model/member.ts';
import { organizations } from '../../model/organization.ts';
import {
  isClientOver,
  type ScimAccessTokenDocument,
  type ScimClientDocument,
  scimAccessTokens,
  scimClients,
} from '../../model/scim-client.ts';
import { type ScimScope, type ScimTokenDocument, scimTokens } from '../../model/scim-token.ts';
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

const findScimAccess = hold({
  key: byHash,
  collections: [scimAccessTokens, scimClients, organizations],
  load: async (hash) => withClient(hash, await credentials.findOne(scimAccessTokens, { hash })),
});

type Token = ApiTokenDocument | ScimTokenDocument;
type Held<T extends Token> = { readonly token: T; usedAt: Date | null };
type HeldAccess = { readonly token: ScimAccessTokenDocument; readonly client: ScimClientDocument; usedAt: Date | null };

/** The key or token, unless its organization is deleted. */
async function ofLiving<T extends Token>(hash: string, token: T | null): Promise<Held<T> | null> {
  if (!token || !isSame(hash, token) || !(await isOfLiving(token.orgId))) return null;
  return { token, usedAt: token.lastUsedAt };
}

/** The access token with the client that it was given to. */
async function withClient(hash: string, token: ScimAccessTokenDocument | null): Promise<HeldAccess | null> {
  if (!token || !isSame(hash, token) || !(await isOfLiving(token.orgId))) return null;
  const client = await credentials.findOne(scimClients, { _id: token.clientId, orgId: token.orgId });
  return client && { token, client, usedAt: client.lastUsedAt };
}

const isSame = (hash: string, token: { readonly hash: string }) =>
  timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash));

async function isOfLiving(orgId: string | null): Promise<boolean> {
  return orgId === null || (await system('deployment').findOne(organizations, { _id: orgId })) !== null;
}

/** `lastUsedAt` is written by the first request that finds it a minute old. */
function isUseNoted(held: { usedAt: Date | null }, at: Date): boolean {
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

/** Who asks at the SCIM door, by whatever secret. */
export type ScimCredential = {
  readonly orgId: string;
  /** The token, or the client to which it was given. */
  readonly actor: Actor;
  readonly scopes: readonly ScimScope[];
  /** The person whom it is bound to; null for a directory. */
  readonly memberId: string | null;
  readonly strict: boolean;
};

/** What the live token of a live organization with this secret is worth, or the live access token; else null. */
export async function authenticateScim(secret: string): Promise<ScimCredential | null> {
  const hash = hashSecret(secret);
  const isAccess = secret.startsWith('usher_scim_access_');
  return (isAccess ? await byScimAccess(hash) : null) ?? byScimToken(hash);
}

/** A token bound to a member lives while the member is active: a deactivation suspends it, a removal ends it. */
async function byScimToken(hash: string): Promise<ScimCredential | null> {
  const held = await findScimToken(hash);
  const at = now();
  if (!held) return null;
  const { _id: id, description: name, revokedAt, expiresAt, memberId = null, orgId, scopes } = held.token;
  const { strict = false } = held.token;
  if (revokedAt !== null || (expiresAt !== null && expiresAt <= at)) return null;
  if (memberId && !(await isActiveMember(orgId, memberId))) return null;
  if (!isUseNoted(held, at)) await credentials.updateOne(scimTokens, { _id: id }, { $set: { lastUsedAt: at } });
  return { orgId, actor: { type: 'scim-token', id, name }, scopes, memberId, strict };
}

/** An access token ends with its client. */
async function byScimAccess(hash: string): Promise<ScimCredential | null> {
  const held = await findScimAccess(hash);
  const at = now();
  if (!held || held.token.expiresAt <= at || isClientOver(held.client, at)) return null;
  const { _id: id, description: name, orgId, strict } = held.client;
  if (!isUseNoted(held, at)) await credentials.updateOne(scimClients, { _id: id }, { $set: { lastUsedAt: at } });
  return { orgId, actor: { type: 'scim-client', id, name }, scopes: held.token.scopes, memberId: null, strict };
}
