/** What the database did, in its own numbers: the queries as the product sent them, with the plans that they got. */
import mongoose from 'mongoose';

export type Profiled = {
  op: string;
  ns: string;
  command: Record<string, unknown>;
  planSummary?: string;
  /** Several plans were tried before one was taken. */
  fromMultiPlanner?: boolean;
  docsExamined?: number;
  keysExamined?: number;
  nreturned?: number;
  ninserted?: number;
  nModified?: number;
  ndeleted?: number;
};

/**
 * What the database did on behalf of `run`, by the database's profiler, which keeps 1 MB: of very many entries ask for
 * those `only` that are needed.
 */
export async function profiled(run: () => Promise<unknown>, only?: object): Promise<Profiled[]> {
  const { db } = mongoose.connection;
  if (!db) throw new Error('not connected');
  await db.command(only ? { profile: 1, filter: only } : { profile: 2 });
  await run();
  await db.command({ profile: 0, ...(only ? { filter: 'unset' } : {}) });
  const entries = await db
    .collection<Profiled>('system.profile')
    .find({ ns: { $not: /system\.profile|\$cmd/ } })
    .toArray();
  await db.collection('system.profile').drop();
  return entries;
}

export const collectionOf = ({ ns }: Profiled) => ns.slice(ns.indexOf('.') + 1);
