/** Sessions and keys of passwords, which an earlier release has stored as those of the deployment's connection. */
import { expect, it } from 'vitest';
import { tellPasswordsApart } from '../../../../src/domain/administration/migrations/0004-passwords.ts';
import { setPassword } from '../../../../src/domain/entry/password/password.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { apiTokens } from '../../../../src/domain/model/api-token.ts';
import { sessions } from '../../../../src/domain/model/session.ts';
import { modelOf } from '../../../../src/storage/collection.ts';
import { system } from '../../../../src/storage/tenant.ts';
import { claimsOf, context, personalKeyOf, policy, testDeployment } from '../../../support/domain.ts';

testDeployment();

async function came(email: string) {
  const outcome = await signIn(context, claimsOf(email), policy);
  if (outcome.outcome !== 'signed-in') throw new Error(outcome.outcome);
  await personalKeyOf(outcome.accountId, { description: 'a', scopes: ['read'], expiresAt: null });
  return outcome.accountId;
}

it('the migration tells them apart from those of the provider', async () => {
  const ada = await came('ada@acme.test');
  const bob = await came('bob@acme.test');
  await setPassword(context, ada, 'a long password of hers');
  const now = new Date();
  const provider = { issuer: 'https://idp.example', sub: 'ada', sid: null, idToken: null };
  const row = (_id: string, accountId: string, more: object) => ({
    _id,
    expires: new Date(now.getTime() + 60_000),
    lastModified: now,
    session: { accountId, connectionId: 'default', signedInAt: now, ...more },
  });
  const rows = [
    row('by-password', ada, { provider: null }),
    row('older', ada, {}),
    row('by-provider', ada, { provider }),
    row('of-bob', bob, { provider: null }),
  ];
  await modelOf(sessions).collection.insertMany(rows as never);
  await tellPasswordsApart();
  await tellPasswordsApart();
  const stored = await system('sign-in').find(sessions, { _id: { $in: rows.map(({ _id }) => _id) } });
  expect(Object.fromEntries(stored.map(({ _id, session }) => [_id, session.connectionId]))).toEqual({
    'by-password': 'password',
    older: 'password',
    'by-provider': 'default',
    'of-bob': 'default',
  });
  const keysOf = async (accountId: string) =>
    (await system('credentials').find(apiTokens, { accountId })).map(({ connectionId }) => connectionId);
  expect([await keysOf(ada), await keysOf(bob)]).toEqual([['password'], ['default']]);
});
