/**
 * The window of an organization: how many members group changes took access from lately, so that many small changes add
 * up, and when the last wave was told. One document, written only by changes that take access while the guard is on.
 */
import { anyShape, defineCollection, type TenantDocument } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { MassChangeGuard } from '../../model/organization.ts';
import type { Draft } from '../../operation/operate.ts';

export type GuardWindowDocument = TenantDocument & {
  /** Members who lost access, held or not, by the time of the first loss in each slot; oldest first. */
  losses: readonly { readonly at: Date; readonly members: number }[];
  /** When a wave of deactivations was told for the last time. */
  wavedAt: Date | null;
  /** Bumped by every change: sums are exact however many changes come at once. */
  revision: number;
};

const guardWindows = defineCollection<GuardWindowDocument>('guardWindows', 'tenant', {
  losses: anyShape,
  wavedAt: Date,
  revision: Number,
});

/** A window is kept in so many slots, and what is in a slot leaves it together, at the latest moment. */
const slots = 60;

const minuteMs = 60_000;

/** null: nothing has been written yet. */
export function loadWindow(orgId: string): Promise<GuardWindowDocument | null> {
  return tenant(orgId).findOne(guardWindows, { _id: orgId });
}

/** When the window that ends now begins. */
export function windowStart({ windowMinutes }: MassChangeGuard, now: Date): Date {
  return new Date(now.getTime() - windowMinutes * minuteMs);
}

/** What is in the window now. */
export function lossesIn(window: GuardWindowDocument | null, guard: MassChangeGuard, now: Date): number {
  return current(window, guard, now).reduce((sum, { members }) => sum + members, 0);
}

function current(window: GuardWindowDocument | null, guard: MassChangeGuard, now: Date) {
  const oldest = windowStart(guard, now).getTime() - slotMs(guard);
  return window?.losses.filter(({ at }) => at.getTime() > oldest) ?? [];
}

function slotMs({ windowMinutes }: MassChangeGuard): number {
  return (windowMinutes * minuteMs) / slots;
}

/** Drafts that so many more members lost access. */
export function draftLosses(
  draft: Draft,
  orgId: string,
  window: GuardWindowDocument | null,
  guard: MassChangeGuard,
  members: number,
): void {
  const kept = current(window, guard, draft.now);
  const last = kept.at(-1);
  const joins = last !== undefined && draft.now.getTime() - last.at.getTime() < slotMs(guard);
  const losses = joins
    ? [...kept.slice(0, -1), { at: last.at, members: last.members + members }]
    : [...kept, { at: draft.now, members }];
  draftWindow(draft, orgId, window, { losses });
}

/** Drafts a change of the window, which must be as it was loaded. */
export function draftWindow(
  draft: Draft,
  orgId: string,
  window: GuardWindowDocument | null,
  change: Partial<Pick<GuardWindowDocument, 'losses' | 'wavedAt'>>,
): void {
  if (window === null)
    draft.insert(guardWindows, { _id: orgId, orgId, losses: [], wavedAt: null, revision: 0, ...change });
  else {
    const { revision } = window;
    draft.update(guardWindows, orgId, { ...change, revision: revision + 1 }, { revision });
  }
}
