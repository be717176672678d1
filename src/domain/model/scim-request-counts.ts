/** The provisioning log in numbers. Index entries are counted in the database, no row is read. */
import { tenant } from '../../storage/tenant.ts';
import { type ScimOperation, type ScimRequestDocument, scimRequests } from './scim-request.ts';

/** By outcome: `refused` with 4xx, because of what was sent; `failed` with 5xx, because of us. */
export type ScimRequestCounts = { readonly succeeded: number; readonly refused: number; readonly failed: number };

const none: ScimRequestCounts = { succeeded: 0, refused: 0, failed: 0 };

const stepMs = { hour: 3_600_000, day: 86_400_000 } as const;
export type Step = keyof typeof stepMs;

export type ScimRequestBucket = ScimRequestCounts & { readonly at: Date };

/** The beginnings of the hours or days (UTC) that the range touches, empty ones too. */
export function bucketsOf({ from, to }: { readonly from: Date; readonly to: Date }, step: Step): Date[] {
  const ms = stepMs[step];
  const first = Math.floor(from.getTime() / ms) * ms;
  const size = Math.max(0, Math.ceil((to.getTime() - first) / ms));
  return Array.from({ length: size }, (_, index) => new Date(first + index * ms));
}

/** @param buckets of `bucketsOf`, in order: each is counted whole */
export async function countByBucket(orgId: string, buckets: readonly Date[], step: Step): Promise<ScimRequestBucket[]> {
  const [first] = buckets;
  const last = buckets.at(-1);
  if (!first || !last) return [];
  const rows = await tenant(orgId).aggregate<ScimRequestCounts & { _id: Date }>(scimRequests, [
    { $match: { at: { $gte: first, $lt: new Date(last.getTime() + stepMs[step]) } } },
    { $group: { _id: { $dateTrunc: { date: '$at', unit: step } }, ...outcomes } },
  ]);
  const counted = new Map(rows.map(({ _id, ...counts }) => [_id.getTime(), counts]));
  return buckets.map((at) => ({ at, ...(counted.get(at.getTime()) ?? none) }));
}

export async function countSince(orgId: string, from: Date): Promise<ScimRequestCounts> {
  const [row] = await tenant(orgId).aggregate<ScimRequestCounts>(scimRequests, [
    { $match: { at: { $gte: from } } },
    { $group: { _id: null, ...outcomes } },
    { $project: { _id: 0 } },
  ]);
  return row ?? none;
}

const outcomes = {
  succeeded: countWhere({ $lt: ['$status', 400] }),
  refused: countWhere({ $and: [{ $gte: ['$status', 400] }, { $lt: ['$status', 500] }] }),
  failed: countWhere({ $gte: ['$status', 500] }),
};

function countWhere(condition: object) {
  return { $sum: { $cond: [condition, 1, 0] } };
}

const pushes: readonly ScimOperation[] = ['create', 'replace', 'patch', 'delete', 'bulk'];

/** The last request that wanted to change something, whatever became of it; null when none is in the log. */
export function findLastPush(orgId: string): Promise<Pick<ScimRequestDocument, 'at' | 'status'> | null> {
  return tenant(orgId).findOne(
    scimRequests,
    { operation: { $in: pushes } },
    { sort: { at: -1 }, projection: { _id: 0, at: 1, status: 1 } },
  );
}
