import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeReturnTo } from '../../src/http/return-to.ts';
import { tries } from '../support/random.ts';

describe('where a sign-in returns to', () => {
  it.each([
    ['//x'],
    ['///x'],
    ['/\\x'],
    ['\\\\x'],
    ['/\t/x'],
    ['/%09/x'],
    ['/%2509/x'.replace('%25', '%')],
    ['/%5Cx'],
    ['/%2Fx'],
    ['/a\r\nSet-Cookie: b=c'],
    ['/a%0d%0aSet-Cookie:%20b=c'],
    ['/a\u0000'],
    ['javascript:alert(1)'],
    ['JaVaScRiPt:alert(1)'],
    ['data:text/html,x'],
    ['https://evil.test/'],
    ['https:evil.test'],
    ['evil.test'],
    ['/.//evil.test'],
    ['/a/..//evil.test'],
    ['/%2e//evil.test'],
    ['/%zz'],
    [''],
    [`/${'a'.repeat(3_000)}`],
    ['/auth/login'],
    ['/auth'],
    ['/x/../auth/login'],
    [undefined],
    [['/a', '/b']],
    [{ a: '/b' }],
  ])('[65] %j becomes /', (asked) => {
    expect(safeReturnTo(asked)).toBe('/');
  });

  it.each([
    ['/'],
    ['/members'],
    ['/authors'],
    ['/organizations/1?tab=members&q=a%20b#top'],
    ['/caf%C3%A9'],
    ['/a?next=https://elsewhere.test'],
  ])('%j stays', (asked) => {
    expect(safeReturnTo(asked)).toBe(asked);
  });

  it('[65] whatever is asked, a browser stays on our host', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2f',
      '%5c',
      '%09',
      '\t',
      '\r\n',
      ':',
      '@',
      '?',
      '#',
      'evil.test',
      'https',
    );
    const asked = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`),
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
    );
    fc.assert(
      fc.property(asked, (text) => {
        const target = safeReturnTo(text);
        expect(target).toMatch(/^\/(?![/\\])/);
        expect(new URL(target, 'https://usher.test').host).toBe('usher.test');
      }),
      tries({ fast: 2_000, soak: 20_000 }),
    );
  });
});
