/**
 * The state of the house in numbers, for the home page: as many questions to the database whatever the size, all at once,
 * each answered from an index.
 */
import { tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { listConnections } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import { type GrantDocument, grants } from '../../model/grant.ts';
import { type GroupDocument, groups, groupsOf } from '../../model/group.ts';
import { heldChanges } from '../../model/held-change.ts';
import { type MemberStatus, members } from '../../model/member.ts';
import { countSince, findLastPush, type ScimRequestCounts } from '../../model/scim-request-counts.ts';
import { type ScimTokenDocument, scimTokens } from '../../model/scim-token.ts';
import { listServiceKeys } from '../keys/service-key.ts';

const dayMs = 86_400_000;
/** What ends sooner than this is worth a word. */
const soonMs = 30 * dayMs;

/** What ends soon: how many, and the one that ends first. */
export type EndingSoon<T> = { readonly count: number; readonly next: T | null };

export type EndingKey = { readonly id: string; readonly description: string; readonly expiresAt: Date };
export type EndingOverride = Pick<GrantDocument, '_id' | 'memberId' | 'workspaceId'> & { readonly expiresAt: Date };

export function countPeople(orgId: string): Promise<Record<MemberStatus, number>> {
  return countBy<MemberStatus>(orgId, 'members', { active: 0, pending: 0, inactive: 0 });
}

/** Those whom an admin has locked, whatever their status. */
export function countLocked(orgId: string): Promise<number> {
  // With the type, as the partial index has it.
  return tenant(orgId).count(members, { 'lock.at': { $type: 'date' } });
}

type MappingState = GroupDocument['mapping']['state'];

export function countGroups(orgId: string): Promise<Record<MappingState, number>> {
  return countBy<MappingState>(orgId, 'groups', { convention: 0, explicit: 0, unmatched: 0 });
}

async function countBy<S extends string>(
  orgId: string,
  what: 'members' | 'groups',
  none: Record<S, number>,
): Promise<Record<S, number>> {
  const [collection, field] = what === 'members' ? [members, '$status'] : [groups, '$mapping.state'];
  const rows = await tenant(orgId).aggregate<{ _id: S; count: number }>(collection, [
    { $group: { _id: field, count: { $sum: 1 } } },
  ]);
  return { ...none, ...Object.fromEntries(rows.map(({ _id, count }) => [_id, count])) };
}

export function countHeldChanges(orgId: string): Promise<number> {
  return tenant(orgId).count(heldChanges, { status: 'pending' });
}

/** Overrides that end by themselves within 30 days. */
export async function overridesEndingSoon(orgId: string): Promise<EndingSoon<EndingOverride>> {
  const at = now();
  const [row] = await tenant(orgId).aggregate<{ count: number; next: EndingOverride }>(grants, [
    {
      $match: {
        // With the type, as the partial index has it.
        expiresAt: { $type: 'date', $gt: at, $lte: new Date(at.getTime() + soonMs) },
        source: 'override',
      },
    },
    { $sort: { expiresAt: 1 } },
    {
      $group: {
        _id: null,
        count: { $sum: 1 },
        next: { $first: { _id: '$_id', memberId: '$memberId', workspaceId: '$workspaceId', expiresAt: '$expiresAt' } },
      },
    },
  ]);
  return row ?? { count: 0, next: null };
}

export async function serviceKeysEndingSoon(orgId: string): Promise<EndingSoon<EndingKey>> {
  return endingSoon(await listServiceKeys(orgId));
}

function endingSoon(keys: readonly Pick<ScimTokenDocument, '_id' | 'description' | 'expiresAt'>[]) {
  const at = now().getTime();
  const ending = keys
    .flatMap(({ _id: id, description, expiresAt }) => (expiresAt ? [{ id, description, expiresAt }] : []))
    .filter(({ expiresAt }) => expiresAt.getTime() > at && expiresAt.getTime() <= at + soonMs)
    .toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
  return { count: ending.length, next: ending[0] ?? null };
}

export type ProvisioningSummary = {
  /** When the directory last wanted to change something, as far as the log goes back. */
  readonly lastPush: { readonly at: Date; readonly status: number } | null;
  readonly lastDay: ScimRequestCounts;
  readonly tokensEndingSoon: EndingSoon<EndingKey>;
  readonly tokenMade: boolean;
  readonly pushed: boolean;
};

export async function summarizeProvisioning(orgId: string): Promise<ProvisioningSummary> {
  const scope = tenant(orgId);
  const [lastPush, lastDay, tokens, group] = await Promise.all([
    findLastPush(orgId),
    countSince(orgId, new Date(now().getTime() - dayMs)),
    // Revoked ones too: that a token was made stays true. Few enough to be read whole.
    scope.find(scimTokens, { memberId: null }),
    scope.findOne(groups, groupsOf('directory'), { projection: { _id: 1 } }),
  ]);
  const pushed =
    (lastPush !== null && lastPush.status < 400) ||
    group !== null ||
    // Only where a directory has been here: nobody searches all people for what cannot be.
    (tokens.some(({ lastUsedAt }) => lastUsedAt !== null) &&
      (await scope.count(members, { scimManaged: true }, 1)) > 0);
  const tokensEndingSoon = endingSoon(tokens.filter(({ revokedAt }) => revokedAt === null));
  return { lastPush, lastDay, tokensEndingSoon, tokenMade: tokens.length > 0, pushed };
}

/** Whether people can sign in here, somebody has, and a second Organization Admin is there if the first one is away. */
export async function summarizeSignIn(
  orgId: string,
  { deploymentSignIn }: { readonly deploymentSignIn: boolean },
): Promise<{ readonly configured: boolean; readonly signedIn: boolean; readonly secondAdmin: boolean }> {
  const scope = tenant(orgId);
  const [own, { defaultOrgId }, linked, admins] = await Promise.all([
    listConnections(orgId),
    getDeployment(),
    scope.count(members, { accountId: { $type: 'string' } }, 1),
    scope.count(members, { organizationRole: 'Organization Admin', status: 'active' }, 2),
  ]);
  const configured = own.some(({ enabled }) => enabled) || (deploymentSignIn && orgId === defaultOrgId);
  return { configured, signedIn: linked > 0, secondAdmin: admins > 1 };
}
