/**
 * Grants that have expired. From their time on no reader counts them (`accessOf`); this worker writes what follows within
 * seconds, so that the audit tells of it and memberships are rows again.
 */
import type { Filter } from '../../storage/query.ts';
import { system, tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import { systemContext } from '../kernel/context.ts';
import { releaseLease, takeLease } from '../kernel/lease.ts';
import type { Worker } from '../kernel/workers.ts';
import { type GrantDocument, grants } from '../model/grant.ts';
import { operate } from '../operation/operate.ts';
import { decideAccess } from './decide-access.ts';
import { keepLastAdmin } from './keep-last-admin-unattended.ts';
import { loadAccess } from './state.ts';

const leaseMs = 30_000;

/** How many grants one commit removes. */
const chunkSize = 250;

/** Looks every two seconds. Two processes that did the same would be harmless: a row is removed once. */
export const expiryWorker: Worker = { name: 'expiry', intervalMs: 2_000, run: expireGrants };

/** With the type, as the partial index has it: without, the database would look at every grant. */
function expired(): Filter<GrantDocument> {
  return { expiresAt: { $type: 'date', $lte: now() } };
}

/** Removes what has expired, organization by organization. @returns whether more may be due @internal */
export async function expireGrants(): Promise<boolean> {
  const due = await system('background').find(grants, expired(), {
    projection: { orgId: 1 },
    sort: { expiresAt: 1 },
    limit: 1_000,
  });
  let removed = 0;
  const failures: unknown[] = [];
  // One organization's trouble does not keep the others waiting.
  for (const orgId of new Set(due.map((grant) => grant.orgId)))
    removed += await expireInOrganization(orgId).catch((error: unknown) => {
      failures.push(error);
      return 0;
    });
  if (failures.length > 0) throw failures[0];
  return removed > 0;
}

async function expireInOrganization(orgId: string): Promise<number> {
  const lease = `expiry/${orgId}`;
  let removed = 0;
  try {
    while (await takeLease(lease, leaseMs)) {
      const ofChunk = await expireChunk(orgId);
      removed += ofChunk;
      if (ofChunk === 0) break;
    }
  } finally {
    await releaseLease(lease);
  }
  return removed;
}

/** @returns how many grants were removed; 0: none is due */
function expireChunk(orgId: string): Promise<number> {
  return operate(orgId, systemContext, {
    load: async () => {
      const due = await tenant(orgId).find(grants, expired(), {
        projection: { memberId: 1 },
        limit: chunkSize,
      });
      return loadAccess(orgId, [...new Set(due.map(({ memberId }) => memberId))]);
    },
    decide: (state, draft) => {
      let removed = 0;
      const changes = [...state.members.values()].flatMap(({ member, grants: present }) => {
        const lasting = present.filter(({ expiresAt }) => expiresAt === null || expiresAt > draft.now);
        if (lasting.length === present.length) return [];
        for (const grant of present) {
          if (lasting.includes(grant)) continue;
          const { workspaceId, effect, role, reason, expiresAt } = grant;
          draft.event({
            type: 'override.expired',
            subject: { memberId: member._id, ...(workspaceId ? { workspaceId } : {}) },
            before: { effect, role, reason, expiresAt },
            after: { effect: null },
          });
          removed += 1;
        }
        return [{ memberId: member._id, status: member.status, grants: lasting }];
      });
      if (changes.length > 0) decideAccess(draft, state, keepLastAdmin(draft, state, changes));
      return removed;
    },
  });
}
