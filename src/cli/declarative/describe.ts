/** How plans speak of values and of what changes in them. */
import { isDeepStrictEqual } from 'node:util';

/** Control characters, line breaks, and marks that turn the direction of what follows. */
const misleading = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** A name or value on one line, without what would move a terminal. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${shown(inner)}`)
      .join(', ');
  const text = String(value);
  return text !== '' && text.trim() === text && text.search(misleading) < 0
    ? text
    : JSON.stringify(text).replaceAll(misleading, '?');
}

/**
 * The fields that the file gives another value than they have. Of lists the order does not count.
 * @param have null: nothing is there yet, so that all that is given differs
 */
export function changedFields<T extends object>(want: T, have: Partial<T> | null): Partial<T> {
  const differs = ([key, value]: [string, unknown]) =>
    value !== undefined && (have === null || !isSame(value, have[key as keyof T]));
  return Object.fromEntries(Object.entries(want).filter(differs)) as Partial<T>;
}

function isSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown) => (Array.isArray(value) ? [...new Set(value)].toSorted() : value);
  return isDeepStrictEqual(plain(one), plain(other));
}

/** `rank 300 -> 320, permissions + a:b`: changed fields beside what they were. */
export function describeChange<T extends object>(changed: Partial<T>, have: Partial<T> | null): string {
  return Object.entries(changed)
    .map(([key, value]) => {
      const before = have?.[key as keyof T];
      if (Array.isArray(value) && Array.isArray(before)) return `${key} ${describeList(before, value)}`;
      return have === null ? `${key} ${shown(value)}` : `${key} ${shown(before)} -> ${shown(value)}`;
    })
    .join(', ');
}

function describeList(before: readonly unknown[], after: readonly unknown[]): string {
  const come = after.filter((item) => !before.includes(item)).map((item) => `+ ${shown(item)}`);
  const gone = before.filter((item) => !after.includes(item)).map((item) => `- ${shown(item)}`);
  return [...come, ...gone].join(' ');
}

/** The fault of a name that nothing has. */
export function unknownName(noun: string, name: string, known: ReadonlySet<string>): string {
  const some = [...known].slice(0, 20).map(shown).join(', ');
  const rest = known.size > 20 ? ` and ${known.size - 20} more` : '';
  const there = known.size === 0 ? 'there are none' : `there are ${some}${rest}`;
  return `There is no ${noun} "${shown(name)}" in the file or in the organization; ${there}.`;
}
