/** The groups claim of a sign-in -> `sso-group` grants, by the mappings and the naming convention of SCIM groups. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import { type GroupDocument, groups } from '../../model/group.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { findWorkspaceRole, workspaceRoles } from '../../model/role.ts';
import { byGroup, loadAwaiting, loadMappings } from '../grants/group-grants.ts';
import type { AccessState } from '../state.ts';
import { readGroupName } from './naming-convention.ts';

/** A group that the provider names, with what the directory's group of the same name is mapped to. */
export type ClaimedGroup = {
  readonly name: string;
  readonly createdAt: Date | null;
  readonly mappings: readonly MappingDocument[];
};

/** The groups by the names in a claim, whether the directory has pushed them or not. */
export async function loadClaimedGroups(orgId: string, names: readonly string[]): Promise<ClaimedGroup[]> {
  if (names.length === 0) return [];
  const keys = names.map(foldName);
  const [known, waiting] = await Promise.all([
    tenant(orgId).find<Pick<GroupDocument, '_id' | 'nameKey' | 'createdAt'>>(
      groups,
      { nameKey: { $in: keys } },
      { projection: { nameKey: 1, createdAt: 1 } },
    ),
    loadAwaiting(orgId, ...keys),
  ]);
  const ids = known.map(({ _id }) => _id);
  const mapped = byGroup(await loadMappings(orgId, ids));
  return names.map((name) => {
    const key = foldName(name);
    const same = known.filter(({ nameKey }) => nameKey === key);
    const pushed = same.flatMap(({ _id }) => mapped.get(_id) ?? []);
    return {
      name,
      createdAt: same[0]?.createdAt ?? null,
      mappings: [...pushed, ...waiting.filter(({ awaits }) => awaits?.key === key)],
    };
  });
}

/**
 * The member's grants with the `sso-group` ones that follow from these groups; grants of other sources are not touched.
 * The same array when nothing changes. Rows that are still right keep their ids, and a name that was resolved once stays
 * resolved while its workspace and role exist: renaming those keeps access.
 */
export function withClaimedGroups(
  access: Pick<AccessState, 'organization' | 'workspaces' | 'customRoles'>,
  memberId: string,
  present: readonly GrantDocument[],
  claimed: readonly ClaimedGroup[],
  at: Date,
): readonly GrantDocument[] {
  const old = present.filter(({ source }) => source === 'sso-group');
  const wanted = new Map<string, GrantDocument>();
  for (const group of claimed) {
    for (const target of targetsOf(access, group, old)) {
      const key = `${target.mappingId}/${target.workspaceId}`;
      const same = old.find(({ mappingId, workspaceId }) => `${mappingId}/${workspaceId}` === key);
      wanted.set(key, {
        ...newGrant(access.organization._id, memberId, same?.createdAt ?? at),
        _id: same?._id ?? newId(),
        source: 'sso-group',
        groupCreatedAt: group.createdAt,
        reason: `group "${group.name}" of the sign-in`,
        ...target,
      });
    }
  }
  const next = [...wanted.values()];
  if (next.length === old.length && next.every((grant) => old.some((row) => isDeepStrictEqual(row, grant))))
    return present;
  return [...present.filter(({ source }) => source !== 'sso-group'), ...next];
}

type Target = Pick<GrantDocument, 'mappingId' | 'workspaceId' | 'role' | 'weak' | 'priority'>;

function targetsOf(
  { organization, workspaces, customRoles }: Parameters<typeof withClaimedGroups>[0],
  { name, mappings }: ClaimedGroup,
  old: readonly GrantDocument[],
): Target[] {
  if (mappings.length > 0)
    return mappings.flatMap((mapping) => split({ ...mapping, mappingId: mapping._id, priority: mapping.priority }));
  const mappingId = `claim-${createHash('sha256').update(foldName(name)).digest('base64url')}`;
  const kept = old
    .filter((grant) => grant.mappingId === mappingId)
    .filter(({ workspaceId, role }) => {
      if (workspaceId === null) return true;
      return workspaces.some(({ _id }) => _id === workspaceId) && findWorkspaceRole(role ?? '', customRoles) !== null;
    })
    .map(({ workspaceId, role, weak, priority }) => ({ mappingId, workspaceId, role, weak, priority }));
  if (!organization.scim.conventionEnabled) return [];
  const match = readGroupName(
    name,
    organization.scim,
    workspaces.map(({ _id, name: workspace }) => ({ id: _id, name: workspace })),
    [
      ...workspaceRoles.map((role) => ({ id: role, name: role })),
      ...customRoles.map(({ _id, name: role }) => ({ id: _id, name: role })),
    ],
  );
  if ('unmatched' in match) return match.unmatched.startsWith('unknown_') ? kept : [];
  return split({ ...match.target, mappingId, priority: null });
}

/** A workspace-form name gives a workspace role and, weakly, an organization role (design 1.2). */
function split({
  workspaceId,
  workspaceRole,
  organizationRole,
  mappingId,
  priority,
}: Pick<MappingDocument, 'workspaceId' | 'workspaceRole' | 'organizationRole' | 'priority'> & {
  mappingId: string;
}): Target[] {
  const targets: Target[] = [];
  if (workspaceId !== null && workspaceRole !== null)
    targets.push({ mappingId, priority, workspaceId, role: workspaceRole, weak: false });
  if (organizationRole !== null)
    targets.push({ mappingId, priority, workspaceId: null, role: organizationRole, weak: workspaceId !== null });
  return targets;
}

/** Whether one of the required groups is among the claimed ones; true where none is required. */
export function passesGate(required: readonly string[], claimed: readonly string[]): boolean {
  const held = new Set(claimed.map(foldName));
  return required.length === 0 || required.some((name) => held.has(foldName(name)));
}
