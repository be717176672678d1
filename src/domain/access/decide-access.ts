/** From a member's new grants to its memberships: the only code that drafts either of them. */

import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../storage/collection.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { type GrantDocument, grants } from '../model/grant.ts';
import { type MemberStatus, members, type Standing, standingOf } from '../model/member.ts';
import { type MembershipDocument, memberships, rolesOf } from '../model/membership.ts';
import { organizations, scimSettingsOf } from '../model/organization.ts';
import { isOrganizationAdmin } from '../model/role.ts';
import { everyWorkspace } from '../model/workspace.ts';
import { assertNames } from '../operation/names.ts';
import type { Draft } from '../operation/operate.ts';
import { type EffectiveAccess, effective, type Resolution } from './grants/effective.ts';
import { hasIdleRoles } from './grants/role-grants.ts';
import { type AccessState, type MemberAccess, memberIn, rulesOf } from './state.ts';

/** What is to become of one member of `AccessState.members`. */
export type AccessChange = {
  readonly memberId: string;
  /** null: the member is removed. */
  readonly status: MemberStatus | null;
  /** All grants it shall have. Rows that keep their `_id` are kept. */
  readonly grants: readonly GrantDocument[];
  /** Whether it is locked from now on; absent: as before. */
  readonly locked?: boolean;
};

/** How a member of `AccessState.members` stands after a change; null: it is removed. */
export function standingAfter({ status, locked }: AccessChange, member: MemberAccess['member']): Standing | null {
  if (status === null) return null;
  const isLocked = locked ?? Boolean(member.lock);
  return status === 'active' && isLocked ? 'locked' : status;
}

/**
 * Drafts the difference in grants, memberships and the member's summary, with one event for each changed role, and
 * keeps the invariant that an organization with an active Organization Admin never loses the last one.
 * @throws DomainError conflict/last_admin
 */
export function decideAccess(draft: Draft, state: AccessState, changes: readonly AccessChange[]): void {
  const admins = new Set(state.adminIds);
  const { rolesEnabled } = scimSettingsOf(state.organization);
  // Access to every workspace is access to those that were loaded: whoever creates one meanwhile conflicts.
  const isEverywhere = ({ workspaceId }: GrantDocument) => workspaceId === everyWorkspace;
  if (changes.some(({ grants }) => grants.some(isEverywhere))) assertNames(draft, state.organization);
  for (const change of changes) {
    const present = memberIn(state, change.memberId);
    const standing = standingAfter(change, present.member);
    const access = standing === null ? null : effective(standing, change.grants, rulesOf(state), draft.now);
    const isIdle = rolesEnabled && hasIdleRoles(present.member, change.grants);
    if (readsRoles(present, change, isIdle)) assertNames(draft, state.organization);
    draftGrants(draft, present.stored, change.status === null ? [] : change.grants);
    draftMemberships(draft, present, access);
    draftSummary(draft, state, present, access && { access, isIdle });
    if (standingOf(present.member) === 'active' && (standing === 'inactive' || standing === 'locked'))
      draft.update(members, change.memberId, { accessEndedAt: draft.now });
    if (isOrganizationAdmin(access?.organization.role)) admins.add(change.memberId);
    else admins.delete(change.memberId);
  }
  if (isDeepStrictEqual(admins, state.adminIds)) return;
  if (admins.size === 0) throw lastAdmin();
  // A new admin has access to the workspaces that were loaded: whoever creates or deletes one meanwhile conflicts.
  const { _id, adminRevision, namesRevision } = state.organization;
  draft.update(organizations, _id, { adminRevision: adminRevision + 1 }, { adminRevision, namesRevision });
}

/** Whether a role that the directory names has just been read, and names something or nothing. */
function readsRoles({ member, stored }: MemberAccess, { grants: next }: AccessChange, isIdle: boolean): boolean {
  const isNew = ({ _id }: GrantDocument) => !stored.some((old) => old._id === _id);
  return (isIdle && !member.hasIdleRoles) || next.some((grant) => grant.source === 'scim-role' && isNew(grant));
}

export function lastAdmin(): DomainError {
  return new DomainError(
    'conflict',
    'last_admin',
    'This would leave the organization without an active Organization Admin. Make somebody else Organization Admin first.',
  );
}

function draftGrants(draft: Draft, before: readonly GrantDocument[], after: readonly GrantDocument[]): void {
  const kept = new Map(after.map((grant) => [grant._id, grant]));
  const present = new Map(before.map((grant) => [grant._id, grant]));
  for (const grant of before) if (!kept.has(grant._id)) draft.delete(grants, grant._id);
  for (const grant of after) {
    const old = present.get(grant._id);
    if (!old) draft.insert(grants, grant);
    else if (!isDeepStrictEqual(old, grant)) draft.update(grants, grant._id, grant);
  }
}

function draftMemberships(draft: Draft, present: MemberAccess, access: EffectiveAccess | null): void {
  const { orgId, _id: memberId } = present.member;
  const before = new Map(present.memberships.map((membership) => [membership.workspaceId, membership]));
  const after = new Map<string, Omit<MembershipDocument, '_id'>>();
  for (const [workspaceId, resolution] of access?.workspaces ?? []) {
    const { role, source, winner, validUntil } = resolution;
    if (role === null || source === null || source === 'default') continue;
    const { _id: grantId = null, groupId = null, mappingId = null } = winner ?? {};
    const row = { orgId, workspaceId, memberId, role, source, grantId, groupId, mappingId, validUntil };
    const also = otherGrants(resolution);
    const isToldOf = also.length > 0 || before.get(workspaceId)?.also;
    after.set(workspaceId, isToldOf ? { ...row, also } : row);
  }
  for (const [workspaceId, old] of before) {
    if (after.has(workspaceId)) continue;
    draft.delete(memberships, old._id);
    draftRoleEvent(draft, memberId, workspaceId, old, null);
  }
  for (const [workspaceId, row] of after) {
    const old = before.get(workspaceId);
    if (!old) draft.insert(memberships, { _id: newId(), ...row });
    else if (!isDeepStrictEqual({ ...old }, { _id: old._id, ...row })) draft.update(memberships, old._id, row);
    draftRoleEvent(draft, memberId, workspaceId, old ?? null, row);
  }
}

/** What counts beside the winner, as a membership repeats it. */
function otherGrants({ others }: Resolution): NonNullable<MembershipDocument['also']> {
  return others.flatMap(({ _id: grantId, role, source, groupId, mappingId }) =>
    role === null ? [] : [{ role, source, grantId, groupId, mappingId }],
  );
}

type RoleAndSource = Pick<MembershipDocument, 'role' | 'source' | 'also'> | null;

function draftRoleEvent(
  draft: Draft,
  memberId: string,
  workspaceId: string,
  old: RoleAndSource,
  next: RoleAndSource,
): void {
  const [before, after] = [described(old), described(next)];
  if (isDeepStrictEqual(before, after)) return;
  draft.event({ type: 'membership.changed', subject: { memberId, workspaceId }, before, after });
}

/** With all roles, where several count. */
function described(row: RoleAndSource) {
  if (row === null) return { role: null, source: null };
  const { role, source } = row;
  const roles = rolesOf(row);
  return roles.length > 1 ? { role, source, roles } : { role, source };
}

function draftSummary(
  draft: Draft,
  state: AccessState,
  { member }: MemberAccess,
  next: { readonly access: EffectiveAccess; readonly isIdle: boolean } | null,
): void {
  const before = member.organizationRole;
  const after = next?.access.organization.role ?? null;
  if (before !== after)
    draft.event({
      type: 'organization_role.changed',
      subject: { memberId: member._id },
      before: { role: before },
      after: { role: after },
    });
  if (next === null) return;
  draft.update(
    members,
    member._id,
    {
      ...(next.isIdle === Boolean(member.hasIdleRoles) ? {} : { hasIdleRoles: next.isIdle }),
      organizationRole: after,
      accessValidUntil: next.access.validUntil,
      accessRevision: member.accessRevision + 1,
      accessEpoch: state.organization.accessEpoch,
    },
    { accessRevision: member.accessRevision },
  );
}
