import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from '../../../src/domain/kernel/fold-name.ts';
import { tries } from '../../support/random.ts';

/** PRECIS UsernameCaseMapped: RFC 8265 section 3.3.2, width mapping, lower case, NFC. docs/scim.md says the same in prose. */
describe('[35] names that are one', () => {
  it.each([
    ['case', 'Ada@Acme.TEST', 'ada@acme.test'],
    ['case beyond ASCII', 'ÉLÈNE', 'élène'],
    ['case of Greek and Cyrillic', 'ΔΗΜΟΣ ИВАН', 'δημος иван'],
    ['case beyond the BMP', '\u{10400}', '\u{10428}'],
    ['full width', 'ＡＤＡ＠ａｃｍｅ．ｔｅｓｔ', 'ada@acme.test'],
    ['full-width digits', '１２３', '123'],
    ['half-width katakana', 'ｱﾀﾞ', 'アダ'],
    ['a wide space', 'ada\u3000king', 'ada king'],
    ['full-width signs', '￥￦￠', '¥₩¢'],
    ['composed and decomposed', 'zoe\u0308', 'zoë'],
    ['decomposed capitals', 'ZOE\u0308', 'zoë'],
    ['two marks in either order', 'a\u0323\u0302', 'a\u0302\u0323'],
    ['Hangul syllables and their letters', '\u1112\u1161\u11ab', '\ud55c'],
    ['the Kelvin and the Ångström sign', '\u212a\u212b', 'kå'],
    ['the capital sharp s', 'STRAẞE', 'straße'],
  ])('by %s: %s', (_what, one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });
});

describe('[36] names that are two', () => {
  it.each([
    ['look-alikes of another script', '\u0430da', 'ada'],
    ['marks', 'zoe', 'zoë'],
    ['sharp s, which is a letter', 'straße', 'strasse'],
    ['ligatures and other compatibility forms, which the profile leaves as they are', 'ﬁn', 'fin'],
    ['superscripts', 'ada²', 'ada2'],
    ['blanks', 'ada king', 'adaking'],
    ['the dotless i', 'ıda', 'ida'],
    ['what is not seen', 'ad\u200ba', 'ada'],
  ])('by %s: %s', (_what, one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });
});

it('what is folded stays as it is when it is folded again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(foldName(foldName(name))).toBe(foldName(name));
    }),
    tries({ fast: 500, soak: 5_000 }),
  );
});
