/** One person in the matrix, in the workspaces that are in sight. */
import { classes } from '../../lib/format.ts';
import { matrix as text } from '../../lib/messages/access-map.ts';
import { sourceNames } from '../../lib/messages/reasons.ts';
import { roleNamesOf } from '../../lib/reasons.ts';
import { PersonCell } from '../../ui/person-cell.tsx';
import { RoleBadge } from '../../ui/role-badge.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './matrix-grid.module.css';
import type { MatrixColumn, Person } from './use-matrix.ts';

/** Why has somebody the role in a cell. */
export type Asking = { readonly anchor: HTMLElement; readonly memberId: string; readonly workspaceId: string };

type Place = { readonly top: number; readonly width: number; readonly height: number };
type Shown = { readonly index: number; readonly start: number; readonly size: number };

type Props = {
  readonly organizationId: string;
  readonly at: number;
  readonly place: Place;
  readonly person: Person;
  readonly personWidth: number;
  readonly columns: readonly MatrixColumn[];
  readonly shown: readonly Shown[];
  /** The column whose cell Tab comes to; null: it is in another row. */
  readonly tabColumn: number | null;
  readonly onAsk: (asking: Asking) => void;
};

export function MatrixRow({ organizationId, at, place, person, personWidth, columns, shown, tabColumn, onAsk }: Props) {
  const { memberId, name, email, status, cells, known } = person;
  return (
    <tr
      className={classes(css.row, status !== 'active' && css.waiting)}
      aria-rowindex={at + 2}
      data-row={at}
      style={place}
    >
      <th scope="row" className={css.person} style={{ width: personWidth }} aria-colindex={1}>
        <PersonCell {...{ organizationId, memberId, email }} claimedEmail={null} name={name || email || memberId} />
      </th>
      {shown.map(({ index, start, size }) => {
        const column = columns[index];
        if (column === undefined) return null;
        const cell = cells.get(column.workspaceId);
        const focus = { 'data-column': index, tabIndex: tabColumn === index ? 0 : -1 };
        const about = { 'aria-colindex': index + 2, style: { left: start, width: size } };
        if (cell === undefined)
          return (
            <td key={index} className={css.cell} {...about} {...focus}>
              {index < known ? <Nothing /> : <Skeleton short />}
            </td>
          );
        return (
          <td key={index} className={css.cell} {...about}>
            <button
              type="button"
              className={css.role}
              aria-label={text.cell(
                name || email || memberId,
                column.name,
                roleNamesOf(cell.roles),
                sourceNames[cell.source] ?? cell.source,
              )}
              onClick={({ currentTarget: anchor }) => onAsk({ anchor, memberId, workspaceId: column.workspaceId })}
              {...focus}
            >
              <RoleBadge role={cell.role} roles={cell.roles} source={cell.source} />
            </button>
          </td>
        );
      })}
    </tr>
  );
}

function Nothing() {
  return (
    <>
      <span className={css.nothing} aria-hidden>
        –
      </span>
      <span className="visually-hidden">{text.none}</span>
    </>
  );
}

type WaitingProps = { readonly at: number; readonly place: Place; readonly person: number };

export function WaitingRow({ at, place, person }: WaitingProps) {
  return (
    <tr className={css.row} aria-rowindex={at + 2} style={place}>
      <th scope="row" className={css.person} style={{ width: person }}>
        <Skeleton />
      </th>
    </tr>
  );
}
