/** What a proposed change would do to everybody's access: the same functions as the change itself, without the write. */

import { isDeepStrictEqual } from 'node:util';
import { beginPart } from '../../../storage/patience.ts';
import { tenant } from '../../../storage/tenant.ts';
import { type AccessRules, type EffectiveAccess, effective } from '../../access/grants/effective.ts';
import { loadAccess, type MemberAccess, rulesOf } from '../../access/state.ts';
import { now } from '../../kernel/clock.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { type MemberSummary, members, standingOf } from '../../model/member.ts';
import type { OrganizationRole, RoleId } from '../../model/role.ts';
import { isOrganizationAdmin } from '../../model/role.ts';

/** A change as this computation needs it. */
export type Proposal = {
  /** Whom it can concern; null: everybody. */
  readonly memberIds: readonly string[] | null;
  /** The rules as they would be. */
  readonly rules: AccessRules;
  /** The change is refused unless one of today's Organization Admins stays so; else anybody may be the one. */
  readonly adminsMustStay: boolean;
  /** A custom role that would permit something else; null: none. */
  readonly permissions: Rewritten | null;
  /** The grants that a member would have. */
  readonly grantsOf: (present: MemberAccess) => readonly GrantDocument[];
};

/** A role before and after; null: none. */
export type RoleChange<R> = { readonly before: R | null; readonly after: R | null };

export type PermissionChange = { readonly added: readonly string[]; readonly removed: readonly string[] };

export type Rewritten = PermissionChange & {
  readonly roleId: RoleId;
  /** What another role permits. */
  readonly permittedBy: (role: RoleId) => readonly string[];
};

export type WorkspaceEffect = RoleChange<RoleId> & {
  readonly workspaceId: string;
  /** All roles that count, before and after, where several do; null: `before` and `after` are all there is. */
  readonly roles: { readonly before: readonly RoleId[]; readonly after: readonly RoleId[] } | null;
  /** What roles that stay would permit besides, and no more; null: nothing of it changes. */
  readonly permissions: PermissionChange | null;
};

export type MemberEffect = {
  readonly member: Pick<MemberSummary, '_id' | 'emails' | 'name'>;
  /** null: it stays. */
  readonly organizationRole: RoleChange<OrganizationRole> | null;
  readonly workspaces: readonly WorkspaceEffect[];
};

export type EffectCounts = {
  /** Members for whom anything changes. */
  readonly members: number;
  /** Workspace accesses that they gain, lose, or have with other roles. */
  readonly gained: number;
  readonly lost: number;
  readonly changed: number;
  /** Workspace accesses whose roles stay and permit something else. */
  readonly permissions: number;
  readonly organizationRoles: number;
};

export type Effects = {
  /** By id of the member, at most `limit`. */
  readonly items: readonly MemberEffect[];
  /** Only of the first page. */
  readonly counts: EffectCounts | null;
  /** The change would be refused: it leaves the organization without an active Organization Admin. First page only. */
  readonly lastAdmin: boolean;
};

const chunkSize = 500;

/**
 * The effect on each member that it has one on, in order of their ids.
 * @param after the last member of the page before; null: the first page, which counts all
 */
export async function previewEffects(
  orgId: string,
  proposal: Proposal,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Effects> {
  const items: MemberEffect[] = [];
  const counts = { members: 0, gained: 0, lost: 0, changed: 0, permissions: 0, organizationRoles: 0 };
  let admins = 0;
  let adminsAfter = 0;
  const isFirst = after === null;
  for await (const { member, before, next } of eachMember(orgId, proposal, after)) {
    if (isOrganizationAdmin(before.organization.role)) admins += 1;
    const matters = !proposal.adminsMustStay || isOrganizationAdmin(before.organization.role);
    if (matters && isOrganizationAdmin(next.organization.role)) adminsAfter += 1;
    const effect = effectOn(member, before, next, proposal.permissions);
    if (!effect) continue;
    count(counts, effect);
    if (items.length < limit) items.push(effect);
    else if (!isFirst) break;
  }
  const losesAll = isFirst && admins > 0 && adminsAfter === 0;
  return { items, counts: isFirst ? counts : null, lastAdmin: losesAll && !(await hasOtherAdmin(orgId, proposal)) };
}

/** Whether somebody whom the change does not concern is an active Organization Admin. */
async function hasOtherAdmin(orgId: string, { memberIds }: Proposal): Promise<boolean> {
  if (memberIds === null) return false;
  const { adminIds } = await loadAccess(orgId, []);
  return [...adminIds].some((id) => !memberIds.includes(id));
}

type Evaluated = { member: MemberSummary; before: EffectiveAccess; next: EffectiveAccess };

async function* eachMember(
  orgId: string,
  { memberIds, rules, grantsOf }: Proposal,
  after: string | null,
): AsyncGenerator<Evaluated> {
  const at = now();
  for (let last = after; ; ) {
    const conditions = [...(memberIds ? [{ _id: { $in: memberIds } }] : []), ...(last ? [{ _id: { $gt: last } }] : [])];
    const chunk = await tenant(orgId).find(members, conditions.length === 0 ? {} : { $and: conditions }, {
      projection: { _id: 1 },
      sort: { _id: 1 },
      limit: chunkSize,
    });
    const ids = chunk.map(({ _id }) => _id);
    const state = await loadAccess(orgId, ids);
    for (const id of ids) {
      const present = state.members.get(id);
      if (!present) continue;
      const { member, grants } = present;
      const before = effective(standingOf(member), grants, rulesOf(state), at);
      yield { member, before, next: effective(standingOf(member), grantsOf(present), rules, at) };
    }
    const end = ids.at(-1);
    if (ids.length < chunkSize || end === undefined) return;
    last = end;
    beginPart();
  }
}

/** What changes for a member from one access to another; null: nothing. @param rewritten a role that would permit something else */
export function effectOn(
  member: MemberEffect['member'],
  before: EffectiveAccess,
  next: EffectiveAccess,
  rewritten: Proposal['permissions'],
): MemberEffect | null {
  const rolesIn = ({ workspaces }: EffectiveAccess, id: string) => workspaces.get(id)?.roles ?? [];
  const workspaces = [...new Set([...before.workspaces.keys(), ...next.workspaces.keys()])].flatMap(
    (workspaceId): WorkspaceEffect[] => {
      const all = { before: rolesIn(before, workspaceId), after: rolesIn(next, workspaceId) };
      const stays = isDeepStrictEqual(all.before, all.after);
      const permissions = stays && rewritten ? permissionChange(all.after, rewritten) : null;
      if (stays && permissions === null) return [];
      const roles = all.before.length > 1 || all.after.length > 1 ? all : null;
      return [{ workspaceId, before: all.before[0] ?? null, after: all.after[0] ?? null, roles, permissions }];
    },
  );
  const roles = { before: before.organization.role, after: next.organization.role };
  const organizationRole = roles.before === roles.after ? null : roles;
  return organizationRole === null && workspaces.length === 0 ? null : { member, organizationRole, workspaces };
}

/** What the rewritten role would change for who has these; null: nothing, as they do not have it or others make up for it. */
function permissionChange(
  held: readonly RoleId[],
  { roleId, added, removed, permittedBy }: Rewritten,
): PermissionChange | null {
  if (!held.includes(roleId)) return null;
  const others = held.filter((role) => role !== roleId).flatMap(permittedBy);
  const missing = (names: readonly string[]) => names.filter((name) => !others.includes(name));
  const change = { added: missing(added), removed: missing(removed) };
  return change.added.length + change.removed.length > 0 ? change : null;
}

function count(counts: { -readonly [K in keyof EffectCounts]: number }, effect: MemberEffect): void {
  counts.members += 1;
  if (effect.organizationRole) counts.organizationRoles += 1;
  for (const { before, after, permissions } of effect.workspaces) {
    if (permissions !== null) counts.permissions += 1;
    else if (before === null) counts.gained += 1;
    else if (after === null) counts.lost += 1;
    else counts.changed += 1;
  }
}
