/** Which passwords are refused, and with which words. */
import { describe, expect, it } from 'vitest';
import { requireGoodPassword } from '../../../src/domain/entry/password/judge-password.ts';

const ada = {
  name: 'Ada Lovelace',
  email: 'a.lovelace@analytical.example',
  organizations: ['Engine Works', 'Default'],
};
const judge = (password: string) =>
  requireGoodPassword(password, ada, '/password').then(
    () => null,
    ({ reason, pointer, message }) => ({ reason, pointer, message }),
  );

describe('a password is refused', () => {
  it.each([
    ['short', 'weak_password'],
    ['x'.repeat(201), 'weak_password'],
    ['password1234', 'common_password'],
    ['Password123!', 'common_password'],
    ['qwertyuiop123456', 'common_password'],
    ['iloveyou12345', 'common_password'],
    ['P@ssw0rd!2024', 'common_password'],
    ['aaaaaaaaaaaaaaa', 'common_password'],
    ['abcdefghijklmno', 'common_password'],
    ['monkeymonkeymonkey', 'common_password'],
    ['blue LOVELACE teapot', 'personal_password'],
    ['a.lovelace@teapot river', 'personal_password'],
    ['adalovelace teapot', 'personal_password'],
    ['teapot analytical river', 'personal_password'],
    ['river engineworks cloud', 'personal_password'],
    ['river works cloud nine', 'personal_password'],
    ['Usher! tramway kettle', 'personal_password'],
  ])('%s: %s', async (password, reason) => {
    expect(await judge(password)).toMatchObject({ reason });
  });

  it('in words that say what to do', async () => {
    expect((await judge('blue lovelace teapot'))?.message).toContain('“lovelace”');
    expect((await judge('password1234'))?.message).toContain('four or more words');
  });
});

describe('a password is taken', () => {
  it.each([
    'seven green ducks',
    'correct horse battery',
    'xK9#mQ2$vL7p',
    'by default a kettle',
    `${'ü'.repeat(3)}ljeTram9kw`,
  ])('%s', async (password) => {
    expect(await judge(password)).toBeNull();
  });

  it('of 200 characters, however they repeat, without judging for long', async () => {
    expect(await judge('e3l1'.repeat(50))).toMatchObject({ reason: 'common_password' });
  });
});
