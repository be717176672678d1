/** The groups claim of a sign-in -> `sso-group` grants, by the mappings and the naming convention of SCIM groups. */

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { foldName } from '../../kernel/fold-name.ts';
import type { ConnectionDocument } from '../../model/connection.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import { groups, groupsOf } from '../../model/group.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { findWorkspaceRole } from '../../model/role.ts';
import { byGroup, loadAwaiting, loadMappings, type MappingContent, targetsOf } from '../grants/group-grants.ts';
import { type NamesState, readName } from './map-group.ts';

/** A group that the provider names, with what the directory's group of the same name is mapped to. */
export type SignInGroup = {
  readonly name: string;
  readonly createdAt: Date | null;
  readonly mappings: readonly MappingDocument[];
};

/** The groups by the names in a claim, whether the directory has pushed them or not. */
export async function loadSignInGroups(orgId: string, names: readonly string[]): Promise<SignInGroup[]> {
  if (names.length === 0) return [];
  const keys = names.map(foldName);
  const [known, waiting] = await Promise.all([
    tenant(orgId).find(
      groups,
      // What a provider claims has nothing to do with whom admins pick.
      { nameKey: { $in: keys }, ...groupsOf('directory') },
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
export function withSignInGroups(
  access: NamesState,
  memberId: string,
  present: readonly GrantDocument[],
  claimed: readonly SignInGroup[],
  at: Date,
): readonly GrantDocument[] {
  const old = present.filter(({ source }) => source === 'sso-group');
  const wanted = new Map<string, GrantDocument>();
  for (const group of claimed) {
    for (const target of givenBy(access, group, old)) {
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

/** What one claimed group gives at one place. */
type Claimed = Pick<GrantDocument, 'mappingId' | 'workspaceId' | 'role' | 'weak' | 'priority'>;

function givenBy(names: NamesState, { name, mappings }: SignInGroup, old: readonly GrantDocument[]): Claimed[] {
  if (mappings.length > 0) return mappings.flatMap((mapping) => ofMapping(mapping, mapping._id, mapping.priority));
  const { organization, workspaces, customRoles } = names;
  const mappingId = `claim-${createHash('sha256').update(foldName(name)).digest('base64url')}`;
  const kept = old
    .filter((grant) => grant.mappingId === mappingId)
    .filter(({ workspaceId, role }) => {
      if (workspaceId === null) return true;
      return workspaces.some(({ _id }) => _id === workspaceId) && findWorkspaceRole(role ?? '', customRoles) !== null;
    })
    .map(({ workspaceId, role, weak, priority }) => ({ mappingId, workspaceId, role, weak, priority }));
  if (!organization.scim.conventionEnabled) return [];
  const match = readName(name, names);
  if ('unmatched' in match) return match.unmatched.startsWith('unknown_') ? kept : [];
  return ofMapping(match.target, mappingId, null);
}

function ofMapping(given: MappingContent, mappingId: string, priority: number | null): Claimed[] {
  return targetsOf(given).map((target) => ({ ...target, mappingId, priority }));
}

/** Whether one of the required groups is among the claimed ones, and one that gives something, where that is asked. */
export function passesGate(
  { requiredGroups, requireMappedGroup = false }: Pick<ConnectionDocument, 'requiredGroups' | 'requireMappedGroup'>,
  claimed: readonly SignInGroup[],
  names: NamesState,
): boolean {
  const held = new Set(claimed.map(({ name }) => foldName(name)));
  if (requiredGroups.length > 0 && !requiredGroups.some((name) => held.has(foldName(name)))) return false;
  return !requireMappedGroup || claimed.some((group) => givenBy(names, group, []).length > 0);
}
