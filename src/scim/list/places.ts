/**
 * Where pages by index began and ended lately, so that another page of the same query begins there: the database would have to look at
 * all rows before it, and reading everything page by page would cost the square of what there is.
 */
import type { SortKey } from '../../domain/directory/list-users.ts';

/** After how many rows of the list is the row with this sort key. */
export type Place = { readonly rows: number; readonly key: SortKey };

export type Places = {
  /** The last known place of a query that is not beyond so many rows; null: none, or it is not worth it. */
  readonly before: (query: string, rows: number) => Place | null;
  readonly note: (query: string, place: Place) => void;
};

/** Fewer rows are passed over in a moment, and exactly. */
const worthwhile = 500;
/**
 * Longer than from page to page. What came or went before a place meanwhile moves the rows behind it, as between any two
 * pages by index (RFC 7644 section 3.4.2.4); here nobody is left out by it.
 */
const lifetimeMs = 60_000;
const maxQueries = 500;
const maxPlaces = 50;

type Noted = Place & { readonly since: number };

export function placesOfPages(): Places {
  // Whoever was used last stands last.
  const queries = new Map<string, readonly Noted[]>();
  const living = (query: string) => {
    const oldest = performance.now() - lifetimeMs;
    return (queries.get(query) ?? []).filter(({ since }) => since > oldest);
  };
  return {
    before: (query, rows) => {
      if (rows < worthwhile) return null;
      return living(query).reduce<Place | null>(
        (best, place) => (place.rows <= rows && place.rows > (best?.rows ?? 0) ? place : best),
        null,
      );
    },
    note: (query, place) => {
      if (place.rows < worthwhile) return;
      const others = living(query).filter(({ rows }) => rows !== place.rows);
      queries.delete(query);
      queries.set(query, [...others.slice(1 - maxPlaces), { ...place, since: performance.now() }]);
      const [first] = queries.keys();
      if (queries.size > maxQueries && first !== undefined) queries.delete(first);
    },
  };
}
