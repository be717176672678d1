/** Requests by what they ask for, with what they do to the model: random steps and scenes are made of these. */
import { expireGrants } from '../../../src/domain/access/expire-grants.ts';
import { runJobs } from '../../../src/domain/administration/jobs/run-jobs.ts';
import type { JsonObject } from '../../../src/json.ts';
import type { Client } from '../../api/api-app.ts';
import { groupBody, patchOp, userBody } from '../../support/scim-door.ts';
import * as admin from './admin-rules.ts';
import { asPerson, type Concern } from './authority-rules.ts';
import * as directory from './directory-rules.ts';
import * as entry from './entry-rules.ts';
import { type Model, nameOfRole, type Person } from './model.ts';
import { minute, type Step } from './step.ts';
import { goThroughSignIn, type World, wait } from './world.ts';

export const adminStep = (told: string, call: Step['call'], apply: Step['apply'], concern?: Concern): Step => ({
  told,
  by: 'deployment-key',
  call,
  apply,
  ...(concern ? { concern } : {}),
});

export const scimStep = (told: string, call: Step['call'], apply: Step['apply']): Step => ({
  told,
  by: 'scim-token',
  call,
  apply,
});

/** What somebody asks for with their own key. Not sent twice: it may have taken the right to do so. */
export function askedBy(world: World, subject: string, ask: (world: World) => Step): Step {
  const key = world.keys.get(subject);
  if (!key) throw new Error(`${subject} has no key`);
  const operator: Client = (verb, path, body) => key.ask(verb, path, body, { replay: false });
  const step = ask({ ...world, as: subject, doors: { ...world.doors, operator } });
  const apply: Step['apply'] = (model, made) => asPerson(model, subject, step.concern, () => step.apply(model, made));
  return { ...step, told: `${subject}: ${step.told}`, by: 'account', apply };
}

function bodyOf({ userName, emails, externalId, active, roles = [] }: directory.UserBody): JsonObject {
  return userBody(userName, {
    ...(emails.length === 0 ? {} : { emails: emails.map((value) => ({ value, primary: true })) }),
    ...(externalId === null ? {} : { externalId }),
    ...(active === undefined ? {} : { active }),
    ...(roles.length === 0 ? {} : { roles: roles.map((value) => ({ value })) }),
  });
}

export function postUser({ scim }: World, order: directory.UserBody): Step {
  return scimStep(
    `POST user ${JSON.stringify(order)}`,
    () => scim.post('/Users', bodyOf(order)),
    (model, { id }) => directory.createUser(model, id, order),
  );
}

export function putUser({ scim }: World, id: string, order: directory.UserBody): Step {
  return scimStep(
    `PUT user ${id} ${JSON.stringify(order)}`,
    () => scim.put(`/Users/${id}`, bodyOf(order)),
    (model) => directory.changeUser(model, id, { ...order, roles: order.roles ?? [] }),
  );
}

export function deleteUser({ scim }: World, id: string): Step {
  return scimStep(
    `DELETE user ${id}`,
    () => scim.delete(`/Users/${id}`),
    (model) => directory.deleteUser(model, id),
  );
}

export function postGroup({ scim }: World, name: string, ids: readonly string[]): Step {
  return scimStep(
    `POST group "${name}" ${ids}`,
    () => scim.post('/Groups', groupBody(name, [...ids])),
    (model, { id, created }) => directory.createGroup(model, id, created, name, ids),
  );
}

export type GroupChange = { name?: string; members: directory.MemberChange[] };

/** A PATCH of a group's members, with a rename in the same request now and then. */
export function patchGroup({ scim, model: { groups } }: World, id: string, { name, members }: GroupChange): Step {
  const operations: JsonObject[] = [
    ...(name === undefined ? [] : [{ op: 'replace', path: 'displayName', value: name }]),
    ...members.flatMap(({ kind, ids }): JsonObject[] =>
      kind === 'remove'
        ? ids.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` }))
        : [{ op: kind, path: 'members', value: ids.map((value) => ({ value })) }],
    ),
  ];
  return scimStep(
    `PATCH group "${groups.get(id)?.name}" ${name === undefined ? '' : `-> "${name}" `}${JSON.stringify(members)}`,
    () => scim.patch(`/Groups/${id}`, patchOp(...operations)),
    (model) => directory.changeGroup(model, id, { ...(name === undefined ? {} : { name }), members }),
  );
}

export function deleteGroup({ scim, model: { groups } }: World, id: string): Step {
  return scimStep(
    `DELETE group "${groups.get(id)?.name}"`,
    () => scim.delete(`/Groups/${id}`),
    (model) => directory.deleteGroup(model, id),
  );
}

const timeOf = (expires: number | null) => (expires === null ? null : new Date(expires).toISOString());

export function putOverride({ doors, at }: World, workspace: string, id: string, order: admin.OverrideOrder): Step {
  const { effect, role, expires } = order;
  const body = { effect, ...(effect === 'allow' ? { role } : {}), expiresAt: timeOf(expires) };
  return adminStep(
    `PUT override ${workspace} ${id} ${JSON.stringify(body)}`,
    () => doors.operator('put', `${at}/workspaces/${workspace}/members/${id}/override`, body),
    (model) => admin.setOverride(model, workspace, id, order),
    { workspace },
  );
}

export function patchMember({ doors, at }: World, id: string, change: admin.MemberChange): Step {
  const { active, organizationRole: order } = change;
  const organizationRole =
    order && (order.expires === null ? order.role : { role: order.role, expiresAt: timeOf(order.expires) });
  const body = {
    ...(active === undefined ? {} : { active }),
    ...(organizationRole === undefined ? {} : { organizationRole }),
  };
  return adminStep(
    `PATCH member ${id} ${JSON.stringify(body)}`,
    () => doors.operator('patch', `${at}/members/${id}`, body),
    (model) => admin.changeMember(model, id, change),
    { member: id },
  );
}

export function deleteMember({ doors, at }: World, id: string): Step {
  return adminStep(
    `DELETE member ${id}`,
    () => doors.operator('delete', `${at}/members/${id}`),
    (model) => admin.deleteMember(model, id),
    { member: id },
  );
}

/** A new name of something: groups whose names waited for it are mapped one by one, which may change a role twice. */
export const namingStep = (...step: Parameters<typeof adminStep>): Step => ({ ...adminStep(...step), several: true });

/** `several`: one such change may change a role more than once on the way. */
export function patchSettings(
  { doors, at }: World,
  body: Record<string, unknown>,
  apply: (model: Model) => void,
  several = false,
): Step {
  const step = adminStep(
    `PATCH scim/settings ${JSON.stringify(body)}`,
    () => doors.operator('patch', `${at}/scim/settings`, body),
    apply,
  );
  return several ? { ...step, several: true } : step;
}

export function setPrecedence(world: World, precedence: Model['precedence']): Step {
  return patchSettings(world, { precedence }, (model) => admin.changePrecedence(model, precedence));
}

export function letRoles(world: World, change: Partial<Model['roles']>): Step {
  return patchSettings(world, change, (model) => directory.letRoles(model, change));
}

const mappingBody = ({ targets, ...rest }: admin.MappingOrder) => ({
  ...(targets
    ? { targets: targets.map(({ workspace, role }) => ({ workspaceId: workspace, workspaceRole: role })) }
    : {}),
  ...rest,
});

export function postMapping(
  { doors, at, model: { groups } }: World,
  group: { id: string } | { displayName: string },
  order: admin.MappingOrder,
): Step {
  const name = 'id' in group ? groups.get(group.id)?.name : group.displayName;
  return adminStep(
    `POST mapping of "${name}" ${JSON.stringify(order)}`,
    () => doors.operator('post', `${at}/scim/mappings`, { group, ...mappingBody(order) }),
    (model, { id }) => admin.createMapping(model, id, group, order),
  );
}

export function patchMapping({ doors, at }: World, id: string, order: admin.MappingOrder): Step {
  return adminStep(
    `PATCH mapping ${id} ${JSON.stringify(order)}`,
    () => doors.operator('patch', `${at}/scim/mappings/${id}`, mappingBody(order)),
    (model) => admin.changeMapping(model, id, order),
  );
}

export function patchSso({ doors, at }: World, change: admin.SsoChange): Step {
  const { workspaces, ...rest } = change;
  const body = { ...rest, ...(workspaces ? { workspaceIds: workspaces } : {}) };
  return adminStep(
    `PATCH sso-settings ${JSON.stringify(body)}`,
    () => doors.operator('patch', `${at}/sso-settings`, body),
    (model) => admin.changeSso(model, change),
  );
}

export function postRole({ doors, at }: World, name: string, rank: number): Step {
  return namingStep(
    `POST role "${name}" ${rank}`,
    () => doors.operator('post', `${at}/roles`, { name, rank }),
    (model, { id }) => admin.createRole(model, id, name, rank),
  );
}

export function patchRole({ doors, at, model }: World, id: string, change: { name?: string; rank?: number }): Step {
  return namingStep(
    `PATCH role "${nameOfRole(model, id)}" ${JSON.stringify(change)}`,
    () => doors.operator('patch', `${at}/roles/${id}`, change),
    (after) => admin.changeRole(after, id, change),
  );
}

export function postInvitations({ doors, at, as }: World, orders: readonly entry.InviteOrder[]): Step {
  const invitations = orders.map(({ workspaces, ...rest }) => ({
    ...rest,
    workspaces: workspaces.map(({ workspace, role }) => ({ workspaceId: workspace, role })),
  }));
  return adminStep(
    `POST invitations ${JSON.stringify(orders)}`,
    () => doors.operator('post', `${at}/invitations`, { invitations }),
    (model, made) => ({ results: entry.invite(model, { by: as, scope: 'organization' }, orders, made.invited) }),
    { invitations: true },
  );
}

/** @param orders people by their addresses, with their role in this workspace */
export function postWorkspaceMembers(
  { doors, at, as }: World,
  workspace: string,
  people: readonly { email: string; role: string }[],
): Step {
  const orders = people.map(({ email, role }) => ({ email, workspaces: [{ workspace, role }] }));
  return adminStep(
    `POST workspace members ${workspace} ${JSON.stringify(people)}`,
    () => doors.operator('post', `${at}/workspaces/${workspace}/members`, { members: people }),
    (model, made) => ({ results: entry.invite(model, { by: as, scope: 'workspace' }, orders, made.invited) }),
    { workspace },
  );
}

export function resend({ doors, at, as }: World, id: string): Step {
  return adminStep(
    `POST invitation ${id} resend`,
    () => doors.operator('post', `${at}/invitations/${id}/resend`),
    (model, { secret }) => entry.resendInvitation(model, as, id, secret),
    { invitations: true },
  );
}

export function accept({ keys }: World, subject: string, by: { id: string } | { secret: string }): Step {
  const key = keys.get(subject);
  if (!key) throw new Error(`${subject} has no key`);
  const token = 'id' in by ? by.id : by.secret;
  return {
    told: `${subject} accepts ${'id' in by ? token : `by link ${token}`}`,
    by: 'account',
    call: () => key.ask('post', `/me/invitations/${token}/accept`),
    apply: (model) => entry.acceptInvitation(model, subject, by),
  };
}

export function comeIn(world: World, person: Person, verified: boolean, secret: string | null): Step {
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
}

export function letPass(world: World, time: number): Step {
  return {
    told: `${time / minute} minutes pass`,
    by: 'system',
    call: async () => {
      wait(world, time);
      return { status: 200 };
    },
    apply: () => undefined,
  };
}

export function letWork(): Step {
  return {
    told: 'the workers run',
    by: 'system',
    call: async () => {
      while (await expireGrants());
      while (await runJobs());
      return { status: 200 };
    },
    apply: (model) => admin.clearExpired(model),
  };
}
