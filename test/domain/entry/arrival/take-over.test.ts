/** The directory and people who came by signing in: who is whom (P1 to P4). */
import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../../../src/domain/access/override/set-override.ts';
import { createAdminGroup } from '../../../../src/domain/administration/groups/admin-groups.ts';
import { changeGroup } from '../../../../src/domain/directory/change-group.ts';
import { changeUser, removeMember } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { sessions } from '../../../../src/domain/model/session.ts';
import { system, tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import {
  claimsOf,
  context,
  named,
  newOrganization,
  person,
  policy,
  setOrganizationRole,
  testDeployment,
} from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';
import { comeIn, eventsOf, memberOf, newEmail, reachedBy, storeLink, unproven } from '../people.ts';
import { invite, newConnection, newDefault } from '../sign-in/people.ts';

testDeployment();

async function sessionOf(accountId: string): Promise<void> {
  const session = { accountId, connectionId: 'default', signedInAt: new Date() };
  await system('sign-in').insertOne(sessions, {
    _id: `session-${accountId}`,
    expires: new Date(Date.now() + 60_000),
    lastModified: new Date(),
    session,
  });
}

const sessionsOf = (accountId: string) => system('sign-in').count(sessions, { 'session.accountId': accountId });

describe('somebody whose address nobody has proven', () => {
  it('[89] has a name that no directory can mean, and is found by nobody who looks for the address', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const accountId = await comeIn(email, { ...unproven, name: 'Cfo' });
    expect(await memberOf(orgId, accountId)).toMatchObject({
      userName: `usher:default:sub-${email}`,
      emails: [],
      emailKeys: [],
      claimedEmail: email,
      name: 'Cfo',
      resource: { userName: `usher:default:sub-${email}` },
    });
  });

  it('[89] keeps no directory from announcing the person, who comes in with the proof', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const impostor = await comeIn(email, { ...unproven, subject: 'impostor' });
    const announced = await createUser(context, orgId, person(email, { externalId: 'hr-1' }));
    await createGroup(context, orgId, named('Organization Admins'), [announced._id]);
    expect(await memberOf(orgId, impostor)).toMatchObject({ organizationRole: 'Organization User' });
    const real = await comeIn(email, { subject: 'real' });
    expect(await memberOf(orgId, real)).toMatchObject({
      _id: announced._id,
      organizationRole: 'Organization Admin',
    });
    expect(await memberOf(orgId, impostor)).toMatchObject({ organizationRole: 'Organization User' });
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('[87] keeps the real person out neither before nor after being removed', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const impostor = await comeIn(email, { ...unproven, subject: `another ${email}` });
    await removeMember(context, orgId, (await memberOf(orgId, impostor))._id, { scim: false });
    expect(await signIn(context, claimsOf(email, { ...unproven, subject: `another ${email}` }), policy)).toMatchObject({
      reason: 'removed',
    });
    expect(await memberOf(orgId, await comeIn(email))).toMatchObject({ userName: email });
  });

  it.each([
    [
      'PUT or PATCH',
      (orgId: string, _id: string) => changeUser(context, orgId, _id, (now) => ({ ...now, externalId: 'hr' })),
    ],
    ['a new group', (orgId: string, _id: string) => createGroup(context, orgId, named('Organization Admins'), [_id])],
    [
      'a group that is there',
      async (orgId: string, _id: string) => {
        const group = await createGroup(context, orgId, named('Organization Admins'), []);
        await changeGroup(context, orgId, group._id, { members: [{ kind: 'add', values: [_id] }] });
      },
    ],
  ])('[89] loses the member that the directory first writes to by %s, with all sessions', async (_, write) => {
    const { orgId } = await newDefault();
    const accountId = await comeIn(newEmail(), unproven);
    const { _id } = await memberOf(orgId, accountId);
    await sessionOf(accountId);
    await write(orgId, _id);
    expect(await tenant(orgId).findOne(members, { _id })).toMatchObject({
      accountId: null,
      signIn: null,
      claimedEmail: null,
      scimManaged: true,
    });
    expect(await reachedBy(accountId)).toEqual([]);
    expect(await sessionsOf(accountId)).toBe(0);
    expect(await eventsOf(orgId, 'user.unlinked')).toMatchObject([
      { subject: { memberId: _id }, before: { accountId } },
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('is judged anew at the next sign-in, as somebody new', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const { _id } = await memberOf(orgId, await comeIn(email, unproven));
    await createGroup(context, orgId, named('Organization Admins'), [_id]);
    const again = await memberOf(orgId, await comeIn(email, unproven));
    expect(again).toMatchObject({ claimedEmail: email, organizationRole: 'Organization User' });
    expect(again._id).not.toBe(_id);
  });

  it('goes on signing in where the same account is a member of another organization', async () => {
    const first = await newDefault();
    const email = newEmail();
    const accountId = await comeIn(email, unproven);
    const second = await newDefault();
    await createUser(context, second.orgId, person('elsewhere', { externalId: `sub-${email}` }));
    expect(await comeIn(email, unproven)).toBe(accountId);
    await createGroup(context, first.orgId, named('Organization Admins'), [
      (await memberOf(first.orgId, accountId))._id,
    ]);
    expect(await comeIn(email, unproven)).toBe(accountId);
    expect(await reachedBy(accountId)).toEqual([second.orgId]);
  });
});

describe('somebody with a proof', () => {
  it.each([
    ['the address', { emails: true }],
    ['the subject as externalId', { externalId: true }],
  ])('is taken over by a POST with %s, and stays linked', async (_, by) => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const accountId = await comeIn(email, 'externalId' in by ? unproven : {});
    const { _id } = await memberOf(orgId, accountId);
    const content = 'externalId' in by ? { externalId: `sub-${email}` } : { externalId: 'hr-2' };
    const pushed = await createUser(context, orgId, person(email, content));
    expect(pushed).toMatchObject({ _id, accountId, scimManaged: true, userName: email, claimedEmail: null });
    expect(await reachedBy(accountId)).toEqual([orgId]);
  });

  it('stays linked when the directory changes the member or puts it into a group', async () => {
    const { orgId } = await newDefault();
    const accountId = await comeIn(newEmail());
    const { _id } = await memberOf(orgId, accountId);
    await createGroup(context, orgId, named('Organization Admins'), [_id]);
    await changeUser(context, orgId, _id, (content) => ({ ...content, externalId: 'hr-3' }));
    expect(await memberOf(orgId, accountId)).toMatchObject({ _id, organizationRole: 'Organization Admin' });
  });

  it('loses the member that the directory makes somebody else of', async () => {
    const { orgId } = await newDefault();
    const accountId = await comeIn(newEmail());
    const { _id } = await memberOf(orgId, accountId);
    const other = person(newEmail());
    await changeUser(context, orgId, _id, () => ({ ...other, active: true }));
    expect(await tenant(orgId).findOne(members, { _id })).toMatchObject({ accountId: null, userName: other.userName });
  });

  it('becomes one with the member that the directory has announced since, and what an admin gave comes along', async () => {
    const { orgId, workspaceId } = await newDefault();
    const email = newEmail();
    const accountId = await comeIn(email, unproven);
    const newcomer = await memberOf(orgId, accountId);
    const decision = { effect: 'allow' as const, role: 'Workspace Viewer', reason: 'a guest', expiresAt: null };
    await setOverride(context, fullAuthority, orgId, workspaceId, newcomer._id, decision);
    const targets = [{ workspaceId, workspaceRole: 'Workspace Editor' }];
    const group = await createAdminGroup(context, orgId, { displayName: newEmail(), targets }, [newcomer._id]);
    const announced = await createUser(context, orgId, person(email, { externalId: 'hr-4' }));
    expect(announced._id).not.toBe(newcomer._id);
    expect(await comeIn(email)).toBe(accountId);
    expect(await memberOf(orgId, accountId)).toMatchObject({ _id: announced._id, scimManaged: true });
    expect(await tenant(orgId).findOne(members, { _id: newcomer._id })).toBeNull();
    expect((await memberOf(orgId, accountId)).adminGroupIds).toEqual([group]);
    expect(await tenant(orgId).find(grants, { memberId: announced._id }, { sort: { source: -1 } })).toMatchObject([
      { source: 'override', role: 'Workspace Viewer', workspaceId, reason: 'a guest' },
      { source: 'admin-group', role: 'Workspace Editor', workspaceId, groupId: group },
    ]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('has the proven address as its name from the sign-in on that proves it', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const accountId = await comeIn(email, unproven);
    await comeIn(email);
    expect(await memberOf(orgId, accountId)).toMatchObject({ userName: email, emails: [email], claimedEmail: null });
  });

  it('[90] only claims another address that the provider names later', async () => {
    const { orgId } = await newDefault();
    const [email, victim] = [newEmail(), newEmail()];
    const accountId = await comeIn(email);
    await comeIn(victim, { ...unproven, subject: `sub-${email}` });
    expect(await memberOf(orgId, accountId)).toMatchObject({
      userName: `usher:default:sub-${email}`,
      emails: [],
      claimedEmail: victim,
      signIn: { verifiedEmailKey: null },
    });
    // Who has the address before next is somebody else.
    const hired = await createUser(context, orgId, person(email, { externalId: 'hr-7' }));
    expect(hired).toMatchObject({ userName: email, accountId: null });
    expect(await memberOf(orgId, await comeIn(email, { subject: `hired ${email}` }))).toMatchObject({ _id: hired._id });
    expect(await createUser(context, orgId, person(victim))).toMatchObject({ userName: victim, accountId: null });
  });

  it('leaves its name to who has the address next, when the address changes', async () => {
    const { orgId } = await newDefault();
    const [before, after] = [newEmail(), newEmail()];
    const accountId = await comeIn(before, { subject: 'moving' });
    await comeIn(after, { subject: 'moving' });
    expect(await memberOf(orgId, accountId)).toMatchObject({ userName: after, emails: [after] });
    expect(await memberOf(orgId, await comeIn(before, { subject: 'next' }))).toMatchObject({ userName: before });
  });
});

describe('the link of an Organization Admin', () => {
  it('[79] is not cut where nobody else could sign in as one', async () => {
    const { orgId } = await newDefault();
    const accountId = await comeIn(newEmail(), unproven);
    const { _id } = await memberOf(orgId, accountId);
    await setOrganizationRole(context, orgId, _id, 'Organization Admin');
    const push = () => createGroup(context, orgId, named('Staff'), [_id]);
    await expect(push()).rejects.toMatchObject({ reason: 'last_admin' });
    expect(await memberOf(orgId, accountId)).toMatchObject({ organizationRole: 'Organization Admin' });
    const other = await memberOf(orgId, await comeIn(newEmail()));
    await setOrganizationRole(context, orgId, other._id, 'Organization Admin');
    await push();
    expect(await tenant(orgId).findOne(members, { _id })).toMatchObject({ accountId: null });
  });
});

describe('an invitation to an address that somebody who is in proves later', () => {
  it('takes nothing from them', async () => {
    const { orgId, workspaceId } = await newDefault();
    const boss = await memberOf(orgId, await comeIn(newEmail()));
    await setOrganizationRole(context, orgId, boss._id, 'Organization Admin');
    const [before, after] = [newEmail(), newEmail()];
    await invite(orgId, workspaceId, before);
    const accountId = await comeIn(before, { subject: 'ann' });
    await setOrganizationRole(context, orgId, (await memberOf(orgId, accountId))._id, 'Organization Admin');
    await invite(orgId, workspaceId, after);
    await comeIn(after, { subject: 'ann' });
    expect(await memberOf(orgId, accountId)).toMatchObject({ emails: [after], organizationRole: 'Organization Admin' });
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('a subject', () => {
  /** The attacker's organization, whose provider gives a subject of its choice. */
  async function foreign(subject: string) {
    const { orgId } = await newOrganization();
    const { _id: connectionId } = await newConnection(orgId);
    await createUser(context, orgId, person(newEmail(), { externalId: subject }));
    const claims = claimsOf(newEmail(), { connectionId, subject });
    const outcome = await signIn(context, claims, policy);
    return { orgId, connectionId, claims, accountId: 'accountId' in outcome ? outcome.accountId : '' };
  }

  /** A guest of the default organization whom an earlier release has linked to the foreign account. */
  async function guestOf({ accountId, connectionId, claims }: Awaited<ReturnType<typeof foreign>>, orgId: string) {
    const { _id } = await memberOf(orgId, await comeIn(newEmail()));
    const { issuer, subject } = claims;
    await storeLink(orgId, _id, { accountId, signIn: { connectionId, issuer, subject, verifiedEmailKey: null } });
    return _id;
  }

  it('[86] of another organization is no externalId here', async () => {
    const { orgId } = await newDefault();
    const attacker = await foreign('jdoe');
    const guest = await guestOf(attacker, orgId);
    const pushed = await createUser(context, orgId, person(newEmail(), { externalId: 'jdoe' }));
    expect(pushed).toMatchObject({ accountId: null });
    expect(pushed._id).not.toBe(guest);
    expect(await reachedBy(attacker.accountId, attacker.connectionId)).toEqual([attacker.orgId]);
  });

  it('[87] in a tombstone keeps only its own person out', async () => {
    const { orgId } = await newDefault();
    await removeMember(context, orgId, await guestOf(await foreign('same'), orgId), { scim: false });
    expect(await memberOf(orgId, await comeIn(newEmail(), { subject: 'same' }))).toMatchObject({ status: 'active' });
  });

  it('[94] of a second connection of the organization is no externalId, unless an admin says so', async () => {
    const { orgId } = await newOrganization();
    const first = await newConnection(orgId);
    const second = await newConnection(orgId, { name: 'Contractors' });
    expect([first.linkByExternalId, second.linkByExternalId]).toEqual([true, false]);
    const { _id } = await createUser(context, orgId, person('admin', { externalId: 'boss' }));
    const by = (connectionId: string) => claimsOf(newEmail(), { connectionId, subject: 'boss', ...unproven });
    expect(await signIn(context, by(second._id), policy)).toMatchObject({ outcome: 'refused', reason: 'not_invited' });
    const outcome = await signIn(context, by(first._id), policy);
    expect(await memberOf(orgId, 'accountId' in outcome ? outcome.accountId : '')).toMatchObject({ _id });
  });
});

describe('a refusal says what is missing', () => {
  it('to the old subject of a person whom the directory has made anew', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    const { _id } = await memberOf(orgId, await comeIn(email, { subject: 'old' }));
    await removeMember(context, orgId, _id, { scim: true });
    await createUser(context, orgId, person(email));
    await comeIn(email, { subject: 'new' });
    const asked = signIn(context, claimsOf(email, { subject: 'old' }), policy);
    expect(await asked).toMatchObject({ outcome: 'refused', reason: 'no_membership' });
  });

  it('to somebody expected whose address the provider does not verify', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    await createUser(context, orgId, person(email));
    const asked = signIn(context, claimsOf(email, unproven), policy);
    expect(await asked).toMatchObject({ outcome: 'refused', reason: 'email_not_verified' });
  });
});
