import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyFault } from '../../src/http/body-fault.ts';
import { parseStrictJson } from '../../src/http/strict-json.ts';
import { tries } from '../support/random.ts';

const faultOf = (text: string): string | null => {
  try {
    parseStrictJson(text);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(BodyFault);
    return (error as BodyFault).kind;
  }
};

describe('strict JSON', () => {
  it.each([
    ['a plain object', '{"a": 1, "b": [1, {"a": 2}], "c": {"a": null}}'],
    ['the same key in two objects of an array', '[{"a": 1}, {"a": 1}]'],
    ['a value that equals its key', '{"a": "a", "b": "a"}'],
    ['strings with quotes, brackets and backslashes', '{"a": "\\"}]{,:\\\\", "b": "\\\\\\""}'],
    ['prototype words as values', '{"a": "__proto__", "b": ["constructor", "prototype"]}'],
    ['a key that only looks alike', '{"a": 1, "A": 2, "a ": 3}'],
    ['64 levels', '['.repeat(64) + ']'.repeat(64)],
    ['a bare string', '"a"'],
    ['a lone surrogate, which the schema judges', '"\\ud800"'],
  ])('accepts %s', (_, text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['[39] a key twice', '{"a": 1, "a": 2}', 'duplicate-key'],
    ['[39] a key twice, once escaped', '{"a": 1, "\\u0061": 2}', 'duplicate-key'],
    ['[39] a key twice, far apart and deep', '[{"x": {"a": [1, {"b": 2}], "c": 3, "a": {}}}]', 'duplicate-key'],
    ['[39] an empty key twice', '{"": 1, "": 2}', 'duplicate-key'],
    ['[28] __proto__ as a key', '{"__proto__": {"admin": true}}', 'forbidden-key'],
    ['[28] an escaped __proto__', '{"a": [{"\\u005f_proto__": 1}]}', 'forbidden-key'],
    ['[28] constructor.prototype', '{"constructor": {"prototype": {}}}', 'forbidden-key'],
    ['[28] prototype as a key', '{"prototype": 1}', 'forbidden-key'],
    ['[32] 40,000 open arrays', '['.repeat(40_000), 'too-deep'],
    ['[32] 40,000 arrays', '['.repeat(40_000) + ']'.repeat(40_000), 'too-deep'],
    ['[32] 40,000 objects', '{"a":'.repeat(40_000), 'too-deep'],
    ['[38] nothing', '', 'malformed'],
    ['[38] a trailing comma', '{"a": 1,}', 'malformed'],
    ['[38] an open string', '{"a": "b', 'malformed'],
    ['[38] a broken escape in a key', '{"\\x": 1}', 'malformed'],
    ['[38] closing what is not open', ']]}', 'malformed'],
    ['[38] a comment', '{} // a', 'malformed'],
  ])('refuses %s', (_, text, kind) => {
    expect(faultOf(text)).toBe(kind);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('names the key at fault, shortened', () => {
    expect(() => parseStrictJson('{"userName": 1, "userName": 2}')).toThrow('"userName" appears twice');
    const long = 'k'.repeat(1_000);
    expect(() => parseStrictJson(`{"${long}": 1, "${long}": 2}`)).toThrow(/^.{1,150}$/);
  });

  it('accepts whatever JSON.stringify makes of objects with ordinary keys', () => {
    const key = fc.string({ unit: 'binary' }).filter((k) => !['__proto__', 'constructor', 'prototype'].includes(k));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 0 }),
        fc.array(tie('tree')),
        fc.dictionary(key, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
      tries({ fast: 100, soak: 500 }),
    );
  });

  it('never fails in another way than JSON.parse does, whatever the text', () => {
    const scrap = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '1', ' ', 'null', '\\u0061');
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 12 }), (scraps) => {
        const text = scraps.join('');
        const kind = faultOf(text);
        if (kind === null) JSON.parse(text);
        if (kind === 'malformed') expect(() => JSON.parse(text)).toThrow();
      }),
      tries({ fast: 2_000, soak: 20_000 }),
    );
  });
});
