/**
 * The break-ins for which the rules of proof were made (P1 to P9), told from beginning to end: what was tried, and then
 * the honest person who comes after it.
 */
import { expect } from 'vitest';
import { removeMember } from '../../../../src/domain/directory/change-user.ts';
import { findInvitationsFor } from '../../../../src/domain/entry/invitations/find-invitation.ts';
import { findSignedIn, type SignedIn } from '../../../../src/domain/entry/reach/reach.ts';
import { events } from '../../../../src/domain/model/event.ts';
import { type MemberDocument, members } from '../../../../src/domain/model/member.ts';
import { sessions } from '../../../../src/domain/model/session.ts';
import { tombstones } from '../../../../src/domain/model/tombstone.ts';
import { system, tenant } from '../../../../src/storage/tenant.ts';
import { context } from '../../../support/domain.ts';
import { settle } from './check.ts';
import {
  acceptWith,
  enter,
  enterByPassword,
  everybodyInside,
  heldIn,
  ownSaying,
  type Saying,
  sayingAtCorp,
} from './entering.ts';
import * as of from './institutions.ts';
import type { OpenSession, Person, World } from './world.ts';

type Scene = {
  /** With the numbers of its cases. */
  readonly tells: string;
  /** Invitations are mailed. */
  readonly mail?: true;
  /** Answers who proves afterwards who they are, and has to find what was given to them. */
  readonly play: (world: World) => Promise<readonly Person[]>;
};

function required<T>(found: T | undefined | null, what: string): T {
  if (found === undefined || found === null) throw new Error(`there is no ${what}`);
  return found;
}

const memberCalled = ({ acme: { orgId } }: World, userName: string): Promise<MemberDocument | null> =>
  tenant(orgId).findOne(members, { userNameKey: userName });
const lastSession = (world: World): OpenSession => required(world.sessions.at(-1), 'session');
const linkTo = ({ links }: World, email: string): string =>
  required(
    links.findLast((each) => each.email === email),
    `link to ${email}`,
  ).secret;
const inside = async (session: OpenSession): Promise<SignedIn> =>
  required(await findSignedIn({ ...session, since: null }), 'living session');

/** The attacker's second account at the deployment's provider, with this person's address and name in its profile. */
function impostor({ mallory }: World, { addresses: [email], name }: Person): Saying {
  return { subject: mallory.subjects[1], email, verified: false, name };
}

/** The attacker has come in at the own provider, as the subject that Acme's directory will name. */
async function insideEvil(world: World): Promise<{ session: OpenSession; saying: Saying }> {
  const { evil, jane, mallory } = world;
  const [subject] = jane.subjects;
  const [email] = mallory.addresses;
  await of.announceAtEvil(world, subject, email);
  const saying = { connectionId: evil.connection, subject, email, verified: true };
  expect(await enter(world, mallory, saying)).toBe(true);
  return { session: lastSession(world), saying };
}

/** As a guest whom Acme lets in by the partner's connection, which may say any subject. */
async function insidePartner(world: World, subject: string): Promise<Saying> {
  const { acme, mallory } = world;
  const [email] = mallory.addresses;
  await of.invite(world, acme, email, []);
  const saying = { connectionId: acme.partner, subject, email, verified: false };
  expect(await enter(world, mallory, { ...saying, link: linkTo(world, email) })).toBe(true);
  return saying;
}

/** The attacker is Workspace Admin of the lab, and was shown a link there for somebody else. */
async function shownLinkFor(world: World, person: Person): Promise<string> {
  const { acme, mallory } = world;
  await of.invite(world, acme, mallory.addresses[0], [acme.lab], 'Workspace Admin');
  await enter(world, mallory, ownSaying(mallory));
  await of.inviteAsInsider(world, lastSession(world).accountId, person.addresses[0]);
  return linkTo(world, person.addresses[0]);
}

async function announceAdmin(world: World, person: Person, bySubject: boolean): Promise<void> {
  await of.announce(world, world.acme, person, bySubject);
  await of.pushGroup(world, world.acme, person, 'admins');
}

const subjects: readonly Scene[] = [
  {
    tells: "[86] a subject that another organization's provider chose is nobody's externalId here",
    play: async (world) => {
      const { acme, jane, mallory } = world;
      const { session } = await insideEvil(world);
      await of.invite(world, acme, mallory.addresses[0], []);
      await settle(acceptWith(session, linkTo(world, mallory.addresses[0])));
      await announceAdmin(world, jane, true);
      const admin = { accountId: null, organizationRole: 'Organization Admin' };
      expect(await memberCalled(world, jane.addresses[0])).toMatchObject(admin);
      return [jane];
    },
  },
  {
    tells: "[86] a subject that the organization's own further connection chose is not taken over by the directory",
    play: async (world) => {
      await insidePartner(world, world.jane.subjects[0]);
      await announceAdmin(world, world.jane, true);
      expect(await memberCalled(world, world.jane.addresses[0])).toMatchObject({ accountId: null });
      return [world.jane];
    },
  },
  {
    tells: '[94] an announced admin is not claimed by subject at a further connection',
    play: async (world) => {
      const { acme, jane, mallory } = world;
      await announceAdmin(world, jane, true);
      const saying = { connectionId: acme.partner, subject: jane.subjects[0], email: mallory.addresses[0] };
      expect(await enter(world, mallory, { ...saying, verified: true })).toBe(false);
      expect(await memberCalled(world, jane.addresses[0])).toMatchObject({ accountId: null });
      return [jane];
    },
  },
  {
    tells: '[87] the tombstone of a subject keeps out nobody who has it at another connection',
    play: async (world) => {
      const { acme, jane, mallory } = world;
      const saying = await insidePartner(world, jane.subjects[0]);
      const { members: mine } = await inside(lastSession(world));
      await removeMember(context, acme.orgId, required(mine[0], 'member')._id, { scim: false });
      expect(await tenant(acme.orgId).count(tombstones, {})).toBe(1);
      expect(await enter(world, mallory, saying)).toBe(false);
      expect(await enter(world, jane, ownSaying(jane))).toBe(true);
      await of.invite(world, acme, jane.addresses[0], [acme.vault]);
      return [jane];
    },
  },
];

/** With links that are shown, and with links that are mailed. */
const reach: readonly Scene[] = [{}, { mail: true as const }].map(
  (mailed): Scene => ({
    ...mailed,
    tells: `[88] a session of another organization's provider accepts, lists and reaches nothing here${mailed.mail ? ', by a mailed link either' : ''}`,
    play: async (world) => {
      const { acme, evil, mallory } = world;
      const [email] = mallory.addresses;
      const { session, saying } = await insideEvil(world);
      await of.invite(world, acme, email, [acme.vault]);
      const link = linkTo(world, email);
      expect(await settle(acceptWith(session, link))).toMatchObject({ reason: 'sign_in_elsewhere' });
      expect(await enter(world, mallory, { ...saying, link })).toBe(true);
      expect(await tenant(acme.orgId).count(members, { accountId: { $type: 'string' } })).toBe(0);
      const signedIn = await inside(session);
      expect(signedIn).toMatchObject({ reach: evil.orgId, members: [{ orgId: evil.orgId }] });
      expect(await findInvitationsFor(signedIn.account, signedIn.who.reach)).toEqual([]);
      await expect(heldIn(acme.orgId, signedIn)).rejects.toMatchObject({ reason: 'organization_not_found' });
      // Who was invited signs in where that counts here, with the same link.
      expect(await enter(world, mallory, { ...ownSaying(mallory), link })).toBe(true);
      return [mallory];
    },
  }),
);

const guests: readonly Scene[] = [
  {
    tells: '[88] a guest with two sign-ins has by each what it reaches',
    play: async (world) => {
      const { acme, corp, gina } = world;
      await of.announce(world, corp, gina, true);
      await of.pushGroup(world, corp, gina, 'finance');
      await of.invite(world, acme, gina.addresses[0], [acme.vault]);
      expect(await enter(world, gina, sayingAtCorp(world, gina))).toBe(true);
      expect(await enter(world, gina, ownSaying(gina))).toBe(true);
      const reached = (await everybodyInside(world, gina)).map(({ connectionId, signedIn }) => [
        connectionId,
        ...signedIn.members.map(({ orgId }) => orgId),
      ]);
      expect(new Map(reached.map(([by, ...orgIds]) => [by, orgIds]))).toEqual(
        new Map([
          [corp.connection, [corp.orgId]],
          ['default', [acme.orgId]],
        ]),
      );
      return [gina];
    },
  },
  {
    tells: '[88] a guest whose sign-in one organization takes away keeps what another gave to it',
    play: async (world) => {
      const { corp, gina } = world;
      expect(await enter(world, gina, ownSaying(gina))).toBe(true);
      await of.invite(world, corp, gina.addresses[0], [corp.vault]);
      await acceptWith(lastSession(world), null);
      await of.unlink(world, gina);
      expect(await memberCalled(world, gina.addresses[0])).toMatchObject({ accountId: null });
      return [gina];
    },
  },
];

const addresses: readonly Scene[] = [
  {
    tells: '[89] the directory does not find who claims the address, and makes the person anew',
    play: async (world) => {
      const { jane, mallory } = world;
      expect(await enter(world, mallory, impostor(world, jane))).toBe(true);
      const { members: mine } = await inside(lastSession(world));
      await announceAdmin(world, jane, false);
      expect((await memberCalled(world, jane.addresses[0]))?._id).not.toBe(mine[0]?._id);
      return [jane];
    },
  },
  {
    tells: '[89] a directory that takes the claimant for the person cuts the link, ends the sessions and tells it',
    play: async (world) => {
      const { acme, jane, mallory } = world;
      await enter(world, mallory, impostor(world, jane));
      const { id, accountId } = lastSession(world);
      await of.adopt(world, acme, jane, true);
      await of.pushGroup(world, acme, jane, 'admins');
      expect(await memberCalled(world, jane.addresses[0])).toMatchObject({ accountId: null });
      expect(await system('sign-in').findOne(sessions, { _id: id })).toBeNull();
      const told = await tenant(acme.orgId).find(events, { type: 'user.unlinked' });
      expect(told).toMatchObject([{ before: { accountId } }]);
      return [jane];
    },
  },
  ...[
    { by: 'the subject', verified: false, bySubject: true },
    { by: 'the proven address', verified: true, bySubject: false },
  ].map(
    ({ by, verified, bySubject }): Scene => ({
      tells: `[89] a take-over by the directory keeps who is proven to be the person by ${by}`,
      play: async (world) => {
        const { acme, jane } = world;
        await enter(world, jane, { ...ownSaying(jane), verified });
        const { accountId } = lastSession(world);
        await of.adopt(world, acme, jane, bySubject);
        await of.pushGroup(world, acme, jane, 'admins');
        expect(await memberCalled(world, jane.addresses[0])).toMatchObject({ accountId });
        return [jane];
      },
    }),
  ),
  {
    tells: '[90] [91] an address that a member claims later stands apart, and nobody is added by it',
    play: async (world) => {
      const { acme, carl, mallory } = world;
      const [victim] = carl.addresses;
      await enter(world, mallory, ownSaying(mallory));
      await enter(world, mallory, { ...ownSaying(mallory), email: victim, verified: false });
      const claimant = await tenant(acme.orgId).findOne(members, { claimedEmailKey: victim });
      // The one before is not this person's any more either: somebody else may have it tomorrow.
      expect(claimant).toMatchObject({ emails: [], signIn: { verifiedEmailKey: null } });
      for (const { outcome } of await of.invite(world, acme, victim, [acme.vault])) expect(outcome).not.toBe('added');
      await settle(of.promote(world, acme, carl));
      return [carl];
    },
  },
];

/** The attacker's second account is removed from Acme, and goes on signing in as a member of Evil. */
async function leaveForEvil(world: World): Promise<void> {
  const { acme, evil, mallory } = world;
  const [, email] = mallory.addresses;
  await enter(world, mallory, { subject: mallory.subjects[1], email, verified: true });
  const session = lastSession(world);
  await of.invite(world, evil, email, []);
  await acceptWith(session, null);
  const here = (await inside(session)).members.find(({ orgId }) => orgId === acme.orgId);
  await removeMember(context, acme.orgId, required(here, 'member')._id, { scim: false });
}

const uses: readonly { readonly by: string; readonly use: (world: World, link: string) => Promise<unknown> }[] = [
  {
    by: 'a sign-in that claims the address',
    use: (world, link) => enter(world, world.mallory, { ...impostor(world, world.jane), link }),
  },
  {
    by: 'a session that claims the address',
    use: async (world, link) => {
      await leaveForEvil(world);
      expect(await enter(world, world.mallory, impostor(world, world.jane))).toBe(true);
      await acceptWith(lastSession(world), link);
    },
  },
  { by: 'a password', use: (world, link) => enterByPassword(world, world.mallory, link) },
];

const links: readonly Scene[] = [
  ...uses.map(
    ({ by, use }): Scene => ({
      tells: `[92] a shown link does not give its maker what somebody else has decided since, by ${by}`,
      play: async (world) => {
        const { acme, jane } = world;
        const link = await shownLinkFor(world, jane);
        await of.letIntoVault(world, acme, jane);
        await settle(use(world, link));
        expect(await memberCalled(world, jane.addresses[0])).toMatchObject({ status: 'pending' });
        return [jane];
      },
    }),
  ),
  ...uses.map(
    ({ by, use }): Scene => ({
      tells: `[92] a shown link gives its maker nobody's name, by ${by}: the directory makes the person anew`,
      play: async (world) => {
        const { jane } = world;
        await settle(use(world, await shownLinkFor(world, jane)));
        expect(await memberCalled(world, jane.addresses[0])).toBeNull();
        await announceAdmin(world, jane, true);
        return [jane];
      },
    }),
  ),
];

export const scenes: readonly Scene[] = [...subjects, ...reach, ...guests, ...addresses, ...links];
