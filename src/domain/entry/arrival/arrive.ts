/**
 * Arrival: the only code that lets a pending or new member in. Signing in, a link, a password and a push by the directory
 * all end here, after `proof.ts` has said who the person is.
 */

import { decideAccess } from '../../access/decide-access.ts';
import { withRoleGrants } from '../../access/grants/role-grants.ts';
import { keepLastAdmin } from '../../access/keep-last-admin-unattended.ts';
import { type AccessState, memberIn, noAccessYet } from '../../access/state.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { type MemberDocument, type MemberSummary, members } from '../../model/member.ts';
import { count } from '../../operation/counter.ts';
import { assertNames } from '../../operation/names.ts';
import type { Draft } from '../../operation/operate.ts';
import { carriedOver, draftEnd, draftPlaces } from './become-one.ts';
import { type ArrivedAs, type Coming, firstGrants } from './first-grants.ts';

/** `member` is the one from now on, but for its access: with its next version, and never `pending`. */
export type Arriving = Coming & {
  /** Drafts the events that say who came, before those of the access that follows. */
  readonly tell: (as: ArrivedAs) => void;
  /** What follows from the claims of the sign-in, on top of these grants. */
  readonly withClaims?: (grants: readonly GrantDocument[]) => readonly GrantDocument[];
};

/** Somebody who came by signing in alone: nobody has put this member into the directory or into one of its groups. */
export function isOwnNewcomer({ scimManaged, groupIds, status }: MemberDocument): boolean {
  return !scimManaged && groupIds.length === 0 && status === 'active';
}

export type Arrived = {
  readonly as: ArrivedAs;
  readonly member: MemberSummary;
  readonly grants: readonly GrantDocument[];
};

/**
 * Drafts the member with its access, and the fate of its invitation: one that cannot be accepted lapses. A person of the
 * directory gets what its groups give; everybody else whom no invitation brings gets what the SSO member settings say.
 */
export function draftArrival(draft: Draft, access: AccessState, arriving: Arriving): Arrived {
  const { waiting, member, by, newcomer = null, withClaims } = arriving;
  const present = waiting ? memberIn(access, waiting._id) : noAccessYet(member);
  if (newcomer) draftEnd(draft, newcomer, 'became one with the member of the directory');
  if (waiting)
    draft.update(members, waiting._id, changesOf(member), { version: waiting.version, accountId: waiting.accountId });
  else draft.insert(members, member);
  count(draft, member.orgId, 'users', (waiting === null || waiting.status === 'pending' ? 1 : 0) - (newcomer ? 1 : 0));

  const { as, grants: before } = firstGrants(draft, access, arriving, present.grants);
  arriving.tell(as);
  const isInvited = waiting?.status === 'pending';
  const whose = { memberId: member._id, isInvited, customRoles: access.customRoles };
  const along = newcomer ? carriedOver(before, access.members.get(newcomer._id)?.grants ?? [], whose) : before;
  if (newcomer) draftPlaces(draft, newcomer, present.member);
  const named = withRoleGrants(access, member, along, draft.now);
  const grants = withClaims ? withClaims(named) : named;
  if (withClaims && grants !== named) assertNames(draft, access.organization);
  const described = { ...present, member: { ...present.member, roleValues: member.roleValues ?? [] } };
  const loaded = { ...access, members: new Map(access.members).set(member._id, described) };
  const wanted = { memberId: member._id, status: member.status, grants };
  const changes = newcomer ? [{ memberId: newcomer._id, status: null, grants: [] }, wanted] : [wanted];
  // A directory is told no; at a sign-in nobody could be.
  const decided = by === 'scim' ? changes : keepLastAdmin(draft, loaded, changes);
  decideAccess(draft, loaded, decided);
  return { as, member, grants: decided.at(-1)?.grants ?? grants };
}

/** What an arrival writes of a member that waited; access is written by the access decision. */
function changesOf(member: MemberDocument): Partial<MemberDocument> {
  const {
    _id: _,
    orgId: _org,
    groupIds: _groups,
    adminGroupIds: _adminGroups,
    organizationRole: _role,
    hasIdleRoles: _idle,
    accessValidUntil: _until,
    accessEndedAt: _ended,
    accessRevision: _revision,
    accessEpoch: _epoch,
    derivedVersion: _derived,
    createdAt: _created,
    ...changed
  } = member;
  return changed;
}
