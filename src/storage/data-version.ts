/**
 * Versions of the data: what this release writes, and which releases may run on it. The numbers are in the deployment's one row, and
 * are looked at before anything else is touched.
 */
import type mongoose from 'mongoose';

/** The version of the data that this release writes: the number of its last migration. */
export const schemaVersion = 6;

/**
 * The oldest version whose releases may run on data of this one: beside this release while an upgrade is under way, or again in
 * its place. Each release says so for those before it, which cannot know.
 */
export const runsFrom = 4;

/** @throws Error with what to do, when this release is older than what the data may be used with */
export async function refuseNewerData(database: mongoose.mongo.Db): Promise<void> {
  const newer = await newerDataIn(database);
  if (newer !== null) throw new Error(newer);
}

/** Why this release may not use the data, and what to do; null: it may. */
export async function newerDataIn(database: mongoose.mongo.Db): Promise<string | null> {
  // As in `half-restored.ts`: no read of the majority.
  const found = await database
    .collection('deployment')
    .findOne<{ schemaVersion: number; runsFrom?: number }>({}, { readConcern: { level: 'local' } });
  if (!found || (found.runsFrom ?? found.schemaVersion) <= schemaVersion) return null;
  return `its data is of a newer Usher (data version ${found.schemaVersion}; this one reads up to ${schemaVersion}): start that version or a newer one. To go back to this one, put back the backup from before the upgrade (docs/upgrade.md)`;
}
