/**
 * What nearly every request reads and hardly any changes, kept in the process for a moment (decision 13). A change by
 * this process counts at once, one by another within a second.
 */
import type { ChangeSet } from '../../storage/change-set.ts';
import type { Collection } from '../../storage/collection.ts';

const secondMs = 1_000;

type Entry<V> = { readonly since: number; readonly value: Promise<V> };

const all: { readonly collections: ReadonlySet<string>; readonly entries: Map<string, unknown> }[] = [];

type Holding<A, V> = {
  readonly load: (asked: A) => Promise<V>;
  /** What tells one answer from another. */
  readonly key: (asked: A) => string;
  /** All that `load` reads: a commit of this process to one of them drops what is held. None where the key has a revision. */
  readonly collections?: readonly Pick<Collection<unknown>, 'name'>[];
  /** More than so many leave in the order in which they came. */
  readonly most?: number;
  readonly forMs?: number;
};

/**
 * A reader that answers what `load` found, again and again, until it is a second old or this process has committed to what
 * it came from. What was not found, or could not be read, is not kept.
 */
export function hold<A, V>({
  load,
  key: keyOf,
  collections = [],
  most = 1_000,
  forMs = secondMs,
}: Holding<A, V>): (asked: A) => Promise<V> {
  const entries = new Map<string, Entry<V>>();
  all.push({ collections: new Set(collections.map(({ name }) => name)), entries });
  return (asked) => {
    const key = keyOf(asked);
    const since = performance.now();
    const held = entries.get(key);
    if (held && since - held.since < forMs) return held.value;
    const value = load(asked);
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
