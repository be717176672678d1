/** What becomes of each person of a batch, decided one after the other and written together. */
import { newId } from '../../storage/collection.ts';
import type { Authority } from '../access/authority.ts';
import { decideAccess } from '../access/decide-access.ts';
import { effective } from '../access/effective.ts';
import { type GrantDocument, newGrant } from '../access/grant.ts';
import { findWorkspaceRole, type OrganizationRole } from '../access/role.ts';
import { type AccessState, noAccessYet, rulesOf } from '../access/state.ts';
import type { Context } from '../context.ts';
import { newMember } from '../directory/create-user.ts';
import { type MemberSummary, members } from '../directory/member.ts';
import { profileContent } from '../directory/profile.ts';
import { nameHash, type TombstoneDocument, tombstones } from '../directory/tombstone.ts';
import type { Draft } from '../operation.ts';
import { assertNames } from '../organizations/names.ts';
import { type InvitationDocument, invitations, isExpired } from './invitation.ts';
import { expiryFrom, type Link } from './link.ts';
import { draftMail } from './mail/outbox.ts';
import { actorKey, type Inviters, mayAdmit, mayGiveAll, mayInviteAs } from './rights.ts';

export type Prepared = {
  /** Its place in the request. */
  readonly index: number;
  readonly email: string;
  readonly emailKey: string;
  readonly organizationRole: OrganizationRole;
  /** The organization role was asked for, not assumed. */
  readonly roleAsked: boolean;
  readonly workspaces: readonly { readonly workspaceId: string; readonly role: string }[];
  readonly link: Link;
};

export type Outcome = {
  readonly email: string;
  /** `added`: active in the workspaces at once; `invited`: pending. */
  readonly outcome: 'added' | 'invited' | 'already_member' | 'error';
  readonly code?: string;
  readonly detail?: string;
  readonly invitationId?: string;
  /** A link was made. */
  readonly tokenHash?: string;
};

export type Inviting = {
  readonly context: Context;
  readonly authority: Authority;
  readonly scope: InvitationDocument['scope'];
  readonly orgId: string;
};

type State = {
  readonly access: AccessState;
  readonly buried: readonly TombstoneDocument[];
  /** Pending invitations by member. */
  readonly open: ReadonlyMap<string, InvitationDocument>;
  /** Who made these, and so was shown their links; null: links are mailed, and nobody is. */
  readonly makers: Inviters | null;
};

type Role = { readonly workspaceId: string; readonly role: string };

/**
 * Drafts all that can be done and answers an outcome for each, in order.
 * @param sealed the links' secrets by their hash, encrypted, where invitations are mailed
 */
export function draftInvitations(
  draft: Draft,
  state: State,
  inviting: Inviting,
  batch: readonly Prepared[],
  sealed: ReadonlyMap<string, string> | null,
): Outcome[] {
  const { access, open } = state;
  const { context, authority, orgId, scope } = inviting;
  const rules = rulesOf(access);
  /** As they are after the orders so far. */
  const people = new Map(access.members);
  const grantsOf = new Map([...people].map(([id, { grants }]) => [id, grants]));
  const changed = new Set<string>();
  const cleared = new Set<string>();

  const outcomes = batch.map((order): Outcome => {
    const outcome = decideOne(order);
    if (outcome.outcome !== 'error') clearTombstones(order);
    return { email: order.email, ...outcome };
  });
  if (changed.size === 0) return outcomes;
  assertNames(draft, access.organization);
  decideAccess(
    draft,
    { ...access, members: people },
    [...changed].map((memberId) => ({
      memberId,
      status: people.get(memberId)?.member.status ?? null,
      grants: grantsOf.get(memberId) ?? [],
    })),
  );
  return outcomes;

  function decideOne(order: Prepared): Omit<Outcome, 'email'> {
    const asked: Role[] = [];
    for (const { workspaceId, role } of order.workspaces) {
      const known = findWorkspaceRole(role, access.customRoles);
      if (known === null) return failed('unknown_role', `There is no workspace role "${role}".`);
      if (!access.workspaces.some(({ _id }) => _id === workspaceId))
        return failed('workspace_not_found', 'There is no such workspace.');
      asked.push({ workspaceId, role: known });
    }
    const [person, ...others] = matching(order.emailKey);
    if (others.length > 0)
      return failed('ambiguous', 'Several members have this address: add the right one by an override instead.');
    if (!person) return mayAdmit(authority) ? inviteNew(order, asked) : onlyActive();
    if (person.status === 'inactive')
      return failed(
        'member_deactivated',
        'This member is deactivated: an admin or the directory has to reactivate it.',
      );
    if (person.status === 'active') return add(person, asked);
    return mayAdmit(authority) ? extend(person, order, asked) : onlyActive();
  }

  /** Who has the address among the emails, active ones first; else who has it as userName. */
  function matching(emailKey: string): MemberSummary[] {
    const all = [...people.values()].map(({ member }) => member);
    const byEmail = all.filter(({ emailKeys }) => emailKeys.includes(emailKey));
    const active = byEmail.filter(({ status }) => status === 'active');
    if (active.length > 0) return active;
    return byEmail.length > 0 ? byEmail : all.filter(({ userNameKey }) => userNameKey === emailKey);
  }

  function add({ _id: memberId }: MemberSummary, asked: readonly Role[]): Omit<Outcome, 'email'> {
    const held = effective('active', grantsOf.get(memberId) ?? [], rules, draft.now).workspaces;
    const missing = asked.filter(({ workspaceId }) => (held.get(workspaceId)?.role ?? null) === null);
    if (missing.some(({ workspaceId }) => held.get(workspaceId)?.source === 'override'))
      return failed('denied', 'An admin has denied this member access: clear that decision first.');
    if (missing.length === 0) return { outcome: 'already_member' };
    give(memberId, missing, 'manual');
    return { outcome: 'added' };
  }

  function inviteNew(order: Prepared, asked: readonly Role[]): Omit<Outcome, 'email'> {
    const content = profileContent({ userName: order.email, email: order.email, name: null });
    const member = { ...newMember(orgId, content, draft.now), status: 'pending' as const, scimManaged: false };
    draft.insert(members, member);
    people.set(member._id, noAccessYet(member));
    return openInvitation(member, order, asked);
  }

  function openInvitation(member: MemberSummary, order: Prepared, asked: readonly Role[]): Omit<Outcome, 'email'> {
    const invitation: InvitationDocument = {
      _id: newId(),
      orgId,
      memberId: member._id,
      email: order.email,
      emailKey: order.emailKey,
      status: 'pending',
      organizationRole: order.organizationRole,
      initialAdmin: false,
      scope,
      tokenHash: order.link.hash,
      linkMailed: sealed !== null,
      createdAt: draft.now,
      createdBy: context.actor,
      acceptedAt: null,
      expiresAt: expiryFrom(draft.now),
      expiryNoticed: false,
    };
    draft.insert(invitations, invitation);
    give(member._id, asked, 'invitation');
    giveOrganizationRole(member._id, order.organizationRole);
    draft.event({
      type: 'invitation.created',
      subject: { memberId: member._id, invitationId: invitation._id },
      after: described(invitation, asked),
    });
    return sent(invitation._id, order);
  }

  /** Somebody who is invited already gains what is new; an invitation that has expired is renewed. */
  function extend(member: MemberSummary, order: Prepared, asked: readonly Role[]): Omit<Outcome, 'email'> {
    const invitation = open.get(member._id);
    if (!invitation) return openInvitation(member, order, asked);
    const { organizationRole: before } = invitation;
    const organizationRole = order.roleAsked && !invitation.initialAdmin ? order.organizationRole : before;
    if (organizationRole !== before && !mayInviteAs(authority, before))
      return failed('forbidden', `Only an Organization Admin may change the invitation of an ${before}.`);
    const present = grantsOf.get(member._id) ?? [];
    const missing = asked.filter(
      ({ workspaceId }) => !present.some((row) => row.source === 'invitation' && row.workspaceId === workspaceId),
    );
    const grows = missing.length > 0 || organizationRole !== before;
    const expired = isExpired(invitation, draft.now);
    if (!expired && !grows) return { outcome: 'already_member' };
    const link = fateOfLink(invitation, organizationRole, [...present, ...missing]);
    if (expired && link !== 'renewed')
      return failed('forbidden', 'Only who may give all of this invitation may renew it: ask an Organization Admin.');
    const renewed = link === 'renewed';
    give(member._id, missing, 'invitation');
    if (organizationRole !== before || renewed) giveOrganizationRole(member._id, organizationRole);
    const answersFor = organizationRole !== before || renewed ? { createdBy: context.actor, scope } : {};
    const renewal = {
      tokenHash: order.link.hash,
      linkMailed: sealed !== null,
      expiresAt: expiryFrom(draft.now),
      expiryNoticed: false,
    };
    draft.update(
      invitations,
      invitation._id,
      { organizationRole, ...answersFor, ...(link === 'dead' ? { tokenHash: null } : {}), ...(renewed ? renewal : {}) },
      { status: 'pending', expiresAt: invitation.expiresAt, tokenHash: invitation.tokenHash },
    );
    draft.event({
      type: renewed ? 'invitation.resent' : 'invitation.updated',
      subject: { memberId: member._id, invitationId: invitation._id },
      before: { organizationRole: before, expiresAt: invitation.expiresAt },
      after: described({ ...invitation, organizationRole, ...(renewed ? renewal : {}) }, missing),
    });
    return renewed ? sent(invitation._id, order) : { outcome: 'invited', invitationId: invitation._id };
  }

  /**
   * Who is shown a link could take it for themselves, so nobody keeps or gets one to more than they may give. Where none of
   * the two may, it is dead until somebody who may sends the invitation again.
   */
  function fateOfLink(
    invitation: InvitationDocument,
    organizationRole: OrganizationRole,
    gives: readonly { readonly workspaceId: string | null; readonly role: string | null }[],
  ): 'stays' | 'renewed' | 'dead' {
    const expired = isExpired(invitation, draft.now);
    const { makers } = state;
    if (makers === null) return expired && mayInviteAs(authority, organizationRole) ? 'renewed' : 'stays';
    const mayHave = (who: Authority | undefined) =>
      who !== undefined && mayGiveAll(who, organizationRole, gives, access.customRoles);
    const maker = actorKey(invitation.createdBy);
    const isMaker = maker === actorKey(context.actor);
    // Who changes the organization role answers for it from now on, in place of the maker.
    const sameMaker = isMaker || organizationRole === invitation.organizationRole;
    if (!expired && sameMaker && mayHave(isMaker ? authority : makers.get(maker)?.authority)) return 'stays';
    return mayHave(authority) ? 'renewed' : 'dead';
  }

  function sent(invitationId: string, { email, link }: Prepared): Omit<Outcome, 'email'> {
    const sealedSecret = sealed?.get(link.hash);
    if (sealedSecret !== undefined)
      draftMail(draft, { orgId, invitationId, to: email, tokenHash: link.hash, sealedSecret });
    return { outcome: 'invited', invitationId, tokenHash: link.hash };
  }

  function give(memberId: string, given: readonly Role[], source: 'manual' | 'invitation'): void {
    const present = grantsOf.get(memberId) ?? [];
    const rows = given.map(({ workspaceId, role }): GrantDocument => {
      const old = present.find((row) => row.workspaceId === workspaceId && row.source === source);
      const grant = old ?? { ...newGrant(orgId, memberId, draft.now), source, workspaceId };
      return { ...grant, role, createdBy: context.actor };
    });
    grantsOf.set(memberId, [...present.filter(({ _id }) => !rows.some((row) => row._id === _id)), ...rows]);
    changed.add(memberId);
  }

  function giveOrganizationRole(memberId: string, role: OrganizationRole): void {
    const present = grantsOf.get(memberId) ?? [];
    const isOld = (row: GrantDocument) => row.workspaceId === null && row.source === 'invitation';
    const grant = present.find(isOld) ?? { ...newGrant(orgId, memberId, draft.now), source: 'invitation' as const };
    grantsOf.set(memberId, [...present.filter((row) => !isOld(row)), { ...grant, role, createdBy: context.actor }]);
    changed.add(memberId);
  }

  /** Who was removed may come back, because an admin says so (design 1.5 point 2). */
  function clearTombstones({ email }: Prepared): void {
    const hash = nameHash(email);
    for (const { _id, nameHashes } of state.buried) {
      if (!nameHashes.includes(hash) || cleared.has(_id)) continue;
      cleared.add(_id);
      draft.delete(tombstones, _id);
    }
  }
}

function onlyActive(): Omit<Outcome, 'email'> {
  const who = 'Only an Organization Admin may invite people who are not active in the organization.';
  return failed('organization_invite_not_allowed', `${who} Ask one to invite this person.`);
}

function failed(code: string, detail: string): Omit<Outcome, 'email'> {
  return { outcome: 'error', code, detail };
}

function described({ email, organizationRole, expiresAt }: InvitationDocument, workspaces: readonly Role[]) {
  return { email, organizationRole, expiresAt, workspaces: [...workspaces] };
}
