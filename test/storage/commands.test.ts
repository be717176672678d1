import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import type { Write } from '../../src/storage/change-set.ts';
import { defineCollection, newId } from '../../src/storage/collection.ts';
import { commit } from '../../src/storage/commit.ts';
import { CommitDuplicate } from '../../src/storage/database-errors.ts';
import { number, text } from '../../src/storage/fields.ts';
import { tenant } from '../../src/storage/tenant.ts';
import { testDeployment } from '../support/domain.ts';

const pages = defineCollection('testPages', 'tenant', { text, number }, [
  { keys: { orgId: 1, number: 1 }, unique: true },
]);

testDeployment();

const megabyte = 'x'.repeat(1_000_000);
const page = (n: number, content = megabyte): Write => ({
  kind: 'insert',
  collection: pages,
  document: { _id: newId(), text: content, number: n },
});
const write = (orgId: string, writes: Write[]) => commit({ operationId: newId(), orgId, writes });
const numbersOf = (orgId: string) =>
  tenant(orgId)
    .find(pages, {}, { sort: { number: 1 } })
    .then((rows) => rows.map((row) => row.number));

describe('commands', () => {
  it('write more at once than one of them can hold, and read more than one answer holds', async () => {
    const orgId = newId();
    await write(
      orgId,
      Array.from({ length: 20 }, (_, n) => page(n)),
    );
    const all = Array.from({ length: 20 }, (_, n) => n);
    expect(await numbersOf(orgId)).toEqual(all);
    expect(await tenant(orgId).aggregate(pages, [{ $match: { number: { $gte: 0 } } }])).toHaveLength(20);
    const open = await mongoose.connection.db?.admin().command({ serverStatus: 1 });
    expect(open?.metrics.cursor.open.total).toBe(0);
  });

  it('are all or nothing, small or large, and a duplicate says so by its field', async () => {
    const orgId = newId();
    for (const content of ['', megabyte]) {
      const twice = [...Array.from({ length: 20 }, (_, n) => page(n, content)), page(7, content)];
      const refused = await write(orgId, twice).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(CommitDuplicate);
      expect(refused).toMatchObject({ fields: 'number' });
      expect(await numbersOf(orgId)).toEqual([]);
    }
  });

  it('read up to a limit and no further, also where more would fit', async () => {
    const orgId = newId();
    await write(
      orgId,
      Array.from({ length: 30 }, (_, n) => page(n, '')),
    );
    const some = await tenant(orgId).find(pages, {}, { sort: { number: -1 }, skip: 5, limit: 3 });
    expect(some.map((row) => row.number)).toEqual([24, 23, 22]);
    expect(await tenant(orgId).findOne(pages, { number: 31 })).toBeNull();
  });
});
