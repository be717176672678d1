/** Whom a change of a group names: users, groups, or people whom an admin picks. */
import { tenant } from '../../storage/tenant.ts';
import { findMemberRows, type MemberRows } from '../access/member-rows.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { type GroupMaker, type GroupMemberDocument, groups, groupsOf } from '../model/group.ts';
import { members } from '../model/member.ts';

/** Members to add to and to remove from one group. */
export type GroupMemberChange = {
  readonly added: readonly { readonly memberId: string; readonly type: 'User' | 'Group' }[];
  readonly removed: readonly GroupMemberDocument[];
};

/**
 * Which ids are users and which groups of this organization. Groups that admins made are of people alone, and in no other.
 * @param rows those of the users that have been read before
 * @throws DomainError invalid/unknown_member for any other; of groups that admins made, as `resolvePicked`
 */
export async function resolveMembers(
  orgId: string,
  ids: readonly string[],
  maker: GroupMaker = 'directory',
  rows?: MemberRows,
): Promise<GroupMemberChange['added']> {
  if (ids.length === 0) return [];
  if (maker === 'admin') return resolvePicked(orgId, ids);
  const scope = tenant(orgId);
  const projection = { _id: 1 } as const;
  const users = rows
    ? [...rows.values()].flatMap(({ member }) => (member.status === 'pending' ? [] : member))
    : await scope.find(members, { _id: { $in: ids }, status: { $ne: 'pending' } }, { projection });
  const found = new Map<string, 'User' | 'Group'>(users.map(({ _id }) => [_id, 'User']));
  const rest = ids.filter((id) => !found.has(id));
  if (rest.length > 0)
    for (const { _id } of await scope.find(groups, { _id: { $in: rest }, ...groupsOf('directory') }, { projection }))
      found.set(_id, 'Group');
  return ids.map((memberId) => {
    const type = found.get(memberId);
    if (!type) throw unknownMember(memberId);
    return { memberId, type };
  });
}

/** The members among these ids with all that a decision about them reads, so that nobody is read twice; absent: they are too many to be held. */
export async function findMentioned(orgId: string, ids: readonly string[]): Promise<MemberRows | undefined> {
  if (ids.length > 100) return undefined;
  return new Map((await findMemberRows(orgId, ids)).map((row) => [row.member._id, row]));
}

/** @throws DomainError not_found/member_not_found, conflict/member_not_active */
async function resolvePicked(orgId: string, ids: readonly string[]): Promise<GroupMemberChange['added']> {
  const projection = { status: 1 } as const;
  const found = await tenant(orgId).find(members, { _id: { $in: ids } }, { projection });
  const statusOf = new Map(found.map(({ _id, status }) => [_id, status]));
  return ids.map((memberId) => {
    const status = statusOf.get(memberId);
    if (status === undefined)
      throw new DomainError('not_found', 'member_not_found', `There is no member "${memberId}".`, '/members');
    if (status !== 'active')
      throw new DomainError(
        'conflict',
        'member_not_active',
        status === 'pending'
          ? `Member "${memberId}" is invited and has not joined yet: add them when they have.`
          : `Member "${memberId}" is deactivated: reactivate them first.`,
        '/members',
      );
    return { memberId, type: 'User' };
  });
}

export function unknownMember(memberId: string): DomainError {
  return new DomainError(
    'invalid',
    'unknown_member',
    `members: "${memberId}" is neither a user nor a group of this organization.`,
    'members',
  );
}
