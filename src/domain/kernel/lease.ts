/** Leases: which process does a piece of background work. By the database's clock, so that processes need not agree on theirs. */
import { randomUUID } from 'node:crypto';
import { defineCollection } from '../../storage/collection.ts';
import { isDuplicateKey } from '../../storage/database-errors.ts';
import { date, text } from '../../storage/fields.ts';
import { system } from '../../storage/tenant.ts';

const leases = defineCollection('leases', 'system', { owner: text, until: date });

/** This process, among those that share the database. */
const me = randomUUID();

/**
 * Takes the lease, or renews it when this process holds it.
 * @param name of the work, for example `seal/<orgId>`
 * @param ttlMs how long it lasts without a renewal: a process that died keeps others waiting no longer
 * @returns false when another process holds it
 */
export async function takeLease(name: string, ttlMs: number): Promise<boolean> {
  const take = () =>
    system('background').updateOne(
      leases,
      { _id: name, $or: [{ owner: me }, { $expr: { $lte: ['$until', '$$NOW'] } }] },
      [{ $set: { owner: me, until: { $add: ['$$NOW', ttlMs] } } }],
    );
  if ((await take()) > 0) return true;
  await createRow(name);
  return (await take()) > 0;
}

/** MongoDB has no upsert with `$expr`, so the row is made first, as one that has ended. */
async function createRow(name: string): Promise<void> {
  try {
    await system('background').insertOne(leases, { _id: name, owner: '', until: new Date(0) });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** Gives the lease back, so that another process need not wait for its end. */
export async function releaseLease(name: string): Promise<void> {
  await system('background').deleteMany(leases, { _id: name, owner: me });
}
