/** Which columns of a list the reader wants to see, kept in this browser. */
import { useState } from 'react';

/**
 * @param list names the list
 * @param all every column there is, in order
 * @param usual those that are shown until something else is chosen
 */
export function useChosenColumns<const K extends string>(list: string, all: readonly K[], usual: readonly K[]) {
  const key = `usher-columns-${list}`;
  const [chosen, setChosen] = useState(() => stored(key, all) ?? usual);
  const toggle = (column: K) => {
    const next = all.filter((one) => chosen.includes(one) !== (one === column));
    localStorage.setItem(key, JSON.stringify(next));
    setChosen(next);
  };
  return { chosen, toggle };
}

/** Whatever stands there may be of another version, or of somebody's own hand. */
function stored<K extends string>(key: string, all: readonly K[]): readonly K[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(kept) ? all.filter((column) => kept.includes(column)) : null;
  } catch {
    return null;
  }
}
