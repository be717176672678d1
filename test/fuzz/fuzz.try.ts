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
  const { numRuns, seed } = tries({ fast: 400, soak: 4_000 });
  const { faults, ...figures } = await fuzz(world, { cases: numRuns, seed });
  console.log(`Fuzz, seed ${seed}: ${JSON.stringify(figures)}`);
  expect(faults.join('\n\n')).toBe('');
  expect(figures.cases).toBe(numRuns);
});
