/**
 * The sealer gives committed events their number, dense for each organization, and chains them. A batch is one
 * transaction that moves the head from where it was found: a crash in its middle leaves nothing of it, and of two
 * processes that seal the same organization one finds the head moved and begins again. The lease only saves them that.
 * A transaction that commits later is seen later, and so gets later numbers.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Write } from '../../storage/change-set.ts';
import { newId } from '../../storage/collection.ts';
import { CommitDuplicate, CommitStale } from '../../storage/database-errors.ts';
import type { Filter } from '../../storage/query.ts';
import { system } from '../../storage/tenant.ts';
import { runTransaction } from '../../storage/transaction.ts';
import { now } from '../kernel/clock.ts';
import { takeLease } from '../kernel/lease.ts';
import { type Worker, wakeWorkers } from '../kernel/workers.ts';
import { type ChainEnds, chainKey, digestOf, linkOf, sealOfEnds } from '../model/chain.ts';
import { type EventDocument, events } from '../model/event.ts';
import { auditHeads, findHead, type HeadDocument, noEnds } from '../model/head.ts';
import { sealer } from '../operation/seal-soon.ts';

const batch = 1_000;

/** What may be sealed now. The partial index of what waits serves it. */
const ready = (): Filter<EventDocument> => ({
  seq: null,
  $or: [{ countsUntil: null }, { countsUntil: { $lt: now() } }],
});

/**
 * @param tell gets each chain's head now and then: kept where the database's owner cannot write, it shows later whether
 *   somebody has written the whole chain anew
 * @param follow names of workers that go on with what was sealed
 */
export function sealWorker(tell: (head: HeadDocument) => void, follow: readonly string[]): Worker {
  const told = new Map<string, number>();
  return {
    name: sealer,
    intervalMs: 500,
    run: async () => {
      const sealed = await sealWaiting();
      for (const head of sealed) {
        if (now().getTime() - (told.get(head._id) ?? 0) < 3_600_000) continue;
        told.set(head._id, now().getTime());
        tell(head);
      }
      if (sealed.length > 0) wakeWorkers(...follow);
      return false;
    },
  };
}

/**
 * Seals what waits in every organization whose lease this process gets.
 * @param leaseMs how long others leave an organization to a process that died
 * @returns the heads that it moved
 * @internal
 */
export async function sealWaiting(leaseMs = 5_000): Promise<HeadDocument[]> {
  const waiting = await system('background').aggregate<{ _id: string }>(events, [
    { $match: ready() },
    { $group: { _id: '$orgId' } },
  ]);
  const moved: HeadDocument[] = [];
  const faults: unknown[] = [];
  for (const { _id: orgId } of waiting) {
    try {
      if (!(await takeLease(`seal/${orgId}`, leaseMs))) continue;
      const head = await sealOrganization(orgId);
      if (head) moved.push(head);
    } catch (error) {
      // The log of one organization may be broken; that is no reason not to seal the others.
      faults.push(error);
    }
  }
  if (faults.length > 0 && moved.length === 0) throw faults[0];
  return moved;
}

/** For the metrics: how far the sealer is behind, everywhere. */
export function countUnsealed(): Promise<number> {
  return system('background').count(events, { seq: null });
}

/** For the metrics: for how many seconds the oldest event has waited for its number; 0 where none waits. */
export async function sealingLag(): Promise<number> {
  const sort = { recorded: 1, _id: 1 } as const;
  const oldest = await system('background').findOne(events, { ...ready() }, { sort, projection: { at: 1 } });
  return oldest === null ? 0 : Math.max(0, (now().getTime() - oldest.at.getTime()) / 1_000);
}

/** So often the numbers may be taken by somebody whose new head is not visible yet. */
const patience = 20;

/** Seals all that waits in one organization; safe beside others who do the same. @returns the head, if it moved */
async function sealOrganization(orgId: string): Promise<HeadDocument | null> {
  const key = await chainKey();
  let moved: HeadDocument | null = null;
  for (let lost = 0; lost < patience; ) {
    const head = await findHead(orgId);
    const waiting = await system('background').find(
      events,
      { orgId, ...ready() },
      { sort: { recorded: 1, _id: 1 }, limit: batch },
    );
    if (waiting.length === 0) return moved;
    const next = await sealBatch(key, orgId, head, waiting);
    // Another process is at it, or was killed in the middle, and the database keeps its transaction for a while.
    if (next === 'lost') return moved;
    if (next === 'taken') {
      lost += 1;
      await pause(5 * lost);
      continue;
    }
    moved = next;
    lost = 0;
    if (waiting.length < batch) return moved;
  }
  throw new Error(
    `The events of organization "${orgId}" cannot be sealed: their numbers are taken. Run "usher audit verify".`,
  );
}

/** @returns the new head; `lost`: a race; `taken`: there are events or a head in its place */
async function sealBatch(
  key: Buffer,
  orgId: string,
  head: HeadDocument | null,
  waiting: readonly EventDocument[],
): Promise<HeadDocument | 'lost' | 'taken'> {
  let { seq, link } = head ?? noEnds;
  const writes: Write[] = [];
  for (const event of waiting) {
    const digest = digestOf(key, event);
    seq += 1;
    link = linkOf(key, orgId, seq, link, digest);
    // One that has counted meanwhile is another event than the one that was read.
    const expect = event.countsUntil ? { seq: null, after: event.after } : { seq: null };
    writes.push({
      kind: 'update',
      collection: events,
      id: event._id,
      expect,
      update: { $set: { seq, digest, link }, $unset: { recorded: 1, countsUntil: 1 } },
    });
  }
  const { cutSeq, cutLink } = head ?? noEnds;
  const ends: ChainEnds = { seq, link, cutSeq, cutLink };
  const next = { ...ends, seal: sealOfEnds(key, orgId, ends), at: now() };
  writes.push(
    head
      ? { kind: 'update', collection: auditHeads, id: orgId, expect: { seal: head.seal }, update: { $set: next } }
      : { kind: 'insert', collection: auditHeads, document: { _id: orgId, ...next } },
  );
  try {
    await runTransaction([{ operationId: newId(), orgId, writes }]);
    return { _id: orgId, ...next };
  } catch (error) {
    if (error instanceof CommitStale) return 'lost';
    if (error instanceof CommitDuplicate) return 'taken';
    throw error;
  }
}
