/** The matrix as a list: a line for each role that somebody has in a workspace. Pure. */
import type { MatrixCell, MatrixColumn, Person } from './use-matrix.ts';

export type Entry = {
  readonly key: string;
  readonly person: Person;
  /** null: the person has access to none. */
  readonly workspace: MatrixColumn | null;
  readonly cell: MatrixCell | null;
};

/** In the order of people and of columns. */
export function entriesOf(people: readonly Person[], columns: readonly MatrixColumn[]): Entry[] {
  const places = new Map(columns.map(({ workspaceId }, place) => [workspaceId, place]));
  const placeOf = ({ workspaceId }: MatrixCell) => places.get(workspaceId) ?? -1;
  return people.flatMap((person) => {
    const entries = [...person.cells.values()]
      .toSorted((a, b) => placeOf(a) - placeOf(b))
      .flatMap((cell): Entry[] => {
        const workspace = columns[placeOf(cell)];
        return workspace ? [{ key: `${person.memberId} ${cell.workspaceId}`, person, workspace, cell }] : [];
      });
    return entries.length > 0 ? entries : [{ key: person.memberId, person, workspace: null, cell: null }];
  });
}
