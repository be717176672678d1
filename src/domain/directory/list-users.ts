/** Lists of users as a directory sees them: pending members are never among them (design 1.5 point 1). */
import { tenant } from '../../storage/tenant.ts';
import { totalOf } from './counter.ts';
import { type MemberDocument, members } from './member.ts';

/** What a list shows of a member: all but the folded copy that serves filters. */
export type ListedMember = Omit<MemberDocument, 'search'>;

/** Which part of a list. `filter` is a query on the stored documents that a door compiled; null: everything. */
export type PageRequest = {
  readonly filter: Readonly<Record<string, unknown>> | null;
  /** `set`: computed fields named `sort_...`, put in front of the sort. */
  readonly order: {
    readonly set: Readonly<Record<string, unknown>> | null;
    readonly sort: Readonly<Record<string, 1 | -1>>;
  };
  /** Rows to leave out before the first. */
  readonly skip: number;
  /** 0: the total only. */
  readonly limit: number;
};

export type Page<T> = { readonly rows: readonly T[]; readonly total: number };

const visible = { status: { $ne: 'pending' } };

/** One page of the organization's users and how many there are in all. */
export function listUsers(orgId: string, page: PageRequest): Promise<Page<ListedMember>> {
  const filter = page.filter === null ? visible : { $and: [visible, page.filter] };
  return readPage(page, {
    rows: (limit) =>
      page.order.set === null
        ? tenant(orgId).find(members, filter, {
            sort: page.order.sort,
            skip: page.skip,
            limit,
            projection: { search: 0 },
          })
        : tenant(orgId).aggregate(members, [...sortedStages(filter, page, limit), { $unset: 'search' }]),
    count: () => (page.filter === null ? totalOf(orgId, 'users') : tenant(orgId).count(members, filter)),
  });
}

/**
 * Reads a page and one row more: when that row is missing, the end of the list is in sight and nothing is counted.
 * So a look-up by a unique attribute, the most frequent request of identity providers, is one query.
 */
export async function readPage<T>(
  { skip, limit }: PageRequest,
  read: { rows: (limit: number) => Promise<T[]>; count: () => Promise<number> },
): Promise<Page<T>> {
  if (limit === 0) return { rows: [], total: await read.count() };
  const rows = await read.rows(limit + 1);
  const endInSight = rows.length <= limit && (rows.length > 0 || skip === 0);
  return { rows: rows.slice(0, limit), total: endInSight ? skip + rows.length : await read.count() };
}

/** The stages of a page whose order is computed. */
export function sortedStages(filter: object, { order, skip }: PageRequest, limit: number): Record<string, unknown>[] {
  const set = order.set ?? {};
  return [
    { $match: filter },
    { $set: set },
    { $sort: order.sort },
    { $skip: skip },
    { $limit: limit },
    { $unset: Object.keys(set) },
  ];
}
