/** Random requests to every route: none is answered 500, takes a second, changes a prototype or shows another tenant. `npm run fuzz` sends 100,000. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDeployment } from '../support/domain.ts';
import { tries } from '../support/random.ts';
import type { World } from './case.ts';
import { fuzz } from './run.ts';
import { openWorld } from './world.ts';

testDeployment();

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.end());

it('whatever is sent, the answer is one of ours, soon, and of this tenant alone', {
  timeout: 24 * 3_600_000,
}, async () => {
  const { numRuns, seed } = tries({ fast: 300, soak: 2_000 });
  // Who asks for a number has the machine alone; beside other files a request may wait for its turn.
  const isLong = process.env.RUNS !== undefined;
  const { faults, ...figures } = await fuzz(world, { cases: numRuns, seed, ...(isLong ? { longestMs: 1_000 } : {}) });
  if (isLong) console.log(`Fuzz, seed ${seed}: ${JSON.stringify(figures)}`);
  expect(faults.join('\n\n')).toBe('');
  expect(figures.cases).toBe(numRuns);
});
