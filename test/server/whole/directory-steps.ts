/** What directories ask for. */
import { patchOp } from '../../support/scim-door.ts';
import * as directory from './directory-rules.ts';
import { deleteGroup, deleteUser, patchGroup, postGroup, postUser, putUser, scimStep } from './requests.ts';
import {
  anyPerson,
  groupName,
  groupsOf,
  idOf,
  type Kinds,
  membersOf,
  type Numbers,
  pick,
  rolesNamed,
  type Step,
} from './step.ts';
import type { World } from './world.ts';

const userOrder = (world: World, numbers: Numbers): directory.UserBody => {
  const { a, b, c, d } = numbers;
  const { email, subject } = anyPerson(world, a, d);
  return {
    userName: b % 7 === 0 ? `login-${email}` : email,
    emails: b % 5 === 0 ? [] : [c % 11 === 0 ? pick(world.people, c).email : email],
    externalId: pick([subject, null, `x-${a}`], c),
    active: pick([undefined, true, true, undefined, false], d),
    roles: rolesNamed(world, numbers),
  };
};

function changeGroup(world: World, numbers: Numbers, members: directory.MemberChange[], renamed: boolean): Step {
  const name = groupName(world, { ...numbers, a: numbers.b + numbers.c, b: numbers.d });
  return patchGroup(world, idOf(groupsOf(world), numbers.a), { ...(renamed ? { name } : {}), members });
}

export const directorySteps = {
  createUser: (world: World, numbers: Numbers) => postUser(world, userOrder(world, numbers)),
  replaceUser: (world: World, numbers: Numbers) =>
    putUser(world, idOf(membersOf(world), numbers.d), userOrder(world, numbers)),
  toggleUser: (world: World, { a, b }: Numbers) => {
    const id = idOf(membersOf(world), a);
    const active = b % 2 > 0;
    return scimStep(
      `PATCH user ${id} active ${active}`,
      () => world.scim.patch(`/Users/${id}`, patchOp({ op: 'replace', value: { active } })),
      (model) => directory.changeUser(model, id, { active }),
    );
  },
  nameRoles: (world: World, numbers: Numbers) => {
    const id = idOf(membersOf(world), numbers.a);
    const roles = rolesNamed(world, { ...numbers, a: numbers.b, b: numbers.a });
    const value = roles.map((name) => ({ value: name }));
    return scimStep(
      `PATCH user ${id} roles ${JSON.stringify(roles)}`,
      () => world.scim.patch(`/Users/${id}`, patchOp({ op: 'replace', path: 'roles', value })),
      (model) => directory.changeUser(model, id, { roles }),
    );
  },
  deleteUser: (world: World, { a }: Numbers) => deleteUser(world, idOf(membersOf(world), a)),
  createGroup: (world: World, numbers: Numbers) => {
    const name = groupName(world, numbers);
    const people = membersOf(world);
    const ids = [...new Set([idOf(people, numbers.b), idOf(people, numbers.c)])].slice(0, 1 + (numbers.d % 2));
    return postGroup(world, name, ids);
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
  deleteGroup: (world: World, { a }: Numbers) => deleteGroup(world, idOf(groupsOf(world), a)),
  nestGroup: (world: World, numbers: Numbers) =>
    changeGroup(world, numbers, [{ kind: 'add', ids: [idOf(groupsOf(world), numbers.b)] }], false),
  unnestGroup: (world: World, numbers: Numbers) => {
    const parent = groupsOf(world).find(({ children }) => children.size > 0);
    const [child] = parent?.children ?? [];
    const at = { ...numbers, a: parent ? groupsOf(world).indexOf(parent) : numbers.a };
    return changeGroup(world, at, [{ kind: 'remove', ids: [child ?? idOf(groupsOf(world), numbers.b)] }], false);
  },
} satisfies Kinds;
