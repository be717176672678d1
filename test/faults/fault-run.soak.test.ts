/**
 * Nothing acknowledged is lost (R2): a directory, admins and people who sign in go on at two processes and a replica set
 * of three while one fault follows another. `npm run faults` makes a hundred of them; FAULTS and SEED before the command
 * choose how many, and which.
 */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { faultRun, type Outcome } from './run/fault-run.ts';
import { type FaultName, faults } from './run/faults.ts';

const { FAULTS = '5', SEED = '1' } = process.env;
const howMany = Number(FAULTS);
/** As MongoDB has it by itself where many faults are asked for, and what is told of silences counts. */
const electionMs = howMany > 5 ? 10_000 : 2_000;
const seed = Number(SEED);

vi.setConfig({ testTimeout: 120_000 + howMany * 60_000, hookTimeout: 120_000 + howMany * 60_000 });

/** Every kind of fault as often as every other one, from another one on with each seed. */
const names = Object.keys(faults) as FaultName[];
const planned = Array.from({ length: howMany }, (_, n) => names[(seed + n * 5) % names.length] as FaultName);

describe(`with ${howMany} faults, seed ${seed}`, () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await faultRun({ seed, faults: planned, workers: 6, electionMs });
    const { history, tally, silences, lost } = outcome;
    console.log(
      [
        `seed ${seed}: ${howMany} faults, ${history.acknowledged} writes acknowledged, ${history.signIns} sign-ins, ${lost.length} lost`,
        `${tally.answered} answers, ${tally.retried} asked again, the longest took ${tally.longestMs} ms, ${tally.late.length} over 10 s`,
        ...tally.late,
        ...silences.map(({ fault, silentMs }) =>
          silentMs === null ? `not possible here: ${fault}` : `${fault}: nobody could write for ${silentMs} ms`,
        ),
      ].join('\n'),
    );
  });

  it('loses nothing that was acknowledged, and makes nothing twice or half', () => {
    expect(outcome.lost).toEqual([]);
    expect(outcome.history.acknowledged).toBeGreaterThan(howMany);
  });

  it('answers what clients understand: never 500, and 503 with Retry-After', () => {
    expect(outcome.tally.wrong).toEqual([]);
  });
});

describe('the checker of the fault run', () => {
  it.each([
    [
      'a database of which one node is enough',
      'first-node-is-enough.mjs',
      Array(3).fill('the primary alone goes on, and is then killed'),
    ],
    ['changes that are not all or nothing', 'no-transactions.mjs', Array(4).fill('a process of ours is killed')],
    ['names that no index keeps unique', 'no unique index', Array(4).fill('the connections are cut')],
  ] as const)('finds %s', async (_, planted, faults) => {
    const { lost } = await faultRun({ seed: 1, faults, workers: 8, electionMs, planted });
    expect(lost).not.toEqual([]);
  });
});
