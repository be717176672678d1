/** In which order custom roles can change their ranks, which are unique at every moment. */
export type Ranked = { readonly id: string; readonly rank: number };
export type RankMove = { readonly id: string; readonly rank: number; readonly lasting: boolean };

const maxRank = 999;

/**
 * @param present all custom roles
 * @param targets by id: the ranks that roles are to have. None is that of a role that keeps its rank.
 * @param needed ranks of roles that are yet to be made: whoever has one and has no target makes way for good
 * @param reserved ranks of built-in roles
 */
export function orderRankMoves(
  present: readonly Ranked[],
  targets: ReadonlyMap<string, number>,
  needed: readonly number[],
  reserved: readonly number[],
): RankMove[] {
  const ranks = new Map(present.map(({ id, rank }) => [id, rank]));
  const waiting = new Map(targets);
  const moves: RankMove[] = [];
  const kept = new Set([...targets.values(), ...needed, ...reserved]);
  const holderOf = (rank: number) => [...ranks].find(([, held]) => held === rank)?.[0];
  const move = (id: string, rank: number, lasting: boolean) => {
    ranks.set(id, rank);
    moves.push({ id, rank, lasting });
  };
  const makeWay = (id: string) => {
    const from = ranks.get(id) ?? 1;
    const free = Array.from({ length: maxRank }, (_, index) => index + 1)
      .filter((rank) => !kept.has(rank) && holderOf(rank) === undefined)
      .toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from))[0];
    if (free !== undefined) move(id, free, false);
    else waiting.clear();
  };
  while (waiting.size > 0) {
    const possible = [...waiting].find(([, rank]) => holderOf(rank) === undefined);
    if (possible) {
      waiting.delete(possible[0]);
      move(...possible, true);
    } else {
      const [, rank] = [...waiting][0] as [string, number];
      makeWay(holderOf(rank) as string);
    }
  }
  for (const rank of needed) {
    const holder = holderOf(rank);
    if (holder !== undefined) makeWay(holder);
  }
  return moves;
}
