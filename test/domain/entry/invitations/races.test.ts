/** Invitations at the same moment as what decides about the same person: one of them wins, and all stays true. */
import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import {
  createWorkspace,
  deleteWorkspace,
} from '../../../../src/domain/administration/organizations/change-workspaces.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { acceptInvitation } from '../../../../src/domain/entry/invitations/accept-invitation.ts';
import { resendInvitation, revokeInvitation } from '../../../../src/domain/entry/invitations/change-invitation.ts';
import { invitePeople } from '../../../../src/domain/entry/invitations/invite.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { DomainError } from '../../../../src/domain/kernel/domain-error.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { grants } from '../../../../src/domain/model/grant.ts';
import { invitations } from '../../../../src/domain/model/invitation.ts';
import { members } from '../../../../src/domain/model/member.ts';
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
import { accountOf, inviteOne } from './people.ts';

testDeployment();

const rounds = 5;
let counter = 0;
const newEmail = () => `r${++counter}@acme.test`;

/** A new organization, and an account that it has invited. */
async function invited() {
  const { orgId, workspaceId } = await newOrganization();
  const email = newEmail();
  const accountId = await accountOf(email);
  const { secret, id } = await inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Editor' }]);
  const accept = () => acceptInvitation(context, { accountId, connectionId: 'default', reach: null }, secret);
  return { orgId, workspaceId, email, accountId, id, accept };
}

const statuses = (results: PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);
const reasons = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason.reason] : []));

/** Whoever loses is refused in words of the domain. */
async function settled(...acts: (() => Promise<unknown>)[]) {
  const results = await Promise.allSettled(acts.map((act) => act()));
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(DomainError);
  return results;
}

describe('at the same moment', () => {
  it('two admins inviting one person make one pending member and one invitation, with what both gave', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId, workspaceId } = await newOrganization();
      const research = await createWorkspace(context, orgId, 'Research');
      const email = newEmail();
      const results = await Promise.all([
        inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Editor' }]),
        inviteOne(orgId, email.toUpperCase(), [{ workspaceId: research._id, role: 'Workspace Viewer' }]),
        inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Editor' }]),
      ]);
      expect(results.map(({ outcome }) => outcome)).not.toContain('error');
      expect(results.filter(({ link }) => link !== undefined)).toHaveLength(1);
      expect(await tenant(orgId).count(members, {})).toBe(1);
      expect(await tenant(orgId).count(invitations, {})).toBe(1);
      expect((await tenant(orgId).find(grants, { workspaceId: { $ne: null } })).map(({ role }) => role).sort()).toEqual(
        ['Workspace Editor', 'Workspace Viewer'],
      );
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });

  it('two batches of the same people in another order invite each once', async () => {
    const { orgId, workspaceId } = await newOrganization();
    const list = Array.from({ length: 40 }, (_, i) => ({
      email: `b${i}@acme.test`,
      workspaces: [{ workspaceId, role: 'Workspace Viewer' }],
    }));
    const invite = (orders: typeof list) =>
      invitePeople(context, fullAuthority, orgId, { scope: 'organization', people: orders }, invitationSettings);
    const [one, other] = await Promise.all([invite(list), invite(list.toReversed())]);
    const links = [...one, ...other].flatMap(({ link }) => link ?? []);
    expect([links.length, new Set(links).size]).toEqual([40, 40]);
    expect(await tenant(orgId).count(invitations, {})).toBe(40);
    expect(await faultsOf(orgId)).toEqual([]);
  });

  it('an invitation is accepted once', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId, accept } = await invited();
      const results = await settled(accept, accept, accept);
      expect(statuses(results).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
      expect(new Set(reasons(results))).toEqual(new Set(['invitation_not_found']));
      expect(await tenant(orgId).count(events, { type: 'invitation.accepted' })).toBe(1);
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });

  it('either the revocation or the acceptance counts', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId, accept, id } = await invited();
      const revoke = () => revokeInvitation(context, fullAuthority, orgId, id);
      const results = await settled(...(round % 2 ? [revoke, accept] : [accept, revoke]));
      expect(statuses(results).sort()).toEqual(['fulfilled', 'rejected']);
      const [invitation] = await tenant(orgId).find(invitations, {});
      const active = await tenant(orgId).count(members, { status: 'active' });
      expect(active).toBe(invitation?.status === 'accepted' ? 1 : 0);
      expect(await tenant(orgId).count(members, { status: 'pending' })).toBe(0);
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });

  it('a link that is replaced is accepted before or not at all', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId, accept, id } = await invited();
      const resend = () => resendInvitation(context, fullAuthority, orgId, id, invitationSettings);
      const results = await settled(...(round % 2 ? [resend, accept] : [accept, resend]));
      expect(statuses(results).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });

  it('a push by the directory and the acceptance make one active member', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId, workspaceId, accept, email } = await invited();
      const push = () => createUser(context, orgId, person(email));
      const results = await settled(...(round % 2 ? [push, accept] : [push, accept, push]));
      // Of two pushes the second finds the userName taken.
      const pushes = results.filter((_, i) => i !== 1);
      expect(statuses(pushes)).toContain('fulfilled');
      const [member, ...others] = await tenant(orgId).find(members, {});
      expect(others).toEqual([]);
      expect(member).toMatchObject({ status: 'active', scimManaged: true });
      expect(await tenant(orgId).find(grants, { workspaceId })).toMatchObject([{ role: 'Workspace Editor' }]);
      expect(await tenant(orgId).count(events, { type: 'invitation.accepted' })).toBe(1);
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });

  it('a sign-in and a revocation, a sign-in and a second invitation', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId, workspaceId } = await newDefault();
      const email = newEmail();
      const { id } = await inviteOne(orgId, email);
      await settled(
        () => signIn(context, claimsOf(email), policy),
        () => (round % 2 ? revokeInvitation(context, fullAuthority, orgId, id) : Promise.resolve()),
        () => inviteOne(orgId, email, [{ workspaceId, role: 'Workspace Admin' }]),
      );
      expect(await tenant(orgId).count(members, {})).toBe(1);
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });

  it('inviting into a workspace and deleting it leaves no grant behind', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { orgId } = await newOrganization();
      const { _id: workspaceId } = await createWorkspace(context, orgId, 'Research');
      await settled(
        () => inviteOne(orgId, newEmail(), [{ workspaceId, role: 'Workspace Admin' }]),
        () => deleteWorkspace(context, orgId, workspaceId),
        () => inviteOne(orgId, newEmail(), [{ workspaceId, role: 'Workspace Admin' }]),
      );
      expect(await faultsOf(orgId)).toEqual([]);
    }
  });
});
