import { loadMappings } from '../domain/access/grants/group-grants.ts';
import { loadAccess } from '../domain/access/state.ts';
import type { CreatedGroup } from '../domain/directory/create-group.ts';
import { eachMemberOf, type ListedGroupMember, membersOfGroups } from '../domain/directory/list-groups.ts';
import { roleName } from '../domain/model/role.ts';
import { placeNamer } from '../domain/model/workspace.ts';
import type { ListedGroup } from '../domain/operation/group-stripes.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Version } from './etag.ts';
import type { Resources } from './exchange.ts';
import type { Projection } from './list/project.ts';
import { accessSchemaId, represent } from './render.ts';

/** Whatever changes a group, its members included, is a change of its own. */
export function versionOfGroup({ totals }: ListedGroup): Version {
  return { own: totals.version, derived: 0 };
}

/** Groups as clients see them. Members, and what the groups grant, are read only if they are shown. */
export async function renderGroups(
  resources: Resources,
  orgId: string,
  groups: readonly CreatedGroup[],
  projection: Projection,
): Promise<JsonObject[]> {
  const ids = groups.flatMap(({ group, members: known }) => (known ? [] : group._id));
  const [members, access] = await Promise.all([
    projection.includes('members') && ids.length > 0
      ? membersOfGroups(orgId, ids)
      : new Map<string, ListedGroupMember[]>(),
    projection.includes(accessSchemaId('Group')) ? readAccess(orgId, groups) : new Map<string, JsonObject>(),
  ]);
  return groups.map(({ group, totals, members: known }) => {
    const listed = (projection.includes('members') && known) || (members.get(group._id) ?? []);
    const view = access.get(group._id);
    return projection.apply(
      represent(resources, {
        id: group._id,
        resource: group.resource,
        derived: {
          ...(listed.length > 0 ? { members: listed.map((member) => renderMember(resources, member)) } : {}),
          ...(view ? { [accessSchemaId('Group')]: view } : {}),
        },
        created: group.createdAt,
        lastModified: new Date(Math.max(group.updatedAt.getTime(), totals.touchedAt.getTime())),
        version: { own: totals.version, derived: 0 },
      }),
    );
  });
}

/** More members than this are sent in parts. */
const maxHeldMembers = 2_000;

/** One group as JSON text in parts; null when it is small enough, or shows no members. */
export async function renderLargeGroup(
  resources: Resources,
  orgId: string,
  { group, totals }: ListedGroup,
  projection: Projection,
): Promise<AsyncIterable<string> | null> {
  if (totals.members <= maxHeldMembers || !projection.includes('members')) return null;
  const [without = {}] = await renderGroups(resources, orgId, [{ group, totals }], withoutMembers(projection));
  const texts = { User: memberText('User'), Group: memberText('Group') };
  return parts(JSON.stringify(without), eachMemberOf(orgId, group._id), ({ memberId, type }) =>
    texts[type].join(memberId),
  );

  /** What stands around the id in a member of this type: all are alike but for it, and it needs no escapes. */
  function memberText(type: ListedGroupMember['type']): readonly string[] {
    const { members: [one = {}] = [] } = projection.apply({
      members: [renderMember(resources, { memberId: '<id>', type })],
    }) as { members?: readonly Json[] };
    return JSON.stringify(one).split('<id>');
  }
}

function withoutMembers(projection: Projection): Projection {
  return { ...projection, includes: (name) => name !== 'members' && projection.includes(name) };
}

/** The text of an object with one more key, `members`. */
async function* parts(
  text: string,
  chunks: AsyncIterable<ListedGroupMember[]>,
  render: (member: ListedGroupMember) => string,
): AsyncGenerator<string> {
  let separator = `${text.slice(0, -1)},"members":[`;
  for await (const listed of chunks) {
    yield separator + listed.map(render).join(',');
    separator = ',';
  }
  yield separator === ',' ? ']}' : `${separator}]}`;
}

function renderMember({ baseUrl }: Resources, { memberId, type }: ListedGroupMember): JsonObject {
  return { value: memberId, $ref: `${baseUrl}/${type}s/${memberId}`, type };
}

/** What each group grants, or why it grants nothing. */
async function readAccess(orgId: string, groups: readonly ListedGroup[]): Promise<ReadonlyMap<string, JsonObject>> {
  const [mappings, { organization, workspaces, customRoles }] = await Promise.all([
    loadMappings(
      orgId,
      groups.map(({ group }) => group._id),
    ),
    loadAccess(orgId, []),
  ]);
  const nameOf = placeNamer(workspaces);
  const targets = new Map<string, JsonObject[]>(groups.map(({ group }) => [group._id, []]));
  for (const { groupId, kind, workspaceId, workspaceRole, organizationRole } of mappings) {
    const own = targets.get(groupId);
    if (organizationRole !== null)
      own?.push({ scope: 'organization', name: organization.name, role: organizationRole, source: kind });
    if (workspaceId !== null && workspaceRole !== null)
      own?.push({
        scope: 'workspace',
        workspaceId,
        name: nameOf(workspaceId) ?? '',
        role: roleName(workspaceRole, customRoles),
        source: kind,
      });
  }
  return new Map(
    groups.map(({ group: { _id, mapping } }) => [
      _id,
      mapping.state === 'unmatched'
        ? { state: 'unmatched', reason: mapping.reason }
        : { state: 'mapped', targets: targets.get(_id) ?? [] },
    ]),
  );
}
