/** Retention: events older than an organization keeps them are cut off, and what is left still verifies. */
import { newId } from '../../storage/collection.ts';
import { CommitStale } from '../../storage/database-errors.ts';
import { system } from '../../storage/tenant.ts';
import { runTransaction } from '../../storage/transaction.ts';
import { now } from '../kernel/clock.ts';
import type { Worker } from '../kernel/workers.ts';
import { chainKey, sealOfEnds } from '../model/chain.ts';
import { events, sealedEvents } from '../model/event.ts';
import { auditHeads, findHead } from '../model/head.ts';
import { organizations } from '../model/organization.ts';

const dayMs = 86_400_000;
const chunk = 5_000;

export const retentionWorker: Worker = { name: 'retain', intervalMs: 3_600_000, run: cutOldEvents };

/** Cuts one chunk off each organization that limits how long events are kept. @returns whether there may be more @internal */
export async function cutOldEvents(): Promise<boolean> {
  const limited = await system('background').find(organizations, { auditRetentionDays: { $gt: 0 } });
  let more = false;
  for (const { _id: orgId, auditRetentionDays } of limited) {
    const before = new Date(now().getTime() - (auditRetentionDays ?? 0) * dayMs);
    more = (await cutOrganization(orgId, before)) || more;
  }
  return more;
}

/**
 * The head says first what is gone, then it goes: a crash in between leaves rows that the next round removes. Only a
 * beginning is ever cut: an older event behind a newer one stays as long as that.
 */
async function cutOrganization(orgId: string, before: Date): Promise<boolean> {
  const head = await findHead(orgId);
  if (!head) return false;
  const background = system('background');
  if (head.cutSeq > 0) await background.deleteMany(events, { orgId, seq: { $gt: 0, $lte: head.cutSeq } });
  const rows = await background.find(
    sealedEvents,
    { orgId, seq: { $gt: head.cutSeq } },
    {
      sort: { seq: 1 },
      limit: chunk,
      projection: { seq: 1, at: 1, link: 1 },
    },
  );
  const young = rows.findIndex(({ at }) => at >= before);
  const last = young === -1 ? rows.at(-1) : rows[young - 1];
  if (!last) return false;
  const cut = { seq: head.seq, link: head.link, cutSeq: last.seq, cutLink: last.link };
  const $set = { ...cut, seal: sealOfEnds(await chainKey(), orgId, cut) };
  const expect = { seal: head.seal };
  try {
    await runTransaction([
      {
        operationId: newId(),
        orgId,
        writes: [{ kind: 'update', collection: auditHeads, id: orgId, expect, update: { $set } }],
      },
    ]);
  } catch (error) {
    // The sealer was faster: once more.
    if (error instanceof CommitStale) return true;
    throw error;
  }
  await background.deleteMany(events, { orgId, seq: { $gt: 0, $lte: last.seq } });
  return young === -1 && rows.length === chunk;
}
