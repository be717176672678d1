/** What an admin's requests do to the model, or by which status they are refused. */
import {
  deactivate,
  keepingAnAdmin,
  Refused,
  readAgain,
  readUnmatched,
  removeMember,
  same,
} from './directory-rules.ts';
import {
  admins,
  isOver,
  type Mapping,
  type Member,
  type Model,
  mappingOf,
  organizationStanding,
  rank,
  roleNamed,
  usersWithin,
  workspaceRoles,
  workspaceStanding,
} from './model.ts';

function requireMember({ members }: Model, id: string): Member {
  const member = members.get(id);
  if (!member) throw new Refused(404, 'no such member');
  return member;
}

function requireWorkspace({ workspaces }: Model, id: string) {
  const workspace = workspaces.find((row) => row.id === id);
  if (!workspace) throw new Refused(404, 'no such workspace');
  return workspace;
}

export type OverrideOrder = { effect: 'allow' | 'deny'; role?: string; expires: number | null };

export function setOverride(model: Model, workspace: string, id: string, order: OverrideOrder | null): void {
  requireWorkspace(model, workspace);
  const member = requireMember(model, id);
  if (order !== null && order.expires !== null && order.expires <= model.now) throw new Refused(400, 'in the past');
  const role = order?.effect === 'allow' ? roleNamed(model, order.role ?? '') : null;
  if (order?.effect === 'allow' && role === null) throw new Refused(400, 'unknown role');
  replaceOverride(member, workspace, order && { workspace, role, expires: order.expires });
}

function replaceOverride(member: Member, workspace: string | null, next: Member['overrides'][number] | null): void {
  member.overrides = member.overrides.filter((row) => row.workspace !== workspace);
  if (next) member.overrides.push(next);
}

/** `organizationRole` null clears the decision. */
export type MemberChange = { active?: boolean; organizationRole?: { role: string; expires: number | null } | null };

export function changeMember(model: Model, id: string, change: MemberChange): void {
  const member = requireMember(model, id);
  if (member.status === 'pending') throw new Refused(409, 'not accepted');
  const { active, organizationRole } = change;
  if (organizationRole && organizationRole.expires !== null && organizationRole.expires <= model.now)
    throw new Refused(400, 'in the past');
  keepingAnAdmin(model, () => {
    if (active !== undefined) deactivate(member, active ? 'active' : 'inactive');
    if (organizationRole === undefined) return;
    replaceOverride(member, null, organizationRole && { workspace: null, ...organizationRole });
  });
}

export function deleteMember(model: Model, id: string): void {
  removeMember(model, requireMember(model, id));
}

/** Takes away what people gave; what a group gives needs a deny. */
export function removeFromWorkspace(model: Model, workspace: string, id: string): void {
  requireWorkspace(model, workspace);
  const member = requireMember(model, id);
  const pending = member.status === 'pending';
  /** Judged as if active: the access of an inactive one would come back. */
  const standing: Member = { ...member, status: 'active' };
  const byHand = member.given.filter((row) => row.workspace === workspace);
  const invitedHere = pending && byHand.length > 0;
  if (organizationStanding(model, standing).role === 'Organization Admin' && !invitedHere)
    throw new Refused(409, 'an Organization Admin is everywhere');
  const here = workspaceStanding(model, standing, workspace).role;
  if (here === null && byHand.length === 0) throw new Refused(404, 'not in this workspace');
  const isAllow = (row: Member['overrides'][number]) => row.workspace === workspace && row.role !== null;
  standing.overrides = member.overrides.filter((row) => !isAllow(row));
  standing.given = member.given.filter((row) => row.workspace !== workspace);
  if (!pending && workspaceStanding(model, standing, workspace).role !== null)
    throw new Refused(409, 'a group gives it');
  Object.assign(member, { overrides: standing.overrides, given: standing.given });
}

export function createWorkspace(model: Model, id: string, name: string): void {
  if (model.workspaces.some((row) => row.name === name)) throw new Refused(409, `${name} is taken`);
  model.workspaces.push({ id, name });
  readUnmatched(model);
}

export function renameWorkspace(model: Model, id: string, name: string): void {
  const workspace = requireWorkspace(model, id);
  if (model.workspaces.some((row) => row !== workspace && row.name === name))
    throw new Refused(409, `${name} is taken`);
  workspace.name = name;
  readUnmatched(model);
}

export function deleteWorkspace(model: Model, id: string): void {
  requireWorkspace(model, id);
  if (model.workspaces.length === 1) throw new Refused(409, 'the last workspace');
  keepingAnAdmin(model, () => {
    model.workspaces = model.workspaces.filter((row) => row.id !== id);
    for (const member of model.members.values()) {
      member.given = member.given.filter((row) => row.workspace !== id);
      member.overrides = member.overrides.filter((row) => row.workspace !== id);
    }
    for (const group of model.groups.values()) if (group.reading?.workspace === id) group.reading = null;
    for (const mapping of model.mappings.values()) {
      mapping.targets = mapping.targets.filter(({ workspace }) => workspace !== id);
      if (mapping.targets.length === 0 && mapping.organizationRole === null) model.mappings.delete(mapping.id);
    }
  });
  readUnmatched(model);
}

export function changePrecedence(model: Model, precedence: Model['precedence']): void {
  keepingAnAdmin(model, () => {
    model.precedence = precedence;
  });
}

/** All names are read again. */
export function changeNaming(model: Model, change: Partial<Model['naming']>): void {
  keepingAnAdmin(model, () => {
    const before = JSON.stringify(model.naming);
    Object.assign(model.naming, change);
    if (JSON.stringify(model.naming) === before) return;
    for (const group of model.groups.values()) readAgain(model, group);
  });
}

export type MappingOrder = {
  targets?: { workspace: string; role: string }[];
  organizationRole?: string | null;
  priority?: number;
};

/** The content of a mapping after `order`; what is not given stays. */
function contentAfter(model: Model, old: Pick<Mapping, 'targets' | 'organizationRole'>, order: MappingOrder) {
  const targets = order.targets?.map(({ workspace, role: name }) => {
    const role = roleNamed(model, name);
    if (!model.workspaces.some(({ id }) => id === workspace) || role === null)
      throw new Refused(404, 'no such workspace or role');
    return { workspace, role };
  });
  const next = {
    targets: targets ?? old.targets,
    organizationRole: order.organizationRole === undefined ? old.organizationRole : order.organizationRole,
  };
  if (next.targets.length === 0 && next.organizationRole === null) throw new Refused(400, 'an empty mapping');
  if (new Set(next.targets.map(({ workspace }) => workspace)).size < next.targets.length)
    throw new Refused(400, 'a workspace twice');
  return next;
}

export function createMapping(
  model: Model,
  id: string,
  choice: { id: string } | { displayName: string },
  order: MappingOrder,
): void {
  const found = [...model.groups.values()].find((group) =>
    'id' in choice ? group.id === choice.id : same(group.name, choice.displayName),
  );
  if (!found && 'id' in choice) throw new Refused(404, 'no such group');
  const name = 'id' in choice ? (found?.name ?? '') : choice.displayName;
  const taken = found
    ? mappingOf(model, found.id)
    : [...model.mappings.values()].some((row) => row.group === null && same(row.waitsFor, name));
  if (taken) throw new Refused(409, `${name} is mapped already`);
  const content = contentAfter(model, { targets: [], organizationRole: null }, order);
  const priority = order.priority ?? Math.max(0, ...[...model.mappings.values()].map((row) => row.priority)) + 1;
  keepingAnAdmin(model, () => {
    model.mappings.set(id, { id, group: found?.id ?? null, waitsFor: name, ...content, priority });
    if (found) found.reading = null;
  });
}

function requireMapping({ mappings }: Model, id: string): Mapping {
  const mapping = mappings.get(id);
  if (!mapping) throw new Refused(404, 'no such mapping');
  return mapping;
}

export function changeMapping(model: Model, id: string, order: MappingOrder): void {
  const mapping = requireMapping(model, id);
  const content = contentAfter(model, mapping, order);
  keepingAnAdmin(model, () => {
    Object.assign(mapping, content, { priority: order.priority ?? mapping.priority });
  });
}

/** `keep`: whoever is in the group keeps what it gave, as grants of their own. */
export function deleteMapping(model: Model, id: string, onDelete: 'keep' | 'remove'): void {
  const mapping = requireMapping(model, id);
  keepingAnAdmin(model, () => {
    model.mappings.delete(id);
    const group = model.groups.get(mapping.group ?? '');
    if (!group) return;
    if (onDelete === 'keep') for (const member of usersWithin(model, group.id)) keepRoles(model, member, mapping);
    readAgain(model, group);
  });
}

function keepRoles(model: Model, member: Member, { id, targets, organizationRole }: Mapping): void {
  const gave = [...targets, ...(organizationRole === null ? [] : [{ workspace: null, role: organizationRole }])];
  for (const { workspace, role } of gave) {
    const own = member.given.filter((row) => row.source === 'manual' && row.workspace === workspace);
    if (own.some((row) => row.role === role)) continue;
    const [old] = own.sort((a, b) => rank(model, b.role) - rank(model, a.role));
    if (model.precedence === 'combined') member.given.push({ source: 'manual', workspace, role, mapping: id });
    else if (!old) member.given.push({ source: 'manual', workspace, role });
    else if (rank(model, role) > rank(model, old.role)) old.role = role;
  }
}

export type SsoChange = Partial<Model['sso']>;

export function changeSso(model: Model, change: SsoChange): void {
  const { workspaces, workspaceRole, ...rest } = change;
  if (workspaces?.some((id) => !model.workspaces.some((row) => row.id === id)))
    throw new Refused(400, 'no such workspace');
  const role = workspaceRole === undefined ? model.sso.workspaceRole : roleNamed(model, workspaceRole);
  if (role === null) throw new Refused(400, 'no such role');
  model.sso = {
    ...model.sso,
    ...rest,
    workspaceRole: role,
    workspaces: [...new Set(workspaces ?? model.sso.workspaces)],
  };
}

export function createRole(model: Model, id: string, name: string, rankWanted: number): void {
  requireFree(model, null, name, rankWanted);
  model.customRoles.push({ id, name, rank: rankWanted });
  readUnmatched(model);
}

/** Ranks decide who wins, so that a change of one may change access. */
export function changeRole(model: Model, id: string, change: { name?: string; rank?: number }): void {
  const role = model.customRoles.find((row) => row.id === id);
  if (!role) throw new Refused(404, 'no such role');
  const { name = role.name, rank: wanted = role.rank } = change;
  requireFree(model, id, name, wanted);
  Object.assign(role, { name, rank: wanted });
  readUnmatched(model);
}

function requireFree(model: Model, id: string | null, name: string, wanted: number): void {
  const others = model.customRoles.filter((row) => row.id !== id);
  const builtIn = workspaceRoles.some((role) => rank(model, role) === wanted);
  if (builtIn || others.some((row) => same(row.name, name) || row.rank === wanted))
    throw new Refused(409, 'the name or the rank is taken');
}

export function deleteRole(model: Model, id: string): void {
  if (!model.customRoles.some((row) => row.id === id)) throw new Refused(404, 'no such role');
  const members = [...model.members.values()];
  const used =
    members.some(({ given, overrides, named }) => [...given, ...overrides, ...named].some(({ role }) => role === id)) ||
    [...model.groups.values()].some(({ reading }) => reading?.role === id) ||
    [...model.mappings.values()].some(({ targets }) => targets.some(({ role }) => role === id)) ||
    model.sso.workspaceRole === id;
  if (used) throw new Refused(409, 'the role is in use');
  model.customRoles = model.customRoles.filter((row) => row.id !== id);
  readUnmatched(model);
}

/**
 * What the worker does some seconds after the time of an override. Nobody is there to be told no: where the last
 * Organization Admins would go, the one who was a member first stays one, by an override (A9).
 */
export function clearExpired(model: Model): void {
  const before = admins({ ...model, now: Number.NEGATIVE_INFINITY });
  for (const member of model.members.values())
    member.overrides = member.overrides.filter((row) => !isOver(row, model.now));
  const [kept] = before.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (kept && admins(model).length === 0)
    replaceOverride(kept, null, { workspace: null, role: 'Organization Admin', expires: null });
}
