/** What admins ask for. */
import * as admin from './admin-rules.ts';
import type { Concern } from './authority-rules.ts';
import { nameOfRole, organizationRoles } from './model.ts';
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
  type Step,
  separators,
  workspaceNames,
} from './step.ts';
import type { World } from './world.ts';

export const adminStep = (told: string, call: Step['call'], apply: Step['apply'], concern?: Concern): Step => ({
  told,
  by: 'deployment-key',
  call,
  apply,
  ...(concern ? { concern } : {}),
});

function settings(world: World, body: Record<string, unknown>, apply: Step['apply'], several = false): Step {
  const step = adminStep(
    `PATCH scim/settings ${JSON.stringify(body)}`,
    () => world.doors.operator('patch', `${world.at}/scim/settings`, body),
    apply,
  );
  return several ? { ...step, several: true } : step;
}

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

const mappingBody = ({ targets, ...rest }: admin.MappingOrder) => ({
  ...(targets
    ? { targets: targets.map(({ workspace, role }) => ({ workspaceId: workspace, workspaceRole: role })) }
    : {}),
  ...rest,
});

export const adminSteps = {
  setOverride: (world: World, { a, b, c, d }: Numbers) => {
    const [workspace, id] = [anyWorkspace(world, a), idOf(membersOf(world), b)];
    const expires = d % 3 === 0 ? null : world.model.now + pick([20, 200, -5, 20], d) * minute;
    const effect = c % 3 === 0 ? ('deny' as const) : ('allow' as const);
    const role = anyRole(world, c);
    const body = {
      effect,
      ...(effect === 'allow' ? { role } : {}),
      expiresAt: expires === null ? null : new Date(expires).toISOString(),
    };
    return adminStep(
      `PUT override ${workspace} ${id} ${JSON.stringify(body)}`,
      () => world.doors.operator('put', `${world.at}/workspaces/${workspace}/members/${id}/override`, body),
      (model) => admin.setOverride(model, workspace, id, { effect, role, expires }),
      { workspace },
    );
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
  changeMember: (world: World, { a, b, c }: Numbers) => {
    const id = idOf(membersOf(world), a);
    const body = {
      ...(c % 4 === 0 ? { active: b % 3 > 0 } : {}),
      ...(c % 4 === 0 && c % 8 > 0
        ? {}
        : { organizationRole: pick([null, 'Organization Admin', ...organizationRoles], b) }),
    };
    return adminStep(
      `PATCH member ${id} ${JSON.stringify(body)}`,
      () => world.doors.operator('patch', `${world.at}/members/${id}`, body),
      (model) => admin.changeMember(model, id, body),
      { member: id },
    );
  },
  deleteMember: (world: World, { a }: Numbers) => {
    const id = idOf(membersOf(world), a);
    return adminStep(
      `DELETE member ${id}`,
      () => world.doors.operator('delete', `${world.at}/members/${id}`),
      (model) => admin.deleteMember(model, id),
      { member: id },
    );
  },
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
    return adminStep(
      `POST workspace "${name}"`,
      () => world.doors.operator('post', `${world.at}/workspaces`, { name }),
      (model, { id }) => admin.createWorkspace(model, id, name),
    );
  },
  renameWorkspace: (world: World, { a, b }: Numbers) => {
    const [id, name] = [anyWorkspace(world, a), pick(workspaceNames, b)];
    return adminStep(
      `PATCH workspace ${id} "${name}"`,
      () => world.doors.operator('patch', `${world.at}/workspaces/${id}`, { name }),
      (model) => admin.renameWorkspace(model, id, name),
    );
  },
  deleteWorkspace: (world: World, { a }: Numbers): Step => {
    const id = anyWorkspace(world, a);
    return {
      ...adminStep(
        `DELETE workspace ${id}`,
        () => world.doors.operator('delete', `${world.at}/workspaces/${id}`),
        (model) => admin.deleteWorkspace(model, id),
      ),
      several: true,
    };
  },
  precedence: (world: World, { a }: Numbers) => {
    const precedence = pick(['highest', 'newest', 'priority'] as const, a);
    return settings(world, { precedence }, (model) => admin.changePrecedence(model, precedence));
  },
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
    return settings(world, change, (model) => admin.changeNaming(model, change), true);
  },
  map: (world: World, numbers: Numbers) => {
    const order = mappingOrder(world, numbers);
    const group = { id: idOf(groupsOf(world), numbers.d) };
    return adminStep(
      `POST mapping of "${world.model.groups.get(group.id)?.name}" ${JSON.stringify(order)}`,
      () => world.doors.operator('post', `${world.at}/scim/mappings`, { group, ...mappingBody(order) }),
      (model, { id }) => admin.createMapping(model, id, group, order),
    );
  },
  mapByName: (world: World, numbers: Numbers) => {
    const order = mappingOrder(world, numbers);
    const group = { displayName: groupName(world, { ...numbers, a: numbers.b }) };
    return adminStep(
      `POST mapping of "${group.displayName}" ${JSON.stringify(order)}`,
      () => world.doors.operator('post', `${world.at}/scim/mappings`, { group, ...mappingBody(order) }),
      (model, { id }) => admin.createMapping(model, id, group, order),
    );
  },
  changeMapping: (world: World, numbers: Numbers) => {
    const { targets, ...rest } = mappingOrder(world, numbers);
    const order = numbers.b % 3 === 0 ? rest : { targets: targets ?? [], ...rest };
    const id = idOf([...world.model.mappings.values()], numbers.c);
    return adminStep(
      `PATCH mapping ${id} ${JSON.stringify(order)}`,
      () => world.doors.operator('patch', `${world.at}/scim/mappings/${id}`, mappingBody(order)),
      (model) => admin.changeMapping(model, id, order),
    );
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
  sso: (world: World, { a, b, c, d }: Numbers) => {
    const change = {
      ...(a % 3 === 0 ? { autoJoin: b % 3 > 0 } : {}),
      ...(a % 3 === 1 ? { workspaces: c % 3 === 0 ? [] : [anyWorkspace(world, c), anyWorkspace(world, d)] } : {}),
      ...(a % 3 === 2 ? { workspaceRole: anyRole(world, c), organizationRole: pick(organizationRoles, d) } : {}),
    };
    const { workspaces, ...rest } = change;
    const body = { ...rest, ...(workspaces ? { workspaceIds: workspaces } : {}) };
    return adminStep(
      `PATCH sso-settings ${JSON.stringify(body)}`,
      () => world.doors.operator('patch', `${world.at}/sso-settings`, body),
      (model) => admin.changeSso(model, change),
    );
  },
  createRole: (world: World, { a, b }: Numbers) => {
    const [name, rank] = [pick(roleNames, a), pick([40, 300, 700, 500], b)];
    return adminStep(
      `POST role "${name}" ${rank}`,
      () => world.doors.operator('post', `${world.at}/roles`, { name, rank }),
      (model, { id }) => admin.createRole(model, id, name, rank),
    );
  },
  changeRole: (world: World, { a, b, c }: Numbers) => {
    const id = idOf(world.model.customRoles, a);
    const change = c % 2 === 0 ? { rank: pick([30, 200, 600, 900], b) } : { name: pick(roleNames, b) };
    return adminStep(
      `PATCH role "${nameOfRole(world.model, id)}" ${JSON.stringify(change)}`,
      () => world.doors.operator('patch', `${world.at}/roles/${id}`, change),
      (model) => admin.changeRole(model, id, change),
    );
  },
  deleteRole: (world: World, { a }: Numbers) => {
    const id = idOf(world.model.customRoles, a);
    return adminStep(
      `DELETE role "${nameOfRole(world.model, id)}"`,
      () => world.doors.operator('delete', `${world.at}/roles/${id}`),
      (model) => admin.deleteRole(model, id),
    );
  },
} satisfies Kinds;
