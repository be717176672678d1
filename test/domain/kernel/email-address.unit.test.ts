import { describe, expect, it } from 'vitest';
import { parseEmail } from '../../../src/domain/kernel/email-address.ts';

describe('an email address', () => {
  it.each(['ada@acme.test', ' ada@acme.test\n', 'a.b+c@x-y.acme.test', 'o’neil@acme.test', 'ümit@bücher.example'])(
    'is %j',
    (text) => expect(parseEmail(text)).toBe(text.trim()),
  );

  it.each([
    '',
    'ada',
    'ada@',
    '@acme.test',
    'ada@acme',
    'ada@@acme.test',
    'ada@acme..test',
    '.ada@acme.test',
    'a..da@acme.test',
    'ada@-acme.test',
    'ada lovelace@acme.test',
    'ada@acme.test, bob@acme.test',
    'Ada <ada@acme.test>',
    '"ada"@acme.test',
    'ada@acme.test\r\nBcc: bob@acme.test',
    'ada\u0000@acme.test',
    'ada\u202E@acme.test',
    'ada\uD800@acme.test',
    `${'a'.repeat(65)}@acme.test`,
    `ada@${'a.'.repeat(130)}test`,
  ])('is not %j', (text) => expect(parseEmail(text)).toBeNull());
});
