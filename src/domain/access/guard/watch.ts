/**
 * The worker of the guard: tells waves of deactivations and deletions, which are never held, and ends held changes of
 * which nothing is held any more. It looks at what is committed, so that neither costs a request anything.
 */
import type { Filter } from '../../../storage/query.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { systemContext } from '../../kernel/context.ts';
import type { Worker } from '../../kernel/workers.ts';
import { type EventDocument, endsOfAccess, events } from '../../model/event.ts';
import {
  getHeldChange,
  type HeldChangeDocument,
  heldChanges,
  heldMemberIds,
  isOnTheWay,
} from '../../model/held-change.ts';
import { inLivingOrganizations, type MassChangeGuard, organizations } from '../../model/organization.ts';
import { operate } from '../../operation/operate.ts';
import { countActive, exceeds } from './guard.ts';
import { draftWindow, loadWindow, windowStart } from './window.ts';

/** Looks every ten seconds. Two processes that did the same would be harmless: what is told or ended is asserted. */
export const guardWorker: Worker = { name: 'guard', intervalMs: 10_000, run: watchGuards };

/** One look at all organizations. @returns false: there is nothing more to do at once @internal */
export async function watchGuards(): Promise<boolean> {
  const failures: unknown[] = [];
  // One organization's trouble does not keep the others waiting.
  const report = (error: unknown) => void failures.push(error);
  const guarded = await system('background').find(organizations, { massChangeGuard: { $type: 'object' } });
  for (const { _id: orgId, massChangeGuard } of guarded)
    if (massChangeGuard) await tellWave(orgId, massChangeGuard).catch(report);
  for (const change of await openChanges()) await endIfEmpty(change).catch(report);
  if (failures.length > 0) throw failures[0];
  return false;
}

/** Tells once a window that the directory deactivated or deleted more active members than the setting lets pass. */
function tellWave(orgId: string, setting: MassChangeGuard): Promise<void> {
  return operate(orgId, systemContext, {
    load: async () => {
      const window = await loadWindow(orgId);
      const since = windowStart(setting, now());
      if (window?.wavedAt && window.wavedAt > since) return null;
      const [deactivated, deleted] = await Promise.all([
        endedSince(orgId, 'user.deactivated', since),
        endedSince(orgId, 'user.deleted', since),
      ]);
      if (deactivated + deleted === 0) return null;
      const activeMembers = deactivated + deleted + (await countActive(orgId));
      return { window, deactivated, deleted, activeMembers };
    },
    decide: (state, draft) => {
      if (state === null || !exceeds(setting, state.deactivated + state.deleted, state.activeMembers)) return;
      const { window, deactivated, deleted, activeMembers } = state;
      draftWindow(draft, orgId, window, { wavedAt: draft.now });
      const { windowMinutes } = setting;
      const after = { deactivated, deleted, activeMembersBefore: activeMembers, windowMinutes };
      draft.event({ type: 'directory.wave', subject: { organizationId: orgId }, after });
    },
  });
}

/** How many active members the directory ended in this way. */
function endedSince(orgId: string, type: 'user.deactivated' | 'user.deleted', since: Date): Promise<number> {
  const byDirectory = { $in: ['scim-token', 'scim-client'] as const };
  const ended: Filter<EventDocument> = { ...endsOfAccess, 'actor.type': byDirectory, 'before.status': 'active' };
  return tenant(orgId).count(events, { $and: [ended, { type, at: { $gt: since } }] });
}

async function openChanges(): Promise<HeldChangeDocument[]> {
  return inLivingOrganizations(await system('background').find(heldChanges, { status: 'pending' }));
}

/** Ends a held change when its members were given again what they lost, or are gone. */
async function endIfEmpty({ orgId, _id: heldChangeId }: HeldChangeDocument): Promise<void> {
  if (!(await loadEmpty(orgId, heldChangeId))) return;
  await operate(orgId, systemContext, {
    load: () => loadEmpty(orgId, heldChangeId),
    decide: (change, draft) => {
      if (!change) return;
      const { groupId, groupName, revision } = change;
      const next = { status: 'obsolete' as const, revision: revision + 1, updatedAt: draft.now };
      draft.update(heldChanges, heldChangeId, next, { revision });
      draft.event({
        type: 'held_change.obsolete',
        subject: { heldChangeId, groupId },
        before: { status: 'pending' },
        after: { status: 'obsolete', displayName: groupName },
      });
    },
  });
}

/** The change when it is pending and nobody holds anything of it; else null. */
async function loadEmpty(orgId: string, heldChangeId: string): Promise<HeldChangeDocument | null> {
  const change = await getHeldChange(orgId, heldChangeId);
  if (change.status !== 'pending' || (await isOnTheWay(orgId, change))) return null;
  return (await heldMemberIds(orgId, heldChangeId, 1)).length > 0 ? null : change;
}
