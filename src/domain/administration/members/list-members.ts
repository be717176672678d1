/** Which members there are, as admins look for them. */
import { beginPart } from '../../../storage/patience.ts';
import type { Filter, Sort } from '../../../storage/query.ts';
import { tenant } from '../../../storage/tenant.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { containing } from '../../kernel/search-pattern.ts';
import type { MemberDocument, MemberStatus } from '../../model/member.ts';
import { inGroup, type MemberSummary, memberSummary, members } from '../../model/member.ts';
import type { MembershipDocument } from '../../model/membership.ts';
import type { OrganizationRole } from '../../model/role.ts';
import { type AccessFilter, membersWithAccess } from './members-with-access.ts';
import { type MemberView, viewMembers } from './view-members.ts';

/** Which members; what is not given does not matter. `q` is looked for in names, userNames and emails. */
export type MemberFilter = {
  readonly status?: MemberStatus | undefined;
  readonly organizationRole?: OrganizationRole | undefined;
  readonly groupId?: string | undefined;
  /** Whether an admin has locked the member. */
  readonly locked?: boolean | undefined;
  /** Whether somebody has ever signed in as the member. */
  readonly signedIn?: boolean | undefined;
  /** false: whose provider names an address that nobody has proven. */
  readonly emailVerified?: boolean | undefined;
  /** Who has access to this workspace or is invited to it. */
  readonly workspaceId?: string | undefined;
  /** Who has a role by this, in that workspace or, without one, in any. */
  readonly source?: MembershipDocument['source'] | undefined;
  readonly q?: string | undefined;
};

export const memberOrders = ['name', '-name', 'createdAt', '-createdAt'] as const;

/** At most `limit` rows, after the member that `after` names by its sort key. */
export type MemberPage = {
  readonly sort: (typeof memberOrders)[number];
  readonly after: { readonly nameKey: string; readonly id: string } | null;
  readonly limit: number;
};

/** @param withTotal how many members the filter finds in all is told too */
export async function listMembers(
  orgId: string,
  filter: MemberFilter,
  page: MemberPage,
  { withTotal }: { readonly withTotal: boolean },
): Promise<{ readonly rows: readonly MemberView[]; readonly total: number | undefined }> {
  const { all, known } = await resolve(orgId, filter);
  const hint = isSearch(filter) ? orderOf(page.sort) : undefined;
  const [rows, total] = await Promise.all([
    findMembers(orgId, all, page, hint).then((found) => viewMembers(orgId, found)),
    withTotal && known === null ? tenant(orgId).count(members, all, undefined, hint) : undefined,
  ]);
  return { rows, total: withTotal ? (known ?? total) : undefined };
}

const exportPage = 500;

/** Everybody whom the filter finds, page by page: the next page is read when the last one is taken. */
export async function* exportMembers(
  orgId: string,
  filter: MemberFilter,
  sort: MemberPage['sort'],
): AsyncGenerator<readonly MemberView[]> {
  const { all } = await resolve(orgId, filter);
  for (let after: MemberPage['after'] = null; ; ) {
    const found: MemberSummary[] = await findMembers(orgId, all, { sort, after, limit: exportPage });
    if (found.length > 0) yield await viewMembers(orgId, found);
    const last = found.at(-1);
    if (last === undefined || found.length < exportPage) return;
    after = { nameKey: last.nameKey, id: last._id };
    beginPart();
  }
}

/** The filter as the collection takes it, and how many it finds where that is known by then. */
async function resolve(
  orgId: string,
  { workspaceId, source, ...rest }: MemberFilter,
): Promise<{ readonly all: Filter<MemberDocument>; readonly known: number | null }> {
  const conditions = conditionsOf(rest);
  if (workspaceId === undefined && source === undefined) return { all: conditions, known: null };
  const ids = await membersWithAccess(orgId, { workspaceId, source });
  const isByAccessAlone = Object.keys(conditions).length === 0;
  return { all: { ...conditions, _id: { $in: ids } }, known: isByAccessAlone ? ids.length : null };
}

/** Text is looked for and nothing else: no index finds it, and to try each of them takes longer than to read all names. */
function isSearch({ q, ...others }: MemberFilter): boolean {
  return Boolean(q) && Object.values(others).every((value) => value === undefined);
}

/** The index in which members stand as they are sorted. */
function orderOf(sort: MemberPage['sort']): Sort<MemberDocument> {
  return sort.endsWith('name') ? { orgId: 1, nameKey: 1, _id: 1 } : { orgId: 1, _id: 1, status: 1 };
}

/**
 * One page of the members that `filter` finds, without their access.
 * @param hint the index to read by, whatever else there is
 */
export function findMembers(
  orgId: string,
  filter: Filter<MemberDocument>,
  { sort, after, limit }: MemberPage,
  hint?: Sort<MemberDocument>,
): Promise<MemberSummary[]> {
  const direction = sort.startsWith('-') ? -1 : 1;
  const beyond = (value: string) => (direction === 1 ? { $gt: value } : { $lt: value });
  const byName = sort.endsWith('name');
  const rest = after && [
    byName
      ? { $or: [{ nameKey: beyond(after.nameKey) }, { nameKey: after.nameKey, _id: beyond(after.id) }] }
      : { _id: beyond(after.id) },
  ];
  return tenant(orgId).find(members, rest ? { $and: [filter, ...rest] } : filter, {
    projection: memberSummary,
    sort: byName ? { nameKey: direction, _id: direction } : { _id: direction },
    limit,
    ...(hint ? { hint } : {}),
  });
}

/** A filter for the members in whose name, userName or email, proven or claimed, `q` occurs. */
export function mentioning(q: string | undefined): Filter<MemberDocument> {
  if (!q) return {};
  const pattern = containing(foldName(q));
  return {
    $or: [{ nameKey: pattern }, { userNameKey: pattern }, { emailKeys: pattern }, { claimedEmailKey: pattern }],
  };
}

function conditionsOf({
  status,
  organizationRole,
  groupId,
  locked,
  signedIn,
  emailVerified,
  q,
}: Omit<MemberFilter, keyof AccessFilter>): Filter<MemberDocument> {
  return {
    ...(status === undefined ? {} : { status }),
    ...(organizationRole === undefined ? {} : { organizationRole }),
    // With the type, as the partial indexes have it.
    ...(locked === undefined ? {} : locked ? { 'lock.at': { $type: 'date' } } : { lock: null }),
    ...(signedIn === undefined ? {} : { accountId: signedIn ? { $type: 'string' } : null }),
    ...(emailVerified === undefined ? {} : { claimedEmailKey: emailVerified ? null : { $type: 'string' } }),
    ...mentioning(q),
    ...(groupId === undefined ? {} : { $and: [inGroup(groupId)] }),
  };
}
