/** All of the matrix, read page by page. */
import type { AccessMatrix } from '../../lib/types.ts';
import { type Entry, entriesOf } from './entries.ts';
import { joined } from './use-matrix.ts';

type Place = { readonly cursor?: string; readonly columns?: string };

/** @param onRead of how many people there is how much */
export async function readMatrix(
  ask: (place: Place) => Promise<AccessMatrix>,
  onRead: (done: number, total: number) => void,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let [done, total] = [0, 0];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const bands: AccessMatrix[] = [];
    for (let columns: string | null | undefined; columns !== null; columns = bands.at(-1)?.nextColumns ?? null)
      bands.push(await ask({ ...(cursor ? { cursor } : {}), ...(columns ? { columns } : {}) }));
    const [first, ...right] = bands;
    if (first === undefined) break;
    entries.push(
      ...entriesOf(
        joined(first, right),
        bands.flatMap((band) => band.columns),
      ),
    );
    done += first.items.length;
    total = first.total ?? total;
    onRead(done, total);
    cursor = first.nextCursor;
  }
  return entries;
}
