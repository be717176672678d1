/** Which of the declared paths is this? One look at the few of its length, where Express would try all, one after the other. */

export type Place<T> = {
  /** As Express writes it: `/organizations/:org`. */
  readonly pattern: string;
  readonly at: T;
};

type Declared<T> = Place<T> & { readonly parts: readonly string[] };

/**
 * @param declared by their paths, `/organizations/{org}`; of two that fit, the first counts
 * @returns with the parameters, decoded; null: there is none. Throws a URIError for a broken percent-encoding
 */
export function placeFinder<T>(
  declared: ReadonlyMap<string, T>,
): (path: string) => { readonly place: Place<T>; readonly params: Record<string, string> } | null {
  const byLength = new Map<number, Declared<T>[]>();
  for (const [path, at] of declared) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    const parts = pattern.split('/');
    byLength.set(parts.length, [...(byLength.get(parts.length) ?? []), { pattern, at, parts }]);
  }
  return (path) => {
    const given = (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).split('/');
    const place = byLength.get(given.length)?.find(({ parts }) => parts.every((part, n) => fits(part, given[n] ?? '')));
    if (!place) return null;
    const params = place.parts.flatMap((part, n) =>
      part.startsWith(':') ? [[part.slice(1), decodeURIComponent(given[n] ?? '')]] : [],
    );
    return { place, params: Object.fromEntries(params) };
  };
}

const fits = (part: string, given: string) => (part.startsWith(':') ? given !== '' : part === given);
