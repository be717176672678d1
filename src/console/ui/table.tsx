/** A list as a table of which only the rows in sight are there, however many there are. */
import { defaultRangeExtractor, type Range, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { classes } from '../lib/format.ts';
import { Skeleton } from './skeleton.tsx';
import css from './table.module.css';
import { useRowKeys } from './use-row-keys.ts';

export type Column<Row> = {
  readonly key: string;
  readonly header: string;
  /** The header is for whoever hears the table; the cells show what they are. */
  readonly headerHeard?: boolean;
  /** Stands in place of the header. */
  readonly headerCell?: ReactNode;
  /** As in `grid-template-columns`. */
  readonly width: string;
  /** Numbers, which are compared by their last digits. */
  readonly numeric?: boolean;
  /** Left out where there is no room; `cell` of another column says it there. */
  readonly wideOnly?: boolean;
  readonly cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowHeight?: number;
  /** How many there are in all, where that is known. */
  readonly total?: number;
  /** Whether more rows follow, and what asks for them. */
  readonly more?: { readonly has: boolean; readonly load: () => unknown };
  /** The first rows are on their way. */
  readonly loading?: boolean;
  /** These are of the search before. */
  readonly stale?: boolean;
  /** Space on a row's link chooses the row, Shift with an arrow goes on choosing. */
  readonly choose?: (row: Row, extend: boolean) => void;
};

const waiting = 8;

/** One cell of each row holds the row's link: an `a` with the attribute `data-row-link`. Arrows go from row to row. */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowHeight = 44,
  total,
  more,
  loading = false,
  stale = false,
  choose,
}: Props<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const here = useRef<number | null>(null);
  const count = loading ? waiting : rows.length + (more?.has ? waiting : 0);
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollMargin: top,
    scrollPaddingStart: 96,
    scrollPaddingEnd: 24,
    // The row that has the focus stays, however far it is scrolled away: keys would go nowhere.
    rangeExtractor: (range) => withRow(here.current, range),
  });
  useEffect(() => setTop(body.current?.offsetTop ?? 0), []);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const atEnd = !loading && more?.has === true && last >= rows.length - 1;
  const load = more?.load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page of rows may be the reason for the next one
  useEffect(() => {
    if (atEnd) void load?.();
  }, [atEnd, rows.length]);

  const { onKeyDown, onFocus, onBlur } = useRowKeys({
    body,
    here,
    rows,
    choose,
    scrollTo: (index) => virtual.scrollToIndex(index),
  });

  return (
    <table
      className={css.table}
      aria-label={label}
      aria-rowcount={more?.has ? (total === undefined ? -1 : total + 1) : rows.length + 1}
      aria-busy={loading || stale}
      style={templates(columns)}
    >
      <thead>
        <tr className={css.head} aria-rowindex={1}>
          {columns.map(({ key, header, headerHeard, headerCell, numeric, wideOnly }) => (
            <th key={key} scope="col" className={classes(css.cell, numeric && css.numeric, wideOnly && css.wide)}>
              {headerCell ?? (headerHeard ? <span className="visually-hidden">{header}</span> : header)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody
        ref={body}
        className={css.body}
        style={{ height: virtual.getTotalSize() }}
        {...{ onKeyDown, onFocus, onBlur }}
      >
        {shown.map(({ index, start }) => {
          const row = loading ? undefined : rows[index];
          return (
            <TableRow
              key={row === undefined ? `waiting ${index}` : rowKey(row)}
              {...{ row, index, columns }}
              height={rowHeight}
              at={start - top}
            />
          );
        })}
      </tbody>
    </table>
  );
}

type RowProps<Row> = {
  /** undefined: it is on its way. */
  readonly row: Row | undefined;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly height: number;
  readonly at: number;
};

/** Scrolling draws the rows that come into sight, and leaves alone those that stay. */
const TableRow = memo(function TableRow<Row>({ row, index, columns, height, at }: RowProps<Row>) {
  return (
    <tr
      className={classes(css.row, row !== undefined && css.link)}
      aria-rowindex={index + 2}
      data-index={index}
      style={{ height, transform: `translateY(${at}px)` }}
    >
      {columns.map(({ key, cell, numeric, wideOnly }, column) => (
        <td key={key} className={classes(css.cell, numeric && css.numeric, wideOnly && css.wide)}>
          {row === undefined ? <Skeleton short={column > 0} /> : cell(row)}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: RowProps<Row>) => ReactNode;

function withRow(index: number | null, range: Range): number[] {
  const shown = defaultRangeExtractor(range);
  if (index === null || index >= range.count || shown.includes(index)) return shown;
  return [...shown, index].toSorted((a, b) => a - b);
}

function templates<Row>(columns: readonly Column<Row>[]): CSSProperties {
  const narrow = columns.filter(({ wideOnly }) => !wideOnly);
  // What a narrow screen has to spare is for the first column that takes a share of a wide one.
  const main = narrow.find(({ width }) => width.includes('fr'));
  return {
    '--columns': columns.map(({ width }) => width).join(' '),
    '--columns-narrow': narrow.map((column) => (column === main ? 'minmax(0, 1fr)' : 'auto')).join(' '),
  } as CSSProperties;
}
