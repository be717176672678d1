import { afterEach, describe, expect, it } from 'vitest';
import { startWorkers, wakeWorkers } from '../../../src/domain/kernel/workers.ts';
import { until } from '../../support/usher.ts';

let stop = async () => {};
afterEach(() => stop());

describe('background workers', () => {
  it('look for work again at once as long as there is more, then wait until they are woken', async () => {
    let left = 3;
    let looks = 0;
    const work = async () => {
      looks += 1;
      left -= 1;
      return left > 0;
    };
    stop = startWorkers([{ name: 'counting', intervalMs: 3_600_000, run: work }], () => {});
    await until(() => looks === 3);
    left = 1;
    wakeWorkers('counting');
    await until(() => looks === 4);
  });

  it('go on after a failure, which is reported by their name', async () => {
    const reported: unknown[] = [];
    let looks = 0;
    const run = async () => {
      looks += 1;
      if (looks === 1) throw new Error('no luck');
      return false;
    };
    stop = startWorkers([{ name: 'unlucky', intervalMs: 1, run }], (worker, error) => reported.push([worker, error]));
    await until(() => looks > 1);
    expect(reported).toEqual([['unlucky', new Error('no luck')]]);
  });

  it('end when their work under way is done', async () => {
    let finish = () => {};
    let done = false;
    const run = async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      done = true;
      return true;
    };
    const end = startWorkers([{ name: 'busy', intervalMs: 1, run }], () => {});
    const ended = end();
    finish();
    await ended;
    expect(done).toBe(true);
  });
});
