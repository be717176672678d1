/**
 * The file of a backup: gzip over records, each of them four bytes of length (little-endian, themselves included) and its
 * content, as BSON documents are anyway. First a header in JSON; for each collection a JSON record with its name, its documents as
 * the database stores them, and an empty record; last a manifest in JSON, with which the rest is compared.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';

const header = z.object({
  /** Of this format. */
  usherBackup: z.number(),
  /** The version of Usher that wrote it. */
  usher: z.string(),
  /** The version of the data in it. */
  schemaVersion: z.number(),
  takenAt: z.iso.datetime(),
  /** Which key encrypts the secrets in it, as the deployment remembers it; absent: it does not. */
  encryptionKey: z.string().optional(),
});
export type Header = z.infer<typeof header>;

const contents = z.record(z.string(), z.object({ documents: z.number(), bytes: z.number(), sha256: z.string() }));
/** Collection -> what is in it. */
export type Contents = z.infer<typeof contents>;

const section = z.object({ collection: z.string() });
const manifest = z.object({ manifest: contents });

export const format = 1;

/** The file is no backup, is damaged, or this version cannot read it. The message says what to do. */
export class UnreadableBackup extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'UnreadableBackup';
  }
}

type Source = { readonly collection: string; readonly documents: AsyncIterable<Uint8Array> };

/** Writes a whole file, readable by its owner alone, and makes sure that it is on the disk. */
export async function writeBackup(file: string, head: Header, sources: AsyncIterable<Source>): Promise<Contents> {
  const written: Contents = {};
  async function* records(): AsyncGenerator<Buffer> {
    yield* record(head);
    for await (const { collection, documents } of sources) {
      yield* record({ collection });
      const hash = createHash('sha256');
      const tally = { documents: 0, bytes: 0 };
      for await (const document of documents) {
        hash.update(document);
        tally.documents += 1;
        tally.bytes += document.byteLength;
        yield Buffer.from(document);
      }
      yield endOfSection;
      written[collection] = { ...tally, sha256: hash.digest('hex') };
    }
    yield* record({ manifest: written });
  }
  const target = createWriteStream(file, { flags: 'w', mode: 0o600, flush: true });
  await pipeline(Readable.from(inPieces(records()), { objectMode: false }), createGzip(), target);
  return written;
}

const lengthBytes = 4;
const endOfSection = lengthOf(0);

function lengthOf(content: number): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32LE(lengthBytes + content);
  return length;
}

function* record(content: object): Generator<Buffer> {
  const text = Buffer.from(JSON.stringify(content));
  yield lengthOf(text.byteLength);
  yield text;
}

const pieceBytes = 262_144;

/** Few large pieces instead of many small ones, each of which costs a turn of the streams. */
async function* inPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let piece: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    piece.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < pieceBytes) continue;
    yield Buffer.concat(piece);
    piece = [];
    bytes = 0;
  }
  yield Buffer.concat(piece);
}

export type Backup = {
  readonly header: Header;
  /** In their order, each to be read to its end before the next. */
  readonly sections: AsyncIterable<Source>;
};

/**
 * Reads a file from its beginning. What its sections give is right once they have come to their end without an error.
 * @throws UnreadableBackup
 */
export async function readBackup(file: string): Promise<Backup> {
  const records = recordsOf(file);
  const next = async () => {
    const { value, done } = await records.next();
    if (done) throw damaged('it ends too early');
    return value;
  };
  const first = header.safeParse(parsed(await next()));
  if (!first.success) throw new UnreadableBackup(`${file} is no backup that usher backup made.`);
  if (first.data.usherBackup > format)
    throw new UnreadableBackup(
      `${file} was written by a newer Usher (${first.data.usher}), in a format that this one does not know: use that version.`,
    );

  async function* sections(): AsyncGenerator<Source> {
    const found: Contents = {};
    for (;;) {
      const about = parsed(await next());
      const last = manifest.safeParse(about);
      if (last.success) {
        compare(found, last.data.manifest);
        if (!(await records.next()).done) throw damaged('something follows its end');
        return;
      }
      const { success, data } = section.safeParse(about);
      if (!success) throw damaged('a record in it is none');
      yield { collection: data.collection, documents: documentsOf(data.collection, found) };
      if (!found[data.collection]) throw new Error('a section is read to its end before the next');
    }
  }
  async function* documentsOf(collection: string, found: Contents): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    const tally = { documents: 0, bytes: 0 };
    for (let document = await next(); document.byteLength > lengthBytes; document = await next()) {
      hash.update(document);
      tally.documents += 1;
      tally.bytes += document.byteLength;
      yield document;
    }
    found[collection] = { ...tally, sha256: hash.digest('hex') };
  }
  return { header: first.data, sections: sections() };

  function compare(found: Contents, told: Contents): void {
    const names = [...new Set([...Object.keys(found), ...Object.keys(told)])];
    const wrong = names.filter((name) => JSON.stringify(found[name]) !== JSON.stringify(told[name]));
    if (wrong.length > 0) throw damaged(`what is in it of ${wrong.join(', ')} is not what was written`);
  }

  function damaged(reason: string): UnreadableBackup {
    return new UnreadableBackup(`${file} is damaged (${reason}): take another copy of it, or another backup.`);
  }

  function parsed(bytes: Buffer): unknown {
    try {
      return JSON.parse(bytes.subarray(lengthBytes).toString('utf8'));
    } catch {
      return null;
    }
  }
}

/** A document has 16 MiB at most, the manifest much less. */
const longestRecord = 17 * 1_048_576;

/** Each record with its length. @throws UnreadableBackup */
async function* recordsOf(file: string): AsyncGenerator<Buffer, undefined> {
  const source = createReadStream(file, { highWaterMark: pieceBytes });
  const unpacked = createGunzip({ chunkSize: pieceBytes });
  const flowing = pipeline(source, unpacked);
  // Who reads `unpacked` gets the error.
  flowing.catch(() => {});
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      rest = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let length = lengthIn(rest); length !== null && rest.byteLength >= length; length = lengthIn(rest)) {
        yield rest.subarray(0, length);
        rest = rest.subarray(length);
      }
    }
  } catch (error) {
    throw asUnreadable(error, file);
  } finally {
    source.destroy();
  }
  if (rest.byteLength > 0)
    throw new UnreadableBackup(`${file} is damaged (it ends too early): take another copy of it.`);
  return undefined;

  function lengthIn(bytes: Buffer): number | null {
    if (bytes.byteLength < lengthBytes) return null;
    const length = bytes.readUInt32LE();
    if (length >= lengthBytes && length <= longestRecord) return length;
    throw new UnreadableBackup(`${file} is no backup that usher backup made, or it is damaged.`);
  }
}

function asUnreadable(error: unknown, file: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR')
    return new UnreadableBackup(`${file} is no backup, or it is damaged (${message}): take another copy of it.`, error);
  if (code === 'ENOENT') return new UnreadableBackup(`There is no file ${file}.`, error);
  if (code === 'EACCES' || code === 'EISDIR') return new UnreadableBackup(`${file} cannot be read (${code}).`, error);
  return error;
}
