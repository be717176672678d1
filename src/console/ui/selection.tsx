/** Several rows of a list, chosen one by one or from one to another. */
import { useRef, useState } from 'react';
import css from './selection.module.css';
import type { Column } from './table.tsx';

export type Selection<Row> = {
  readonly chosen: readonly Row[];
  readonly has: (row: Row) => boolean;
  /** `extend`: together with all between it and the one before. */
  readonly choose: (row: Row, extend: boolean) => void;
  readonly chooseAll: () => void;
  /** These and nobody else, also those that are not loaded. */
  readonly chooseThese: (rows: readonly Row[]) => void;
  readonly clear: () => void;
};

type Of<Row> = {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Of which list they are: another search begins with nobody chosen. */
  readonly list: string;
  readonly most: number;
};

export function useSelection<Row>({ rows, rowKey, list, most }: Of<Row>): Selection<Row> {
  const [state, setState] = useState({ list, byKey: new Map<string, Row>() });
  const anchor = useRef<string | null>(null);
  const byKey = state.list === list ? state.byKey : new Map<string, Row>();
  const take = (next: ReadonlyMap<string, Row>) => setState({ list, byKey: new Map([...next].slice(0, most)) });
  const keyed = (these: readonly Row[]) => new Map(these.map((row) => [rowKey(row), row]));
  const indexOf = (key: string | null) => rows.findIndex((row) => rowKey(row) === key);
  return {
    chosen: [...byKey.values()],
    has: (row) => byKey.has(rowKey(row)),
    choose: (row, extend) => {
      const key = rowKey(row);
      const from = extend && byKey.size > 0 ? indexOf(anchor.current) : -1;
      const next = new Map(byKey);
      if (from >= 0) {
        const [first, last] = [from, indexOf(key)].toSorted((a, b) => a - b);
        for (const one of rows.slice(first, (last ?? from) + 1)) next.set(rowKey(one), one);
      } else if (!next.delete(key)) next.set(key, row);
      if (from < 0) anchor.current = key;
      take(next);
    },
    chooseAll: () => take(byKey.size > 0 ? new Map() : keyed(rows)),
    chooseThese: (these) => take(keyed(these)),
    clear: () => take(new Map()),
  };
}

type Words<Row> = { readonly all: string; readonly one: (row: Row) => string };

/** The first column, with a box for each row and one for all that are there. */
export function selectionColumn<Row>(
  { chosen, has, choose, chooseAll }: Selection<Row>,
  { all, one }: Words<Row>,
): Column<Row> {
  return {
    key: 'select',
    header: all,
    headerCell: (
      <label className={css.box}>
        <span className="visually-hidden">{all}</span>
        <input type="checkbox" checked={chosen.length > 0} onChange={chooseAll} />
      </label>
    ),
    width: '20px',
    cell: (row) => (
      <label className={css.box}>
        <span className="visually-hidden">{one(row)}</span>
        <input
          type="checkbox"
          checked={has(row)}
          onChange={({ nativeEvent }) => choose(row, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        />
      </label>
    ),
  };
}
