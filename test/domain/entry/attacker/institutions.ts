/** What directories and admins do for the people whom they mean. Each gift goes into the book under that person. */
import { type Authority, fullAuthority, memberAuthority } from '../../../../src/domain/access/authority/authority.ts';
import { setOverride } from '../../../../src/domain/access/override/set-override.ts';
import { listIdentities, unlinkIdentity } from '../../../../src/domain/administration/connections/unlink-identity.ts';
import { changeGroup } from '../../../../src/domain/directory/change-group.ts';
import { changeUser, removeMember } from '../../../../src/domain/directory/change-user.ts';
import { createUser } from '../../../../src/domain/directory/create-user.ts';
import { resendInvitation } from '../../../../src/domain/entry/invitations/change-invitation.ts';
import { type InviteResult, invitePeople } from '../../../../src/domain/entry/invitations/invite.ts';
import { secretInPath } from '../../../../src/domain/entry/invitations/link.ts';
import { mails } from '../../../../src/domain/entry/mail/outbox.ts';
import { authorityOf } from '../../../../src/domain/entry/reach/authority-of.ts';
import type { Context } from '../../../../src/domain/kernel/context.ts';
import { DomainError } from '../../../../src/domain/kernel/domain-error.ts';
import { groups } from '../../../../src/domain/model/group.ts';
import { invitations } from '../../../../src/domain/model/invitation.ts';
import { type MemberDocument, members } from '../../../../src/domain/model/member.ts';
import type { UserContent } from '../../../../src/domain/model/user-content.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { createGroup } from '../../../support/create-group.ts';
import { person as contentOf, context, named, setOrganizationRole } from '../../../support/domain.ts';
import { giftsOf, give, knownAs, ownerOf, type Person, type Place, type World } from './world.ts';

/** `finance`: Workspace Editor there; `admins`: Organization Admin. */
export type GroupKind = 'finance' | 'admins';
const groupNames = { finance: 'Organization User:Finance:Workspace Editor', admins: 'Acme Organization Admins' };

/** As the organization's directory describes the person. The subject is that of the provider that serves it. */
function described({ acme }: World, { orgId }: Place, person: Person, bySubject: boolean): UserContent {
  const subject = orgId === acme.orgId ? person.subjects[0] : (person.corpSubject ?? person.subjects[0]);
  const [email] = person.addresses;
  return contentOf(email, { externalId: bySubject ? subject : null, name: person.name });
}

/**
 * The directory tells of the person as directories do: POST; when that is refused, it looks for the userName and
 * describes whom it finds.
 */
export async function announce(world: World, place: Place, person: Person, bySubject: boolean): Promise<void> {
  const { orgId } = place;
  const content = described(world, place, person, bySubject);
  const id = world.known.get(knownAs(orgId, person)) ?? (await post(orgId, content));
  await changeUser(context, orgId, id, () => content);
  world.known.set(knownAs(orgId, person), id);
  give(world, orgId, person, [], { isOwed: true });
}

async function post(orgId: string, content: UserContent): Promise<string> {
  try {
    return (await createUser(context, orgId, content))._id;
  } catch (error) {
    if (!(error instanceof DomainError) || error.reason !== 'uniqueness') throw error;
    const holder = await tenant(orgId).findOne(members, { userName: content.userName, status: { $ne: 'pending' } });
    if (!holder) throw error;
    return holder._id;
  }
}

/**
 * A directory that matches people by what they are called takes over a member that it never wrote. What that member holds
 * is the person's from then on, by the directory's word.
 */
export async function adopt(world: World, place: Place, person: Person, bySubject: boolean): Promise<void> {
  const { orgId } = place;
  if (world.known.has(knownAs(orgId, person))) return;
  const found = await tenant(orgId).findOne(members, { name: person.name, status: 'active', scimManaged: false });
  if (!found) return;
  const held = await memberAuthority(orgId, { _id: found._id });
  await changeUser(context, orgId, found._id, () => described(world, place, person, bySubject));
  world.known.set(knownAs(orgId, person), found._id);
  give(world, orgId, person, [], { isOwed: true });
  if (held) give(world, orgId, person, giftsOf(held), { isOwed: false });
}

/** Puts the person into the group, by the id under which the directory knows them. */
export async function pushGroup(world: World, place: Place, person: Person, kind: GroupKind): Promise<void> {
  const { orgId, finance } = place;
  const id = world.known.get(knownAs(orgId, person));
  if (id === undefined) return;
  const displayName = groupNames[kind];
  const present = await tenant(orgId).findOne(groups, { displayName });
  if (present) await changeGroup(context, orgId, present._id, { members: [{ kind: 'add', values: [id] }] });
  else await createGroup(context, orgId, named(displayName), [id]);
  const owed = world.owed.of(orgId, person);
  // What an admin has decided about the organization role stands.
  const isOwed = kind === 'finance' || !owed.has('Organization Operator');
  give(world, orgId, person, [kind === 'finance' ? finance : 'Organization Admin'], { isOwed });
}

/** What the person had there goes; what they are given later counts again. */
export async function remove(world: World, { orgId }: Place, person: Person): Promise<void> {
  const id = world.known.get(knownAs(orgId, person));
  if (id === undefined) return;
  await removeMember(context, orgId, id, { scim: true });
  world.known.delete(knownAs(orgId, person));
  world.owed.of(orgId, person).clear();
}

/** The operator of the organization invites, or adds whoever is in already. Links reach whom they were meant for. */
export async function invite(
  world: World,
  { orgId }: Place,
  email: string,
  workspaceIds: readonly string[],
  role = 'Workspace Editor',
): Promise<readonly InviteResult[]> {
  const workspaces = workspaceIds.map((workspaceId) => ({ workspaceId, role }));
  const results = await invitePeople(
    context,
    fullAuthority,
    orgId,
    { scope: 'organization', people: [{ email, workspaces }] },
    world.settings,
  );
  const isDone = results.some(({ outcome }) => outcome === 'added' || outcome === 'invited');
  const owner = ownerOf(world, email);
  if (isDone) give(world, orgId, owner, workspaceIds, { isOwed: true });
  await handOut(world, orgId, results, owner);
  return results;
}

/** As the Workspace Admin that the attacker is: a link that is shown is shown to the attacker. */
export async function inviteAsInsider(world: World, accountId: string, email: string): Promise<void> {
  const { acme, mallory } = world;
  const { orgId, lab } = acme;
  const authority: Authority = await authorityOf(orgId, {
    kind: 'account',
    accountId,
    connectionId: 'default',
    reach: null,
  });
  const by: Context = { actor: { type: 'account', id: accountId }, requestId: null };
  const orders = [{ email, workspaces: [{ workspaceId: lab, role: 'Workspace Editor' }] }];
  const results = await invitePeople(by, authority, orgId, { scope: 'workspace', people: orders }, world.settings);
  give(world, orgId, ownerOf(world, email), [lab], { isOwed: false });
  await handOut(world, orgId, results, mallory);
}

/** Sends the pending invitation again. */
export async function resend(world: World, { orgId }: Place, email: string): Promise<void> {
  const invitation = await tenant(orgId).findOne(invitations, { emailKey: email, status: 'pending' });
  if (!invitation) return;
  const link = (await resendInvitation(context, fullAuthority, orgId, invitation._id, world.settings)) ?? undefined;
  await handOut(world, orgId, [{ email, ...(link === undefined ? {} : { link }) }], ownerOf(world, email));
}

async function handOut(
  world: World,
  orgId: string,
  results: readonly Pick<InviteResult, 'email' | 'link'>[],
  maker: Person,
): Promise<void> {
  for (const { email, link } of results) {
    const shown = link === undefined ? null : secretInPath(new URL(link).pathname);
    if (shown !== null) world.links.push({ holder: maker, secret: shown, email });
    const mail = await tenant(orgId).findOne(mails, { to: email }, { sort: { _id: -1 } });
    if (mail)
      world.links.push({
        holder: ownerOf(world, email),
        secret: world.settings.secretBox.open(mail.sealedSecret),
        email,
      });
  }
}

/** Whom an admin sees under this address, also somebody who is invited; null: nobody, or more than one. */
async function seenAs(orgId: string, email: string): Promise<MemberDocument | null> {
  const found = await tenant(orgId).find(members, { $or: [{ emailKeys: email }, { userNameKey: email }] });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** An admin makes an Organization Operator of whom they see under the person's address. */
export async function promote(world: World, { orgId }: Place, person: Person): Promise<void> {
  const member = await seenAs(orgId, person.addresses[0]);
  if (!member) return;
  await setOrganizationRole(context, orgId, member._id, 'Organization Operator');
  world.owed.of(orgId, person).delete('Organization Admin');
  give(world, orgId, person, ['Organization Operator'], { isOwed: true });
}

/** An admin lets them into the vault by a decision about the member, also before they have come. */
export async function letIntoVault(world: World, { orgId, vault }: Place, person: Person): Promise<void> {
  const member = await seenAs(orgId, person.addresses[0]);
  if (!member) return;
  const allow = { effect: 'allow' as const, role: 'Workspace Editor', reason: null, expiresAt: null };
  await setOverride(context, fullAuthority, orgId, vault, member._id, allow);
  give(world, orgId, person, [vault], { isOwed: true });
}

/** An admin takes the sign-ins of whom they see under the person's address away; with a proof it comes back. */
export async function unlink({ acme: { orgId } }: World, person: Person): Promise<void> {
  const member = await seenAs(orgId, person.addresses[0]);
  if (!member) return;
  for (const { _id } of await listIdentities(orgId, member._id)) await unlinkIdentity(context, orgId, member._id, _id);
}

/** The attacker's directory describes whomever it likes as whoever it likes, as admins too. */
export async function announceAtEvil(world: World, subject: string, email: string): Promise<void> {
  const { orgId } = world.evil;
  const content = contentOf(email, { externalId: subject });
  const id = await post(orgId, content);
  await changeUser(context, orgId, id, () => content);
  const present = await tenant(orgId).findOne(groups, { displayName: groupNames.admins });
  if (present) await changeGroup(context, orgId, present._id, { members: [{ kind: 'add', values: [id] }] });
  else await createGroup(context, orgId, named(groupNames.admins), [id]);
}
