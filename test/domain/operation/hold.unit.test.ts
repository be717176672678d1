import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { organizations } from '../../../src/domain/model/organization.ts';
import { scimTokens } from '../../../src/domain/model/scim-token.ts';
import { forgetWritten, hold } from '../../../src/domain/operation/hold.ts';

const key = (asked: string) => asked;
let time = 0;
beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => time);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What was read stands in a variable, which the test changes as another process would. */
function stored(value: string | null) {
  const at = { value, reads: 0 };
  const load = async () => {
    at.reads += 1;
    return at.value;
  };
  const read = hold({ key, collections: [scimTokens], load });
  return { at, read };
}

const writes = (collection: typeof scimTokens | typeof organizations) => ({
  operationId: 'operation',
  orgId: null,
  writes: [{ kind: 'delete' as const, collection, id: 'id', expect: {} }],
});

describe('what is held for a moment', () => {
  it('is read once by all who ask in the same second, and again after it', async () => {
    const { at, read } = stored('a');
    expect(await Promise.all([read('key'), read('key')])).toEqual(['a', 'a']);
    at.value = 'b';
    time += 999;
    expect(await read('key')).toBe('a');
    time += 1;
    expect(await read('key')).toBe('b');
    expect(at.reads).toBe(2);
  });

  it('is read again once this process has written to what it came from, and not for other writes', async () => {
    const { at, read } = stored('a');
    await read('key');
    at.value = 'b';
    forgetWritten(writes(organizations));
    expect(await read('key')).toBe('a');
    forgetWritten(writes(scimTokens));
    expect(await read('key')).toBe('b');
  });

  it('does not keep what was being read while this process wrote', async () => {
    let answer: (value: string) => void = () => undefined;
    const answers = ['old', 'new'];
    const load = (): Promise<string> => {
      const next = answers.shift() ?? '';
      return next === 'old' ? new Promise((done) => (answer = done)) : Promise.resolve(next);
    };
    const read = hold({ key, collections: [scimTokens], load });
    const before = read('key');
    forgetWritten(writes(scimTokens));
    expect(await read('key')).toBe('new');
    answer('old');
    expect(await before).toBe('old');
    expect(await read('key')).toBe('new');
  });

  it('keeps neither that something is not there nor that it could not be read', async () => {
    const { at, read } = stored(null);
    expect(await read('key')).toBeNull();
    at.value = 'made since';
    expect(await read('key')).toBe('made since');

    let fails = true;
    const load = async () => {
      if (fails) throw new Error('the database is away');
      return 'there';
    };
    const unsure = hold({ key, collections: [scimTokens], load });
    await expect(unsure('key')).rejects.toThrow('away');
    fails = false;
    expect(await unsure('key')).toBe('there');
  });

  it('is bounded: a thousand others push it out', async () => {
    const { at, read } = stored('a');
    await read('first');
    for (let n = 0; n < 1_000; n += 1) await read(`other ${n}`);
    const { reads } = at;
    await read('first');
    expect(at.reads).toBe(reads + 1);
  });
});
