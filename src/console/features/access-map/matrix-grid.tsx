/** People down, workspaces across: of both only what is in sight is there, however many there are. */
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { matrix as text } from '../../lib/messages/access-map.ts';
import { useIsNarrow } from '../../lib/screen.ts';
import { WhyAt } from '../../ui/role-badge.tsx';
import { WhyOf } from '../../ui/why.tsx';
import css from './matrix-grid.module.css';
import { type Asking, MatrixRow, WaitingRow } from './matrix-row.tsx';
import { useGridFocus } from './use-grid-focus.ts';
import type { MatrixColumn, Person } from './use-matrix.ts';

type More = { readonly has: boolean; readonly load: () => unknown };

type Props = {
  readonly organizationId: string;
  readonly people: readonly Person[];
  /** How many people there are in all, where that is known. */
  readonly total: number | undefined;
  readonly columns: readonly MatrixColumn[];
  readonly more: More;
  readonly moreColumns: More;
  readonly loading: boolean;
  readonly stale: boolean;
};

const size = { head: 40, row: 44, column: 176, person: 240, narrowPerson: 148 };
const waiting = 8;

export function MatrixGrid({ organizationId, people, total, columns, more, moreColumns, loading, stale }: Props) {
  const frame = useRef<HTMLElement>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const person = useIsNarrow() ? size.narrowPerson : size.person;
  const [down, across] = [
    useAxis(frame, people.length + (loading || more.has ? waiting : 0), { each: size.row, start: size.head }),
    useAxis(frame, columns.length, { each: size.column, start: person, horizontal: true }),
  ];
  useMore(down.getVirtualItems().at(-1)?.index ?? 0, people.length, more);
  useMore(across.getVirtualItems().at(-1)?.index ?? 0, columns.length, moreColumns);
  const { home, onKeyDown, onFocus } = useGridFocus({
    frame,
    rows: people.length,
    columns: columns.length,
    scrollTo: ({ row, column }) => {
      down.scrollToIndex(row);
      if (column >= 0) across.scrollToIndex(column);
    },
  });
  const width = across.getTotalSize();
  const shown = across.getVirtualItems();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by the keyboard, too */}
      <section ref={frame} className={css.frame} tabIndex={0} aria-label={text.list}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are walked with the arrows
          role="grid"
          className={css.grid}
          aria-label={text.list}
          aria-rowcount={total === undefined ? -1 : total + 1}
          aria-colcount={moreColumns.has ? -1 : columns.length + 1}
          aria-busy={loading || stale}
          style={{ width, height: down.getTotalSize() }}
        >
          <thead className={css.head}>
            <tr aria-rowindex={1} className={css.headRow} style={{ width }}>
              <th scope="col" className={css.corner} style={{ width: person }} aria-colindex={1}>
                {text.columns.person}
              </th>
              {shown.map(({ index, start }) => (
                <th
                  key={index}
                  scope="col"
                  className={css.column}
                  style={{ left: start, width: size.column }}
                  aria-colindex={index + 2}
                >
                  <Link
                    to="/console/$organizationId/settings/workspaces/$workspaceId"
                    params={{ organizationId, workspaceId: columns[index]?.workspaceId ?? '' }}
                    title={columns[index]?.name}
                  >
                    {columns[index]?.name}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown} onFocus={onFocus}>
            {down.getVirtualItems().map(({ index, start }) => {
              const one = people[index];
              const place = { top: start, width, height: size.row };
              return one === undefined ? (
                <WaitingRow key={`waiting ${index}`} at={index} place={place} person={person} />
              ) : (
                <MatrixRow
                  key={one.memberId}
                  {...{ organizationId, place, columns }}
                  at={index}
                  person={one}
                  personWidth={person}
                  shown={shown}
                  tabColumn={home.row === index ? Math.max(0, home.column) : null}
                  onAsk={setAsking}
                />
              );
            })}
          </tbody>
        </table>
      </section>
      <p className={css.how}>{text.how}</p>
      <WhyAt
        anchor={asking?.anchor ?? null}
        onClose={() => setAsking(null)}
        why={() => (asking ? <WhyOf organizationId={organizationId} {...asking} /> : null)}
      />
    </>
  );
}

type Axis = { readonly each: number; readonly start: number; readonly horizontal?: boolean };

/** Behind the header, which stays. */
function useAxis(frame: React.RefObject<HTMLElement | null>, count: number, { each, start, horizontal }: Axis) {
  return useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => each,
    overscan: horizontal ? 3 : 8,
    paddingStart: start,
    scrollPaddingStart: start,
    ...(horizontal ? { horizontal } : {}),
  });
}

/** Asks for what follows as soon as the end is in sight. */
function useMore(last: number, there: number, { has, load }: More): void {
  const atEnd = has && last >= there - 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page may be the reason for the next one
  useEffect(() => {
    if (atEnd) void load();
  }, [atEnd, there]);
}
