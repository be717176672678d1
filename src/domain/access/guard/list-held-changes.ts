/** Held changes as admins see them, with who holds what now. */
import { tenant } from '../../../storage/tenant.ts';
import { type GrantDocument, grants } from '../../model/grant.ts';
import { getHeldChange, type HeldChangeDocument, heldChanges, isOnTheWay } from '../../model/held-change.ts';
import { type MemberSummary, memberSummary, members } from '../../model/member.ts';
import { roleName, roles } from '../../model/role.ts';
import { listWorkspaces, placeNamer } from '../../model/workspace.ts';

export type ListedHeldChange = {
  readonly change: HeldChangeDocument;
  /** How many members hold something now; none any more once it is decided. */
  readonly members: number;
  /** A large change is not stored for everybody yet, so that there may be more. */
  readonly counting: boolean;
};

/** Newest first. @param before the last of the page before; null: the first page */
export async function listHeldChanges(
  orgId: string,
  status: HeldChangeDocument['status'] | undefined,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<ListedHeldChange[]> {
  const filter = { ...(status === undefined ? {} : { status }), ...(before === null ? {} : { _id: { $lt: before } }) };
  return withCounts(orgId, await tenant(orgId).find(heldChanges, filter, { sort: { _id: -1 }, limit }));
}

/** @throws DomainError not_found */
export async function viewHeldChange(orgId: string, heldChangeId: string): Promise<ListedHeldChange> {
  const [listed] = await withCounts(orgId, [await getHeldChange(orgId, heldChangeId)]);
  return listed as ListedHeldChange;
}

async function withCounts(orgId: string, changes: readonly HeldChangeDocument[]): Promise<ListedHeldChange[]> {
  const pending = changes.filter(({ status }) => status === 'pending');
  const counts = new Map<string, number>();
  if (pending.length > 0) {
    const rows = await tenant(orgId).aggregate<{ _id: string; members: number }>(grants, [
      { $match: { heldBy: { $in: pending.map(({ _id }) => _id) } } },
      { $group: { _id: { heldBy: '$heldBy', memberId: '$memberId' } } },
      { $group: { _id: '$_id.heldBy', members: { $sum: 1 } } },
    ]);
    for (const row of rows) counts.set(row._id, row.members);
  }
  const listed: ListedHeldChange[] = [];
  for (const change of changes) {
    const isPending = change.status === 'pending';
    const counting = isPending && (await isOnTheWay(orgId, change));
    listed.push({ change, members: isPending ? (counts.get(change._id) ?? 0) : 0, counting });
  }
  return listed;
}

/** A member with what is held for it. */
export type HoldingMember = {
  readonly member: MemberSummary;
  readonly held: readonly {
    /** null: the organization role. */
    readonly workspaceId: string | null;
    readonly workspaceName: string | null;
    /** The role's name. */
    readonly role: string;
  }[];
};

/**
 * The members who would lose access by approval, in order of their ids.
 * @param after the last of the page before; null: the first page
 * @throws DomainError not_found
 */
export async function listHoldingMembers(
  orgId: string,
  heldChangeId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<HoldingMember[]> {
  const { status } = await getHeldChange(orgId, heldChangeId);
  if (status !== 'pending') return [];
  const scope = tenant(orgId);
  const page = await scope.aggregate<{ _id: string; held: Pick<GrantDocument, 'workspaceId' | 'role'>[] }>(grants, [
    { $match: { heldBy: heldChangeId, ...(after === null ? {} : { memberId: { $gt: after } }) } },
    { $group: { _id: '$memberId', held: { $push: { workspaceId: '$workspaceId', role: '$role' } } } },
    { $sort: { _id: 1 } },
    { $limit: limit },
  ]);
  const [found, workspaces, customRoles] = await Promise.all([
    scope.find(members, { _id: { $in: page.map(({ _id }) => _id) } }, { projection: memberSummary }),
    listWorkspaces(orgId),
    scope.find(roles, {}),
  ]);
  const nameOf = placeNamer(workspaces);
  const memberOf = new Map(found.map((member) => [member._id, member]));
  return page.flatMap(({ _id, held }) => {
    const member = memberOf.get(_id);
    if (!member) return [];
    const described = held.map(({ workspaceId, role }) => ({
      workspaceId,
      workspaceName: nameOf(workspaceId),
      role: roleName(role ?? '', customRoles),
    }));
    return [{ member, held: described }];
  });
}
