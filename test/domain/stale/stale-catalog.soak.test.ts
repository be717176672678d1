/**
 * What a process holds while another one changes it. Each operation is done twice: in a process that holds everything as
 * it was before, and in one that holds nothing. Both must do the same, or refuse the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DomainError } from '../../../src/domain/kernel/domain-error.ts';
import { testDeployment } from '../../support/domain.ts';
import { runUsher, type Usher } from '../../support/usher.ts';
import { faultsOf } from '../invariants.ts';
import { operations } from './operations.ts';
import { changes, holdAll, makeWorld, newWorld, stateOf } from './world.ts';

const { uri } = testDeployment();
let elsewhere: Usher;
/** What is held grows old by this clock alone, so nothing is read anew by accident. */
let clock = performance.now();
const heldAtMostMs = 60_000;

beforeAll(async () => {
  elsewhere = await runUsher({
    env: {
      MONGODB_URI: uri,
      AUTH_TYPE: 'basic',
      INITIAL_ORG_ADMIN_EMAIL: 'root@acme.test',
      INITIAL_ORG_ADMIN_PASSWORD: 'correct horse battery',
    },
  });
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
});
afterAll(() => void vi.restoreAllMocks());

/** How it ended: refusals are told apart by what a client sees of them. */
async function outcomeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'done';
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
    return `${error.code}/${error.reason}`;
  }
}

/** One after the other: at once they would wait for each other's connections. */
async function inTurn<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of all) results.push(await run(one));
  return results;
}

it('begins with copies that are as what they are copied from', async () => {
  const [made, copied] = [await makeWorld(), await newWorld()];
  expect(await stateOf(copied)).toEqual(await stateOf(made));
  expect(await faultsOf(copied.orgId)).toEqual([]);
});

const rows = Object.values(operations).flatMap((all) => Object.entries(all));

it.each(rows)('%s', async (_, prepare) => {
  const cases = await inTurn(Object.entries(changes), async ([what, change]) => {
    const [stale, fresh] = await Promise.all([newWorld(), newWorld()]);
    return { what, change, stale, fresh, acts: [await prepare(stale), await prepare(fresh)] as const };
  });
  for (const { stale } of cases) await holdAll(stale);
  for (const { change, stale, fresh } of cases) await Promise.all([change(elsewhere, stale), change(elsewhere, fresh)]);
  const byStale = await inTurn(cases, ({ acts }) => outcomeOf(acts[0]));
  clock += heldAtMostMs;
  const byFresh = await inTurn(cases, ({ acts }) => outcomeOf(acts[1]));
  const told = (outcomes: readonly string[]) => cases.map(({ what }, n) => `while ${what}: ${outcomes[n]}`);
  expect(told(byStale)).toEqual(told(byFresh));
  for (const { what, stale, fresh } of cases) {
    expect(await stateOf(stale), `while ${what}`).toEqual(await stateOf(fresh));
    expect(await faultsOf(stale.orgId), `while ${what}`).toEqual([]);
  }
});

it('is done for every operation that can come to something held', () => {
  const source = resolve('src/domain');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const texts = new Map(files.map((file) => [resolve(source, file), readFileSync(join(source, file), 'utf8')]));
  const importsOf = (file: string) =>
    [...(texts.get(file) ?? '').matchAll(/^import (?!type\b)[^;]*?from '(\.[^']+)'/gms)].map(([, path = '']) =>
      resolve(dirname(file), path),
    );
  const reaches = (file: string) => {
    const seen = new Set([file]);
    for (const one of seen) for (const next of importsOf(one)) seen.add(next);
    return [...seen].some((one) => /\bhold\(\{/.test(texts.get(one) ?? ''));
  };
  const counted = [...texts].flatMap(([file, text]): [string, number][] => {
    const sites = [...text.matchAll(/\boperate\(/g)].length;
    const module = relative(source, file).replace(/\.ts$/, '');
    return sites === 0 || module === 'operation/operate' || !reaches(file) ? [] : [[module, sites]];
  });
  expect(counted.length).toBeGreaterThan(30);
  expect(counted.map(([module]) => module).sort()).toEqual(Object.keys(operations).sort());
  for (const [module, sites] of counted)
    expect(Object.keys(operations[module] ?? {}).length, module).toBeGreaterThanOrEqual(sites);
});
