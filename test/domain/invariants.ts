/** What must hold in an organization after any sequence of operations: looked up in the stored rows, not trusted. */
import { effective } from '../../src/domain/access/grants/effective.ts';
import { now } from '../../src/domain/kernel/clock.ts';
import { type EventDocument, events } from '../../src/domain/model/event.ts';
import { type GrantDocument, grants, groupSources } from '../../src/domain/model/grant.ts';
import {
  type GroupMemberDocument,
  groupMembers,
  groupStripes,
  groups,
  isMadeByAdmins,
} from '../../src/domain/model/group.ts';
import { type HeldChangeDocument, heldChanges } from '../../src/domain/model/held-change.ts';
import { invitations } from '../../src/domain/model/invitation.ts';
import { type MappingDocument, mappings } from '../../src/domain/model/mapping.ts';
import { type MemberDocument, members, standingOf } from '../../src/domain/model/member.ts';
import { type MembershipDocument, memberships, rolesOf } from '../../src/domain/model/membership.ts';
import { getOrganization, type ScimSettings, scimSettingsOf } from '../../src/domain/model/organization.ts';
import { roles } from '../../src/domain/model/role.ts';
import { everyWorkspace, workspaces } from '../../src/domain/model/workspace.ts';
import { totalOf } from '../../src/domain/operation/counter.ts';
import type { Collection } from '../../src/storage/collection.ts';
import { tenant } from '../../src/storage/tenant.ts';

/** A sentence for each thing that is wrong; empty when all is well. */
export async function faultsOf(orgId: string): Promise<string[]> {
  const all = async <T extends { _id: string }>(collection: Collection<T>): Promise<T[]> =>
    (await tenant(orgId).find(collection, {})).sort((a, b) => (a._id < b._id ? -1 : 1));
  const rows = {
    members: await all(members),
    grants: await all(grants),
    memberships: await all(memberships),
    groups: await all(groups),
    links: await all(groupMembers),
    stripes: await all(groupStripes),
    mappings: await all(mappings),
    events: await inOrder(orgId),
    invitations: await all(invitations),
    heldChanges: await all(heldChanges),
  };
  const { precedence, ...naming } = scimSettingsOf(await getOrganization(orgId));
  const rules = {
    precedence,
    customRoles: await all(roles),
    workspaceIds: (await all(workspaces)).map(({ _id }) => _id),
  };
  const faults: string[] = [];
  const expectEqual = (what: string, found: unknown, wanted: unknown) => {
    const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
    if (a !== b) faults.push(`${what}: stored ${a}, expected ${b}`);
  };

  for (const member of rows.members) {
    const { _id, userName } = member;
    const own = rows.grants.filter(({ memberId }) => memberId === _id);
    const access = effective(standingOf(member), own, rules, now());
    expectEqual(
      `${userName} memberships`,
      described(rows.memberships.filter(({ memberId }) => memberId === _id)),
      described(
        [...access.workspaces].flatMap(([workspaceId, { role, source, winner, others }]) =>
          role === null
            ? []
            : [
                {
                  ...(winner ?? { groupId: null, mappingId: null }),
                  workspaceId,
                  role,
                  source,
                  grantId: winner?._id ?? null,
                  also: others.map((grant) => ({ ...grant, grantId: grant._id })),
                },
              ],
        ),
      ),
    );
    expectEqual(`${userName} organization role`, member.organizationRole, access.organization.role);
    const linked = rows.links
      .filter(({ memberId, type }) => memberId === _id && type === 'User')
      .map(({ groupId }) => groupId)
      .sort();
    const byAdmins = new Set(rows.groups.filter(isMadeByAdmins).map((group) => group._id));
    expectEqual(
      `${userName} groupIds`,
      [...member.groupIds].sort(),
      linked.filter((id) => !byAdmins.has(id)),
    );
    expectEqual(
      `${userName} adminGroupIds`,
      [...(member.adminGroupIds ?? [])].sort(),
      linked.filter((id) => byAdmins.has(id)),
    );
    expectEqual(`${userName} group grants`, storedGroupGrants(own), expectedGroupGrants(member, rows));
    faults.push(...wrongRoles(member, own, naming));
  }
  for (const { _id, displayName, mapping, madeBy } of rows.groups) {
    const total = rows.stripes.filter(({ groupId }) => groupId === _id).reduce((sum, row) => sum + row.members, 0);
    expectEqual(`${displayName} total`, total, rows.links.filter(({ groupId }) => groupId === _id).length);
    const mapped = rows.mappings.some(({ groupId }) => groupId === _id);
    // One that admins made may give nothing, by their word.
    if (madeBy !== 'admin') expectEqual(`${displayName} mapped`, mapped, mapping.state !== 'unmatched');
    else expectEqual(`${displayName} mapping`, mapping, { state: 'explicit' });
    const made = rows.mappings.filter(({ groupId }) => groupId === _id).map((row) => isMadeByAdmins(row));
    expectEqual(`${displayName} maker`, [...new Set(made)], mapped ? [madeBy === 'admin'] : []);
    const pushed = rows.links.filter(({ groupId, type }) => groupId === _id && type === 'Group').length;
    if (madeBy === 'admin') expectEqual(`${displayName} nested groups`, pushed, 0);
    const kinds = new Set(rows.mappings.filter(({ groupId }) => groupId === _id).map(({ kind }) => kind));
    expectEqual(`${displayName} kinds of mappings`, [...kinds], mapped ? [mapping.state] : []);
  }
  faults.push(...orphans(rows, rules.workspaceIds), ...wrongHolds(rows));
  expectEqual(
    'invited members',
    rows.members.filter(({ status }) => status === 'pending').map(({ _id }) => _id),
    rows.invitations
      .filter(({ status }) => status === 'pending')
      .map(({ memberId }) => memberId)
      .sort(),
  );
  expectEqual(
    'total of users',
    await totalOf(orgId, 'users'),
    rows.members.filter(({ status }) => status !== 'pending').length,
  );
  expectEqual(
    'total of groups',
    await totalOf(orgId, 'groups'),
    rows.groups.filter((row) => !isMadeByAdmins(row)).length,
  );
  faults.push(...brokenChains(rows.events, rows.members, rows.memberships));
  return faults;
}

/** What follows from the roles that a directory names; which of them a name still means, only the order of events tells. */
function wrongRoles(
  { userName, roleValues = [], hasIdleRoles = false }: MemberDocument,
  own: readonly GrantDocument[],
  { rolesEnabled, rolesMakeAdmins }: Pick<ScimSettings, 'rolesEnabled' | 'rolesMakeAdmins'>,
): string[] {
  const given = own.filter(({ source }) => source === 'scim-role');
  const faults: string[] = [];
  if (!rolesEnabled && given.length > 0) faults.push(`${userName} has roles that nobody lets the directory give`);
  if (!rolesMakeAdmins && given.some(({ role }) => role === 'Organization Admin'))
    faults.push(`${userName} is made Organization Admin by a role that may not do so`);
  const places = given.map(({ workspaceId, role }) => `${workspaceId} ${role}`);
  if (new Set(places).size < places.length) faults.push(`${userName} has a role twice by the directory`);
  if (given.length > roleValues.length) faults.push(`${userName} has more roles than the directory names`);
  if (hasIdleRoles !== (rolesEnabled && given.length < roleValues.length))
    faults.push(`${userName} is ${hasIdleRoles ? '' : 'not '}marked for roles that give nothing`);
  return faults;
}

type Described = Pick<MembershipDocument, 'workspaceId' | 'grantId' | 'groupId' | 'mappingId'> & {
  role: string;
  source: string | null;
  also?: readonly { grantId: string; role: string | null; source: string }[];
};

function described(rows: readonly Described[]): string[] {
  return rows
    .map(({ workspaceId, role, source, grantId, groupId, mappingId, also = [] }) =>
      [
        [workspaceId, role, source, grantId, groupId, mappingId],
        ...also.map((grant) => [grant.role, grant.source, grant.grantId]),
      ]
        .flat()
        .join(' '),
    )
    .sort();
}

function storedGroupGrants(own: readonly GrantDocument[]): string[] {
  return own
    .filter(({ source, heldBy }) => groupSources.includes(source) && !heldBy)
    .map(({ source, groupId, workspaceId, role, weak }) => `${source} ${groupId} ${workspaceId} ${role} ${weak}`)
    .sort();
}

/** From the links up, through every parent, to the mappings. */
function expectedGroupGrants(
  { _id }: MemberDocument,
  { links, mappings }: { links: readonly GroupMemberDocument[]; mappings: readonly MappingDocument[] },
): string[] {
  const above = new Set<string>();
  const climb = (id: string) => {
    for (const { groupId, memberId } of links)
      if (memberId === id && !above.has(groupId)) {
        above.add(groupId);
        climb(groupId);
      }
  };
  climb(_id);
  return mappings
    .filter(({ groupId }) => above.has(groupId))
    .map((row) => ({ ...row, of: `${row.madeBy === 'admin' ? 'admin-group' : 'scim-group'} ${row.groupId}` }))
    .flatMap(({ of, workspaceId, workspaceRole, organizationRole }) => [
      ...(workspaceId ? [`${of} ${workspaceId} ${workspaceRole} false`] : []),
      ...(organizationRole ? [`${of} null ${organizationRole} ${workspaceId !== null}`] : []),
    ])
    .sort();
}

type Rows = {
  members: readonly MemberDocument[];
  groups: readonly { _id: string }[];
  grants: readonly GrantDocument[];
  memberships: readonly MembershipDocument[];
  links: readonly GroupMemberDocument[];
  stripes: readonly { _id: string; groupId: string }[];
  mappings: readonly MappingDocument[];
};

/** As the audit log tells them: ids that several processes made do not say what came first. */
async function inOrder(orgId: string): Promise<EventDocument[]> {
  const unsealed = await tenant(orgId).find(events, { seq: null }, { sort: { recorded: 1, _id: 1 } });
  const sealed = await tenant(orgId).find(events, { seq: { $type: 'number' } }, { sort: { seq: 1 } });
  const before = new Set(sealed.map(({ _id }) => _id));
  return [...sealed, ...unsealed.filter(({ _id }) => !before.has(_id))];
}

/** Rows that point at something that is gone. */
function orphans(rows: Rows, workspaceIds: readonly string[]): string[] {
  const known = new Set<string | null>([null, everyWorkspace, ...workspaceIds]);
  for (const { _id } of [...rows.members, ...rows.groups]) known.add(_id);
  const pointers: [string, (string | null)[]][] = [
    ...rows.grants.map((row): [string, (string | null)[]] => [
      'grant',
      // What is held outlives its group.
      [row.memberId, row.workspaceId, row.heldBy ? null : row.groupId],
    ]),
    ...rows.memberships.map((row): [string, string[]] => ['membership', [row.memberId, row.workspaceId]]),
    ...rows.links.map((row): [string, string[]] => ['link', [row.memberId, row.groupId]]),
    ...rows.stripes.map((row): [string, string[]] => ['stripe', [row.groupId]]),
    ...rows.mappings.map((row): [string, (string | null)[]] => [
      'mapping',
      [row.awaits ? null : row.groupId, row.workspaceId],
    ]),
  ];
  return pointers.flatMap(([what, ids]) =>
    ids.filter((id) => !known.has(id)).map((id) => `a ${what} points at ${id}, which does not exist`),
  );
}

/** Only pending changes hold something: what was decided is settled, and what a group gives again is released. */
function wrongHolds({
  grants: all,
  heldChanges: changes,
}: {
  grants: readonly GrantDocument[];
  heldChanges: readonly HeldChangeDocument[];
}): string[] {
  const pending = new Set(changes.filter(({ status }) => status === 'pending').map(({ _id }) => _id));
  return all.flatMap((grant) => {
    const { heldBy, memberId, workspaceId } = grant;
    if (!heldBy) return [];
    const given = all.some(
      (other) =>
        other.memberId === memberId &&
        other.workspaceId === workspaceId &&
        other.source === 'scim-group' &&
        !other.heldBy &&
        workspaceId !== null,
    );
    return [
      ...(pending.has(heldBy) ? [] : [`a grant of ${memberId} is held by ${heldBy}, which is not pending`]),
      ...(given ? [`a grant of ${memberId} in ${workspaceId} is held, although a group gives one`] : []),
    ];
  });
}

/** Events of one role are a chain, each starting where the one before ended, and the last ends at what is stored. */
function brokenChains(
  all: readonly EventDocument[],
  stored: readonly MemberDocument[],
  rows: readonly MembershipDocument[],
): string[] {
  const faults: string[] = [];
  const last = new Map<string, string | null>();
  for (const { type, subject, before, after } of all) {
    if (type !== 'membership.changed' && type !== 'organization_role.changed') continue;
    const key = `${subject.memberId} ${subject.workspaceId ?? ''}`;
    const previous = last.get(key) ?? null;
    if (previous !== told(before)) faults.push(`an event of ${key} starts at ${told(before)}, not at ${previous}`);
    last.set(key, told(after));
  }
  const now = new Map<string, string | null>([
    ...stored.map(({ _id, organizationRole }): [string, string | null] => [`${_id} `, organizationRole]),
    ...rows.map((row): [string, string] => [`${row.memberId} ${row.workspaceId}`, rolesOf(row).join(' + ')]),
  ]);
  for (const key of new Set([...last.keys(), ...now.keys()]))
    if ((now.get(key) ?? null) !== (last.get(key) ?? null))
      faults.push(`${key} is ${now.get(key)}, but its events end at ${last.get(key)}`);
  return faults;
}

/** What an event says of a role, or of several. */
function told(side: EventDocument['before']): string | null {
  const { role = null, roles = [role] } = (side ?? {}) as { role?: string | null; roles?: readonly string[] };
  return role === null ? null : roles.join(' + ');
}
