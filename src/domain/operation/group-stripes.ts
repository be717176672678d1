/** The stripes of a group: its version, its number of members, and what a member change and a rename notice of each other. */
import { tenant } from '../../storage/tenant.ts';
import { type GroupDocument, type GroupStripeDocument, groupStripes } from '../model/group.ts';
import type { Draft } from './operate.ts';

/**
 * Drafts that what these groups give has changed. Who adds a member to one of them from now on notices, and so does
 * this draft if somebody did since the stripes were read: their members were read after that.
 */
export function reviseAccess(draft: Draft, stripes: readonly GroupStripeDocument[]): void {
  for (const { _id, accessRevision, version } of stripes)
    draft.increment(groupStripes, _id, { accessRevision: 1 }, { expect: { accessRevision, version } });
}

/** The group's stripes, by number. Read them before the rows they cover. */
export function loadStripes(orgId: string, groupId: string): Promise<GroupStripeDocument[]> {
  return tenant(orgId).find(groupStripes, { groupId }, { sort: { stripe: 1 } });
}

/**
 * Drafts a new version of the group.
 * @param reach `own`: a member change, which only notices renames. `all`: a change of attributes, which every other
 *   writer must notice. `version`: the same, and no other change may have happened meanwhile: a change of what the
 *   group gives, which concerns all its members, or one under If-Match.
 */
export function touchGroup(
  draft: Draft,
  stripes: readonly GroupStripeDocument[],
  memberDelta: number,
  reach: 'own' | 'all' | 'version',
): void {
  for (const { _id, stripe, accessRevision, version } of stripes) {
    const isOwn = stripe === draft.stripe;
    if (!isOwn && reach === 'own') continue;
    draft.increment(
      groupStripes,
      _id,
      { version: isOwn ? 1 : 0, members: isOwn ? memberDelta : 0, accessRevision: reach === 'own' ? 0 : 1 },
      { expect: reach === 'version' ? { accessRevision, version } : { accessRevision }, set: { touchedAt: draft.now } },
    );
  }
}

/** The sum over the stripes: the `v` of the group's ETag, the number of its members, the time of its last change. */
export function totalsOf(stripes: readonly Pick<GroupStripeDocument, 'version' | 'members' | 'touchedAt'>[]) {
  return stripes.reduce(
    (sum, { version, members, touchedAt }) => ({
      version: sum.version + version,
      members: sum.members + members,
      touchedAt: new Date(Math.max(touchedAt.getTime(), sum.touchedAt.getTime())),
    }),
    { version: 0, members: 0, touchedAt: new Date(0) },
  );
}

/** A group with the sums of its stripes, which are never newer than the rest. */
export type ListedGroup = { readonly group: GroupDocument; readonly totals: ReturnType<typeof totalsOf> };
