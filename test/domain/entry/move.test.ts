/** From a password to the deployment's provider: who is who there, who is not, and what becomes of passwords. */
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { unlinkIdentity } from '../../../src/domain/administration/connections/unlink-identity.ts';
import { changeUser } from '../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../src/domain/directory/create-user.ts';
import { acceptWithNewPassword, entranceOf } from '../../../src/domain/entry/invitations/accept-by-password.ts';
import { moveToProvider } from '../../../src/domain/entry/move/move.ts';
import { type PasswordFate, planFor, planMoves } from '../../../src/domain/entry/move/plan.ts';
import { setPassword } from '../../../src/domain/entry/password/password.ts';
import { signIn } from '../../../src/domain/entry/sign-in/sign-in.ts';
import { signInByPassword } from '../../../src/domain/entry/sign-in/sign-in-by-password.ts';
import { accounts, identities } from '../../../src/domain/model/account.ts';
import { members } from '../../../src/domain/model/member.ts';
import { sessions } from '../../../src/domain/model/session.ts';
import { operate } from '../../../src/domain/operation/operate.ts';
import { newId } from '../../../src/storage/collection.ts';
import { system, tenant } from '../../../src/storage/tenant.ts';
import { claimsOf, context, newOrganization, person, policy, testDeployment } from '../../support/domain.ts';
import { inviteOne } from './invitations/people.ts';
import { comeIn, eventsOf, memberOf, newEmail, password, unproven, withPassword } from './people.ts';
import { newConnection, newDefault, ownDomain } from './sign-in/people.ts';

testDeployment();

const planOf = async (accountId: string, fate: PasswordFate = 'keep') => (await planFor([accountId], fate))[0];
const byPassword = (email: string) => signInByPassword(context, { email, password }, policy);
const outcomeOf = (email: string, more = {}) => signIn(context, claimsOf(email, more), policy);
const identitiesOf = async (accountId: string) =>
  (await system('sign-in').find(identities, { accountId })).map(({ issuer }) => issuer);

async function openSession(accountId: string, connectionId: string): Promise<string> {
  const [_id, now] = [newId(), new Date()];
  const session = { accountId, connectionId, signedInAt: now };
  await system('sign-in').insertOne(sessions, {
    _id,
    expires: new Date(now.getTime() + 60_000),
    lastModified: now,
    session,
  });
  return _id;
}

describe('somebody whose address is proven', () => {
  it('is the same person at the first sign-in at the provider, in every organization', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    const elsewhere = await newOrganization('Elsewhere');
    expect(await outcomeOf(email)).toMatchObject({ outcome: 'refused', reason: 'user_name_taken' });
    expect(await planOf(accountId)).toMatchObject({ email, standing: 'ready', password: { kept: 'asked' } });

    expect(await moveToProvider(accountId, 'keep')).toMatchObject({ expected: true, passwordRemoved: false });
    expect(await planOf(accountId)).toMatchObject({ standing: 'expected' });
    const before = await memberOf(orgId, accountId);
    expect(await comeIn(email)).toBe(accountId);
    expect(await planOf(accountId)).toMatchObject({ standing: 'arrived' });

    const after = await memberOf(orgId, accountId);
    expect(after).toMatchObject({ _id: before._id, userName: email, signIn: { subject: `sub-${email}` } });
    expect(await identitiesOf(accountId)).toHaveLength(2);
    expect(await byPassword(email)).toBe(accountId);
    const linked = { subject: { memberId: after._id }, after: { accountId, connectionId: 'default' } };
    expect((await eventsOf(orgId, 'user.linked')).slice(1)).toMatchObject([linked]);
    expect(await eventsOf(orgId, 'user.expected')).toMatchObject([
      { subject: { memberId: after._id }, actor: { type: 'system' }, after: { email, connectionId: 'default' } },
    ]);
    expect(await eventsOf(elsewhere.orgId, 'user.expected')).toEqual([]);
  });

  it('[66] is one account after 20 parallel first sign-ins', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'keep');
    const came = await Promise.all(Array.from({ length: 20 }, () => comeIn(email)));
    expect(new Set(came)).toEqual(new Set([accountId]));
    expect(await identitiesOf(accountId)).toHaveLength(2);
    // One for joining, one for coming by the provider.
    expect(await eventsOf(orgId, 'user.linked')).toHaveLength(2);
    expect(await system('sign-in').count(accounts, { emailKey: email })).toBe(1);
  });

  it('comes in who is a member of another organization only', async () => {
    await newDefault();
    const { orgId } = await newOrganization('Other');
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'all');
    expect(await comeIn(email)).toBe(accountId);
    expect((await eventsOf(orgId, 'password.removed')).length).toBe(1);
  });

  it('becomes one with the member that the directory has announced since', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'all');
    const announced = await createUser(context, orgId, person(`login-${email}`, { externalId: `sub-${email}` }));
    expect(await comeIn(email)).toBe(accountId);
    expect((await memberOf(orgId, accountId))._id).toBe(announced._id);
    expect(await identitiesOf(accountId)).toEqual(['https://idp.example']);
  });

  it('is said to sign in at the provider where an invitation comes for the address', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'all');
    const { secret } = await inviteOne((await newOrganization('New')).orgId, email);
    expect((await entranceOf(secret)).by).toBe('sign-in');
    await expect(acceptWithNewPassword(context, secret, { name: 'Grace', password })).rejects.toMatchObject({
      reason: 'account_exists',
    });
  });
});

describe('nobody becomes somebody else', () => {
  it('[58] who comes with an address that the provider did not verify', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'keep');
    expect(await outcomeOf(email, unproven)).toMatchObject({ outcome: 'refused', reason: 'email_not_verified' });
    expect(await identitiesOf(accountId)).toHaveLength(1);
    expect(await comeIn(email)).toBe(accountId);
  });

  it('[58] who has the address of an account that it is not proven to be of any more', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'keep');
    await mongoose.connection
      .collection<{ _id: string }>('accounts')
      .updateOne({ _id: accountId }, { $set: { emailVerified: false } });
    expect(await planOf(accountId)).toMatchObject({ standing: 'stays', why: 'address_not_proven' });
    expect(await outcomeOf(email)).toMatchObject({ outcome: 'refused', reason: 'user_name_taken' });
    expect(await identitiesOf(accountId)).toHaveLength(1);
  });

  it('[59] who comes as the second with the same address', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'keep');
    await comeIn(email);
    expect(await outcomeOf(email, { subject: 'another' })).toMatchObject({ reason: 'user_name_taken' });
    // Nor when it is planned again.
    await moveToProvider(accountId, 'keep');
    expect(await outcomeOf(email, { subject: 'another' })).toMatchObject({ reason: 'user_name_taken' });
  });

  it('[60] who was deactivated since', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'keep');
    const { _id } = await memberOf(orgId, accountId);
    await changeUser(context, orgId, _id, (content) => ({ ...content, active: false }));
    expect(await outcomeOf(email)).toMatchObject({ outcome: 'refused', reason: 'deactivated' });
    expect(await planOf(accountId)).toMatchObject({ standing: 'stays', why: 'no_access' });
  });

  it("[67] who comes by another organization's own connection", async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'keep');
    const other = await newOrganization('Foreign');
    const { _id: connectionId } = await newConnection(other.orgId);
    await ownDomain(other.orgId, email.split('@')[1] ?? '').catch(() => null);
    expect(await outcomeOf(email, { connectionId })).toMatchObject({ outcome: 'refused' });
    expect(await identitiesOf(accountId)).toHaveLength(1);
  });

  it('[89] who chose a password by a link that was shown to somebody', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId, { mailed: false });
    expect(await planOf(accountId, 'all')).toMatchObject({
      standing: 'stays',
      why: 'address_not_proven',
      password: { kept: 'stays' },
    });
    expect(await moveToProvider(accountId, 'all')).toMatchObject({ expected: false, passwordRemoved: false });
    expect(await comeIn(email)).not.toBe(accountId);
    expect(await byPassword(email)).toBe(accountId);
  });

  it('who has the address that the directory took from the member', async () => {
    const { orgId } = await newDefault();
    const [late, early] = [await withPassword(orgId), await withPassword(orgId)];
    await moveToProvider(late.accountId, 'keep');
    for (const { accountId } of [late, early]) {
      const { _id, userName } = await memberOf(orgId, accountId);
      // The directory finds them by the proven address, and then says another one.
      await changeUser(context, orgId, _id, () => person(userName));
      await changeUser(context, orgId, _id, () => person(`new-${userName}`));
    }
    expect(await planOf(early.accountId)).toMatchObject({ standing: 'stays', why: 'directory_differs' });
    expect(await comeIn(late.email)).not.toBe(late.accountId);
  });

  it('whose address the provider knows already as that of another account', async () => {
    const { orgId } = await newDefault();
    const other = await withPassword(orgId);
    const { _id } = await memberOf(orgId, other.accountId);
    const [identity] = await system('sign-in').find(identities, { accountId: other.accountId });
    // An admin has taken the sign-in away; whoever has the address comes in, and somebody gets the old account its password back.
    await unlinkIdentity(context, orgId, _id, identity?._id ?? '');
    const came = await comeIn(other.email);
    expect(came).not.toBe(other.accountId);
    await setPassword(context, other.accountId, password);
    const { orgId: elsewhere } = await newOrganization('Elsewhere');
    const member = await createUser(context, elsewhere, person(newEmail()));
    await operate(elsewhere, context, {
      load: async () => null,
      decide: (_, draft) => draft.update(members, member._id, { accountId: other.accountId }),
    });
    expect(await planOf(other.accountId)).toMatchObject({ standing: 'stays', why: 'known_there' });
  });
});

describe('an account that is left to nobody', () => {
  /** Invited anew, they choose a password, move and come in as who they are from then on. */
  async function comesAnew(email: string): Promise<string> {
    const { accountId } = await withPassword((await newOrganization('Anew')).orgId, { email });
    await moveToProvider(accountId, 'all');
    expect(await comeIn(email)).toBe(accountId);
    return accountId;
  }

  it('is expected no more when an admin has taken its last sign-in away', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'keep');
    const [identity] = await system('sign-in').find(identities, { accountId });
    await unlinkIdentity(context, orgId, (await memberOf(orgId, accountId))._id, identity?._id ?? '');
    expect(await planOf(accountId)).toMatchObject({ standing: 'stays' });
    expect(await comesAnew(email)).not.toBe(accountId);
  });

  it('is expected no more when the directory has taken its member for somebody else', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'all');
    const { _id } = await memberOf(orgId, accountId);
    await changeUser(context, orgId, _id, () => person(newEmail()));
    expect(await comesAnew(email)).not.toBe(accountId);
  });
});

describe('passwords', () => {
  it('go with the sessions and keys that came by them, and with nothing else', async () => {
    const { orgId } = await newDefault();
    const { email, accountId } = await withPassword(orgId);
    await moveToProvider(accountId, 'arrived');
    expect(await byPassword(email)).toBe(accountId);
    await comeIn(email);
    const [byPass, byProvider] = [await openSession(accountId, 'password'), await openSession(accountId, 'default')];
    expect(await moveToProvider(accountId, 'arrived')).toEqual({
      expected: false,
      passwordRemoved: true,
      sessions: 1,
      keys: 0,
    });
    const left = await system('sign-in').find(sessions, { _id: { $in: [byPass, byProvider] } });
    expect(left.map(({ _id }) => _id)).toEqual([byProvider]);
    expect(await byPassword(email)).toBeNull();
    expect(await identitiesOf(accountId)).toEqual(['https://idp.example']);
    expect((await eventsOf(orgId, 'session.ended')).at(-1)?.after).toEqual({ sessions: 1, reason: 'password_removed' });
    // Again, as after a crash: there is nothing left to do, and nothing is told twice.
    expect(await moveToProvider(accountId, 'all')).toMatchObject({ expected: false, passwordRemoved: false });
    expect(await eventsOf(orgId, 'password.removed')).toHaveLength(1);
  });

  it('[79] stay with the admins of an organization until one of them has come in by a provider', async () => {
    const { orgId } = await newDefault();
    const [ada, grace] = await Promise.all([1, 2].map(() => withPassword(orgId, { role: 'Organization Admin' })));
    if (!ada || !grace) throw new Error('nobody');
    const user = await withPassword(orgId);
    const { moves, administrations } = await planMoves('all');
    const kept = (accountId: string) => moves.find((move) => move.accountId === accountId)?.password?.kept;
    expect([ada, grace, user].map(({ accountId }) => kept(accountId))).toEqual(['last_admin', 'last_admin', null]);
    const here = administrations.find(({ organization }) => organization._id === orgId);
    expect(here?.admins.map(({ way }) => way)).toEqual(['password', 'password']);

    const done = await Promise.all([ada, grace, user].map(({ accountId }) => moveToProvider(accountId, 'all')));
    expect(done.map(({ expected, passwordRemoved }) => [expected, passwordRemoved])).toEqual([
      [true, false],
      [true, false],
      [true, true],
    ]);
    await comeIn(ada.email);
    expect(await moveToProvider(grace.accountId, 'all')).toMatchObject({ passwordRemoved: true });
    expect(await planOf(grace.accountId, 'all')).toMatchObject({ standing: 'expected', password: null });
    expect(await comeIn(grace.email)).toBe(grace.accountId);
    expect((await memberOf(orgId, grace.accountId)).organizationRole).toBe('Organization Admin');
  });

  it('of an admin whom the password alone lets in are there again by INITIAL_ORG_ADMIN_PASSWORD', async () => {
    const { orgId } = await newDefault();
    const { accountId, email } = await withPassword(orgId);
    await moveToProvider(accountId, 'all');
    expect(await byPassword(email)).toBeNull();
    await setPassword(context, accountId, password);
    expect(await byPassword(email)).toBe(accountId);
    expect(await comeIn(email)).toBe(accountId);
    expect(await tenant(orgId).count(members, { accountId })).toBe(1);
  });
});
