/** Who relies on a custom role, so that nobody loses access by its deletion unnoticed. */
import { tenant } from '../../../storage/tenant.ts';
import { type GrantSource, grants } from '../../model/grant.ts';
import { groups } from '../../model/group.ts';
import { type MappingDocument, mappings } from '../../model/mapping.ts';
import { members } from '../../model/member.ts';
import { getOrganization } from '../../model/organization.ts';
import type { RoleId } from '../../model/role.ts';

type Named = { readonly id: string; readonly name: string };

export type RoleUsage = {
  /** Grants of the role by their source: overrides, invitations, groups, ... */
  readonly grants: readonly {
    readonly source: GrantSource;
    readonly count: number;
    readonly members: readonly Named[];
  }[];
  readonly mappings: { readonly count: number; readonly groups: readonly Named[] };
  /** Newcomers get it. */
  readonly ssoSettings: boolean;
};

/** Of each list of names, so many are told; the counts are of all. */
const namesTold = 10;

/** The members that have a grant of this role, each once. */
export async function holdersOf(orgId: string, role: RoleId): Promise<string[]> {
  const rows = await tenant(orgId).find<{ memberId: string }>(grants, { role }, { projection: { memberId: 1 } });
  return [...new Set(rows.map(({ memberId }) => memberId))];
}

export async function loadRoleUsage(orgId: string, role: RoleId): Promise<RoleUsage> {
  const scope = tenant(orgId);
  const [{ sso }, grantRows, mappingRows] = await Promise.all([
    getOrganization(orgId),
    scope.find<{ memberId: string; source: GrantSource }>(grants, { role }, { projection: { memberId: 1, source: 1 } }),
    scope.find<Pick<MappingDocument, 'groupId' | 'awaits'>>(
      mappings,
      { workspaceRole: role },
      { projection: { groupId: 1, awaits: 1 } },
    ),
  ]);
  const bySource = new Map<GrantSource, string[]>();
  for (const { source, memberId } of grantRows) bySource.set(source, [...(bySource.get(source) ?? []), memberId]);
  const told = [...bySource.values()].flatMap(firstOf);
  const toldGroups = firstOf(mappingRows.map(({ groupId }) => groupId));
  const [memberRows, groupRows] = await Promise.all([
    scope.find<{ _id: string; name: string }>(members, { _id: { $in: told } }, { projection: { name: 1 } }),
    scope.find<{ _id: string; displayName: string }>(
      groups,
      { _id: { $in: toldGroups } },
      { projection: { displayName: 1 } },
    ),
  ]);
  const memberNames = new Map(memberRows.map(({ _id, name }) => [_id, name]));
  const groupNames = new Map([
    ...mappingRows.map(({ groupId, awaits }): [string, string] => [groupId, awaits?.name ?? groupId]),
    ...groupRows.map(({ _id, displayName }): [string, string] => [_id, displayName]),
  ]);
  const named = (names: ReadonlyMap<string, string>) => (id: string) => ({ id, name: names.get(id) ?? id });
  return {
    grants: [...bySource].map(([source, ids]) => ({
      source,
      count: ids.length,
      members: firstOf(ids).map(named(memberNames)),
    })),
    mappings: { count: mappingRows.length, groups: toldGroups.map(named(groupNames)) },
    ssoSettings: sso.workspaceRole === role,
  };
}

function firstOf(ids: readonly string[]): string[] {
  return [...new Set(ids)].slice(0, namesTold);
}

/** The usage as a list for people; null when nothing uses the role. */
export function describeUsage({ grants: bySource, mappings: mapped, ssoSettings }: RoleUsage): string | null {
  const parts = bySource.map(({ source, count, members: told }) => counted(count, `${source} grant`, told));
  if (mapped.count > 0) parts.push(counted(mapped.count, 'mapping', mapped.groups));
  if (ssoSettings) parts.push('the SSO member settings');
  return parts.length === 0 ? null : parts.join('; ');
}

function counted(count: number, what: string, told: readonly Named[]): string {
  const names = told.map(({ name }) => name.slice(0, 100)).join(', ');
  return `${count} ${what}${count === 1 ? '' : 's'} (${names}${count > told.length ? ', ...' : ''})`;
}
