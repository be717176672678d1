/** The mark that a database carries while a backup is put back into it: half of one must not be served. */
import type mongoose from 'mongoose';

/** A collection of its own with one row; no other version of Usher knows it. */
export const markName = 'restoring';

/** @throws Error with what to do, when a restore was begun in this database and did not end */
export async function refuseHalfRestored(database: mongoose.mongo.Db): Promise<void> {
  if (await isHalfRestored(database))
    throw new Error(
      'a backup is being put back into this database, or was and did not come to its end. Let usher restore end, or run it again',
    );
}

export async function isHalfRestored(database: mongoose.mongo.Db): Promise<boolean> {
  // Where nobody writes to the replica set, a read of the majority waits for seconds in a database that is not there yet.
  return (await database.collection(markName).findOne({}, { readConcern: { level: 'local' } })) !== null;
}
