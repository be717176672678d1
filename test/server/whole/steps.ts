/** From numbers to requests: what is sent through which door, and what the model makes of it. */
import { expireGrants } from '../../../src/domain/access/expire-grants.ts';
import { runJobs } from '../../../src/domain/access/run-jobs.ts';
import type { JsonObject } from '../../../src/json.ts';
import { groupBody, patchOp, userBody } from '../../support/scim-door.ts';
import * as admin from './admin-rules.ts';
import * as directory from './directory-rules.ts';
import * as entry from './entry-rules.ts';
import { type Model, nameOfRole, organizationRoles, type Person, workspaceRoles } from './model.ts';
import { goThroughSignIn, type World, wait } from './world.ts';

/** `a` to `d` choose among what exists when the step is taken. */
export type Numbers = { readonly a: number; readonly b: number; readonly c: number; readonly d: number };

export type Answer = { readonly status: number; readonly body?: unknown };
/** What only the product knows: ids and times that it gave. */
export type Made = {
  readonly id: string;
  readonly created: number;
  readonly secret: string;
  /** The member that has this userName. */
  readonly memberNamed: (userName: string) => string;
  readonly invited: (email: string) => entry.MadeInvitation;
};

export type Step = {
  /** For people who read a failure. */
  readonly told: string;
  /** The type of the actor of what changes. */
  readonly by: 'scim-token' | 'deployment-key' | 'account' | 'sign-in' | 'system';
  readonly call: () => PromiseLike<Answer>;
  /** Throws Refused with the status; answers what else the product's answer holds. */
  readonly apply: (model: Model, made: Made) => unknown;
  /** One request may change a role more than once on the way. */
  readonly several?: true;
};

const minute = 60_000;
const day = 24 * 60 * minute;
const workspaceNames = ['Workspace 1', 'R', 'R:D'];
/** The last two make names that can be read in two ways. */
const roleNames = ['Lead', 'D:Lead'];
const separators = [':', ':', ':', '-', '&'];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
/** Seldom somebody who does not exist. */
const idOf = (rows: readonly { readonly id: string }[], n: number): string =>
  n % 23 === 22 || rows.length === 0 ? '0123456789abcdef01234567' : pick(rows, n).id;

const membersOf = ({ model }: World) => [...model.members.values()];
const groupsOf = ({ model }: World) => [...model.groups.values()];
const anyWorkspace = ({ model }: World, n: number) => idOf(model.workspaces, n);
const anyRole = ({ model }: World, n: number): string =>
  n % 29 === 28 ? 'Workspace Tourist' : pick([...workspaceRoles, ...model.customRoles.map(({ name }) => name)], n);

function groupName({ a, b, c, d }: Numbers): string {
  const prefix = pick(['', '', 'Okta ', 'Okta '], d);
  if (a % 9 === 0) return `${prefix}Organization Admin${pick(['s', ''], b)}`;
  if (a % 9 === 1) return `Team ${b % 3}`;
  const organization = pick(
    ['Organization User', 'Organization Viewer', 'organizationoperator', 'Organization User', 'Organization Admin'],
    b + c,
  );
  const separator = pick(separators, c + d);
  const role = pick([...workspaceRoles, ...roleNames], c);
  return `${prefix}${organization}${separator}${pick(workspaceNames, b)}${separator}${role}`;
}

const userOrder = ({ people }: World, { a, b, c, d }: Numbers): directory.UserBody => {
  const { email, subject } = pick(people, a) as Person;
  return {
    userName: b % 7 === 0 ? `login-${email}` : email,
    emails: b % 5 === 0 ? [] : [c % 11 === 0 ? pick(people, c).email : email],
    externalId: pick([subject, null, `x-${a}`], c),
    active: pick([undefined, true, true, undefined, false], d),
  };
};

function bodyOf({ userName, emails, externalId, active }: directory.UserBody): JsonObject {
  return userBody(userName, {
    ...(emails.length === 0 ? {} : { emails: emails.map((value) => ({ value, primary: true })) }),
    ...(externalId === null ? {} : { externalId }),
    ...(active === undefined ? {} : { active }),
  });
}

const scimStep = (told: string, call: Step['call'], apply: Step['apply']): Step => ({
  told,
  by: 'scim-token',
  call,
  apply,
});
const adminStep = (told: string, call: Step['call'], apply: Step['apply']): Step => ({
  told,
  by: 'deployment-key',
  call,
  apply,
});

/** A PATCH of a group's members, with a rename in the same request now and then. */
function changeGroup(world: World, numbers: Numbers, members: directory.MemberChange[], renamed: boolean): Step {
  const id = idOf(groupsOf(world), numbers.a);
  const name = groupName({ ...numbers, a: numbers.b + numbers.c, b: numbers.d });
  const operations: JsonObject[] = [
    ...(renamed ? [{ op: 'replace', path: 'displayName', value: name }] : []),
    ...members.flatMap(({ kind, ids }): JsonObject[] =>
      kind === 'remove'
        ? ids.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` }))
        : [{ op: kind, path: 'members', value: ids.map((value) => ({ value })) }],
    ),
  ];
  return scimStep(
    `PATCH group "${world.model.groups.get(id)?.name}" ${renamed ? `-> "${name}" ` : ''}${JSON.stringify(members)}`,
    () => world.scim.patch(`/Groups/${id}`, patchOp(...operations)),
    (model) => directory.changeGroup(model, id, { ...(renamed ? { name } : {}), members }),
  );
}

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

function inviteOrders({ people, ...world }: World, { a, b, c, d }: Numbers): entry.InviteOrder[] {
  const whole = { people, ...world };
  return [
    {
      email: pick(people, a).email,
      ...(b % 3 === 0 ? { organizationRole: pick(organizationRoles, c) } : {}),
      workspaces: c % 3 === 0 ? [] : [{ workspace: anyWorkspace(whole, d), role: anyRole(whole, b) }],
    },
    ...(d % 3 === 0
      ? [{ email: pick(people, b).email, workspaces: [{ workspace: anyWorkspace(whole, a), role: anyRole(whole, c) }] }]
      : []),
  ];
}

function sendInvitations(told: string, call: () => PromiseLike<Answer>, orders: entry.InviteOrder[]): Step {
  return adminStep(told, call, (model, made) => ({ results: entry.invite(model, orders, made.invited) }));
}

const requests = {
  createUser: (world: World, numbers: Numbers) => {
    const order = userOrder(world, numbers);
    return scimStep(
      `POST user ${JSON.stringify(order)}`,
      () => world.scim.post('/Users', bodyOf(order)),
      (model, { id }) => directory.createUser(model, id, order),
    );
  },
  replaceUser: (world: World, numbers: Numbers) => {
    const id = idOf(membersOf(world), numbers.d);
    const order = userOrder(world, numbers);
    return scimStep(
      `PUT user ${id} ${JSON.stringify(order)}`,
      () => world.scim.put(`/Users/${id}`, bodyOf(order)),
      (model) => directory.changeUser(model, id, order),
    );
  },
  toggleUser: (world: World, { a, b }: Numbers) => {
    const id = idOf(membersOf(world), a);
    const active = b % 2 > 0;
    return scimStep(
      `PATCH user ${id} active ${active}`,
      () => world.scim.patch(`/Users/${id}`, patchOp({ op: 'replace', value: { active } })),
      (model) => directory.changeUser(model, id, { active }),
    );
  },
  deleteUser: (world: World, { a }: Numbers) => {
    const id = idOf(membersOf(world), a);
    return scimStep(
      `DELETE user ${id}`,
      () => world.scim.delete(`/Users/${id}`),
      (model) => directory.deleteUser(model, id),
    );
  },
  createGroup: (world: World, numbers: Numbers) => {
    const name = groupName(numbers);
    const people = membersOf(world);
    const ids = [...new Set([idOf(people, numbers.b), idOf(people, numbers.c)])].slice(0, 1 + (numbers.d % 2));
    return scimStep(
      `POST group "${name}" ${ids}`,
      () => world.scim.post('/Groups', groupBody(name, ids)),
      (model, { id, created }) => directory.createGroup(model, id, created, name, ids),
    );
  },
  addMember: (world: World, numbers: Numbers) =>
    changeGroup(world, numbers, [{ kind: 'add', ids: [idOf(membersOf(world), numbers.b)] }], false),
  addMembers: (world: World, numbers: Numbers) => {
    const ids = [idOf(membersOf(world), numbers.b), idOf(membersOf(world), numbers.c)];
    return changeGroup(world, numbers, [{ kind: 'add', ids }], numbers.d % 4 === 0);
  },
  removeMemberOfGroup: (world: World, numbers: Numbers) => {
    const inside = [...(groupsOf(world)[numbers.a % Math.max(1, groupsOf(world).length)]?.users ?? [])];
    const id = inside.length === 0 ? idOf(membersOf(world), numbers.b) : pick(inside, numbers.b);
    return changeGroup(world, numbers, [{ kind: 'remove', ids: [id] }], false);
  },
  replaceMembers: (world: World, numbers: Numbers) =>
    changeGroup(world, numbers, [{ kind: 'replace', ids: [idOf(membersOf(world), numbers.b)] }], numbers.c % 3 === 0),
  renameGroup: (world: World, numbers: Numbers) => changeGroup(world, numbers, [], true),
  deleteGroup: (world: World, { a }: Numbers) => {
    const id = idOf(groupsOf(world), a);
    return scimStep(
      `DELETE group "${world.model.groups.get(id)?.name}"`,
      () => world.scim.delete(`/Groups/${id}`),
      (model) => directory.deleteGroup(model, id),
    );
  },
  nestGroup: (world: World, numbers: Numbers) =>
    changeGroup(world, numbers, [{ kind: 'add', ids: [idOf(groupsOf(world), numbers.b)] }], false),
  unnestGroup: (world: World, numbers: Numbers) => {
    const parent = groupsOf(world).find(({ children }) => children.size > 0);
    const [child] = parent?.children ?? [];
    const at = { ...numbers, a: parent ? groupsOf(world).indexOf(parent) : numbers.a };
    return changeGroup(world, at, [{ kind: 'remove', ids: [child ?? idOf(groupsOf(world), numbers.b)] }], false);
  },
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
    );
  },
  deleteMember: (world: World, { a }: Numbers) => {
    const id = idOf(membersOf(world), a);
    return adminStep(
      `DELETE member ${id}`,
      () => world.doors.operator('delete', `${world.at}/members/${id}`),
      (model) => admin.deleteMember(model, id),
    );
  },
  removeFromWorkspace: (world: World, { a, b }: Numbers) => {
    const [workspace, id] = [anyWorkspace(world, a), idOf(membersOf(world), b)];
    return adminStep(
      `DELETE workspace member ${workspace} ${id}`,
      () => world.doors.operator('delete', `${world.at}/workspaces/${workspace}/members/${id}`),
      (model) => admin.removeFromWorkspace(model, workspace, id),
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
    const group = { displayName: groupName({ ...numbers, a: numbers.b }) };
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
  invite: (world: World, numbers: Numbers) => {
    const orders = inviteOrders(world, numbers);
    const invitations = orders.map(({ workspaces, ...rest }) => ({
      ...rest,
      workspaces: workspaces.map(({ workspace, role }) => ({ workspaceId: workspace, role })),
    }));
    const call = () => world.doors.operator('post', `${world.at}/invitations`, { invitations });
    return sendInvitations(`POST invitations ${JSON.stringify(orders)}`, call, orders);
  },
  inviteToWorkspace: (world: World, { a, b, c }: Numbers) => {
    const { id: workspace } = pick(world.model.workspaces, b);
    const orders = [a, c].map((n) => ({
      email: pick(world.people, n).email,
      workspaces: [{ workspace, role: anyRole(world, n + b) }],
    }));
    const body = { members: orders.map(({ email, workspaces }) => ({ email, role: workspaces[0]?.role })) };
    const call = () => world.doors.operator('post', `${world.at}/workspaces/${workspace}/members`, body);
    return sendInvitations(`POST workspace members ${JSON.stringify(orders)}`, call, orders);
  },
  resend: (world: World, { a }: Numbers) => {
    const id = idOf([...world.model.invitations.values()], a);
    return adminStep(
      `POST invitation ${id} resend`,
      () => world.doors.operator('post', `${world.at}/invitations/${id}/resend`),
      (model, { secret }) => entry.resendInvitation(model, id, secret),
    );
  },
  revoke: (world: World, { a }: Numbers) => {
    const id = idOf([...world.model.invitations.values()], a);
    return adminStep(
      `DELETE invitation ${id}`,
      () => world.doors.operator('delete', `${world.at}/invitations/${id}`),
      (model) => entry.revokeInvitation(model, id),
    );
  },
  accept: (world: World, numbers: Numbers): Step => {
    const { a, b, c } = numbers;
    const subject = pick([...world.keys.keys()], a);
    const key = world.keys.get(subject ?? '');
    const invitations = [...world.model.invitations.values()];
    if (!subject || !key || invitations.length === 0) return requests.signIn(world, numbers);
    const own = invitations.filter(({ email }) => email === world.model.accounts.get(subject)?.email);
    const { id } = pick(own.length > 0 && c % 4 > 0 ? own : invitations, b);
    const secret =
      world.secrets.length > 0 && c % 3 === 0 ? pick(world.secrets, world.secrets.length - 1 - (b % 2)) : null;
    return {
      told: `${subject} accepts ${secret === null ? id : `by link ${secret}`}`,
      by: 'account',
      call: () => key.ask('post', `/me/invitations/${secret ?? id}/accept`),
      apply: (model) => entry.acceptInvitation(model, subject, secret === null ? { id } : { secret }),
    };
  },
  signIn: (world: World, { a, b, c }: Numbers): Step => {
    const person = pick(world.people, a);
    const verified = b % 4 > 0;
    const secret = c % 3 === 0 && world.secrets.length > 0 ? pick(world.secrets, b) : null;
    return {
      told: `sign-in of ${person.email}, verified: ${verified}, link: ${secret}`,
      by: 'sign-in',
      call: () => goThroughSignIn(world, person, verified, secret),
      apply: (model, { memberNamed }) => {
        entry.signIn(model, { ...person, verified }, memberNamed(person.email), secret);
        const account = model.accounts.get(person.subject);
        if (!account) throw new Error(`${person.email} is in without an account`);
        const here = [...model.members.values()].find(({ subject }) => subject === person.subject);
        const workspace = account.elsewhere || (here !== undefined && entry.hasWorkspace(model, here));
        account.elsewhere = person.elsewhere;
        return { workspace };
      },
    };
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
  wait: (world: World, { a }: Numbers): Step => {
    const time = pick([25 * minute, 25 * minute, 240 * minute, 8 * day], a);
    return {
      told: `${time / minute} minutes pass`,
      by: 'system',
      call: async () => {
        wait(world, time);
        return { status: 200 };
      },
      apply: () => undefined,
    };
  },
  work: (): Step => ({
    told: 'the workers run',
    by: 'system',
    call: async () => {
      while (await expireGrants());
      while (await runJobs());
      return { status: 200 };
    },
    apply: (model) => admin.clearExpired(model),
  }),
} satisfies Record<string, (world: World, numbers: Numbers) => Step>;

export type Kind = keyof typeof requests;

/** What has to be there for a request to make sense; else it is made. */
const needs: Partial<Record<Kind, readonly [(model: Model) => number, Kind]>> = {
  changeMapping: [({ mappings }) => mappings.size, 'map'],
  unmap: [({ mappings }) => mappings.size, 'map'],
  map: [({ groups }) => groups.size, 'createGroup'],
  addMember: [({ groups }) => groups.size, 'createGroup'],
  addMembers: [({ groups }) => groups.size, 'createGroup'],
  replaceMembers: [({ groups }) => groups.size, 'createGroup'],
  renameGroup: [({ groups }) => groups.size, 'createGroup'],
  nestGroup: [({ groups }) => groups.size - 1, 'createGroup'],
  resend: [({ invitations }) => invitations.size, 'invite'],
  revoke: [({ invitations }) => invitations.size, 'invite'],
  changeRole: [({ customRoles }) => customRoles.length, 'createRole'],
  deleteRole: [({ customRoles }) => customRoles.length, 'createRole'],
};

export const kinds = Object.keys(requests) as Kind[];

export function stepOf(world: World, kind: Kind, numbers: Numbers): Step {
  const [count, maker] = needs[kind] ?? [];
  return count && maker && count(world.model) < 1 ? stepOf(world, maker, numbers) : requests[kind](world, numbers);
}
