import { expect, it } from 'vitest';
import { secretBoxOf } from '../../../src/domain/model/secret-box.ts';

const box = secretBoxOf('a key of the operator, long enough for everybody');

it('a sealed secret opens again and does not show what is in it', () => {
  const sealed = box.seal('s3cret ü');
  expect(sealed).not.toContain('s3cret');
  expect(box.seal('s3cret ü')).not.toBe(sealed);
  expect(box.open(sealed)).toBe('s3cret ü');
});

it('what an earlier start has sealed opens with the same key', () => {
  const sealed = 'v1.qNphoaLXlwVLoJ2s.ciuagmI52nKtWu-LkKZQBQ.arI8NHCPIY1T';
  expect(box.open(sealed)).toBe('s3cret ü');
});

it('one that was altered, or sealed with another key, is refused with what to do', () => {
  const sealed = box.seal('s3cret');
  const refusal = expect.objectContaining({
    code: 'unavailable',
    reason: 'secret_unreadable',
    message: expect.stringContaining('ENCRYPTION_KEY'),
  });
  const altered = sealed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const broken of [altered, 'v1.a', '']) expect(() => box.open(broken)).toThrow(refusal);
  expect(() => secretBoxOf('another key of the operator, long enough too').open(sealed)).toThrow(refusal);
});
