/**
 * Is what is written what was declared? Under test and in development mongoose looks at each document, and at each `$set`,
 * before the driver gets it. In production nobody waits for that (100 to 200 microseconds a member): the types say the
 * same, and the database's own validators look at types and required fields.
 */
import mongoose from 'mongoose';
import type { ChangeSet, Write } from './change-set.ts';
import { type Collection, modelOf } from './collection.ts';

type Values = Readonly<Record<string, unknown>>;

/** The one setting that a module keeps, as the casting of mongoose that goes with it is one for the whole process too. */
let isOn = false;

/** For `connect`. */
export function validateWrites(on: boolean): void {
  isOn = on;
  if (on) refuseWrongTypes();
}

/** Wrong types are refused, not converted; the empty text is a text. For all of mongoose: nothing else of ours makes its documents. */
function refuseWrongTypes(): void {
  mongoose.Schema.Types.String.cast(false);
  mongoose.Schema.Types.Number.cast(false);
  mongoose.Schema.Types.Boolean.cast(false);
  mongoose.Schema.Types.Date.cast(false);
  mongoose.Schema.Types.String.checkRequired((value) => typeof value === 'string');
  mongoose.Schema.Types.Array.options.castNonArrays = false;
}

/** @throws Error that names the collection and what is wrong in one of the documents */
export async function checkDocuments(collection: Collection<unknown>, documents: readonly Values[]): Promise<void> {
  if (!isOn) return;
  for (const document of documents) await checkDocument(collection, document);
}

/** @throws Error as the others do */
export async function checkChangeSets(changeSets: readonly ChangeSet[]): Promise<void> {
  if (!isOn) return;
  for (const { orgId, writes } of changeSets) for (const write of writes) await checkWrite(write, orgId);
}

async function checkDocument(collection: Collection<unknown>, document: Values): Promise<void> {
  await naming(collection, async () => {
    const Model = modelOf(collection);
    await new Model(document).validate();
  });
}

/** @throws Error that names the collection and what is wrong in the new values, which are by path */
export async function checkChanges(collection: Collection<unknown>, changes: Values): Promise<void> {
  if (!isOn) return;
  await naming(collection, async () => {
    const Model = modelOf(collection);
    await new Model(changes).validate(Object.keys(changes));
  });
}

async function checkWrite(write: Write, orgId: string | null): Promise<void> {
  const { collection } = write;
  const owner = collection.scope === 'tenant' && orgId !== null ? { orgId } : {};
  if (write.kind === 'delete-all') checkFilter(collection, write.filter);
  else if (write.kind !== 'insert') checkFilter(collection, write.expect ?? {});
  if (write.kind === 'insert') await checkDocument(collection, { ...write.document, ...owner });
  if (write.kind === 'update') await checkChanges(collection, (write.update.$set ?? {}) as Values);
  if (write.kind !== 'increment') return;
  const { by, set, setOnInsert, expect } = write;
  // Without expectations it makes the row where there is none.
  if (expect) await checkChanges(collection, { ...by, ...set });
  else await checkDocument(collection, { _id: write.id, ...owner, ...setOnInsert, ...by, ...set });
}

async function naming(collection: Collection<unknown>, check: () => Promise<void>): Promise<void> {
  try {
    await check();
  } catch (cause) {
    throw new Error(`${collection.name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/**
 * What the types cannot see: a misspelt name in a part that was spread into the filter, and `undefined`, which the database
 * takes as null.
 * @throws Error that names the collection and the field
 */
export function checkFilter(collection: Collection<unknown>, filter: object): void {
  if (!isOn) return;
  const { schema } = modelOf(collection);
  for (const [name, condition] of Object.entries(filter)) {
    if (condition === undefined) throw new Error(`${collection.name}: the filter's ${name} is undefined`);
    if (name === '$or' || name === '$and' || name === '$nor')
      for (const part of condition as object[]) checkFilter(collection, part);
    else if (!name.startsWith('$') && !schema.path(name))
      throw new Error(`${collection.name}: the filter names ${name}, which is no field`);
  }
}
