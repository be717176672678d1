/** What backup and restore tell while they work, on the standard error, and at the end. */
import type { Header } from './file.ts';

/** In `--json` as it is. */
export type Outcome = {
  readonly file: string;
  readonly takenAt: string;
  /** The version of Usher that wrote the file. */
  readonly usher: string;
  readonly schemaVersion: number;
  /** Of the file. */
  readonly bytes: number;
  readonly documents: number;
  readonly collections: Readonly<Record<string, number>>;
  /** Which key encrypts the stored secrets, by its fingerprint; absent where the file does not say. */
  readonly encryptionKey?: string;
};

/** @param collections collection -> its documents */
export function summaryOf(
  file: string,
  bytes: number,
  { takenAt, usher, schemaVersion, encryptionKey }: Header,
  collections: Outcome['collections'],
): Outcome {
  const documents = Object.values(collections).reduce((sum, count) => sum + count, 0);
  const summary = { file, takenAt, usher, schemaVersion, bytes, documents, collections };
  return encryptionKey === undefined ? summary : { ...summary, encryptionKey };
}

const often = 100_000;

/** The same documents; tells how many there have been. */
export async function* reportingDocuments(
  collection: string,
  documents: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const document of documents) {
    yield document;
    count += 1;
    if (count % often === 0) console.error(`${collection}: ${figure(count)} ...`);
  }
  if (count > 0) console.error(`${collection}: ${figure(count)}`);
}

export const figure = (count: number): string => count.toLocaleString('en-US');
