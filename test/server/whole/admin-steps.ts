/** What admins ask for. */
import * as admin from './admin-rules.ts';
import { nameOfRole, organizationRoles } from './model.ts';
import {
  adminStep,
  deleteMember,
  letRoles,
  namingStep,
  patchMapping,
  patchMember,
  patchRole,
  patchSettings,
  patchSso,
  postMapping,
  postRole,
  putOverride,
  setPrecedence,
} from './requests.ts';
import {
  anyRole,
  anyWorkspace,
  groupName,
  groupsOf,
  idOf,
  type Kinds,
  membersOf,
  minute,
  type Numbers,
  pick,
  roleNames,
  separators,
  workspaceNames,
} from './step.ts';
import type { World } from './world.ts';

function mappingOrder(world: World, { a, b, c, d }: Numbers): admin.MappingOrder {
  const first = { workspace: anyWorkspace(world, b), role: anyRole(world, c) };
  const second = { workspace: anyWorkspace(world, b + 1), role: anyRole(world, d) };
  const form = a % 5;
  return {
    targets: form === 0 ? [] : form === 4 ? [first, second] : [first],
    ...(form === 0 || form === 3 ? { organizationRole: pick([...organizationRoles, null], c) } : {}),
    ...(d % 2 === 0 ? { priority: (d % 3) + 1 } : {}),
  };
}

export const adminSteps = {
  setOverride: (world: World, { a, b, c, d }: Numbers) => {
    const [workspace, id] = [anyWorkspace(world, a), idOf(membersOf(world), b)];
    const expires = d % 3 === 0 ? null : world.model.now + pick([20, 200, -5, 20], d) * minute;
    const effect = c % 3 === 0 ? ('deny' as const) : ('allow' as const);
    const role = anyRole(world, c);
    return putOverride(world, workspace, id, { effect, role, expires });
  },
  clearOverride: (world: World, { a, b }: Numbers) => {
    const decided = membersOf(world).flatMap(({ id, overrides }) =>
      overrides.flatMap(({ workspace }) => (workspace === null ? [] : [{ id, workspace }])),
    );
    const { id, workspace } = pick(decided, a) ?? { id: idOf(membersOf(world), a), workspace: anyWorkspace(world, b) };
    return adminStep(
      `DELETE override ${workspace} ${id}`,
      () => world.doors.operator('delete', `${world.at}/workspaces/${workspace}/members/${id}/override`),
      (model) => admin.setOverride(model, workspace, id, null),
      { workspace },
    );
  },
  changeMember: (world: World, { a, b, c, d }: Numbers) => {
    const role = pick([null, 'Organization Admin', ...organizationRoles], b);
    const expires = d % 3 === 0 ? world.model.now + pick([20, 200, 20, -5, 200], d) * minute : null;
    return patchMember(world, idOf(membersOf(world), a), {
      ...(c % 4 === 0 ? { active: b % 3 > 0 } : {}),
      ...(c % 4 === 0 && c % 8 > 0 ? {} : { organizationRole: role === null ? null : { role, expires } }),
    });
  },
  deleteMember: (world: World, { a }: Numbers) => deleteMember(world, idOf(membersOf(world), a)),
  removeFromWorkspace: (world: World, { a, b }: Numbers) => {
    const [workspace, id] = [anyWorkspace(world, a), idOf(membersOf(world), b)];
    return adminStep(
      `DELETE workspace member ${workspace} ${id}`,
      () => world.doors.operator('delete', `${world.at}/workspaces/${workspace}/members/${id}`),
      (model) => admin.removeFromWorkspace(model, workspace, id),
      { workspace },
    );
  },
  createWorkspace: (world: World, { a }: Numbers) => {
    const name = pick(workspaceNames, a);
    return namingStep(
      `POST workspace "${name}"`,
      () => world.doors.operator('post', `${world.at}/workspaces`, { name }),
      (model, { id }) => admin.createWorkspace(model, id, name),
    );
  },
  renameWorkspace: (world: World, { a, b }: Numbers) => {
    const [id, name] = [anyWorkspace(world, a), pick(workspaceNames, b)];
    return namingStep(
      `PATCH workspace ${id} "${name}"`,
      () => world.doors.operator('patch', `${world.at}/workspaces/${id}`, { name }),
      (model) => admin.renameWorkspace(model, id, name),
    );
  },
  deleteWorkspace: (world: World, { a }: Numbers) => {
    const id = anyWorkspace(world, a);
    return namingStep(
      `DELETE workspace ${id}`,
      () => world.doors.operator('delete', `${world.at}/workspaces/${id}`),
      (model) => admin.deleteWorkspace(model, id),
    );
  },
  precedence: (world: World, { a }: Numbers) =>
    setPrecedence(world, pick(['highest', 'newest', 'priority', 'combined'] as const, a)),
  letRoles: (world: World, { a, b }: Numbers) =>
    letRoles(world, a % 3 === 0 ? { rolesEnabled: b % 3 > 0 } : { rolesEnabled: true, rolesMakeAdmins: b % 2 > 0 }),
  naming: (world: World, { a, b }: Numbers) => {
    const change = pick(
      [
        { separator: pick(separators, b) },
        { conventionEnabled: b % 3 > 0 },
        { requiredPrefix: pick([null, null, 'Okta '], b) },
        { separator: ':', conventionEnabled: true, requiredPrefix: null },
      ],
      a,
    );
    return patchSettings(world, change, (model) => admin.changeNaming(model, change), true);
  },
  map: (world: World, numbers: Numbers) =>
    postMapping(world, { id: idOf(groupsOf(world), numbers.d) }, mappingOrder(world, numbers)),
  mapByName: (world: World, numbers: Numbers) =>
    postMapping(world, { displayName: groupName(world, { ...numbers, a: numbers.b }) }, mappingOrder(world, numbers)),
  changeMapping: (world: World, numbers: Numbers) => {
    const { targets, ...rest } = mappingOrder(world, numbers);
    const order = numbers.b % 3 === 0 ? rest : { targets: targets ?? [], ...rest };
    return patchMapping(world, idOf([...world.model.mappings.values()], numbers.c), order);
  },
  unmap: (world: World, { a, b }: Numbers) => {
    const id = idOf([...world.model.mappings.values()], a);
    const onDelete = pick(['keep', 'remove'] as const, b);
    return adminStep(
      `DELETE mapping ${id} ${onDelete}`,
      () => world.doors.operator('delete', `${world.at}/scim/mappings/${id}?onDelete=${onDelete}`),
      (model) => admin.deleteMapping(model, id, onDelete),
    );
  },
  sso: (world: World, { a, b, c, d }: Numbers) =>
    patchSso(world, {
      ...(a % 3 === 0 ? { autoJoin: b % 3 > 0 } : {}),
      ...(a % 3 === 1 ? { workspaces: c % 3 === 0 ? [] : [anyWorkspace(world, c), anyWorkspace(world, d)] } : {}),
      ...(a % 3 === 2 ? { workspaceRole: anyRole(world, c), organizationRole: pick(organizationRoles, d) } : {}),
    }),
  createRole: (world: World, { a, b }: Numbers) => postRole(world, pick(roleNames, a), pick([40, 300, 700, 500], b)),
  changeRole: (world: World, { a, b, c }: Numbers) => {
    const change = c % 2 === 0 ? { rank: pick([30, 200, 600, 900], b) } : { name: pick(roleNames, b) };
    return patchRole(world, idOf(world.model.customRoles, a), change);
  },
  deleteRole: (world: World, { a }: Numbers) => {
    const id = idOf(world.model.customRoles, a);
    return namingStep(
      `DELETE role "${nameOfRole(world.model, id)}"`,
      () => world.doors.operator('delete', `${world.at}/roles/${id}`),
      (model) => admin.deleteRole(model, id),
    );
  },
} satisfies Kinds;
