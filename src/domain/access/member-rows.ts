/** Members with the rows that hang on them, as access decisions read them: the member first, as its revision covers the others. */
import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { together } from '../../storage/together.ts';
import { type GrantDocument, grants } from '../model/grant.ts';
import { type MemberDocument, type MemberSummary, memberSummary, members } from '../model/member.ts';
import { type MembershipDocument, memberships } from '../model/membership.ts';

export type Rows<M extends MemberSummary = MemberSummary> = {
  readonly member: M;
  readonly stored: readonly GrantDocument[];
  readonly memberships: readonly MembershipDocument[];
};

/** By member id. */
export type MemberRows = ReadonlyMap<string, Rows>;

/** So many are read with their grants and memberships by one command, which looks those up one by one: of more it takes longer than three. */
const few = 4;

/** Members with their grants and memberships, in one command where they are few. Unknown ids are left out. */
export async function findMemberRows(orgId: string, ids: readonly string[]): Promise<Rows[]> {
  return ids.length === 0 ? [] : findSummaries(orgId, ids);
}

const findSummaries = together(async (orgId, asked: readonly (readonly string[])[]) => {
  const rows = byMember(await findRows<MemberSummary>(orgId, [...new Set(asked.flat())], memberSummary));
  return asked.map((ids) => ids.flatMap((id) => rows.get(id) ?? []));
});

/** One with its content; null: there is none. */
export const findWithContent = together(async (orgId, ids: readonly string[]) => {
  const rows = byMember(await findRows<MemberDocument>(orgId, [...new Set(ids)], {}));
  return ids.map((id) => rows.get(id) ?? null);
});

function byMember<R extends Rows>(rows: readonly R[]): ReadonlyMap<string, R> {
  return new Map(rows.map((row) => [row.member._id, row]));
}

function findRows<M extends MemberSummary>(
  orgId: string,
  ids: readonly string[],
  projection: Record<string, 0>,
): Promise<Rows<M>[]> {
  return ids.length > few
    ? findMany<M>(orgId, { _id: { $in: ids } }, projection)
    : findFew<M>(orgId, ids, Object.keys(projection).length === 0 ? [] : [{ $project: projection }]);
}

async function findFew<M extends MemberSummary>(
  orgId: string,
  ids: readonly string[],
  stages: Record<string, unknown>[],
): Promise<Rows<M>[]> {
  const ofMember = { localField: '_id', foreignField: 'memberId' };
  const found = await tenant(orgId).aggregate<M & Pick<Rows, 'stored' | 'memberships'>>(members, [
    { $match: { _id: { $in: ids } } },
    ...stages,
    { $lookup: { from: grants.name, ...ofMember, as: 'stored' } },
    { $lookup: { from: memberships.name, ...ofMember, as: 'memberships' } },
  ]);
  return found.map(({ stored, memberships: held, ...member }) => ({
    member: member as unknown as M,
    stored,
    memberships: held,
  }));
}

export async function findMany<M extends MemberSummary>(
  orgId: string,
  wanted: Filter<MemberDocument>,
  projection: Record<string, 0>,
): Promise<Rows<M>[]> {
  const scope = tenant(orgId);
  const found = (await scope.find(members, wanted, {
    projection: projection as typeof memberSummary,
  })) as unknown as M[];
  if (found.length === 0) return [];
  const ofFound = { memberId: { $in: found.map(({ _id }) => _id) } };
  const [grantRows, membershipRows] = await Promise.all([
    scope.find(grants, ofFound),
    scope.find(memberships, ofFound),
  ]);
  const [storedOf, membershipsOf] = [groupByMember(grantRows), groupByMember(membershipRows)];
  return found.map((member) => ({
    member,
    stored: storedOf.get(member._id) ?? [],
    memberships: membershipsOf.get(member._id) ?? [],
  }));
}

export type StoredGrants = Pick<Rows, 'member' | 'stored'>;

export type Who = { readonly accountId: string } | { readonly _id: string };

/** One with its grants alone. */
export const findStored = together(async (orgId, asked: readonly Who[]) => {
  const ids = [...new Set(asked.flatMap((who) => ('_id' in who ? who._id : [])))];
  const accountIds = [...new Set(asked.flatMap((who) => ('accountId' in who ? who.accountId : [])))];
  const found = await Promise.all([
    ids.length === 0 ? [] : findWithGrants(orgId, { _id: { $in: ids } }, ids.length),
    accountIds.length === 0 ? [] : findWithGrants(orgId, { accountId: { $in: accountIds } }, accountIds.length),
  ]);
  const byId = new Map(found.flat().map((row) => [row.member._id, row]));
  const byAccount = new Map(found.flat().map((row) => [row.member.accountId, row]));
  return asked.map((who) => ('_id' in who ? byId.get(who._id) : byAccount.get(who.accountId)) ?? null);
});

async function findWithGrants(orgId: string, who: Filter<MemberDocument>, most: number): Promise<StoredGrants[]> {
  const scope = tenant(orgId);
  if (most > few) {
    const found = await scope.find(members, who, { projection: memberSummary });
    const rows = await scope.find(grants, { memberId: { $in: found.map(({ _id }) => _id) } });
    const storedOf = groupByMember(rows);
    return found.map((member) => ({ member, stored: storedOf.get(member._id) ?? [] }));
  }
  const found = await scope.aggregate<MemberSummary & { readonly stored: GrantDocument[] }>(members, [
    { $match: who },
    { $project: memberSummary },
    { $lookup: { from: grants.name, localField: '_id', foreignField: 'memberId', as: 'stored' } },
  ]);
  return found.map(({ stored, ...member }) => ({ member, stored }));
}

/** Rows by the member they are about. */
export function groupByMember<T extends { memberId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.memberId);
    if (group) group.push(row);
    else groups.set(row.memberId, [row]);
  }
  return groups;
}
