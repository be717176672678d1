import { afterEach, describe, expect, it, vi } from 'vitest';
import { together } from '../../src/storage/together.ts';

/** A database that answers each read when it is told to. */
function slowDatabase() {
  const reads: { under: string; asked: readonly string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const ask = together(
    (under, asked: readonly string[]) =>
      new Promise<readonly string[]>((resolve, reject) => {
        reads.push({ under, asked, answer: () => resolve(asked.map((one) => `${one}!`)), fail: reject });
      }),
  );
  /** The read of this number, which is out or about to be. */
  const read = async (n: number) => {
    for (let turns = 0; turns < 3; turns += 1) await new Promise(setImmediate);
    return reads[n] ?? expect.fail(`only ${reads.length} reads`);
  };
  return { ask, read, reads };
}

afterEach(() => void vi.restoreAllMocks());

describe('reads together', () => {
  it('are one where they are asked for at once, each with its own answer', async () => {
    const { ask, read, reads } = slowDatabase();
    const answers = Promise.all([ask('org', 'a'), ask('org', 'b'), ask('org', 'a')]);
    (await read(0)).answer();
    expect(await answers).toEqual(['a!', 'b!', 'a!']);
    expect(reads.map(({ asked }) => asked)).toEqual([['a', 'b', 'a']]);
  });

  it('begin after everybody has asked who is answered by them: one that is out already answers no later question', async () => {
    const { ask, read } = slowDatabase();
    const first = ask('org', 'a');
    expect((await read(0)).asked).toEqual(['a']);
    const [second, third] = [ask('org', 'a'), ask('org', 'b')];
    (await read(0)).answer();
    await first;
    expect((await read(1)).asked).toEqual(['a', 'b']);
    (await read(1)).answer();
    expect(await Promise.all([second, third])).toEqual(['a!', 'b!']);
  });

  it('are of one organization, and wait for no other', async () => {
    const { ask, read } = slowDatabase();
    const [one, other] = [ask('one', 'a'), ask('other', 'a')];
    expect([(await read(0)).under, (await read(1)).under]).toEqual(['one', 'other']);
    (await read(1)).answer();
    await other;
    (await read(0)).answer();
    await one;
  });

  it('fail together, and the next are asked anew', async () => {
    const { ask, read } = slowDatabase();
    const failed = Promise.allSettled([ask('org', 'a'), ask('org', 'b')]);
    (await read(0)).fail(new Error('gone'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = ask('org', 'c');
    (await read(1)).answer();
    expect(await next).toBe('c!');
  });

  it('wait for none that takes long: who waited for it already comes along', async () => {
    const { ask, read } = slowDatabase();
    const lost = ask('org', 'a');
    await read(0);
    const waiting = ask('org', 'b');
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 300);
    const next = ask('org', 'c');
    expect((await read(1)).asked).toEqual(['b', 'c']);
    (await read(1)).answer();
    expect(await Promise.all([waiting, next])).toEqual(['b!', 'c!']);
    (await read(0)).answer();
    expect(await lost).toBe('a!');
  });

  it('are no more than a hundred at once', async () => {
    const { ask, read } = slowDatabase();
    const all = Promise.all(Array.from({ length: 150 }, (_, n) => ask('org', `${n}`)));
    (await read(0)).answer();
    (await read(1)).answer();
    expect((await all).length).toBe(150);
    expect((await read(1)).asked.length).toBe(50);
  });
});
