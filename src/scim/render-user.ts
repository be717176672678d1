import { tellRoles } from '../domain/access/grants/role-grants.ts';
import { noRoleTeller } from '../domain/access/mapping/nearest-names.ts';
import { accessOf } from '../domain/access/read-access.ts';
import { type AccessState, loadAccess } from '../domain/access/state.ts';
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
      : new Map<string, string>(),
    projection.includes(accessSchemaId('User')) ? readAccess(orgId, users) : new Map(),
  ]);
  // One for all of its users, of whom a page may have a hundred.
  const shown = new Map<string, JsonObject>();
  for (const [id, display] of names) shown.set(id, renderGroupOf(resources, id, display));
  return users.map((user) => {
    // A group that was deleted a moment ago is left out.
    const groups = user.groupIds.flatMap((id) => {
      const group = shown.get(id);
      return group ? [group] : [];
    });
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

/** A direct group (RFC 7643 section 4.1.2). */
function renderGroupOf({ baseUrl }: Resources, id: string, display: string): JsonObject {
  return { value: id, $ref: `${baseUrl}/Groups/${id}`, display, type: 'direct' };
}

async function readAccess(orgId: string, users: readonly ListedMember[]): Promise<ReadonlyMap<string, JsonObject>> {
  const naming = users.filter(({ roleValues = [] }) => roleValues.length > 0).map(({ _id }) => _id);
  const [access, state] = await Promise.all([accessOf(orgId, users), loadAccess(orgId, naming)]);
  const { workspaces, customRoles } = state;
  const why = noRoleTeller(state);
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
        ...directoryRoles(state, memberId, why),
      },
    ]),
  );
}

/** What each of the roles that the directory names gives, or why it gives nothing. */
function directoryRoles(state: AccessState, memberId: string, why: ReturnType<typeof noRoleTeller>): JsonObject {
  const found = state.members.get(memberId);
  const told = found ? tellRoles(state, found.member, found.grants) : [];
  if (told.length === 0) return {};
  return {
    directoryRoles: told.map(({ value, ...reading }) => {
      if ('none' in reading) return { value, reason: reading.none, detail: why(value, reading.none) };
      const { workspaceId, role } = reading.target;
      return { value, role: roleName(role, state.customRoles), ...(workspaceId === null ? {} : { workspaceId }) };
    }),
  };
}
