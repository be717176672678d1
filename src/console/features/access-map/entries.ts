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
  return people.flatMap((person) => {
    const entries = columns.flatMap((workspace): Entry[] => {
      const cell = person.cells.get(workspace.workspaceId);
      return cell ? [{ key: `${person.memberId} ${workspace.workspaceId}`, person, workspace, cell }] : [];
    });
    return entries.length > 0 ? entries : [{ key: person.memberId, person, workspace: null, cell: null }];
  });
}
