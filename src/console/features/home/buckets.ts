/** What SCIM requests are counted by. Pure. */
import type { chartTimes } from '../../lib/searches.ts';
import { hourOf, shortDayOf } from '../../lib/time.ts';
import type { Schemas } from '../../lib/types.ts';

export type Bucket = Schemas['ProvisioningSeries']['buckets'][number];
export type Time = (typeof chartTimes)[number];

export const outcomes = ['succeeded', 'refused', 'failed'] as const;

/** When a bucket begins: hours where the reader is, days as they are counted. */
export function nameOf({ at }: Bucket, time: Time): string {
  return time === 'day' ? hourOf(at) : shortDayOf(at);
}

export function totalOf(buckets: readonly Bucket[]) {
  const sum = (outcome: (typeof outcomes)[number]) => buckets.reduce((total, bucket) => total + bucket[outcome], 0);
  return { succeeded: sum('succeeded'), refused: sum('refused'), failed: sum('failed') };
}
