/** The name that was probably meant. */
import { distance } from 'fastest-levenshtein';

/** ` Did you mean 'x'?`, or nothing where no name is near. */
export function nearest(typed: string, names: readonly string[]): string {
  const [best] = names
    .map((name) => ({ name, changes: distance(typed.toLowerCase(), name) }))
    // Two letters changed places are two changes; a name of one letter is near to everything.
    .filter(({ name, changes }) => name.length > 2 && changes <= Math.max(2, Math.floor(name.length / 3)))
    .toSorted((one, other) => one.changes - other.changes);
  return best ? ` Did you mean '${best.name}'?` : '';
}
