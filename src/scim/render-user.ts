import { accessOf } from '../domain/access/read-access.ts';
import { loadAccess } from '../domain/access/state.ts';
import { groupNames } from '../domain/directory/list-groups.ts';
import type { ListedMember } from '../domain/directory/list-users.ts';
import { roleName } from '../domain/model/role.ts';
import type { JsonObject } from '../json.ts';
import type { Version } from './etag.ts';
import type { Resources } from './exchange.ts';
import type { Projection } from './list/project.ts';
import { accessSchemaId, represent } from './render.ts';

export function versionOfUser({ version, derivedVersion }: ListedMember): Version {
  return { own: version, derived: derivedVersion };
}

/** Users as clients see them. Names of groups, and access, are read once for all of them and only if they are shown. */
export async function renderUsers(
  resources: Resources,
  orgId: string,
  users: readonly ListedMember[],
  projection: Projection,
): Promise<JsonObject[]> {
  const [names, access] = await Promise.all([
    projection.includes('groups')
      ? groupNames(
          orgId,
          users.flatMap(({ groupIds }) => groupIds),
        )
      : new Map(),
    projection.includes(accessSchemaId('User')) ? readAccess(orgId, users) : new Map(),
  ]);
  return users.map((user) => {
    const groups = renderGroupsOf(resources, user, names);
    const view = access.get(user._id);
    return projection.apply(
      represent(resources, {
        id: user._id,
        resource: user.resource,
        derived: {
          ...(user.activeUnassigned ? {} : { active: user.status === 'active' }),
          ...(groups.length > 0 ? { groups } : {}),
          ...(view ? { [accessSchemaId('User')]: view } : {}),
        },
        created: user.createdAt,
        lastModified: user.updatedAt,
        version: versionOfUser(user),
      }),
    );
  });
}

/** Direct groups (RFC 7643 section 4.1.2). A group that was deleted a moment ago is left out. */
function renderGroupsOf(
  { baseUrl }: Resources,
  { groupIds }: ListedMember,
  names: ReadonlyMap<string, string>,
): JsonObject[] {
  return groupIds.flatMap((id) => {
    const display = names.get(id);
    return display === undefined ? [] : [{ value: id, $ref: `${baseUrl}/Groups/${id}`, display, type: 'direct' }];
  });
}

async function readAccess(orgId: string, users: readonly ListedMember[]): Promise<ReadonlyMap<string, JsonObject>> {
  const [access, { workspaces, customRoles }] = await Promise.all([accessOf(orgId, users), loadAccess(orgId, [])]);
  const names = new Map(workspaces.map(({ _id, name }) => [_id, name]));
  return new Map(
    [...access].map(([memberId, { organizationRole, workspaces: held }]) => [
      memberId,
      {
        ...(organizationRole === null ? {} : { organizationRole }),
        workspaces: held.flatMap(({ workspaceId, role, roles }) => {
          const name = names.get(workspaceId);
          if (name === undefined) return [];
          const all = roles.map((one) => roleName(one, customRoles));
          return [{ workspaceId, name, role: roleName(role, customRoles), roles: all }];
        }),
      },
    ]),
  );
}
