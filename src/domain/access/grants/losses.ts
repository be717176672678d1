/** What a member loses when groups give less than before: pure functions of grants and mappings. */

import type { GrantDocument } from '../../model/grant.ts';
import type { DeferredHold } from '../../model/held-change.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { isOrganizationAdmin, type RoleId, rankOf } from '../../model/role.ts';
import { includesPlace } from '../../model/workspace.ts';
import { type AccessRules, type EffectiveAccess, effective } from './effective.ts';
import { keyOf, type NestingEdge, type Target, targetsOf, withAncestors } from './group-grants.ts';

/**
 * The group grants that an active member no longer has and whose loss takes access: to a workspace altogether, or an
 * organization role above Organization User. Less of a role is no loss.
 */
export function lostGrants(
  before: readonly GrantDocument[],
  after: readonly GrantDocument[],
  rules: AccessRules,
  at: Date,
): GrantDocument[] {
  const given = new Set(after.filter(isOfGroup).map(keyOf));
  const dropped = before.filter((grant) => isOfGroup(grant) && !given.has(keyOf(grant)));
  if (dropped.length === 0) return [];
  const had = effective('active', before, rules, at);
  const has = effective('active', after, rules, at);
  const isIn = ({ workspaces }: EffectiveAccess, id: string) => (workspaces.get(id)?.role ?? null) !== null;
  const lost = new Set<string | null>([...had.workspaces.keys()].filter((id) => isIn(had, id) && !isIn(has, id)));
  const [role, next] = [had.organization.role, has.organization.role];
  // An Organization Admin is in every workspace: with that role goes what no other grant gives.
  const isOut = isOrganizationAdmin(role) && next !== role && lost.size > 0;
  if (isOut || (isRaised(role) && !isRaised(next))) lost.add(null);
  return dropped.filter(({ workspaceId }) => [...lost].some((place) => includesPlace(workspaceId, place)));
}

function isOfGroup({ source }: GrantDocument): boolean {
  return source === 'scim-group';
}

/** Above what every active member is. */
function isRaised(role: RoleId | null): boolean {
  return role !== null && rankOf(role, []) > rankOf('Organization User', []);
}

type Given = { readonly nesting: readonly NestingEdge[]; readonly mappings: readonly MappingDocument[] };

/** Of these groups, those whose members lose something for certain unless other groups or grants give it too. */
export function deferredHolds(
  accessEpoch: number,
  groupIds: Iterable<string>,
  before: Given,
  after: Given,
): DeferredHold[] {
  return [...groupIds].flatMap((groupId) => {
    const had = mappingsOf(groupId, before);
    const has = mappingsOf(groupId, after);
    const gone = had.filter(({ _id }) => !has.some((mapping) => mapping._id === _id));
    const left = has.flatMap(targetsOf);
    const takesAccess = gone.flatMap(targetsOf).some((target) => !isCovered(target, left));
    return takesAccess ? [{ accessEpoch, groupId, mappings: gone }] : [];
  });
}

function mappingsOf(groupId: string, { nesting, mappings }: Given): MappingDocument[] {
  const all = withAncestors([groupId], nesting);
  return mappings.filter((mapping) => all.has(mapping.groupId));
}

function isCovered({ workspaceId, role, weak }: Target, left: readonly Target[]): boolean {
  const same = left.filter((other) => includesPlace(other.workspaceId, workspaceId));
  if (workspaceId !== null) return same.length > 0;
  const isEnough = (other: Target) =>
    (isOrganizationAdmin(role) ? other.role === role : isRaised(other.role)) && (weak || !other.weak);
  return !isRaised(role) || same.some(isEnough);
}
