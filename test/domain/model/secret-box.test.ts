import { afterEach, expect, it } from 'vitest';
import { openSecret, sealSecret, useEncryptionKey } from '../../../src/domain/model/secret-box.ts';
import { testDeployment } from '../../support/domain.ts';

testDeployment();
afterEach(() => useEncryptionKey(null));

it.each([null, 'a key of the operator, long enough for everybody'])(
  'a sealed secret opens again and does not show what is in it (key %s)',
  async (key) => {
    useEncryptionKey(key);
    const sealed = await sealSecret('s3cret ü');
    expect(sealed).not.toContain('s3cret');
    expect(await sealSecret('s3cret ü')).not.toBe(sealed);
    expect(await openSecret(sealed)).toBe('s3cret ü');
  },
);

it('one that was altered, or sealed with another key, is refused with what to do', async () => {
  const sealed = await sealSecret('s3cret');
  const refusal = {
    code: 'unavailable',
    reason: 'secret_unreadable',
    message: expect.stringContaining('ENCRYPTION_KEY'),
  };
  const altered = sealed.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  for (const broken of [altered, 'v1.a', '']) await expect(openSecret(broken)).rejects.toMatchObject(refusal);
  useEncryptionKey('another key of the operator, long enough too');
  await expect(openSecret(sealed)).rejects.toMatchObject(refusal);
});
