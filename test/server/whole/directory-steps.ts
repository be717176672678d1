/** What directories ask for. */
import type { JsonObject } from '../../../src/json.ts';
import { groupBody, patchOp, userBody } from '../../support/scim-door.ts';
import * as directory from './directory-rules.ts';
import { anyPerson, groupName, groupsOf, idOf, type Kinds, membersOf, type Numbers, pick, type Step } from './step.ts';
import type { World } from './world.ts';

const userOrder = (world: World, { a, b, c, d }: Numbers): directory.UserBody => {
  const { email, subject } = anyPerson(world, a, d);
  return {
    userName: b % 7 === 0 ? `login-${email}` : email,
    emails: b % 5 === 0 ? [] : [c % 11 === 0 ? pick(world.people, c).email : email],
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
/** A PATCH of a group's members, with a rename in the same request now and then. */
function changeGroup(world: World, numbers: Numbers, members: directory.MemberChange[], renamed: boolean): Step {
  const id = idOf(groupsOf(world), numbers.a);
  const name = groupName(world, { ...numbers, a: numbers.b + numbers.c, b: numbers.d });
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

export const directorySteps = {
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
    const name = groupName(world, numbers);
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
} satisfies Kinds;
