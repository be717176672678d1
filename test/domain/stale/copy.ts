/** An organization copied under new ids, with all that belongs to it: a few inserts, where making it anew takes some thirty commits. */
import mongoose from 'mongoose';
import { newId } from '../../../src/storage/collection.ts';
import { mongoClient } from '../../../src/storage/connection.ts';

const { EJSON } = mongoose.mongo.BSON;
const ids = /(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])/g;
const exact = { relaxed: false };

type Content<T> = { readonly rows: readonly (readonly [string, mongoose.mongo.Document[]])[]; readonly known: T };

/** All rows of the organization and of these accounts, with what a test knows of them. */
export async function patternOf(orgId: string, accountIds: readonly string[], known: object): Promise<string> {
  const db = mongoClient().db();
  const ofAccounts = { $in: [...accountIds] as unknown[] };
  const own = { $or: [{ orgId }, { _id: orgId as unknown }, { _id: ofAccounts }, { accountId: ofAccounts }] };
  const collections = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  const rows = await Promise.all(
    collections.map(
      async ({ name }) =>
        [
          name,
          await db
            .collection(name)
            .find(own as object, { promoteValues: false })
            .toArray(),
        ] as const,
    ),
  );
  return EJSON.stringify({ rows: rows.filter(([, found]) => found.length > 0), known }, exact);
}

/** Writes the rows under new ids, in the order of the old ones, and tells what is known of them. */
export async function copyOf<T>(pattern: string): Promise<T> {
  const old = [...new Set(pattern.match(ids))].sort();
  const renamed = new Map(old.map((id) => [id, newId()]));
  const content: Content<T> = EJSON.parse(
    pattern.replaceAll(ids, (id) => renamed.get(id) ?? id),
    exact,
  );
  const db = mongoClient().db();
  await Promise.all(content.rows.map(([name, rows]) => db.collection(name).insertMany(rows)));
  return content.known;
}
