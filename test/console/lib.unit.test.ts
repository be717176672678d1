import { describe, expect, it } from 'vitest';
import { readAddresses } from '../../src/console/lib/addresses.ts';
import { deviceOf } from '../../src/console/lib/device.ts';
import { inWords } from '../../src/console/lib/time.ts';

describe('addresses as people paste them', () => {
  it.each([
    ['a@x.example, b@x.example', ['a@x.example', 'b@x.example']],
    ['a@x.example\nb@x.example;c@x.example', ['a@x.example', 'b@x.example', 'c@x.example']],
    ['a@x.example b@x.example', ['a@x.example', 'b@x.example']],
    ['Ada Lovelace <ada@x.example>, Grace <grace@x.example>', ['ada@x.example', 'grace@x.example']],
    ['"Lovelace, Ada" <ada@x.example>', ['ada@x.example']],
    ['a@x.example, A@x.example', ['a@x.example']],
    ['a@x.example\nno address', ['a@x.example', 'no address']],
    ['mailto:a@x.example', ['a@x.example']],
    [' ,; \n', []],
  ])('%j', (text, emails) => {
    expect(readAddresses(text).map(({ email }) => email)).toEqual(emails);
  });

  it('keep the names beside them', () => {
    expect(readAddresses('"Lovelace, Ada" <ada@x.example>')).toEqual([
      { email: 'ada@x.example', name: 'Lovelace Ada' },
    ]);
  });
});

describe('times in words', () => {
  const now = Date.parse('2031-05-15T12:00:00Z');
  it.each([
    ['2031-05-15T11:59:30Z', 'just now'],
    ['2031-05-15T12:00:30Z', 'in a moment'],
    ['2031-05-15T11:57:00Z', '3 minutes ago'],
    ['2031-05-14T12:00:00Z', 'yesterday'],
    ['2031-05-29T12:00:00Z', 'in 2 weeks'],
    // A link of a week, looked at a minute later.
    ['2031-05-22T11:59:00Z', 'in 7 days'],
    ['2031-05-17T00:30:00Z', 'in 2 days'],
    ['2031-05-08T12:01:00Z', '6 days ago'],
  ])('%s: %s', (at, words) => {
    expect(inWords(at, now)).toBe(words);
  });
});

describe('what a browser calls itself', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36',
      'Chrome on Linux',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:120.0) Gecko/20100101 Firefox/120.0', 'Firefox on macOS'],
    ['curl/8.0', 'curl/8.0'],
    [null, null],
  ])('%s', (userAgent, words) => {
    expect(deviceOf(userAgent)).toBe(words);
  });
});
