/** `usher migrate-auth` is killed in the middle, and run again. */
import { expect, it } from 'vitest';
import { accounts, passwordIssuers } from '../../src/domain/model/account.ts';
import { passwords } from '../../src/domain/model/password.ts';
import { operate } from '../../src/domain/operation/operate.ts';
import { demoPeople } from '../../src/oidc/demo/people.ts';
import { startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { system } from '../../src/storage/tenant.ts';
import { comeIn, eventsOf, newEmail } from '../domain/entry/people.ts';
import { newDefault } from '../domain/entry/sign-in/people.ts';
import { context, testDeployment } from '../support/domain.ts';
import { ownDatabase } from '../support/mongod.ts';
import { runProgram, until } from '../support/usher.ts';

const { uri } = testDeployment(ownDatabase());
const size = 80;

/** Somebody with a password that nobody knows. */
async function withSomePassword(): Promise<{ email: string; accountId: string }> {
  const email = newEmail();
  const accountId = await comeIn(email, { issuer: passwordIssuers.invitation });
  await operate(null, context, {
    load: async () => null,
    decide: (_, draft) =>
      draft.insert(passwords, { _id: accountId, emailKey: email, hash: 'none', proven: true, changedAt: draft.now }),
  });
  return { email, accountId };
}

it('goes on where it was killed: everybody is moved once, and told of once', async () => {
  const provider = await startDemoProvider({
    people: demoPeople,
    port: 0,
    redirectUris: ['http://localhost:3000/x'],
    postLogoutRedirectUris: [],
  });
  try {
    const { orgId } = await newDefault();
    const people: { email: string; accountId: string }[] = [];
    for (let at = 0; at < size; at += 10)
      people.push(...(await Promise.all(Array.from({ length: 10 }, withSomePassword))));
    const env = {
      MONGODB_URI: uri,
      BASIC_AUTH_ENABLED: 'true',
      OAUTH_ISSUER_URL: provider.issuer,
      OAUTH_CLIENT_ID: 'usher',
      OAUTH_CLIENT_SECRET: 'secret-of-the-client',
    };
    const run = () => runProgram(['cli/usher.js', 'migrate-auth', '--yes', '--passwords', 'all'], { env });
    const expected = () => system('sign-in').count(accounts, { expectedEmailKey: { $type: 'string' } });
    const first = run();
    await until(async () => (await expected()) > 0);
    first.child.kill('SIGKILL');
    await first.ended;
    const before = await expected();
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(size);

    const second = run();
    expect(await second.ended).toBe(0);
    expect(second.output()).toContain(`Expected at the provider from now on: ${size - before}.`);
    expect(await expected()).toBe(size);
    expect(await system('sign-in').count(passwords, {})).toBe(0);
    for (const type of ['user.expected', 'password.removed'] as const)
      expect(new Set((await eventsOf(orgId, type)).map(({ subject }) => subject.memberId)).size).toBe(size);
    expect(await eventsOf(orgId, 'user.expected')).toHaveLength(size);
    for (const { email, accountId } of people.slice(0, 5)) expect(await comeIn(email)).toBe(accountId);
  } finally {
    await provider.stop();
  }
}, 120_000);
