/** Arrows in a grid of which only the cells in sight are there. */
import { type FocusEvent, type KeyboardEvent, type RefObject, useRef, useState } from 'react';

/** `column` -1: the header of the row. */
type Place = { readonly row: number; readonly column: number };

type Grid = {
  readonly frame: RefObject<HTMLElement | null>;
  readonly rows: number;
  readonly columns: number;
  readonly scrollTo: (place: Place) => void;
};

/**
 * @returns the cell that Tab comes to, and what the grid does with keys. Cells are found by `data-row` of their row and
 * `data-column` of themselves.
 */
export function useGridFocus({ frame, rows, columns, scrollTo }: Grid) {
  const [home, setHome] = useState<Place>({ row: 0, column: 0 });
  const steps = useRef(0);

  const goTo = async (wanted: Place) => {
    const place = { row: within(wanted.row, 0, rows - 1), column: within(wanted.column, -1, columns - 1) };
    setHome(place);
    scrollTo(place);
    steps.current += 1;
    const step = steps.current;
    // The cell is there when the scrolling has been drawn.
    for (let drawn = 0; drawn < 10; drawn += 1) {
      await new Promise(requestAnimationFrame);
      // Somebody who is faster has gone on.
      if (step !== steps.current) return;
      const cell = frame.current?.querySelector<HTMLElement>(selectorOf(place));
      if (cell) return cell.focus({ preventScroll: true });
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    void goTo(next(home, event.ctrlKey || event.metaKey));
  };
  const onFocus = (event: FocusEvent) => {
    const place = placeOf(event.target as HTMLElement);
    if (place !== null) setHome(place);
  };
  return { home, onKeyDown, onFocus };
}

const page = 12;
const far = Number.POSITIVE_INFINITY;

const moves: Readonly<Record<string, (from: Place, all: boolean) => Place>> = {
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  PageDown: ({ row, column }) => ({ row: row + page, column }),
  PageUp: ({ row, column }) => ({ row: row - page, column }),
  Home: ({ row }, all) => ({ row: all ? 0 : row, column: 0 }),
  End: ({ row }, all) => ({ row: all ? far : row, column: far }),
};

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function selectorOf({ row, column }: Place): string {
  return column < 0 ? `[data-row="${row}"] [data-row-link]` : `[data-row="${row}"] [data-column="${column}"]`;
}

function placeOf(target: HTMLElement): Place | null {
  const row = target.closest<HTMLElement>('[data-row]')?.dataset.row;
  if (row === undefined) return null;
  const column = target.closest<HTMLElement>('[data-column]')?.dataset.column;
  return { row: Number(row), column: column === undefined ? -1 : Number(column) };
}
