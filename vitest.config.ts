import { availableParallelism } from 'node:os';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { secondsReporter } from './test/support/seconds-reporter.ts';

type ProjectSettings = NonNullable<TestProjectInlineConfiguration['test']>;

const inAll: ProjectSettings = {
  pool: 'forks',
  // The files of a worker share its modules: loading them takes longer than most files take to run.
  isolate: false,
  testTimeout: 20_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000 } },
  // openapi-typescript needs the compiler's classic API, which TypeScript 7 does not have.
  alias: [{ find: /^typescript$/, replacement: new URL('test/support/typescript-api.ts', import.meta.url).pathname }],
  server: { deps: { inline: ['openapi-typescript'] } },
};
const withDatabase: ProjectSettings = {
  ...inAll,
  globalSetup: ['test/support/global-setup.ts'],
  setupFiles: ['test/support/setup.ts'],
};

/** The tiers, told apart by the end of a file's name; docs/testing.md says what belongs where. */
const unit: ProjectSettings = { ...inAll, name: 'unit', include: ['test/**/*.unit.test.ts'] };
const integration: ProjectSettings = {
  ...withDatabase,
  name: 'integration',
  include: ['test/**/*.test.ts'],
  exclude: ['test/**/*.{unit,browser,soak}.test.ts'],
};
const browser: ProjectSettings = {
  ...withDatabase,
  name: 'browser',
  testTimeout: 60_000,
  include: ['test/**/*.browser.test.ts'],
};
const soak: ProjectSettings = {
  ...withDatabase,
  name: 'soak',
  // Random input is tried often there (test/support/random.ts).
  provide: { tier: 'soak' },
  testTimeout: 300_000,
  hookTimeout: 300_000,
  include: ['test/**/*.soak.test.ts', 'test/**/*.property{,.unit}.test.ts'],
  // Much of it waits for programs that start and end.
  maxWorkers: availableParallelism() + 1,
  sequence: { groupOrder: 1 },
};
const bench: ProjectSettings = {
  ...withDatabase,
  name: 'bench',
  fileParallelism: false,
  include: ['test/bench/*.bench.ts'],
};

/** Against programs that are no part of a clone; by hand. */
const byHand: ProjectSettings = {
  ...withDatabase,
  name: 'try',
  testTimeout: 120_000,
  hookTimeout: 300_000,
  include: ['test/**/*.try.ts'],
};

export default defineConfig({
  test: {
    projects: [unit, integration, browser, soak, bench, byHand].map((test) => ({ test })),
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    reporters: ['default', secondsReporter()],
  },
});
