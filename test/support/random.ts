/**
 * How often a property is tried, and with what. In `npm test` a few times and always with the same seed, so that it says
 * the same of the same code; in `npm run test:soak` often and with another seed each time, which fast-check tells when it
 * fails. `SEED=... RUNS=...` before the command choose both.
 */
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the tier that tries often (vitest.config.ts). */
    tier?: 'soak';
  }
}

const { SEED, RUNS } = process.env;
const usualSeed = 20_240_501;

/** For `fc.assert` and `fc.sample`. */
export function tries({ fast, soak }: { fast: number; soak: number }): { numRuns: number; seed: number } {
  const isSoak = inject('tier') === 'soak';
  const seed = SEED ?? (isSoak ? Date.now() % 2_147_483_647 : usualSeed);
  return { numRuns: Number(RUNS ?? (isSoak ? soak : fast)), seed: Number(seed) };
}
