/** Two records of one person become one: at a sign-in that proves it, and where an admin says so. */
import { type GrantDocument, type GrantSource, newGrant } from '../../model/grant.ts';
import { groupMembers, groupStripes, newGroupMember, stripeId } from '../../model/group.ts';
import { type MemberSummary, members } from '../../model/member.ts';
import { type RoleDocument, rankOf } from '../../model/role.ts';
import type { Draft } from '../../operation/operate.ts';

/** The row of one of them goes; whoever was its account is the other member from now on. */
export function draftEnd(
  draft: Draft,
  { _id, version, accessRevision, accountId, userName, status }: MemberSummary,
  reason: string,
): void {
  draft.delete(members, _id, { version, accessRevision, accountId });
  draft.event({
    type: 'user.deleted',
    subject: { memberId: _id },
    before: { userName, status },
    after: { reason },
  });
}

/** The groups into which admins put the one that goes are those of the person. */
export function draftPlaces(draft: Draft, { _id, adminGroupIds = [] }: MemberSummary, stays: MemberSummary): void {
  if (adminGroupIds.length === 0) return;
  const { orgId, adminGroupIds: own = [] } = stays;
  draft.deleteAll(groupMembers, { memberId: _id });
  for (const groupId of adminGroupIds) {
    const isIn = own.includes(groupId);
    if (!isIn) draft.insert(groupMembers, newGroupMember(orgId, groupId, stays._id, 'User', draft.now));
    const by = { version: 1, members: isIn ? -1 : 0 };
    draft.increment(groupStripes, stripeId(groupId, draft.stripe), by, { expect: {}, set: { touchedAt: draft.now } });
  }
  draft.update(members, stays._id, { adminGroupIds: [...new Set([...own, ...adminGroupIds])] });
}

/** What somebody has decided about a person follows them; defaults and claims of a sign-in do not. */
const followsPerson: readonly GrantSource[] = ['manual', 'invitation', 'creator', 'override', 'admin-group'];

/**
 * The grants of the two as one. Where both have one of a kind, the record that stays keeps its own; an invitation takes
 * nothing from somebody who is in: the decision about them stays, and otherwise the higher role.
 */
export function carriedOver(
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
