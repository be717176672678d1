/**
 * An attacker among honest people: an outsider with accounts at the deployment's provider, who is a Workspace Admin, and who
 * has an organization with a directory and a provider that say whatever is liked. First scenes, the same each time; then
 * random moves of everybody. After each move nobody holds more than was meant for them; in the end whoever proves who they are
 * has all of it, so that nothing is safe by keeping people out.
 *
 * Planted by hand, and found by random moves within 20 runs as by the scenes: a take-over by a subject of any connection
 * (break-in 1); a sign-in that links by subject at any connection (8); an own connection's session that reaches everything (2);
 * an unverified address that counts as proven (3); a take-over that never cuts the link; nobody linked by a proven address.
 * Found by the scenes alone: a tombstone that goes by the bare subject (87), a shown link that gives all (6) or proves its
 * address, a take-over that always cuts, no address that counts everywhere.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testDeployment } from '../../support/domain.ts';
import { tries } from '../../support/random.ts';
import { intrusions, missing, settle } from './attacker/check.ts';
import { enter, ownSaying } from './attacker/entering.ts';
import { invite } from './attacker/institutions.ts';
import { type Kind, kinds, move, type Numbers } from './attacker/moves.ts';
import { scenes } from './attacker/scenes.ts';
import { honestPeople, newWorld, type Person, type World } from './attacker/world.ts';

testDeployment();

/** A world in which the attacker is a Workspace Admin of Acme's lab already, and is invited once more as a guest. */
async function begin(mail: boolean): Promise<World> {
  const world = await newWorld({ mail });
  const { acme, mallory } = world;
  const [insider, guest] = mallory.addresses;
  await invite(world, acme, insider, [acme.lab], 'Workspace Admin');
  await enter(world, mallory, ownSaying(mallory));
  await invite(world, acme, guest, []);
  return world;
}

/** Nobody has more than was meant for them, and these people find all that was. */
async function expectPeace(world: World, people: readonly Person[]): Promise<void> {
  expect(await intrusions(world)).toEqual([]);
  for (const person of people) {
    expect(await missing(world, person)).toEqual([]);
    expect(await intrusions(world)).toEqual([]);
  }
}

const step: fc.Arbitrary<Numbers & { readonly kind: Kind }> = fc.record({
  kind: fc.constantFrom(...kinds),
  a: fc.nat(99),
  b: fc.nat(99),
  c: fc.nat(99),
});

describe('a break-in', () => {
  it.each(scenes.map((scene) => [scene.tells, scene] as const))('%s', async (_tells, { mail = false, play }) => {
    const world = await newWorld({ mail });
    await expectPeace(world, await play(world));
  });
});

describe('whatever an outsider, another organization and honest people do', () => {
  it('nobody has more than was given to that person, and who proves who they are has it all', {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 16, maxLength: 24 }), fc.boolean(), async (steps, mail) => {
        const world = await begin(mail);
        for (const { kind, ...numbers } of steps) {
          const refused = await settle(move(world, kind, numbers));
          if (!refused) expect(await intrusions(world), kind).toEqual([]);
        }
        await expectPeace(world, honestPeople(world));
      }),
      { ...tries({ fast: 3, soak: 8 }), endOnFailure: true },
    );
  });
});
