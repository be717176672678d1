/** Lists of users as a directory sees them: pending members are never among them (E2). */
import { isDeepStrictEqual } from 'node:util';
import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { together } from '../../storage/together.ts';
import { type MemberDocument, members } from '../model/member.ts';
import { totalOf } from '../operation/counter.ts';

/** The projection that reads what is shown of a member as a SCIM User: half of a member is there to be found by. */
export const shownOfMember = {
  resource: 1,
  status: 1,
  activeUnassigned: 1,
  groupIds: 1,
  version: 1,
  derivedVersion: 1,
  createdAt: 1,
  updatedAt: 1,
  // The access view, where somebody asks for it.
  organizationRole: 1,
  accessValidUntil: 1,
  accessEpoch: 1,
  roleValues: 1,
} as const;

export type ListedMember = Pick<MemberDocument, '_id' | keyof typeof shownOfMember>;

/** Which part of a list. `filter` is a query on the stored documents that a door compiled; null: everything. */
export type PageRequest<T> = {
  readonly filter: Filter<T> | null;
  /** `set`: computed fields named `sort_...`, put in front of the sort. */
  readonly order: {
    readonly set: Readonly<Record<string, unknown>> | null;
    readonly sort: Readonly<Record<string, 1 | -1>>;
  };
  /** Rows to leave out before the first. */
  readonly skip: number;
  /** Only rows beyond the one with this sort key; null: from the beginning. Stays fast at any depth. */
  readonly after: SortKey | null;
  /** 0: the total only. */
  readonly limit: number;
};

export type SortValue = string | number | boolean | Date | null;
/** The values of a row in the fields of `order.sort`, in their order. */
export type SortKey = readonly SortValue[];

export type Page<T> = {
  readonly rows: readonly T[];
  readonly total: number;
  /** The sort key of the row before the first, where the page was found by it. */
  readonly before: SortKey | null;
  /** The sort key of the last row, when there are more behind it. */
  readonly more: SortKey | null;
};

const visible: Filter<MemberDocument> = { status: { $ne: 'pending' } };

/** One page of the organization's users and how many there are in all. */
export async function listUsers(orgId: string, asked: PageRequest<MemberDocument>): Promise<Page<ListedMember>> {
  const name = userNameIn(asked);
  if (name !== null) return pageOf(orgId, name);
  const page = await placed(orgId, asked);
  const filter: Filter<MemberDocument> = page.filter === null ? visible : { $and: [visible, page.filter] };
  // With what tells where the page ends.
  const projection = {
    ...shownOfMember,
    ...Object.fromEntries(Object.keys(page.order.sort).map((field) => [field, 1])),
  };
  const read = await readPage<ListedMember>(asked, {
    rows: (limit) =>
      page.order.set === null
        ? tenant(orgId).find(members, withBeyond(filter, page), {
            sort: page.order.sort,
            skip: page.skip,
            limit,
            projection,
          })
        : tenant(orgId).aggregate(members, [...sortedStages(filter, page, limit), { $project: projection }]),
    count: () => (page.filter === null ? totalOf(orgId, 'users') : tenant(orgId).count(members, filter)),
  });
  return { ...read, before: keyBefore(page) };
}

/** Fewer rows are passed over as quickly as their place is found. */
const farAhead = 200;

/**
 * The same page, begun at the person before it, who is found in an index alone: passing over people costs the database a look
 * at each. For the list of everybody; past its end, and for others, as it was.
 */
async function placed(orgId: string, page: PageRequest<MemberDocument>): Promise<PageRequest<MemberDocument>> {
  const isOfAll =
    page.filter === null && page.order.set === null && isDeepStrictEqual(Object.keys(page.order.sort), ['_id']);
  if (!isOfAll || page.skip < farAhead || page.limit === 0) return page;
  const [before] = await tenant(orgId).find(members, withBeyond(visible, page), {
    sort: page.order.sort,
    skip: page.skip - 1,
    limit: 1,
    projection: { _id: 1 },
  });
  return before ? { ...page, skip: 0, after: [before._id] } : page;
}

/** The name that a look-up asks for: nothing but the one user who has it. */
function userNameIn({ filter, skip, after, limit, order }: PageRequest<MemberDocument>): string | null {
  if (filter === null || skip > 0 || after !== null || limit === 0 || order.set !== null) return null;
  const asked: { readonly $eq?: unknown } = Object(filter.userNameKey);
  return Object.keys(filter).length === 1 && typeof asked.$eq === 'string' ? asked.$eq : null;
}

async function pageOf(orgId: string, userNameKey: string): Promise<Page<ListedMember>> {
  const found = await findNamed(orgId, userNameKey);
  const rows = found && found.status !== 'pending' ? [found] : [];
  return { rows, total: rows.length, before: null, more: null };
}

const findNamed = together(async (orgId, names: readonly string[]) => {
  const projection = { ...shownOfMember, userNameKey: 1 } as const;
  const rows = await tenant(orgId).find(members, { userNameKey: { $in: [...names] } }, { projection });
  const found = new Map(rows.map((row) => [row.userNameKey, row]));
  return names.map((name) => found.get(name) ?? null);
});

/**
 * Reads a page and one row more: when that row is missing, the end of the list is in sight and nothing is counted.
 * So a look-up by a unique attribute, the most frequent request of identity providers, is one query.
 */
export async function readPage<T>(
  { filter, skip, limit, after, order }: Omit<PageRequest<unknown>, 'filter'> & { readonly filter: unknown },
  read: { rows: (limit: number) => Promise<T[]>; count: () => Promise<number> },
): Promise<Omit<Page<T>, 'before'>> {
  if (limit === 0) return { rows: [], total: await read.count(), more: null };
  // The total of everything is a look at a few counters: it goes out with the rows, wanted or not.
  const [found, counted] = await Promise.all([read.rows(limit + 1), filter === null ? read.count() : null]);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? (rows.at(-1) as Record<string, SortValue | undefined>) : undefined;
  const more = last === undefined ? null : Object.keys(order.sort).map((field) => last[field] ?? null);
  const endInSight = after === null && more === null && (rows.length > 0 || skip === 0);
  return { rows, total: endInSight ? skip + rows.length : (counted ?? (await read.count())), more };
}

/** Where rows are passed over, nobody has seen the one before the first. */
export function keyBefore({ skip, after }: Pick<PageRequest<unknown>, 'skip' | 'after'>): SortKey | null {
  return skip === 0 ? after : null;
}

/** The filter for what lies beyond `after` in the order: equal in the first fields, beyond in the next one. */
function beyond<T>({ after, order }: PageRequest<T>): Filter<T> | null {
  if (after === null) return null;
  const fields = Object.entries(order.sort);
  const either = fields.map(([field, direction], at) => ({
    ...Object.fromEntries(fields.slice(0, at).map(([earlier], n) => [earlier, after[n] ?? null])),
    [field]: direction === 1 ? { $gt: after[at] ?? null } : { $lt: after[at] ?? null },
  }));
  // The order was compiled from what a client asked for.
  return { $or: either } as unknown as Filter<T>;
}

/** `filter` and `beyond`, for an order of stored fields. */
export function withBeyond<T>(filter: Filter<T>, page: PageRequest<T>): Filter<T> {
  const rest = beyond(page);
  return rest === null ? filter : ({ $and: [filter, rest] } as unknown as Filter<T>);
}

/** The stages of a page whose order is computed. Its rows keep the computed fields, which are their sort key. */
export function sortedStages<T>(filter: Filter<T>, page: PageRequest<T>, limit: number): Record<string, unknown>[] {
  const rest = beyond(page);
  return [
    { $match: filter },
    { $set: page.order.set ?? {} },
    ...(rest === null ? [] : [{ $match: rest }]),
    { $sort: page.order.sort },
    { $skip: page.skip },
    { $limit: limit },
  ];
}
