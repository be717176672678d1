import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endOfAnswer } from '../../src/http/outbound.ts';
import { DatabaseSilent } from '../../src/storage/database-errors.ts';
import {
  atLeisure,
  beginPart,
  patiently,
  timeLeft,
  withoutPatience,
  withPatience,
} from '../../src/storage/patience.ts';

// Not `performance`: the timers of other files of the same process read it.
beforeEach(
  () => void vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }),
);
afterEach(() => void vi.useRealTimers());

const answerAfter = (ms: number) => new Promise<string>((done) => setTimeout(done, ms, `after ${ms} ms`));

/** What a request comes to, with the seconds that it took. */
async function request(steps: () => Promise<unknown>): Promise<[outcome: unknown, seconds: number]> {
  const begun = Date.now();
  const answered = new Promise<unknown>((resolve) => {
    withPatience(() => void steps().then(resolve, resolve));
  });
  await vi.runAllTimersAsync();
  const outcome = await answered;
  return [outcome instanceof DatabaseSilent ? 'given up' : outcome, Math.floor((Date.now() - begun) / 1_000)];
}

describe('a request waits 8 s in all', () => {
  it('for one answer that does not come', async () => {
    const giveUp = request(() => patiently(new Promise(() => {})));
    expect((await giveUp)[0]).toBe('given up');
  });

  it('also for many, each of which comes soon enough', async () => {
    let answers = 0;
    const [outcome] = await request(async () => {
      for (; answers < 20; answers += 1) await patiently(answerAfter(900));
    });
    expect([outcome, answers]).toEqual(['given up', 8]);
  });

  it('and has what comes in time, or fails in time, as it is', async () => {
    expect((await request(() => patiently(answerAfter(7_000))))[0]).toBe('after 7000 ms');
    const failure = new Error('refused');
    expect((await request(() => patiently(Promise.reject(failure))))[0]).toBe(failure);
  });

  it('not counting what the client takes to send its body', async () => {
    const [outcome] = await request(async () => {
      await patiently(answerAfter(5_000));
      await atLeisure(answerAfter(30_000));
      return patiently(answerAfter(2_900));
    });
    expect(outcome).toBe('after 2900 ms');
  });

  it('for each part of long work', async () => {
    const [outcome] = await request(async () => {
      for (let part = 0; part < 5; part += 1) {
        beginPart();
        await patiently(answerAfter(7_000));
      }
      beginPart();
      return patiently(answerAfter(9_000));
    });
    expect(outcome).toBe('given up');
  });

  it('while work that no request waits for alone takes what it takes', async () => {
    expect(await Promise.all([patiently(answerAfter(60_000)), vi.runAllTimersAsync()])).toMatchObject([
      'after 60000 ms',
      {},
    ]);
    const [outcome] = await request(
      () => new Promise((resolve) => withoutPatience(() => void patiently(answerAfter(20_000)).then(resolve))),
    );
    expect(outcome).toBe('after 20000 ms');
    expect(timeLeft(10_000)).toBe(10_000);
  });

  it('and tells others how much of it is left: another server has two seconds less', async () => {
    const [seen] = await request(async () => {
      const before = timeLeft(10_000);
      await answerAfter(7_500);
      // Not of the clock that is shifted here.
      const ends = endOfAnswer(60_000);
      await new Promise((done) => ends.addEventListener('abort', done));
      return [before, timeLeft(10_000)];
    });
    expect(seen).toEqual([8_000, 500]);
  });
});
