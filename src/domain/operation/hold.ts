/**
 * What nearly every request reads and hardly any changes, kept in the process for a moment (decision 13). A change by
 * this process counts at once, one by another within a second.
 */
import type { ChangeSet } from '../../storage/change-set.ts';
import type { Collection } from '../../storage/collection.ts';

export const heldForMs = 1_000;

/** More than so many leave in the order in which they came. */
const most = 1_000;

type Entry<V> = { readonly since: number; readonly value: Promise<V | null> };

const all: { readonly collections: ReadonlySet<string>; readonly entries: Map<string, unknown> }[] = [];

/**
 * A reader that answers what `load` found, again and again until it is a second old or this process commits to one of the
 * collections. What was not found, or could not be read, is not kept.
 * @param collections all that `load` reads
 */
export function hold<V>(
  collections: readonly Pick<Collection<unknown>, 'name'>[],
  load: (key: string) => Promise<V | null>,
): (key: string) => Promise<V | null> {
  const entries = new Map<string, Entry<V>>();
  all.push({ collections: new Set(collections.map(({ name }) => name)), entries });
  return (key) => {
    const since = performance.now();
    const held = entries.get(key);
    if (held && since - held.since < heldForMs) return held.value;
    const value = load(key);
    entries.delete(key);
    entries.set(key, { since, value });
    const forget = () => {
      if (entries.get(key)?.value === value) entries.delete(key);
    };
    value.then((found) => found === null && forget(), forget);
    const [oldest] = entries.keys();
    if (entries.size > most && oldest !== undefined) entries.delete(oldest);
    return value;
  };
}

/** For the committer of operations: what these writes may have changed is read again, also by who is reading it now. */
export function forgetWritten({ writes }: ChangeSet): void {
  for (const { collections, entries } of all)
    if (entries.size > 0 && writes.some(({ collection }) => collections.has(collection.name))) entries.clear();
}
