/** Numbers and counted words. Pure. */

const numbers = new Intl.NumberFormat('en');

export function counted(count: number): string {
  return numbers.format(count);
}

/** "1 person", "1,204 people". */
export function countOf(count: number, [one, many]: readonly [one: string, many: string]): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/** One class name out of those that are given. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
