/** `usher migrate-auth` as operators run it, with a real provider to move to. */
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { signIn } from '../../src/domain/entry/sign-in/sign-in.ts';
import { signInByPassword } from '../../src/domain/entry/sign-in/sign-in-by-password.ts';
import { demoPeople } from '../../src/oidc/demo/people.ts';
import { startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { comeIn, eventsOf, password, withPassword } from '../domain/entry/people.ts';
import { newDefault } from '../domain/entry/sign-in/people.ts';
import { claimsOf, context, policy, testDeployment } from '../support/domain.ts';
import { ownDatabase } from '../support/mongod.ts';
import type { Environment } from '../support/usher.ts';
import { runCommand } from './set-up.ts';

vi.setConfig({ testTimeout: 60_000 });

const { uri } = testDeployment(ownDatabase());
const somewhere = { BASIC_AUTH_ENABLED: 'true', OAUTH_CLIENT_ID: 'usher', OAUTH_CLIENT_SECRET: 'secret-of-the-client' };

type Told = {
  readonly done: boolean;
  readonly totals: Readonly<Record<string, number>>;
  readonly people: readonly { readonly email: string; readonly standing: string; readonly password: string }[];
};

const migrate = (args: readonly string[], env: Environment = {}) =>
  runCommand(['migrate-auth', ...args], { MONGODB_URI: uri, ...somewhere, ...env });
const told = async (args: readonly string[], env: Environment) =>
  JSON.parse((await migrate([...args, '--json'], env)).output) as Told;

let orgId: string;
let env: Environment;
let admin: { email: string; accountId: string };
let user: typeof admin;
let stranger: typeof admin;

beforeAll(async () => {
  const provider = await startDemoProvider({
    people: demoPeople,
    port: 0,
    redirectUris: ['http://localhost:3000/x'],
    postLogoutRedirectUris: [],
  });
  env = { OAUTH_ISSUER_URL: provider.issuer };
  ({ orgId } = await newDefault());
  admin = await withPassword(orgId, { role: 'Organization Admin' });
  user = await withPassword(orgId);
  stranger = await withPassword(orgId, { mailed: false });
  return () => provider.stop();
});

describe('usher migrate-auth', () => {
  it('shows the plan and changes nothing', async () => {
    const { code, output } = await migrate([], env);
    expect(output).toContain(`From passwords to ${env.OAUTH_ISSUER_URL}`);
    expect(output).toContain('the provider answers at');
    expect(output).toMatch(/^Move \(2\)$/m);
    expect(output).toContain(
      `Grace <${user.email}>: will be who they are here when the provider verifies this address`,
    );
    expect(output).toMatch(/^Stay as they are \(1\)$/m);
    expect(output).toContain(
      `Grace <${stranger.email}>: nobody has proven that the address is theirs. An admin unlinks`,
    );
    expect(output).toMatch(/^Organization Admins of Test\n {2}Grace: comes in by password alone$/m);
    expect(output).toContain('Say with --passwords what becomes of them:');
    expect(code).toBe(0);
    expect(await eventsOf(orgId, 'user.expected')).toEqual([]);
    expect(await signIn(context, claimsOf(user.email), policy)).toMatchObject({ outcome: 'refused' });
  });

  it('does it, keeps the only way in of the last admin, and can be run again as often as one likes', async () => {
    const first = await told(['--yes', '--passwords', 'all'], env);
    expect(first).toMatchObject({ done: true, totals: { nowExpected: 2, passwordsRemoved: 1, expected: 2, stays: 1 } });
    const fates = (plan: Told) =>
      Object.fromEntries(plan.people.map((one) => [one.email, [one.standing, one.password]]));
    expect(fates(first)).toEqual({
      [admin.email]: ['expected', 'stays'],
      [user.email]: ['expected', 'none'],
      [stranger.email]: ['stays', 'stays'],
    });
    expect(await comeIn(user.email)).toBe(user.accountId);
    expect(await comeIn(admin.email)).toBe(admin.accountId);
    const again = await migrate(['--yes', '--passwords', 'arrived'], env);
    expect(again.output).toMatch(/^Organization Admins of Test\n {2}Grace: has come in by a provider$/m);
    expect(again.output).toMatch(/^Done\. Expected at the provider from now on: 0\. Passwords removed: 1;/m);
    expect(again.code).toBe(0);
    expect(await signInByPassword(context, { email: admin.email, password }, policy)).toBeNull();
    expect(await signInByPassword(context, { email: stranger.email, password }, policy)).toBe(stranger.accountId);
    expect(await eventsOf(orgId, 'user.expected')).toHaveLength(2);
  });

  it('removes no password while the provider does not answer, and says what is missing', async () => {
    const { email, accountId } = await withPassword(orgId);
    const away = await migrate(['--yes', '--passwords', 'all'], { OAUTH_ISSUER_URL: 'http://127.0.0.1:9' });
    expect(away).toMatchObject({
      code: 1,
      output: expect.stringContaining('no password is removed while the provider'),
    });
    expect(await signInByPassword(context, { email, password }, policy)).toBe(accountId);
  });

  it.each<[string, string[], Environment, number, RegExp]>([
    ['no word about the passwords', ['--yes'], {}, 2, /^Say what becomes of the passwords: --passwords keep,/],
    ['a word that is none', ['--passwords', 'some'], {}, 2, /^--passwords is keep, arrived, all\.$/m],
    [
      'no provider',
      [],
      { OAUTH_CLIENT_ID: '', OAUTH_CLIENT_SECRET: '' },
      1,
      /^There is no provider to move to\. Set OAUTH/,
    ],
  ])('wants more than %s', async (_, args, more, code, message) => {
    onTestFinished(async () => expect(await eventsOf(orgId, 'user.expected')).toHaveLength(2));
    const answer = await migrate(args, { ...(code === 2 ? env : {}), ...more });
    expect(answer.output).toMatch(message);
    expect(answer.code).toBe(code);
  });
});
