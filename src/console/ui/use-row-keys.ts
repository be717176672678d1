/** Arrows go from row to row of a table, of which only the rows in sight are there. */
import { type FocusEvent, type KeyboardEvent, type RefObject, useRef } from 'react';

type Parts<Row> = {
  readonly body: RefObject<HTMLElement | null>;
  /** The row that has the focus. */
  readonly here: RefObject<number | null>;
  readonly rows: readonly Row[];
  readonly scrollTo: (index: number) => void;
  /** Space chooses the row, Shift with an arrow goes on choosing. */
  readonly choose: ((row: Row, extend: boolean) => void) | undefined;
};

export function useRowKeys<Row>({ body, here, rows, scrollTo, choose }: Parts<Row>) {
  /** The row that the focus is on its way to. */
  const goal = useRef<number | null>(null);
  const goTo = async (to: number) => {
    goal.current = to;
    scrollTo(to);
    // The row is there when the scrolling has been drawn. Who presses on meanwhile goes on from it.
    for (let frame = 0; frame < 10 && goal.current === to; frame += 1) {
      await new Promise(requestAnimationFrame);
      const link = body.current?.querySelector<HTMLElement>(`[data-index="${to}"] [data-row-link]`);
      if (link && goal.current === to) {
        link.focus({ preventScroll: true });
        break;
      }
    }
    if (goal.current === to) goal.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const at = goal.current ?? indexOf(event.target);
    const row = at === null ? undefined : rows[at];
    if (at === null || row === undefined || !(event.target as HTMLElement).matches('[data-row-link]')) return;
    if (event.key === ' ' && choose) choose(row, event.shiftKey);
    else if (step === undefined) return;
    else {
      const to = Math.max(0, Math.min(at + step, rows.length - 1));
      const next = rows[to];
      if (event.shiftKey && next !== undefined && to !== at) choose?.(next, true);
      void goTo(to);
    }
    event.preventDefault();
  };

  const onFocus = ({ target }: FocusEvent) => {
    here.current = indexOf(target);
  };
  const onBlur = () => {
    here.current = null;
  };
  return { onKeyDown, onFocus, onBlur };
}

function indexOf(target: EventTarget): number | null {
  const index = (target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index;
  return index === undefined ? null : Number(index);
}

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
