/**
 * Arrival: the only code that lets a pending or new member in. Signing in, a link, a password and a push by the directory
 * all end here, after `proof.ts` has said who the person is.
 */

import { decideAccess } from '../../access/decide-access.ts';
import { keepLastAdmin } from '../../access/keep-last-admin-unattended.ts';
import { type AccessState, memberIn, noAccessYet } from '../../access/state.ts';
import { type GrantDocument, type GrantSource, newGrant } from '../../model/grant.ts';
import { groupMembers, groupStripes, newGroupMember, stripeId } from '../../model/group.ts';
import { type MemberDocument, type MemberSummary, members } from '../../model/member.ts';
import { type RoleDocument, rankOf } from '../../model/role.ts';
import { count } from '../../operation/counter.ts';
import { assertNames } from '../../operation/names.ts';
import type { Draft } from '../../operation/operate.ts';
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
  if (newcomer) draftEnd(draft, newcomer);
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
  const grants = withClaims ? withClaims(along) : along;
  if (withClaims && grants !== along) assertNames(draft, access.organization);
  const loaded = { ...access, members: new Map(access.members).set(member._id, present) };
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

/** The newcomer's row goes; whoever was this account is the other member from now on. */
function draftEnd(draft: Draft, { _id, version, accessRevision, accountId, userName, status }: MemberDocument): void {
  draft.delete(members, _id, { version, accessRevision, accountId });
  draft.event({
    type: 'user.deleted',
    subject: { memberId: _id },
    before: { userName, status },
    after: { reason: 'became one with the member of the directory' },
  });
}

/** The groups into which admins put the newcomer are those of the person. */
function draftPlaces(draft: Draft, { _id, adminGroupIds = [] }: MemberDocument, to: MemberSummary): void {
  if (adminGroupIds.length === 0) return;
  const { orgId, adminGroupIds: own = [] } = to;
  draft.deleteAll(groupMembers, { memberId: _id });
  for (const groupId of adminGroupIds) {
    const isIn = own.includes(groupId);
    if (!isIn) draft.insert(groupMembers, newGroupMember(orgId, groupId, to._id, 'User', draft.now));
    const by = { version: 1, members: isIn ? -1 : 0 };
    draft.increment(groupStripes, stripeId(groupId, draft.stripe), by, { expect: {}, set: { touchedAt: draft.now } });
  }
  draft.update(members, to._id, { adminGroupIds: [...new Set([...own, ...adminGroupIds])] });
}

/** What somebody has decided about a newcomer follows the person; defaults and claims of the sign-in do not. */
const followsPerson: readonly GrantSource[] = ['manual', 'invitation', 'creator', 'override', 'admin-group'];

/**
 * The grants of the two as one. Where both have one of a kind, the directory's member keeps its own; an invitation takes
 * nothing from somebody who is in: the decision about them stays, and otherwise the higher role.
 */
function carriedOver(
  waiting: readonly GrantDocument[],
  newcomers: readonly GrantDocument[],
  { memberId, isInvited, customRoles }: { memberId: string; isInvited: boolean; customRoles: readonly RoleDocument[] },
): readonly GrantDocument[] {
  const isSame = (a: GrantDocument, b: GrantDocument) =>
    a.source === b.source && a.workspaceId === b.workspaceId && (a.mappingId ?? null) === (b.mappingId ?? null);
  const rank = ({ role }: GrantDocument) => rankOf(role ?? '', customRoles);
  const yields = (mine: GrantDocument, theirs: GrantDocument) =>
    isInvited && (mine.source === 'override' || rank(theirs) > rank(mine));
  const coming = newcomers.filter((grant) => {
    const mine = waiting.find((row) => isSame(row, grant));
    return followsPerson.includes(grant.source) && (!mine || yields(mine, grant));
  });
  const kept = waiting.filter((row) => !coming.some((grant) => isSame(row, grant)));
  return [
    ...kept,
    ...coming.map((grant) => {
      const same = waiting.find((row) => isSame(row, grant));
      return { ...grant, _id: same?._id ?? newGrant(grant.orgId, memberId, grant.createdAt)._id, memberId };
    }),
  ];
}
