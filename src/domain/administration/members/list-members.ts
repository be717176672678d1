/** Members as admins see them: with their roles, workspaces and groups by name. */
import type { Filter } from '../../../storage/query.ts';
import { tenant } from '../../../storage/tenant.ts';
import { accessOf } from '../../access/read-access.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { containing } from '../../kernel/search-pattern.ts';
import { groups } from '../../model/group.ts';
import type { MemberDocument, MemberStatus } from '../../model/member.ts';
import { type MemberSummary, members } from '../../model/member.ts';
import type { MembershipDocument } from '../../model/membership.ts';
import { type OrganizationRole, roleName, roles } from '../../model/role.ts';
import { listWorkspaces } from '../../model/workspace.ts';
import { type AccessFilter, membersWithAccess } from './members-with-access.ts';

export type MemberView = {
  readonly member: MemberSummary;
  readonly organizationRole: OrganizationRole | null;
  readonly workspaces: readonly {
    readonly workspaceId: string;
    readonly name: string;
    /** The role's name. */
    readonly role: string;
    readonly source: MembershipDocument['source'];
  }[];
  readonly groups: readonly { readonly id: string; readonly displayName: string }[];
};

/** Which members; what is not given does not matter. `q` is looked for in names, userNames and emails. */
export type MemberFilter = {
  readonly status?: MemberStatus | undefined;
  readonly organizationRole?: OrganizationRole | undefined;
  readonly groupId?: string | undefined;
  /** Whether somebody has ever signed in as the member. */
  readonly signedIn?: boolean | undefined;
  /** false: whose provider names an address that nobody has proven. */
  readonly emailVerified?: boolean | undefined;
  /** Who has access to this workspace or is invited to it. */
  readonly workspaceId?: string | undefined;
  /** Who has a role by this, in that workspace or, without one, in any. */
  readonly source?: MembershipDocument['source'] | undefined;
  readonly q?: string | undefined;
};

export const memberOrders = ['name', '-name', 'createdAt', '-createdAt'] as const;

/** At most `limit` rows, after the member that `after` names by its sort key. */
export type MemberPage = {
  readonly sort: (typeof memberOrders)[number];
  readonly after: { readonly nameKey: string; readonly id: string } | null;
  readonly limit: number;
};

const summary = { resource: 0, search: 0 } as const;

/** @param withTotal how many members the filter finds in all is told too */
export async function listMembers(
  orgId: string,
  filter: MemberFilter,
  page: MemberPage,
  { withTotal }: { readonly withTotal: boolean },
): Promise<{ readonly rows: readonly MemberView[]; readonly total: number | undefined }> {
  const { workspaceId, source, ...rest } = filter;
  const isByAccess = workspaceId !== undefined || source !== undefined;
  const ids = isByAccess ? await membersWithAccess(orgId, { workspaceId, source }) : null;
  const conditions = conditionsOf(rest);
  const isByAccessAlone = ids !== null && Object.keys(conditions).length === 0;
  const all = ids === null ? conditions : { ...conditions, _id: { $in: ids } };
  const [rows, total] = await Promise.all([
    findMembers(orgId, all, page).then((found) => viewMembers(orgId, found)),
    withTotal && !isByAccessAlone ? tenant(orgId).count(members, all) : undefined,
  ]);
  return { rows, total: withTotal && isByAccessAlone ? ids.length : total };
}

/** @throws DomainError not_found */
export async function viewMember(orgId: string, memberId: string): Promise<MemberView> {
  const found = await tenant(orgId).find(members, { _id: memberId }, { projection: summary });
  const [view] = await viewMembers(orgId, found);
  if (!view) throw new DomainError('not_found', 'member_not_found', 'There is no such member.');
  return view;
}

/** One page of the members that `filter` finds, without their access. */
export function findMembers(
  orgId: string,
  filter: Filter<MemberDocument>,
  { sort, after, limit }: MemberPage,
): Promise<MemberSummary[]> {
  const direction = sort.startsWith('-') ? -1 : 1;
  const beyond = (value: string) => (direction === 1 ? { $gt: value } : { $lt: value });
  const byName = sort.endsWith('name');
  const rest = after && [
    byName
      ? { $or: [{ nameKey: beyond(after.nameKey) }, { nameKey: after.nameKey, _id: beyond(after.id) }] }
      : { _id: beyond(after.id) },
  ];
  return tenant(orgId).find(members, rest ? { $and: [filter, ...rest] } : filter, {
    projection: summary,
    sort: byName ? { nameKey: direction, _id: direction } : { _id: direction },
    limit,
  });
}

/** A filter for the members in whose name, userName or email, proven or claimed, `q` occurs. */
export function mentioning(q: string | undefined): Filter<MemberDocument> {
  if (!q) return {};
  const pattern = containing(foldName(q));
  return {
    $or: [{ nameKey: pattern }, { userNameKey: pattern }, { emailKeys: pattern }, { claimedEmailKey: pattern }],
  };
}

function conditionsOf({
  status,
  organizationRole,
  groupId,
  signedIn,
  emailVerified,
  q,
}: Omit<MemberFilter, keyof AccessFilter>): Filter<MemberDocument> {
  return {
    ...(status === undefined ? {} : { status }),
    ...(organizationRole === undefined ? {} : { organizationRole }),
    ...(groupId === undefined ? {} : { groupIds: groupId }),
    // With the type, as the partial indexes have it.
    ...(signedIn === undefined ? {} : { accountId: signedIn ? { $type: 'string' } : null }),
    ...(emailVerified === undefined ? {} : { claimedEmailKey: emailVerified ? null : { $type: 'string' } }),
    ...mentioning(q),
  };
}

async function viewMembers(orgId: string, found: readonly MemberSummary[]): Promise<MemberView[]> {
  const groupIds = [...new Set(found.flatMap((member) => member.groupIds))];
  const [access, workspaces, customRoles, named] = await Promise.all([
    accessOf(orgId, found),
    listWorkspaces(orgId),
    tenant(orgId).find(roles, {}),
    tenant(orgId).find(groups, { _id: { $in: groupIds } }, { projection: { displayName: 1 } }),
  ]);
  const groupNames = new Map(named.map(({ _id, displayName }) => [_id, displayName]));
  return found.map((member) => {
    const held = new Map(access.get(member._id)?.workspaces.map((row) => [row.workspaceId, row]));
    return {
      member,
      organizationRole: access.get(member._id)?.organizationRole ?? null,
      workspaces: workspaces.flatMap(({ _id, name }) => {
        const row = held.get(_id);
        return row ? [{ workspaceId: _id, name, role: roleName(row.role, customRoles), source: row.source }] : [];
      }),
      groups: member.groupIds.flatMap((id) => {
        const displayName = groupNames.get(id);
        return displayName === undefined ? [] : [{ id, displayName }];
      }),
    };
  });
}
