/** The ranks of custom roles on their way to other ranks. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderRankMoves } from '../../src/cli/declarative/kinds/rank-moves.ts';

it('gives every role its rank, and no two the same at any moment', () => {
  const rank = fc.integer({ min: 1, max: 8 });
  const ranks = fc.uniqueArray(rank, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(ranks, ranks, ranks, (before, after, needed) => {
      const present = before.map((held, index) => ({ id: `role ${index}`, rank: held }));
      const targets = new Map(present.slice(0, after.length).map(({ id }, index) => [id, after[index] as number]));
      const wanted = needed.filter((one) => !after.includes(one));
      const held = new Map(present.map((role) => [role.id, role.rank]));
      for (const { id, rank: next } of orderRankMoves(present, targets, wanted, [500, 100])) {
        expect([...held.values()]).not.toContain(next);
        expect([500, 100]).not.toContain(next);
        held.set(id, next);
      }
      for (const [id, target] of targets) expect(held.get(id)).toBe(target);
      for (const one of wanted) expect([...held.values()]).not.toContain(one);
    }),
  );
});
