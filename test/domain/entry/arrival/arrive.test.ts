import { describe, expect, it } from 'vitest';
import { fullAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { acceptInvitation } from '../../../../src/domain/entry/invitations/accept-invitation.ts';
import type { InvitationSettings } from '../../../../src/domain/entry/invitations/invitation-settings.ts';
import { invitePeople } from '../../../../src/domain/entry/invitations/invite.ts';
import { mails } from '../../../../src/domain/entry/mail/outbox.ts';
import { signIn } from '../../../../src/domain/entry/sign-in/sign-in.ts';
import { members } from '../../../../src/domain/model/member.ts';
import { memberships } from '../../../../src/domain/model/membership.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { claimsOf, context, invitationSettings, policy, secretBox, testDeployment } from '../../../support/domain.ts';
import { enter, ownSaying } from '../attacker/entering.ts';
import { invite, inviteAsInsider } from '../attacker/institutions.ts';
import { newWorld } from '../attacker/world.ts';
import { newDefault } from '../sign-in/people.ts';

testDeployment();

it('who has invited another address of their own becomes one member with it by signing in', async () => {
  const world = await newWorld({ mail: false });
  const { acme, mallory: person } = world;
  const [first, second] = person.addresses;
  await invite(world, acme, first, [acme.lab], 'Workspace Admin');
  await enter(world, person, ownSaying(person));
  const accountId = world.sessions[0]?.accountId ?? '';
  await inviteAsInsider(world, accountId, second);
  expect(await enter(world, person, { ...ownSaying(person), email: second })).toBe(true);
  expect(await tenant(acme.orgId).find(members, {})).toMatchObject([{ userName: second, accountId, status: 'active' }]);
  expect(await tenant(acme.orgId).count(memberships, { workspaceId: acme.lab })).toBe(1);
});

describe('a newcomer whose provider names another address later, without a proof, by which somebody invites them', () => {
  async function newcomerBesideInvitation(mail: InvitationSettings['mail']) {
    const { orgId, workspaceId } = await newDefault();
    const email = 'newcomer@acme.example';
    const first = claimsOf('first@acme.example');
    await signIn(context, first, policy);
    const outcome = await signIn(context, { ...first, email, emailTrusted: false }, policy);
    const order = { email, workspaces: [{ workspaceId, role: 'Workspace Admin' as const }] };
    const batch = { scope: 'organization' as const, people: [order] };
    const [made] = await invitePeople(context, fullAuthority, orgId, batch, { ...invitationSettings, mail });
    if (outcome.outcome !== 'signed-in') throw new Error(JSON.stringify(outcome));
    const [sent] = await tenant(orgId).find(mails, { to: email });
    const secret = sent ? secretBox.open(sent.sealedSecret) : (made?.link ?? '').split('/').at(-1);
    const accept = () =>
      acceptInvitation(context, { accountId: outcome.accountId, connectionId: 'default', reach: null }, secret ?? '');
    const roles = async () => {
      const [own] = await tenant(orgId).find(members, { accountId: outcome.accountId });
      const rows = await tenant(orgId).find(memberships, { memberId: own?._id ?? '', workspaceId });
      return rows.map(({ role }) => role);
    };
    return { accept, roles };
  }

  it('stays apart from the invited member by a link that was only shown', async () => {
    const { accept, roles } = await newcomerBesideInvitation(null);
    await expect(accept()).rejects.toMatchObject({ reason: 'already_member' });
    expect(await roles()).not.toContain('Workspace Admin');
  });

  it('becomes one with the invited member by a link that was mailed', async () => {
    const { accept, roles } = await newcomerBesideInvitation({});
    await accept();
    expect(await roles()).toEqual(['Workspace Admin']);
  });
});
