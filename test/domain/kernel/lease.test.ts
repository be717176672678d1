import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { releaseLease, takeLease } from '../../../src/domain/kernel/lease.ts';
import { testDeployment } from '../../support/domain.ts';

const { uri } = testDeployment();

/** Another instance of the product, which takes the lease and dies with it. */
function takenElsewhere(name: string, ttlMs: number): Promise<boolean> {
  const code = `
    import { parentPort } from 'node:worker_threads';
    import { connect } from '${new URL('../../../dist/storage/connection.js', import.meta.url)}';
    import { takeLease } from '${new URL('../../../dist/domain/kernel/lease.js', import.meta.url)}';
    await connect(${JSON.stringify(uri)});
    parentPort.postMessage(await takeLease(${JSON.stringify(name)}, ${ttlMs}));
    process.exit();
  `;
  return new Promise((resolve, reject) => {
    const other = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    other.once('message', resolve);
    other.once('error', reject);
  });
}

it('is held by one process at a time, which may renew it, until it gives it back', async () => {
  expect(await takeLease('a', 60_000)).toBe(true);
  expect(await takeLease('a', 60_000)).toBe(true);
  expect(await takenElsewhere('a', 60_000)).toBe(false);
  await releaseLease('a');
  expect(await takenElsewhere('a', 60_000)).toBe(true);
  expect(await takeLease('a', 60_000)).toBe(false);
});

it('ends by itself when the process that holds it is gone', async () => {
  expect(await takenElsewhere('b', 1)).toBe(true);
  await expect.poll(() => takeLease('b', 60_000), { timeout: 5_000 }).toBe(true);
});
