/** The file of a backup: what is written comes back byte by byte, and nothing else is taken for it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readBackup, writeBackup } from '../../src/cli/backup/file.ts';

const head = { usherBackup: 1, usher: '0.1.0', schemaVersion: 3, takenAt: '2026-11-30T06:00:00.000Z' };
const bson = (document: object) => Buffer.from(mongoose.mongo.BSON.serialize(document));
const written: Record<string, Buffer[]> = {
  deployment: [bson({ _id: 'deployment' })],
  empty: [],
  members: Array.from({ length: 5_000 }, (_, n) => bson({ _id: `${n}`, text: 'x'.repeat(n % 400) })),
};

function fileName(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usher-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'usher.backup');
}

async function* sources() {
  for (const [collection, documents] of Object.entries(written)) yield { collection, documents: each(documents) };
}

async function* each(documents: readonly Buffer[]) {
  yield* documents;
}

async function contentsOf(file: string): Promise<Record<string, Buffer[]>> {
  const found: Record<string, Buffer[]> = {};
  for await (const { collection, documents } of (await readBackup(file)).sections) {
    const own: Buffer[] = [];
    found[collection] = own;
    for await (const document of documents) own.push(Buffer.from(document));
  }
  return found;
}

it('gives back every document as it was, and is for its owner alone', async () => {
  const file = fileName();
  const contents = await writeBackup(file, head, sources());
  expect(contents.members).toMatchObject({ documents: 5_000, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await readBackup(file)).header).toEqual(head);
  expect(await contentsOf(file)).toEqual(written);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

describe('a file is refused, with what to do,', () => {
  let whole: Buffer;
  beforeAll(async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'usher-backup-')), 'usher.backup');
    await writeBackup(file, head, sources());
    whole = readFileSync(file);
    rmSync(join(file, '..'), { recursive: true });
  });

  const inside = (change: (content: Buffer) => Buffer) => gzipSync(change(gunzipSync(whole)));
  const flipped = (content: Buffer) => {
    content.writeUInt8(content.readUInt8(90_000) ^ 1, 90_000);
    return content;
  };

  it.each<[string, () => Buffer, RegExp]>([
    ['that is cut off', () => whole.subarray(0, whole.byteLength - 100), /damaged.*take another copy/],
    ['of which nothing is left', () => Buffer.alloc(0), /is no backup|is damaged/],
    ['in which a byte is another one', () => inside(flipped), /is damaged \(what is in it of members is not what was/],
    ['whose end is missing', () => inside((content) => content.subarray(0, -60)), /is damaged/],
    ['that goes on behind its end', () => inside((content) => Buffer.concat([content, content])), /something follows/],
    ['that is another kind of file', () => Buffer.from('hello'), /is no backup, or it is damaged/],
    ['that is another kind of packed file', () => gzipSync('hello, here is a text'), /is no backup/],
    ['of another program', () => gzipSync(Buffer.concat([Buffer.from([8, 0, 0, 0]), Buffer.from('{  }')])), /is no b/],
    [
      'of a format to come',
      () => inside((content) => Buffer.from(content.toString('latin1').replace('Backup":1', 'Backup":9'), 'latin1')),
      /written by a newer Usher \(0\.1\.0\).*use that version/,
    ],
  ])('%s', async (_, make, message) => {
    const file = fileName();
    writeFileSync(file, make());
    await expect(contentsOf(file)).rejects.toThrow(message);
  });

  it('that is not there', async () => {
    await expect(contentsOf('/nowhere/usher.backup')).rejects.toThrow('There is no file /nowhere/usher.backup.');
  });
});
