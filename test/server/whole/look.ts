/** Every way to look at the access of an organization, held against the model. */
import { expect } from 'vitest';
import { type EventDocument, events } from '../../../src/domain/model/event.ts';
import { members } from '../../../src/domain/model/member.ts';
import { memberships, rolesOf } from '../../../src/domain/model/membership.ts';
import { mongoClient } from '../../../src/storage/connection.ts';
import { tenant } from '../../../src/storage/tenant.ts';
import { faultsOf } from '../../domain/invariants.ts';
import { ACCESS_USER } from '../../support/scim-door.ts';
import {
  isOver,
  type Member,
  type Model,
  mappingOf,
  nameOfRole,
  organizationStanding,
  type Standing,
  workspaceStanding,
} from './model.ts';
import type { World } from './world.ts';

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

type Row = { workspaceId: string; role: string; roles: string[]; source?: string | null };

function all(roles: readonly string[]): string | null {
  return roles.length === 0 ? null : roles.join(' + ');
}

/** With the names of its roles. */
function inNames(model: Model, standing: Standing): Standing {
  return { ...standing, roles: standing.roles.map((role) => nameOfRole(model, role)) };
}

/** The source that was found, where it is one of those that may be. */
function described({ roles, sources }: Standing, found: string | null | undefined): string {
  return `${all(roles)} by ${found && sources.includes(found) ? found : sources.join(' or ')}`;
}

/** What the model says in the words of the API; `shown`: what the API says about the member. */
function expectedWorkspaces(model: Model, member: Member, shown: readonly Row[]): string[] {
  return model.workspaces.flatMap(({ id, name }) => {
    const standing = workspaceStanding(model, member, id);
    if (standing.role === null) return [];
    const found = shown.find(({ workspaceId }) => workspaceId === id)?.source;
    return [`${name}: ${described(inNames(model, standing), found)}`];
  });
}

export async function listMembers({ doors, at }: World): Promise<ShownMember[]> {
  return (await doors.read<{ items: ShownMember[] }>(`${at}/members?limit=500`)).items;
}

export type ShownMember = {
  id: string;
  userName: string;
  claimedEmail: string | null;
  status: string;
  organizationRole: string | null;
  managedBy: string | null;
  workspaces: (Row & { name: string })[];
  groups: { displayName: string }[];
};

/** The members as the API lists them. */
function lookAtMembers(model: Model, shown: readonly ShownMember[]): void {
  const found = shown.map(({ id, workspaces, groups, ...rest }) => ({
    id,
    // Names that nobody else has may be made unique.
    userName: rest.userName.replace(/^(usher:.*)~[0-9a-f]{6}$/, '$1'),
    status: rest.status,
    managed: rest.managedBy === 'scim',
    organizationRole: rest.organizationRole,
    workspaces: workspaces.map(({ name, roles, source }) => `${name}: ${all(roles)} by ${source}`).sort(),
    groups: groups.map(({ displayName }) => displayName).sort(),
  }));
  const expected = [...model.members.values()].map((member) => ({
    id: member.id,
    userName: member.userName,
    status: member.status,
    managed: member.managed,
    organizationRole: organizationStanding(model, member).role,
    workspaces: expectedWorkspaces(model, member, shown.find(({ id }) => id === member.id)?.workspaces ?? []).sort(),
    groups: [...model.groups.values()].flatMap(({ name, users }) => (users.has(member.id) ? [name] : [])).sort(),
  }));
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(found.sort(byId), 'members by the API').toEqual(expected.sort(byId));
}

type ScimUser = {
  id: string;
  active: boolean;
  [ACCESS_USER]?: { organizationRole?: string; workspaces?: { name: string; roles: string[] }[] };
};

/** Users as a directory sees them, pending ones not at all. */
async function lookAtUsers({ scim, model }: World): Promise<void> {
  const asked = encodeURIComponent(`userName,active,${ACCESS_USER}`);
  const { body } = await scim.get(`/Users?count=1000&attributes=${asked}`);
  const found = (body.Resources as ScimUser[]).map(({ id, active, [ACCESS_USER]: access }) => ({
    id,
    active,
    organizationRole: access?.organizationRole ?? null,
    workspaces: (access?.workspaces ?? []).map(({ name, roles }) => `${name}: ${all(roles)}`).sort(),
  }));
  const expected = [...model.members.values()]
    .filter(({ status }) => status !== 'pending')
    .map((member) => ({
      id: member.id,
      active: member.status === 'active',
      organizationRole: organizationStanding(model, member).role,
      workspaces: model.workspaces
        .flatMap(({ id, name }) => {
          const { roles } = inNames(model, workspaceStanding(model, member, id));
          return roles.length === 0 ? [] : [`${name}: ${all(roles)}`];
        })
        .sort(),
    }));
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(body.totalResults, 'total of users').toBe(expected.length);
  expect(found.sort(byId), 'users by SCIM').toEqual(expected.sort(byId));
}

type ShownGroup = {
  id: string;
  displayName: string;
  members: number;
  mapping: { state: string };
  targets: { workspaceId: string | null; workspaceRole: string | null; organizationRole: string | null }[];
};

/** What each group gives, and why. */
async function lookAtGroups({ doors, at, model }: World): Promise<void> {
  const { items } = await doors.read<{ items: ShownGroup[] }>(`${at}/scim/groups?limit=500`);
  const found = items.map(({ id, displayName, members: count, mapping, targets }) => ({
    id,
    displayName,
    count,
    state: mapping.state,
    targets: targets.map((row) => `${row.workspaceId} ${row.workspaceRole} ${row.organizationRole}`).sort(),
  }));
  const expected = [...model.groups.values()].map(({ id, name, users, children, reading }) => {
    const mapping = mappingOf(model, id);
    const named = (role: string | null) => (role === null ? null : nameOfRole(model, role));
    const targets = mapping
      ? [
          ...mapping.targets.map(({ workspace, role }) => `${workspace} ${named(role)} null`),
          ...(mapping.organizationRole ? [`null null ${mapping.organizationRole}`] : []),
        ]
      : reading
        ? [`${reading.workspace} ${named(reading.role)} ${reading.organizationRole}`]
        : [];
    const state = mapping ? 'explicit' : reading ? 'convention' : 'unmatched';
    return { id, displayName: name, count: users.size + children.size, state, targets: targets.sort() };
  });
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect(found.sort(byId), 'groups').toEqual(expected.sort(byId));
}

async function lookAtInvitations({ doors, at, model }: World): Promise<void> {
  type Shown = { id: string; email: string; status: string };
  const { items } = await doors.read<{ items: Shown[] }>(`${at}/invitations?limit=500`);
  const found = items.map(({ id, email, status }) => `${id} ${email} ${status}`).sort();
  const expected = [...model.invitations.values()]
    .map(({ id, email, status, expires }) => {
      const shown = status === 'pending' && expires <= model.now ? 'expired' : status;
      return `${id} ${email} ${shown}`;
    })
    .sort();
  expect(found, 'invitations').toEqual(expected);
}

type Explained = { role: string | null; roles?: string[]; winner: { source: string } | null };

/** One member and one workspace from nearer: another one and in another way from step to step. */
async function lookCloser(world: World, n: number): Promise<void> {
  const { model } = world;
  const all = [...model.members.values()];
  const member = all[n % all.length];
  const workspace = model.workspaces[n % model.workspaces.length];
  if (!member || !workspace) return;
  await pick([lookAtReasons, lookAtVerdict, lookIntoWorkspace], n)(world, member, workspace);
}

type Workspace = Model['workspaces'][number];
type Access = { organization: Explained; workspaces: (Explained & { workspaceId: string })[] };

/** Explained is what somebody has; an invitation does not give it yet. */
async function lookAtReasons({ doors, at, model }: World, member: Member): Promise<void> {
  const access = await doors.read<Access>(`${at}/members/${member.id}/access`);
  const none: Standing = { role: null, roles: [], sources: [] };
  const standingIn = (standing: () => Standing) => (member.status === 'pending' ? none : standing());
  const say = ({ role, roles, winner }: Explained) => `${roles ? all(roles) : role} by ${winner?.source ?? ''}`;
  const organization = standingIn(() => organizationStanding(model, member));
  expect(say(access.organization), `${member.userName} explained`).toBe(
    described({ ...organization, roles: organization.roles.slice(0, 1) }, access.organization.winner?.source),
  );
  for (const { id, name } of model.workspaces) {
    const standing = standingIn(() => workspaceStanding(model, member, id));
    const found = access.workspaces.find(({ workspaceId }) => workspaceId === id) ?? { role: null, winner: null };
    const expected = described(inNames(model, standing), found.winner?.source);
    expect(say(found), `${member.userName} explained in ${name}`).toBe(expected);
  }
}

async function lookAtVerdict({ doors, at, model }: World, member: Member, workspace: Workspace): Promise<void> {
  const asked = `member=${member.id}&workspace=${workspace.id}&permission=workspace:write`;
  const { allowed } = await doors.read<{ allowed: boolean }>(`${at}/check?${asked}`);
  const { roles } = workspaceStanding(model, member, workspace.id);
  const may = member.status === 'active' && (roles.includes('Workspace Admin') || roles.includes('Workspace Editor'));
  expect(allowed, `${member.userName} may write in ${workspace.name}`).toBe(may);
}

async function lookIntoWorkspace({ doors, at, model }: World, _: Member, workspace: Workspace): Promise<void> {
  type Shown = { memberId: string; role: string | null; override: { effect: string } | null };
  const { items } = await doors.read<{ items: Shown[] }>(`${at}/workspaces/${workspace.id}/members?limit=500`);
  const found = items.map(({ memberId, role, override }) => `${memberId} ${role} ${override?.effect ?? null}`);
  const expected = [...model.members.values()].flatMap((member) => {
    const { role } = workspaceStanding(model, member, workspace.id);
    const override = member.overrides.find((own) => own.workspace === workspace.id && !isOver(own, model.now));
    const effect = override ? (override.role === null ? 'deny' : 'allow') : null;
    if (member.status === 'inactive' || (role === null && effect === null)) return [];
    return [`${member.id} ${role === null ? null : nameOfRole(model, role)} ${effect}`];
  });
  expect(found.sort(), `members of ${workspace.name}`).toEqual(expected.sort());
}

/** What is stored of the access of each member: role and source by place. */
export type Stored = ReadonlyMap<string, string>;

async function readStored({ orgId }: World): Promise<Stored> {
  const [people, rows] = await Promise.all([tenant(orgId).find(members, {}), tenant(orgId).find(memberships, {})]);
  return new Map([
    ...people.flatMap(({ _id, organizationRole }): [string, string][] =>
      organizationRole === null ? [] : [[`${_id} `, organizationRole]],
    ),
    ...rows.map((row): [string, string] => [
      `${row.memberId} ${row.workspaceId}`,
      `${all(rolesOf(row))} by ${row.source}`,
    ]),
  ]);
}

/** Whether an override of this member is over and its worker has not been there yet. */
function isDue({ now }: Model, { overrides }: Member): boolean {
  return overrides.some((row) => isOver(row, now));
}

/** Rows are what follows from the grants; of a member whose override is over, also what they were before. */
function lookAtStored(model: Model, before: Stored, after: Stored): void {
  const expected = new Map<string, string>();
  for (const member of model.members.values()) {
    if (member.status !== 'active') continue;
    const due = isDue(model, member);
    const expectOne = (key: string, now: string | null) => {
      const found = after.get(key);
      const stays = due && found === before.get(key);
      const right = stays ? found : now;
      if (right !== null && right !== undefined) expected.set(key, right);
    };
    expectOne(`${member.id} `, organizationStanding(model, member).role);
    for (const { id } of model.workspaces) {
      const standing = workspaceStanding(model, member, id);
      const key = `${member.id} ${id}`;
      const source = after.get(key)?.split(' by ')[1];
      expectOne(key, standing.role === null ? null : described(standing, source));
    }
  }
  const sorted = (rows: Stored) => [...rows].map(([key, value]) => `${key}: ${value}`).sort();
  expect(sorted(after), 'stored access').toEqual(sorted(expected));
}

/** Ids of events grow. */
export type Seen = { stored: Stored; lastEvent: string };

/**
 * Every change of a role is one event that tells what was before and after, and who did it.
 * @param several whether one request may change a role more than once on the way: names are read group by group
 */
function lookAtEvents(
  changes: readonly EventDocument[],
  before: Stored,
  after: Stored,
  by: string,
  several: boolean,
): void {
  for (const { actor } of changes) expect(actor.type, 'who changed a role').toBe(by);
  const told = new Map<string, string[]>();
  for (const { subject, ...event } of changes) {
    const key = `${subject.memberId} ${subject.workspaceId ?? ''}`;
    told.set(key, [...(told.get(key) ?? []), `${say(event.before)} -> ${say(event.after)}`]);
  }
  for (const key of new Set([...before.keys(), ...after.keys(), ...told.keys()])) {
    const [old, now] = [before.get(key) ?? 'nothing', after.get(key) ?? 'nothing'];
    const found = told.get(key) ?? [];
    if (!several || found.length < 2) {
      expect(found, `events of ${key}`).toEqual(old === now ? [] : [`${old} -> ${now}`]);
      continue;
    }
    const steps = found.map((text) => text.split(' -> '));
    const chain = [old, ...steps.map(([, next]) => next)];
    expect(
      steps.map(([from]) => from),
      `events of ${key}`,
    ).toEqual(chain.slice(0, -1));
    expect(chain.at(-1), `the last event of ${key}`).toBe(now);
  }
}

function say(part: Record<string, unknown> | null): string {
  if (part === null || part.role === null || part.role === undefined) return 'nothing';
  const roles = (part.roles as string[] | undefined) ?? [String(part.role)];
  return part.source === undefined ? String(part.role) : `${all(roles)} by ${part.source}`;
}

/** What is there now, taken as right. */
export async function glance(world: World): Promise<Seen> {
  const told = ['membership.changed', 'organization_role.changed'] as const;
  const [last] = await tenant(world.orgId).find(events, { type: { $in: told } }, { sort: { _id: -1 }, limit: 1 });
  return { stored: await readStored(world), lastEvent: last?._id ?? '' };
}

/** Everything; throws where the product and the model differ. @returns what the next look starts from */
export async function look(
  world: World,
  seen: Seen,
  n: number,
  by: string,
  several: boolean,
  shown: readonly ShownMember[],
): Promise<Seen> {
  const { model, orgId } = world;
  const stored = await readStored(world);
  const fresh = (await tenant(orgId).find(events, { _id: { $gt: seen.lastEvent } }, { sort: { _id: 1 } })).filter(
    ({ type }) => type === 'membership.changed' || type === 'organization_role.changed',
  );
  lookAtMembers(model, shown);
  lookAtStored(model, seen.stored, stored);
  lookAtEvents(fresh, seen.stored, stored, by, several);
  await Promise.all([lookAtUsers(world), pick([lookAtGroups, lookAtInvitations], n)(world), lookCloser(world, n)]);
  const due = [...model.members.values()].some((member) => isDue(model, member));
  if (!due) expect(await faultsOf(orgId), 'what is derived follows from what is stored').toEqual([]);
  return { stored, lastEvent: fresh.at(-1)?._id ?? seen.lastEvent };
}

/** What a refusal may write: that there was one. */
const refusals = { type: { $nin: ['access.denied', 'sign_in.refused'] } };

/** What a request leaves whether it is refused or not. */
const traces = [
  'scimRequests',
  'idempotencyKeys',
  'sessions',
  'signInTransactions',
  'leases',
  'scimTokens',
  'apiTokens',
];

/** Everything that is stored of the organization, and how many people can sign in, as one text. */
export async function digest({ orgId }: World): Promise<string> {
  const database = mongoClient().db();
  const listed = await database.listCollections({}, { nameOnly: true }).toArray();
  const names = listed.flatMap(({ name }) => (traces.includes(name) ? [] : [name])).sort();
  const parts = await Promise.all(
    names.map(async (name) => {
      const filter = name === 'organizations' ? { _id: orgId } : { orgId, ...(name === 'events' ? refusals : {}) };
      const rows = await database
        .collection<{ _id: string }>(name)
        .find(filter as object)
        .sort({ _id: 1 })
        .toArray();
      return rows.map((row) => `${name} ${JSON.stringify(row)}`);
    }),
  );
  const people = ['accounts', 'identities'].map((name) => database.collection(name).countDocuments());
  return [...parts.flat(), ...(await Promise.all(people))].join('\n');
}
