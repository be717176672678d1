import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    // openapi-typescript needs the compiler's classic API, which TypeScript 7 does not have.
    alias: [{ find: /^typescript$/, replacement: new URL('test/support/typescript-api.ts', import.meta.url).pathname }],
    server: { deps: { inline: ['openapi-typescript'] } },
  },
});
