/**
 * What the product counts for its operator. Whoever does a thing counts it, in whatever layer; `http/metrics.ts` shows the
 * numbers. Labels are closed lists: never ids, names or addresses.
 */

export type Tally = {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** One more with these values, in the order of the labels. */
  readonly count: (...values: readonly string[]) => void;
  /** So many more. */
  readonly add: (amount: number, ...values: readonly string[]) => void;
  readonly counted: () => Iterable<readonly [values: readonly string[], count: number]>;
};

const all: Tally[] = [];

/** Every one that is declared, by whatever has been loaded. */
export const tallies = (): readonly Tally[] => all;

/** Declares one; its metric is `usher_<name>`. */
export function tally(name: string, help: string, labels: readonly string[] = []): Tally {
  const counts = new Map<string, { readonly values: readonly string[]; count: number }>();
  const add = (amount: number, ...values: readonly string[]) => {
    const key = values.join(' ');
    const present = counts.get(key);
    if (present) present.count += amount;
    else counts.set(key, { values, count: amount });
  };
  const made: Tally = {
    name: `usher_${name}`,
    help,
    labels,
    add,
    count: (...values) => add(1, ...values),
    counted: () => [...counts.values()].map(({ values, count }) => [values, count] as const),
  };
  all.push(made);
  return made;
}
