/** Invitations that a sign-in meets: to the default organization by the verified address, elsewhere by the link. */
import { afterEach, describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import {
  changeOrganization,
  changeSsoSettings,
} from '../../../../src/domain/administration/settings/organization-settings.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { invitePeople } from '../../../../src/domain/entry/invitations/invite.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { shiftClock } from '../../../../src/domain/kernel/clock.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { invitations } from '../../../../src/domain/model/invitation.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import {
  claimsOf,
  context,
  invitationSettings,
  newOrganization,
  person,
  policy,
  testDeployment,
} from '../../../support/domain.ts';
import { faultsOf } from '../../invariants.ts';
import { newDefault } from '../sign-in/people.ts';
import { inviteOne } from './people.ts';

testDeployment();
afterEach(() => shiftClock(0));

const day = 86_400_000;
let counter = 0;
const newEmail = () => `s${++counter}@acme.test`;
const closed = { ...policy, jitProvisioningEnabled: false };

/** Invites as somebody who is no member (any more). */
const inviteAsStranger = (orgId: string, email: string, workspaceId: string) =>
  invitePeople(
    { actor: { type: 'account', id: 'gone' }, requestId: null },
    fullAuthority,
    orgId,
    {
      scope: 'organization',
      people: [
        { email, organizationRole: 'Organization Admin', workspaces: [{ workspaceId, role: 'Workspace Admin' }] },
      ],
    },
    invitationSettings,
  );

const rolesOf = async (orgId: string) =>
  (await tenant(orgId).find(memberships, {})).map(({ role, source }) => `${role} ${source}`);

describe('signing in with an invitation to the default organization', () => {
  it('that has expired is refused with the reason, or joins as any newcomer does', async () => {
    const { orgId, workspaceId } = await newDefault();
    const email = newEmail();
    const { id } = await inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Admin' }], 'Organization Admin');
    shiftClock(8 * day);
    expect(await signIn(context, claimsOf(email), closed)).toMatchObject({ reason: 'invitation_expired' });
    expect(await signIn(context, claimsOf(email), policy)).toMatchObject({ outcome: 'signed-in', newcomer: true });
    expect(await rolesOf(orgId)).toEqual(['Workspace Editor sso-default']);
    expect(await tenant(orgId).find(members, {})).toMatchObject([{ organizationRole: 'Organization User' }]);
    expect(await tenant(orgId).find(invitations, {})).toMatchObject([{ _id: id, status: 'revoked' }]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('[78] whose inviter lost the right is refused with the reason, or joins as any newcomer does', async () => {
    const { orgId, workspaceId } = await newDefault();
    const email = newEmail();
    await inviteAsStranger(orgId, email, workspaceId);
    await changeSsoSettings(context, orgId, { autoJoin: false });
    expect(await signIn(context, claimsOf(email), policy)).toMatchObject({ reason: 'inviter_lost_right' });
    await changeSsoSettings(context, orgId, { autoJoin: true });
    expect(await signIn(context, claimsOf(email), policy)).toMatchObject({ outcome: 'signed-in' });
    expect(await rolesOf(orgId)).toEqual(['Workspace Editor sso-default']);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('rests while invitations are switched off: who comes is refused with the reason, or joins as any newcomer does', async () => {
    const { orgId, workspaceId } = await newDefault();
    const email = newEmail();
    await inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Admin' }], 'Organization Admin');
    await changeOrganization(context, orgId, { invitationsEnabled: false }, { kind: 'deployment' });
    expect(await signIn(context, claimsOf(email), closed)).toMatchObject({ reason: 'invitations_disabled' });
    expect(await tenant(orgId).find(members, {})).toMatchObject([{ status: 'pending' }]);
    expect(await signIn(context, claimsOf(email), policy)).toMatchObject({ outcome: 'signed-in', newcomer: true });
    expect(await rolesOf(orgId)).toEqual(['Workspace Editor sso-default']);
    expect(await tenant(orgId).find(members, {})).toMatchObject([{ organizationRole: 'Organization User' }]);
    expect(await tenant(orgId).find(invitations, {})).toMatchObject([{ status: 'revoked' }]);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('takes the name from the provider, which the invitation did not know', async () => {
    const { orgId } = await newDefault();
    const email = newEmail();
    await inviteOne(orgId, email);
    await signIn(context, claimsOf(email, { name: 'Ada Lovelace' }), closed);
    expect(await tenant(orgId).find(members, {})).toMatchObject([{ name: 'Ada Lovelace', userName: email }]);
  });
});

describe('signing in with an invitation to another organization', () => {
  it('leaves it pending, and does not keep from auto-join', async () => {
    const [home, away] = [await newDefault(), await newOrganization()];
    const email = newEmail();
    await inviteOne(away.orgId, email);
    expect(await signIn(context, claimsOf(email), policy)).toMatchObject({ newcomer: true });
    expect(await rolesOf(home.orgId)).toEqual(['Workspace Editor sso-default']);
    expect(await tenant(away.orgId).find(members, {})).toMatchObject([{ status: 'pending' }]);
  });

  it('by its link lets in whom the default organization does not know', async () => {
    const [home, { orgId, workspaceId }] = [await newDefault(), await newOrganization()];
    const email = newEmail();
    const { secret } = await inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Viewer' }]);
    expect(await signIn(context, claimsOf(email), closed)).toMatchObject({ reason: 'not_invited' });
    const outcome = await signIn(context, claimsOf(email), closed, secret);
    expect(outcome).toMatchObject({ outcome: 'signed-in', newcomer: true });
    expect(await rolesOf(orgId)).toEqual(['Workspace Viewer invitation']);
    expect(await tenant(home.orgId).count(members, {})).toBe(0);
    expect(await tenant(orgId).find(events, { type: 'invitation.accepted' })).toHaveLength(1);
    expect(await faultsOf(orgId)).toEqual([]);
    // From then on the account is known, with or without the link.
    for (const link of [null, secret])
      expect(await signIn(context, claimsOf(email), closed, link)).toMatchObject({
        outcome: 'signed-in',
        newcomer: false,
      });
  });

  it.each<[string, (email: string) => ReturnType<typeof claimsOf>]>([
    ['another address', () => claimsOf(newEmail())],
    ['no address', (email) => claimsOf(email, { email: null })],
  ])('[76] by its link, but with %s, lets nobody in', async (_, claims) => {
    await newDefault();
    const { orgId } = await newOrganization();
    const email = newEmail();
    const { secret } = await inviteOne(orgId, email);
    expect(await signIn(context, claims(email), closed, secret)).toMatchObject({ outcome: 'refused' });
    expect(await tenant(orgId).find(members, {})).toMatchObject([{ status: 'pending' }]);
  });

  it('[75] by a link that is dead lets nobody in', async () => {
    await newDefault();
    const { orgId } = await newOrganization();
    const email = newEmail();
    const { secret } = await inviteOne(orgId, email);
    shiftClock(8 * day);
    for (const link of [secret, 'guessed'])
      expect(await signIn(context, claimsOf(email), closed, link)).toMatchObject({ reason: 'not_invited' });
  });

  it('[78] by its link, but of an inviter who lost the right, says so', async () => {
    await newDefault();
    const { orgId, workspaceId } = await newOrganization();
    const email = newEmail();
    const [made] = await inviteAsStranger(orgId, email, workspaceId);
    const secret = made?.link?.split('/').at(-1) ?? '';
    expect(await signIn(context, claimsOf(email), closed, secret)).toMatchObject({ reason: 'inviter_lost_right' });
    expect(await faultsOf(orgId)).toEqual([]);
  });
});

describe('a directory that pushes somebody invited', () => {
  it('takes the member over with what the invitation gave', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const email = newEmail();
    await inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Viewer' }]);
    const [pending] = await tenant(orgId).find(members, {});
    expect(await createUser(context, orgId, person(email))).toMatchObject({ _id: pending?._id, status: 'active' });
    expect(await rolesOf(orgId)).toEqual(['Workspace Viewer invitation']);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it.each<[string, (orgId: string, email: string, workspaceId: string) => Promise<unknown>]>([
    [
      'that has expired',
      async (orgId, email, workspaceId) => {
        await inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Admin' }], 'Organization Admin');
        shiftClock(8 * day);
      },
    ],
    ['whose inviter lost the right', inviteAsStranger],
  ])('takes the member over without what an invitation gave %s', async (_, invite) => {
    const { orgId, workspaceId } = await newOrganization();
    const email = newEmail();
    await invite(orgId, email, workspaceId);
    const taken = await createUser(context, orgId, person(email));
    expect(taken.status).toBe('active');
    expect(await tenant(orgId).find(members, {})).toMatchObject([{ organizationRole: 'Organization User' }]);
    expect(await tenant(orgId).count(grants, {})).toBe(0);
    expect(await faultsOf(orgId)).toEqual([]);
  });
});
