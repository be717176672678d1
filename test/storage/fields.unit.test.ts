import { expect, expectTypeOf, it } from 'vitest';
import type { Draft } from '../../src/domain/operation/operate.ts';
import { addIndex, type DocumentOf, defineCollection } from '../../src/storage/collection.ts';
import {
  anyShape,
  boolean,
  date,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  optional,
  text,
} from '../../src/storage/fields.ts';
import type { Filter } from '../../src/storage/query.ts';
import type { OwnWriter, Reader } from '../../src/storage/tenant.ts';

const books = defineCollection(
  'testBooks',
  'tenant',
  {
    title: text,
    pages: number,
    state: oneOf('planned', 'printed'),
    printedAt: nullable(date),
    authors: listOf(text),
    publisher: nullable(object({ name: text, city: optional(text) })),
    editions: listOf(object({ year: number, rare: boolean })),
    lentTo: optional(nullable(text)),
    search: anyShape<Record<string, unknown>>(),
  },
  [
    {
      keys: { orgId: 1, 'publisher.name': 1, 'search.tags': 1 },
      partial: { state: 'printed', 'editions.year': { $gt: 0 } },
    },
  ],
);
type Book = DocumentOf<typeof books>;

it('a collection has the type that its fields have together', () => {
  expectTypeOf<Book>().toEqualTypeOf<{
    _id: string;
    orgId: string;
    title: string;
    pages: number;
    state: 'planned' | 'printed';
    printedAt: Date | null;
    authors: string[];
    publisher: { name: string; city?: string } | null;
    editions: { year: number; rare: boolean }[];
    lentTo?: string | null;
    search: Record<string, unknown>;
  }>();
});

it('a filter takes the fields, what is below them, and their types', () => {
  const good: Filter<Book>[] = [
    { _id: { $in: ['a'] }, orgId: 'acme', state: { $ne: 'planned' }, printedAt: { $lt: new Date(), $type: 'date' } },
    { authors: 'Ada', 'authors.0': { $exists: true }, $or: [{ authors: [] }, { authors: { $size: 2 } }] },
    { publisher: null, 'publisher.city': null, 'publisher.name': { $regex: '^P' }, title: /^A/ },
    { editions: { $elemMatch: { year: 1843, rare: true } }, 'editions.year': { $not: { $gt: 1900 } } },
    { lentTo: null, 'search.any.thing': 1, $nor: [{ pages: 0 }], $and: [{ pages: { $gte: 3 } }], $expr: {} },
  ];
  const bad: Filter<Book>[] = [
    // @ts-expect-error there is no such field
    { titel: 'A' },
    // @ts-expect-error nor is it in an alternative
    { $or: [{ title: 'A' }, { titel: 'B' }] },
    // @ts-expect-error nor below a field
    { 'publisher.nmae': 'P' },
    // @ts-expect-error nor in an element
    { editions: { $elemMatch: { yaer: 1843 } } },
    // @ts-expect-error it is a number
    { pages: '3' },
    // @ts-expect-error it has other values
    { state: 'burnt' },
    // @ts-expect-error it is never null
    { title: null },
    // @ts-expect-error an undefined value would match what has none
    { title: undefined as string | undefined },
    // @ts-expect-error there is no such operator
    { pages: { $greater: 3 } },
  ];
  expect([good.length, bad.length]).toEqual([5, 9]);
});

it('reads take no other names (compiled, never run)', () => {
  const reads = async (reader: Reader): Promise<void> => {
    // @ts-expect-error filter
    await reader.find(books, { titel: 'A' });
    // @ts-expect-error filter
    await reader.findOne(books, { titel: 'A' });
    // @ts-expect-error filter
    await reader.count(books, { titel: 'A' });
    // @ts-expect-error sort
    await reader.find(books, {}, { sort: { titel: 1 } });
    // @ts-expect-error projection
    await reader.find(books, {}, { projection: { titel: 1 } });
    const [named] = await reader.find(books, {}, { projection: { title: 1 } });
    // @ts-expect-error it was not read
    named?.pages;
    expectTypeOf(named).toEqualTypeOf<Pick<Book, '_id' | 'title'> | undefined>();
    const rest = await reader.findOne(books, {}, { projection: { search: 0 } });
    expectTypeOf(rest).toEqualTypeOf<Omit<Book, 'search'> | null>();
  };
  expectTypeOf(reads).toBeFunction();
});

it('writes take no other names (compiled, never run)', () => {
  const writes = async (writer: OwnWriter, book: Book): Promise<void> => {
    await writer.updateOne(books, { _id: 'a' }, { $set: { pages: 3, 'publisher.city': 'Kiel', 'search.x': 1 } });
    // @ts-expect-error filter
    await writer.updateOne(books, { titel: 'a' }, { $set: { pages: 3 } });
    // @ts-expect-error update
    await writer.updateOne(books, {}, { $set: { pagse: 3 } });
    // @ts-expect-error update
    await writer.updateOne(books, {}, { $set: { pages: null } });
    // @ts-expect-error increment
    await writer.updateOne(books, {}, { $inc: { title: 1 } });
    // @ts-expect-error filter
    await writer.deleteMany(books, { titel: 'a' });
    // @ts-expect-error filter
    await writer.findOneAndDelete(books, { titel: 'a' });
    // @ts-expect-error document
    await writer.insertOne(books, { ...book, titel: 'a' });
    // @ts-expect-error document
    await writer.insertOne(books, { _id: 'a' });
  };
  expectTypeOf(writes).toBeFunction();
});

it('drafts take no other names (compiled, never run)', () => {
  const drafts = (draft: Draft, book: Book): void => {
    draft.update(books, 'a', { pages: 4 }, { pages: 3, 'publisher.name': 'P' });
    // @ts-expect-error update
    draft.update(books, 'a', { pagse: 4 });
    // @ts-expect-error expect
    draft.update(books, 'a', { pages: 4 }, { pagse: 3 });
    // @ts-expect-error expect
    draft.delete(books, 'a', { pagse: 3 });
    // @ts-expect-error filter
    draft.deleteAll(books, { pagse: 3 });
    // @ts-expect-error increment
    draft.increment(books, 'a', { pagse: 3 });
    // @ts-expect-error expect
    draft.increment(books, 'a', { pages: 3 }, { expect: { pagse: 3 } });
    // @ts-expect-error document
    draft.insert(books, { _id: book._id, orgId: book.orgId });
  };
  expectTypeOf(drafts).toBeFunction();
});

it('indexes take no other names (compiled, never run)', () => {
  const declarations = (): void => {
    // @ts-expect-error index
    addIndex(books, { keys: { titel: 1 } });
    // @ts-expect-error partial filter
    addIndex(books, { keys: { title: 1 }, partial: { titel: 'A' } });
    // @ts-expect-error index
    defineCollection('testShelves', 'system', { name: text }, [{ keys: { nmae: 1 } }]);
  };
  expectTypeOf(declarations).toBeFunction();
});
