/**
 * What happens to people, told from beginning to end: each scene is a list of requests that go through the same executor
 * and model as the random ones. Write one for whatever chance meets too seldom.
 */
import { invitationOf } from './directory-rules.ts';
import type { Member } from './model.ts';
import * as ask from './requests.ts';
import { day, minute, type Step } from './step.ts';
import type { World } from './world.ts';

/** A request, made when its turn comes: of what is there then. */
export type Part = (world: World) => Step;
type Scene = {
  readonly tells: string;
  /** WORKSPACE_SCOPE_ORG_INVITES_ENABLED */
  readonly workspaceAdminsInvite?: true;
  readonly parts: readonly Part[];
};

function required<T>(found: T | undefined | null, what: string): T {
  if (found === undefined || found === null) throw new Error(`there is no ${what}`);
  return found;
}

const person = (n: number) => (world: World) => required(world.people[n], `person ${n}`);
const memberOf = (world: World, n: number): Member =>
  required(
    [...world.model.members.values()].find(({ userName }) => userName === person(n)(world).email),
    `member ${n}`,
  );
const groupCalled = (world: World, name: string) =>
  required(
    [...world.model.groups.values()].find((group) => group.name === name),
    `group ${name}`,
  ).id;
const mappingOf = (world: World, name: string) =>
  required(
    [...world.model.mappings.values()].find(({ group }) => group === groupCalled(world, name)),
    `mapping of ${name}`,
  ).id;
const invitationTo = (world: World, n: number) =>
  required(invitationOf(world.model, memberOf(world, n).id), 'invitation');
const roleCalled = (world: World, name: string) =>
  required(
    world.model.customRoles.find((role) => role.name === name),
    name,
  ).id;
const firstWorkspace = ({ model }: World) => required(model.workspaces[0], 'workspace').id;

const directoryAdds =
  (n: number): Part =>
  (world) =>
    ask.postUser(world, {
      userName: person(n)(world).email,
      emails: [person(n)(world).email],
      externalId: null,
      active: undefined,
    });
const directoryRemoves =
  (n: number): Part =>
  (world) =>
    ask.deleteUser(world, memberOf(world, n).id);
const group =
  (name: string, ...people: number[]): Part =>
  (world) =>
    ask.postGroup(
      world,
      name,
      people.map((n) => memberOf(world, n).id),
    );
const nest =
  (child: string, parent: string): Part =>
  (world) =>
    ask.patchGroup(world, groupCalled(world, parent), { members: [{ kind: 'add', ids: [groupCalled(world, child)] }] });
const unnest =
  (child: string, parent: string): Part =>
  (world) =>
    ask.patchGroup(world, groupCalled(world, parent), {
      members: [{ kind: 'remove', ids: [groupCalled(world, child)] }],
    });
const join =
  (n: number, name: string): Part =>
  (world) =>
    ask.patchGroup(world, groupCalled(world, name), { members: [{ kind: 'add', ids: [memberOf(world, n).id] }] });
const leave =
  (n: number, name: string): Part =>
  (world) =>
    ask.patchGroup(world, groupCalled(world, name), { members: [{ kind: 'remove', ids: [memberOf(world, n).id] }] });
const map =
  (name: string, role: string, priority?: number): Part =>
  (world) =>
    ask.postMapping(
      world,
      { id: groupCalled(world, name) },
      { targets: [{ workspace: firstWorkspace(world), role }], ...(priority === undefined ? {} : { priority }) },
    );
const prioritize =
  (name: string, priority: number): Part =>
  (world) =>
    ask.patchMapping(world, mappingOf(world, name), { priority });
const precedence =
  (order: 'highest' | 'newest' | 'priority' | 'combined'): Part =>
  (world) =>
    ask.setPrecedence(world, order);
const decide =
  (n: number, role: string | null, minutes?: number): Part =>
  (world) =>
    ask.patchMember(world, memberOf(world, n).id, {
      organizationRole:
        role === null ? null : { role, expires: minutes === undefined ? null : world.model.now + minutes * minute },
    });
const decideHere =
  (n: number, role: string | null): Part =>
  (world) =>
    ask.putOverride(world, firstWorkspace(world), memberOf(world, n).id, {
      effect: role === null ? 'deny' : 'allow',
      ...(role === null ? {} : { role }),
      expires: null,
    });
const remove =
  (n: number): Part =>
  (world) =>
    ask.deleteMember(world, memberOf(world, n).id);
const invite =
  (n: number, role: string, organizationRole?: string): Part =>
  (world) =>
    ask.postInvitations(world, [
      {
        email: person(n)(world).email,
        ...(organizationRole ? { organizationRole } : {}),
        workspaces: [{ workspace: firstWorkspace(world), role }],
      },
    ]);
const inviteHere =
  (role: string, ...people: number[]): Part =>
  (world) =>
    ask.postWorkspaceMembers(
      world,
      firstWorkspace(world),
      people.map((n) => ({ email: person(n)(world).email, role })),
    );
/** Person `n` asks for it. */
const as =
  (n: number, part: Part): Part =>
  (world) =>
    ask.askedBy(world, person(n)(world).subject, part);
const comeIn =
  (n: number): Part =>
  (world) =>
    ask.comeIn(world, person(n)(world), true, null);
/** Signs in with the link of the invitation that was sent `ago` before the last one. */
const comeInByLink =
  (n: number, ago = 0): Part =>
  (world) =>
    ask.comeIn(world, person(n)(world), false, required(world.secrets.at(-1 - ago), 'link'));
const accept =
  (n: number): Part =>
  (world) =>
    ask.accept(world, person(n)(world).subject, { id: invitationTo(world, n).id });
const acceptByLink =
  (n: number): Part =>
  (world) =>
    ask.accept(world, person(n)(world).subject, { secret: invitationTo(world, n).secret });
const autoJoin =
  (is: boolean): Part =>
  (world) =>
    ask.patchSso(world, { autoJoin: is });
const pass =
  (time: number): Part =>
  (world) =>
    ask.letPass(world, time);
const work: Part = () => ask.letWork();

const editors = 'Okta Organization User:Workspace 1:Workspace Editor';
const viewers = 'Okta Organization User:Workspace 1:Workspace Viewer';
const admins = 'Okta Organization Admins';

export const scenes: readonly Scene[] = [
  {
    tells: 'a group gives its roles to whoever is in a group in a group in a group of it',
    parts: [
      directoryAdds(0),
      directoryAdds(1),
      group('innermost', 0),
      group('inner'),
      group('outer'),
      group(editors),
      nest('innermost', 'inner'),
      nest('inner', 'outer'),
      nest('outer', editors),
      join(1, 'innermost'),
      map('outer', 'Workspace Admin'),
      leave(0, 'innermost'),
      nest(editors, 'innermost'),
      unnest('inner', 'outer'),
    ],
  },
  {
    tells: 'an invitation that has lapsed gives nothing, whichever way its person comes',
    parts: [
      invite(0, 'Workspace Admin', 'Organization Admin'),
      invite(1, 'Workspace Admin', 'Organization Operator'),
      invite(3, 'Workspace Admin'),
      pass(8 * day),
      comeIn(0),
      directoryAdds(1),
      autoJoin(false),
      comeIn(3),
      comeInByLink(3),
      invite(3, 'Workspace Admin'),
      comeInByLink(3),
    ],
  },
  {
    tells: 'whoever has come in does not accept later what they were invited to before',
    parts: [
      comeIn(0),
      remove(0),
      invite(0, 'Workspace Admin'),
      pass(8 * day),
      accept(0),
      acceptByLink(0),
      (world) => ask.resend(world, invitationTo(world, 0).id),
      acceptByLink(0),
    ],
  },
  {
    tells: 'another rank of a custom role is decided for all who hold it',
    parts: [
      directoryAdds(0),
      directoryAdds(1),
      (world) => ask.postRole(world, 'Lead', 300),
      group(editors, 0),
      group('leads', 0, 1),
      map('leads', 'Lead'),
      group(viewers, 1),
      (world) => ask.patchRole(world, roleCalled(world, 'Lead'), { rank: 600 }),
      (world) => ask.patchRole(world, roleCalled(world, 'Lead'), { rank: 50 }),
      (world) => ask.patchRole(world, roleCalled(world, 'Lead'), { rank: 700 }),
    ],
  },
  {
    tells: 'who was removed does not come back by signing in, but by an invitation or the directory',
    parts: [
      directoryAdds(1),
      remove(1),
      comeIn(1),
      invite(1, 'Workspace Viewer'),
      comeIn(1),
      directoryAdds(3),
      directoryRemoves(3),
      comeIn(3),
      directoryAdds(3),
      comeIn(3),
      invite(5, 'Workspace Viewer'),
      remove(5),
      comeIn(5),
    ],
  },
  {
    tells: 'of mappings with the same priority the higher role wins, whichever was first, and a name comes after them',
    parts: [
      directoryAdds(0),
      directoryAdds(1),
      precedence('priority'),
      group('first', 0, 1),
      group('second', 0, 1),
      group('third', 1),
      group('Okta Organization User:Workspace 1:Workspace Admin', 0),
      map('first', 'Workspace Viewer', 2),
      map('second', 'Workspace Editor', 2),
      map('third', 'Workspace Viewer', 2),
      prioritize('first', 1),
      prioritize('second', 1),
      prioritize('third', 3),
      leave(1, 'second'),
      prioritize('first', 3),
      precedence('highest'),
    ],
  },
  {
    tells: 'where all roles count they add up, and of two that were kept both stay',
    parts: [
      directoryAdds(0),
      directoryAdds(1),
      precedence('combined'),
      group('first', 0, 1),
      group('second', 0, 1),
      map('first', 'Workspace Viewer', 2),
      map('second', 'Workspace Editor', 2),
      leave(1, 'second'),
      precedence('newest'),
      precedence('combined'),
    ],
  },
  {
    tells: 'the last Organization Admin stays one when the decision that made them so ends',
    parts: [
      directoryAdds(0),
      directoryAdds(1),
      decide(0, 'Organization Admin', 20),
      decide(0, 'Organization Viewer'),
      decide(1, 'Organization Admin', 20),
      pass(25 * minute),
      decide(0, null),
      decide(1, 'Organization Admin', 20),
      decide(0, 'Organization Viewer', 20),
      pass(25 * minute),
      decide(0, 'Organization Admin', 20),
      pass(25 * minute),
      work,
    ],
  },
  {
    tells:
      'an organization role that ends gives way to what groups say, also where that makes the last admin one no more',
    parts: [
      directoryAdds(0),
      group(admins, 0),
      decide(0, 'Organization Operator', 20),
      directoryAdds(1),
      decide(1, 'Organization Admin', 20),
      decide(0, 'Organization Operator', 20),
      pass(25 * minute),
      decide(1, 'Organization Admin'),
      leave(0, admins),
    ],
  },
  {
    tells: 'who was invited by somebody who has lost the right since is refused, or loses what they gave',
    workspaceAdminsInvite: true,
    parts: [
      comeIn(0),
      comeIn(1),
      decideHere(0, 'Workspace Admin'),
      as(0, inviteHere('Workspace Viewer', 1, 2, 3, 4)),
      comeIn(2),
      decideHere(0, 'Workspace Editor'),
      autoJoin(false),
      comeIn(3),
      comeInByLink(3),
      invite(4, 'Workspace Viewer', 'Organization Viewer'),
      comeIn(4),
      directoryAdds(3),
      as(0, inviteHere('Workspace Viewer', 5)),
      decideHere(0, 'Workspace Admin'),
      as(0, inviteHere('Workspace Editor', 5)),
      remove(0),
      comeIn(5),
    ],
  },
  {
    tells: 'who has an account is refused too when they accept what the inviter may not offer any more',
    workspaceAdminsInvite: true,
    parts: [
      comeIn(0),
      comeIn(2),
      decideHere(0, 'Workspace Admin'),
      remove(2),
      as(0, inviteHere('Workspace Admin', 2)),
      decideHere(0, null),
      accept(2),
      acceptByLink(2),
      decideHere(0, 'Workspace Admin'),
      accept(2),
    ],
  },
  {
    tells: 'a Workspace Admin adds only who is active where the operator has not allowed more',
    parts: [
      comeIn(0),
      directoryAdds(1),
      decideHere(0, 'Workspace Admin'),
      as(0, inviteHere('Workspace Viewer', 1, 3)),
      as(0, invite(3, 'Workspace Viewer')),
      decide(0, 'Organization Operator'),
      as(0, invite(3, 'Workspace Viewer', 'Organization Admin')),
      as(0, invite(3, 'Workspace Viewer')),
      decide(0, null),
      autoJoin(false),
      comeIn(3),
    ],
  },
];
