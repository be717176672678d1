/** From the groups a member is in, directly or through nesting, to the grants that their mappings give. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { systemContext } from '../../kernel/context.ts';
import { type GrantDocument, type GrantSource, groupSources } from '../../model/grant.ts';
import { groupMembers, isMadeByAdmins } from '../../model/group.ts';
import { type MappingDocument, mappings } from '../../model/mapping.ts';
import type { OrganizationDocument } from '../../model/organization.ts';
import { type RoleId, rankOf } from '../../model/role.ts';
import { includesPlace } from '../../model/workspace.ts';
import { hold } from '../../operation/hold.ts';

/** Group `childId` is a member of group `parentId`. */
export type NestingEdge = { readonly parentId: string; readonly childId: string };

/** All nesting of the organization. Few organizations nest, and those that do nest few groups. */
export async function loadNesting(orgId: string): Promise<NestingEdge[]> {
  const links = await tenant(orgId).find(groupMembers, { type: 'Group' });
  return links.map(({ groupId, memberId }) => ({ parentId: groupId, childId: memberId }));
}

/** The same of an organization that has been read: each change bumps `nestingRevision`. */
export const heldNesting = hold({
  key: ({ _id, nestingRevision }: Pick<OrganizationDocument, '_id' | 'nestingRevision'>) => `${_id}/${nestingRevision}`,
  load: ({ _id }) => loadNesting(_id),
  forMs: 60_000,
  most: 200,
});

/** These groups and all that they are nested in. */
export function withAncestors(groupIds: Iterable<string>, nesting: readonly NestingEdge[]): Set<string> {
  return closure(groupIds, (id) => nesting.filter(({ childId }) => childId === id).map(({ parentId }) => parentId));
}

/** These groups and all that are nested in them. */
export function withDescendants(groupIds: Iterable<string>, nesting: readonly NestingEdge[]): Set<string> {
  return closure(groupIds, (id) => nesting.filter(({ parentId }) => parentId === id).map(({ childId }) => childId));
}

function closure(start: Iterable<string>, next: (id: string) => string[]): Set<string> {
  const found = new Set(start);
  for (const id of found) for (const further of next(id)) found.add(further);
  return found;
}

export function loadMappings(orgId: string, groupIds: Iterable<string>): Promise<MappingDocument[]> {
  const ids = [...groupIds];
  return ids.length === 0 ? Promise.resolve([]) : tenant(orgId).find(mappings, { groupId: { $in: ids } });
}

/** Of explicit mappings, the number that comes last; 0: there is none. */
export async function lowestPriority(orgId: string): Promise<number> {
  const last = await tenant(orgId).findOne(mappings, { kind: 'explicit' }, { sort: { priority: -1 } });
  return last?.priority ?? 0;
}

/** The mappings that wait for groups of these names. @param nameKeys by `foldName` */
export function loadAwaiting(orgId: string, ...nameKeys: readonly string[]): Promise<MappingDocument[]> {
  // With the type, as the partial index has it: without, all mappings would be looked at.
  return tenant(orgId).find(mappings, { 'awaits.key': { $type: 'string', $in: nameKeys } });
}

/**
 * The member's grants after its groups or their mappings changed: those of other sources as they are, and the
 * `scim-group` and `admin-group` ones that follow from `groupIds`. Rows that are still right are kept as they are, and held ones until a
 * group gives as much again.
 */
export function withGroupGrants(
  orgId: string,
  memberId: string,
  present: readonly GrantDocument[],
  groupIds: ReadonlySet<string>,
  mappingsOfGroups: ReadonlyMap<string, readonly MappingDocument[]>,
  at: Date,
): GrantDocument[] {
  const isOfGroup = ({ source }: GrantDocument) => groupSources.includes(source);
  const others = present.filter((grant) => !isOfGroup(grant));
  const own = new Map(present.filter(isOfGroup).map((grant) => [keyOf(grant), grant]));
  const wanted: GrantDocument[] = [];
  for (const groupId of groupIds) {
    for (const mapping of mappingsOfGroups.get(groupId) ?? []) {
      for (const { workspaceId, role, weak } of targetsOf(mapping)) {
        const old = own.get(keyOf({ mappingId: mapping._id, workspaceId }));
        const source: GrantSource = isMadeByAdmins(mapping) ? 'admin-group' : 'scim-group';
        const isSame = old && old.source === source && old.role === role && old.priority === mapping.priority;
        if (isSame && !old.heldBy) wanted.push(old);
        else
          wanted.push({
            _id: old?._id ?? newId(),
            orgId,
            memberId,
            source,
            workspaceId,
            role,
            effect: 'allow',
            expiresAt: null,
            groupId,
            mappingId: mapping._id,
            groupCreatedAt: mapping.groupCreatedAt,
            priority: mapping.priority,
            weak,
            reason: null,
            createdAt: old?.createdAt ?? at,
            createdBy: systemContext.actor,
            ...(old?.heldBy ? { heldBy: null } : {}),
          });
      }
    }
  }
  const held = present.filter((grant) => grant.heldBy && !wanted.some((fresh) => releases(fresh, grant)));
  return [...others, ...wanted, ...held];
}

/** Whether a group gives again what is held: any role in the workspace, or at least the organization role. */
function releases(fresh: GrantDocument, held: GrantDocument): boolean {
  if (!includesPlace(fresh.workspaceId, held.workspaceId)) return false;
  if (held.workspaceId !== null || fresh.mappingId === held.mappingId) return true;
  return (held.weak || !fresh.weak) && rankOf(fresh.role ?? '', []) >= rankOf(held.role ?? '', []);
}

/** What makes a group grant of a member the same one. */
export function keyOf({ mappingId, workspaceId }: { mappingId: string | null; workspaceId: string | null }): string {
  return `${mappingId}/${workspaceId}`;
}

/** What a mapping, or a name that the convention reads, gives. */
export type MappingContent = Pick<MappingDocument, 'workspaceId' | 'workspaceRole' | 'organizationRole'>;

export type Target = { workspaceId: string | null; role: RoleId; weak: boolean };

/** A workspace-form name gives a workspace role and, weakly, an organization role (A7). */
export function targetsOf({ workspaceId, workspaceRole, organizationRole }: MappingContent): Target[] {
  const targets: Target[] = [];
  if (workspaceId !== null && workspaceRole !== null) targets.push({ workspaceId, role: workspaceRole, weak: false });
  if (organizationRole !== null)
    targets.push({ workspaceId: null, role: organizationRole, weak: workspaceId !== null });
  return targets;
}

export function byGroup(rows: readonly MappingDocument[]): Map<string, MappingDocument[]> {
  const map = new Map<string, MappingDocument[]>();
  for (const row of rows) map.set(row.groupId, [...(map.get(row.groupId) ?? []), row]);
  return map;
}
