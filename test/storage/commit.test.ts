import { describe, expect, it } from 'vitest';
import type { Write } from '../../src/storage/change-set.ts';
import { type DocumentOf, defineCollection, newId } from '../../src/storage/collection.ts';
import { commit } from '../../src/storage/commit.ts';
import { CommitDuplicate, CommitStale } from '../../src/storage/database-errors.ts';
import { anyShape, number, optional, text } from '../../src/storage/fields.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { testDeployment } from '../support/domain.ts';

const notes = defineCollection(
  'testNotes',
  'tenant',
  { name: text, version: number, log: optional(anyShape<unknown>()) },
  [{ keys: { orgId: 1, name: 1 }, unique: true }],
);
type Note = DocumentOf<typeof notes>;

testDeployment();

const run = (orgId: string, ...writes: Write[]) => commit({ operationId: newId(), orgId, writes });
const insert = (_id: string, more: Partial<Note> = {}): Write => ({
  kind: 'insert',
  collection: notes,
  document: { _id, name: _id, version: 1, ...more },
});
const update = (id: string, version: number): Write => ({
  kind: 'update',
  collection: notes,
  id,
  expect: { version },
  update: { $set: { version: version + 1 } },
});
const increment = (id: string, more: Partial<Extract<Write, { kind: 'increment' }>> = {}): Write => ({
  kind: 'increment',
  collection: notes,
  id,
  by: { version: 1 },
  ...more,
});
const read = (orgId: string, _id: string) => tenant(orgId).findOne(notes, { _id });

/** A new organization's id with one note in it. */
async function oneNote(): Promise<{ orgId: string; id: string }> {
  const [orgId, id] = [newId(), newId()];
  await run(orgId, insert(id));
  return { orgId, id };
}

describe('a change set', () => {
  it('is refused as stale when an expected value is another by now', async () => {
    const { orgId, id } = await oneNote();
    await run(orgId, update(id, 1));
    await expect(run(orgId, update(id, 1))).rejects.toThrow(CommitStale);
    await expect(run(orgId, { kind: 'delete', collection: notes, id, expect: { version: 1 } })).rejects.toThrow(
      CommitStale,
    );
    await expect(run(orgId, increment(id, { expect: { version: 1 } }))).rejects.toThrow(CommitStale);
    await expect(run(orgId, increment('absent', { expect: {} }))).rejects.toThrow(CommitStale);
    expect(await read(orgId, id)).toMatchObject({ version: 2 });
  });

  it('is refused as a duplicate, with the field, when a unique value is taken', async () => {
    const { orgId, id } = await oneNote();
    await expect(run(orgId, insert(newId(), { name: id }))).rejects.toMatchObject({ fields: 'name' });
    await expect(run(orgId, insert(newId(), { name: id }))).rejects.toThrow(CommitDuplicate);
  });

  it('is written whole or not at all', async () => {
    const { orgId, id } = await oneNote();
    const other = newId();
    await expect(run(orgId, insert(other), update(id, 7))).rejects.toThrow(CommitStale);
    await expect(run(orgId, update(id, 1), insert(other), insert(newId(), { name: other }))).rejects.toThrow(
      CommitDuplicate,
    );
    expect(await read(orgId, id)).toMatchObject({ version: 1 });
    expect(await read(orgId, other)).toBeNull();
  });

  it('may delete a row and insert one of the same unique name, or even id', async () => {
    const { orgId, id } = await oneNote();
    await run(orgId, { kind: 'delete', collection: notes, id, expect: {} }, insert(id, { version: 5 }));
    expect(await read(orgId, id)).toMatchObject({ version: 5 });
  });

  it('checks every expectation of two increments of one row', async () => {
    const { orgId, id } = await oneNote();
    const both = (name: string) => [increment(id, { expect: { name: id } }), increment(id, { expect: { name } })];
    await expect(run(orgId, ...both('another'))).rejects.toThrow(CommitStale);
    expect(await read(orgId, id)).toMatchObject({ version: 1 });
    await run(orgId, ...both(id));
    expect(await read(orgId, id)).toMatchObject({ version: 3 });
  });
});

describe('many at once', () => {
  it('merge their increments of one row and lose none', async () => {
    const { orgId, id } = await oneNote();
    const made = newId();
    await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        run(
          orgId,
          increment(id, { expect: { name: id }, set: { log: i } }),
          increment(made, { setOnInsert: { orgId, name: made } }),
        ),
      ),
    );
    expect(await read(orgId, id)).toMatchObject({ version: 65, log: 63 });
    expect(await read(orgId, made)).toMatchObject({ version: 64, name: made });
  });

  it('all settle in two organizations, each with its own verdict', async () => {
    const rows = [await oneNote(), await oneNote()];
    const results = await Promise.allSettled(
      Array.from({ length: 64 }, (_, i) => {
        const { orgId, id } = rows[i % 2] as { orgId: string; id: string };
        // Every fourth of an organization expects what never was; every other changes a row of its own.
        return run(orgId, insert(`${id}-${i}`), ...(i % 8 < 2 ? [update(id, 99)] : []));
      }),
    );
    expect(results.map(({ status }) => status)).toEqual(
      Array.from({ length: 64 }, (_, i) => (i % 8 < 2 ? 'rejected' : 'fulfilled')),
    );
    for (const { orgId } of rows) expect(await tenant(orgId).count(notes, {})).toBe(25);
  });

  it('keep their order on one row, and a large one is not overtaken on it', async () => {
    const { orgId, id } = await oneNote();
    const large = Array.from({ length: 1_500 }, () => insert(newId()));
    const results = await Promise.allSettled([
      run(orgId, update(id, 1)),
      run(orgId, update(id, 2)),
      run(orgId, ...large, update(id, 3)),
      run(orgId, update(id, 4)),
      run(orgId, update(id, 5), increment(newId(), { setOnInsert: { orgId, name: newId() } })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'));
    expect(await read(orgId, id)).toMatchObject({ version: 6 });
  });

  it('let one of those win that want the same unique name', async () => {
    const { orgId } = await oneNote();
    const name = newId();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => run(orgId, insert(newId(), { name }))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(CommitDuplicate);
  });
});
