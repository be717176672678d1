/**
 * What an earlier release has stored, as it stored it: all documents, with the indexes and validators of its collections, what it answered
 * about them, and the secrets that go with them. Made by `release-data.try.ts`, put into a database here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import mongoose from 'mongoose';
import type { Json } from '../../src/json.ts';

const { EJSON } = mongoose.mongo.BSON;
const folder = join(import.meta.dirname, 'data');

type Row = Record<string, unknown>;

export type ReleaseData = {
  readonly about: { readonly release: string; readonly commit: string; readonly schemaVersion: number };
  readonly takenAt: Date;
  /** The settings of its server that belong to the data. */
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: {
    readonly scimTokens: Readonly<Record<string, string>>;
    readonly apiKeys: Readonly<Record<string, string>>;
    /** Cookies of people who were signed in. */
    readonly sessions: Readonly<Record<string, string>>;
  };
  /** What it answered to a GET, by path. */
  readonly answers: Readonly<Record<string, Json>>;
  readonly collections: Readonly<
    Record<string, { readonly options: Row; readonly indexes: readonly Row[]; readonly documents: readonly Row[] }>
  >;
};

/** All that are kept, oldest first. */
export const releases: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.ejson.gz'))
  .map((name) => name.slice(0, -'.ejson.gz'.length))
  .sort();

export function fileOfRelease(name: string): string {
  return join(folder, `${name}.ejson.gz`);
}

export function dataOf(release: string): ReleaseData {
  return EJSON.parse(gunzipSync(readFileSync(fileOfRelease(release))).toString()) as ReleaseData;
}

/** What is sealed says when it was; everything else is as old as it was then. */
const sealed = ['events', 'eventHeads', 'heads', 'checkpoints'];

/** Puts it into an empty database, as if it had been stored just now. */
export async function storeRelease({ collections, takenAt }: ReleaseData, uri: string): Promise<void> {
  const client = await mongoose.mongo.MongoClient.connect(uri);
  try {
    const later = Date.now() - takenAt.getTime();
    await Promise.all(
      Object.entries(collections).map(async ([name, { options, indexes, documents }]) => {
        const collection = await client.db().createCollection(name, options);
        if (indexes.length > 0) await collection.createIndexes(indexes as never);
        const rows = sealed.includes(name) ? documents : documents.map((row) => moved(row, later) as Row);
        if (rows.length > 0) await collection.insertMany(rows as never, { bypassDocumentValidation: true });
      }),
    );
  } finally {
    await client.close();
  }
}

function moved(value: unknown, byMs: number): unknown {
  if (value instanceof Date) return new Date(value.getTime() + byMs);
  if (Array.isArray(value)) return value.map((one) => moved(one, byMs));
  if (value === null || typeof value !== 'object' || '_bsontype' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, moved(inner, byMs)]));
}
