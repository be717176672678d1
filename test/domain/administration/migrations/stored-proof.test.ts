/** What an earlier release has stored about people, brought to what is proven of them (P1 to P4). */
import { describe, expect, it } from 'vitest';
import { proveStoredPeople } from '../../../../src/domain/administration/migrations/0002-proof.ts';
import { proveMembers } from '../../../../src/domain/administration/migrations/stored-proof.ts';
import { removeMember } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { type MemberDocument, members } from '../../../../src/domain/model/member.ts';
import { profileContent } from '../../../../src/domain/model/profile.ts';
import { tombstones } from '../../../../src/domain/model/tombstone.ts';
import { modelOf } from '../../../../src/storage/collection.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { claimsOf, context, newOrganization, person, policy, testDeployment } from '../../../support/domain.ts';
import { comeIn, eventsOf, memberOf, newEmail, storeLink, unproven } from '../../entry/people.ts';
import { newConnection, newDefault } from '../../entry/sign-in/people.ts';

testDeployment();

/** Rows of an earlier version are not as today's validators want them. */
const asBefore = { bypassDocumentValidation: true };

/** A newcomer as the release before stored it: the address as userName and email, the bare subject. */
async function storedBefore(orgId: string, email: string, verified: boolean): Promise<MemberDocument> {
  const member = await memberOf(orgId, await comeIn(email, verified ? {} : unproven));
  const { userName, emails, resource, search } = profileContent({ userName: email, email, name: 'Ada' });
  const words = { userName, emails: [...emails], resource, search: search as MemberDocument['search'] };
  await storeLink(orgId, member._id, { ...words, userNameKey: email, emailKeys: [email], name: 'Ada', nameKey: 'ada' });
  await modelOf(members).collection.updateOne(
    { _id: member._id as never },
    {
      $set: { signIn: { subject: `sub-${email}`, verifiedEmailKey: verified ? email : null } },
      $unset: { claimedEmail: 1, claimedEmailKey: 1 },
    },
    asBefore,
  );
  return member;
}

describe('the migration', () => {
  it('makes claims of addresses that nobody has proven, and keeps the others', async () => {
    const { orgId } = await newDefault();
    const [claimed, verified] = [newEmail(), newEmail()];
    const { _id } = await storedBefore(orgId, claimed, false);
    const { _id: other } = await storedBefore(orgId, verified, true);
    await proveStoredPeople();
    expect(await tenant(orgId).findOne(members, { _id })).toMatchObject({
      userName: `usher:default:sub-${claimed}`,
      emails: [],
      emailKeys: [],
      claimedEmail: claimed,
      name: 'Ada',
      resource: { userName: `usher:default:sub-${claimed}`, displayName: 'Ada' },
      signIn: {
        connectionId: 'default',
        issuer: 'https://idp.example',
        subject: `sub-${claimed}`,
        verifiedEmailKey: null,
      },
    });
    expect(await tenant(orgId).findOne(members, { _id: other })).toMatchObject({
      userName: verified,
      emails: [verified],
      signIn: { connectionId: 'default', subject: `sub-${verified}`, verifiedEmailKey: verified },
    });
    expect(await createUser(context, orgId, person(claimed))).toMatchObject({ userName: claimed, accountId: null });
    expect(await eventsOf(orgId, 'user.updated')).toMatchObject([
      { subject: { memberId: _id }, before: { userName: claimed }, after: { claimedEmail: claimed } },
    ]);
  });

  it('does nothing the second time, nor after it was cut short', async () => {
    const { orgId } = await newDefault();
    await storedBefore(orgId, newEmail(), false);
    await Promise.all([proveStoredPeople(), proveStoredPeople()]);
    const before = await tenant(orgId).find(members, {});
    await proveStoredPeople();
    expect(await tenant(orgId).find(members, {})).toEqual(before);
    expect(await eventsOf(orgId, 'user.updated')).toHaveLength(1);
  });

  it('gives the bare subject of a tombstone its connection, so that it keeps nobody else out', async () => {
    const { orgId } = await newDefault();
    const foreign = await newOrganization();
    const { _id: connectionId } = await newConnection(foreign.orgId);
    await createUser(context, foreign.orgId, person(newEmail(), { externalId: 'shared' }));
    const outcome = await signIn(context, claimsOf(newEmail(), { connectionId, subject: 'shared' }), policy);
    const accountId = 'accountId' in outcome ? outcome.accountId : '';
    const guest = await memberOf(orgId, await comeIn(newEmail()));
    await storeLink(orgId, guest._id, { accountId });
    await removeMember(context, orgId, guest._id, { scim: false });
    await modelOf(tombstones).collection.updateMany(
      { orgId },
      { $set: { externalId: 'shared' }, $unset: { identity: 1 } },
      asBefore,
    );
    await proveStoredPeople();
    expect(await tenant(orgId).find(tombstones, {})).toMatchObject([
      { externalId: null, identity: { connectionId, subject: 'shared' } },
    ]);
    expect(await memberOf(orgId, await comeIn(newEmail(), { subject: 'shared' }))).toMatchObject({ status: 'active' });
  });
});

describe('looking for what is not decided', () => {
  it('names a member whom an account of another organization alone is linked to, and one with an address and nobody', async () => {
    const { orgId } = await newDefault();
    const foreign = await newOrganization();
    const { _id: connectionId } = await newConnection(foreign.orgId);
    await createUser(context, foreign.orgId, person(newEmail(), { externalId: 'guest' }));
    const outcome = await signIn(context, claimsOf(newEmail(), { connectionId, subject: 'guest' }), policy);
    const linked = await memberOf(orgId, await comeIn(newEmail()));
    await storeLink(orgId, linked._id, { accountId: 'accountId' in outcome ? outcome.accountId : '' });
    const left = await memberOf(orgId, await comeIn(newEmail()));
    await storeLink(orgId, left._id, { accountId: null, signIn: null });
    expect(await proveMembers(orgId, { repair: false })).toEqual({
      claims: 0,
      undecided: [
        { memberId: linked._id, userName: linked.userName, why: 'unreachable' },
        { memberId: left._id, userName: left.userName, why: 'unproven' },
      ],
    });
  });

  it('counts addresses that nobody has proven, and changes nothing unless it is told to', async () => {
    const { orgId } = await newDefault();
    const { _id } = await storedBefore(orgId, newEmail(), false);
    expect(await proveMembers(orgId, { repair: false })).toEqual({ claims: 1, undecided: [] });
    expect(await tenant(orgId).findOne(members, { _id })).toMatchObject({ emails: [expect.any(String)] });
    await proveMembers(orgId, { repair: true });
    expect(await proveMembers(orgId, { repair: false })).toEqual({ claims: 0, undecided: [] });
  });
});
