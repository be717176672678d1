/** What a random step is, and what all kinds of them choose from. */

import type { Concern } from './authority-rules.ts';
import type { MadeInvitation } from './entry-rules.ts';
import { type Model, type Person, workspaceRoles } from './model.ts';
import type { World } from './world.ts';

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
  readonly invited: (email: string) => MadeInvitation;
};

export type Step = {
  /** For people who read a failure. */
  readonly told: string;
  /** The type of the actor of what changes. */
  readonly by: 'scim-token' | 'deployment-key' | 'account' | 'sign-in' | 'system';
  readonly call: () => PromiseLike<Answer>;
  /** Throws Refused with the status; answers what else the product's answer holds. */
  readonly apply: (model: Model, made: Made) => unknown;
  /** What it is about, where others than an Organization Admin may ask for it. */
  readonly concern?: Concern;
  /** One request may change a role more than once on the way. */
  readonly several?: true;
};

export const minute = 60_000;
export const day = 24 * 60 * minute;
export const workspaceNames = ['Workspace 1', 'R', 'R:D'];
/** The last two make names that can be read in two ways. */
export const roleNames = ['Lead', 'D:Lead'];
export const separators = [':', ':', ':', '-', '&'];

export const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;
/** Seldom somebody who does not exist. */
export const idOf = (rows: readonly { readonly id: string }[], n: number): string =>
  n % 23 === 22 || rows.length === 0 ? '0123456789abcdef01234567' : pick(rows, n).id;

export const membersOf = ({ model }: World) => [...model.members.values()];
export const groupsOf = ({ model }: World) => [...model.groups.values()];
export const anyWorkspace = ({ model }: World, n: number) => idOf(model.workspaces, n);
export const anyRole = ({ model }: World, n: number): string =>
  n % 29 === 28 ? 'Workspace Tourist' : pick([...workspaceRoles, ...model.customRoles.map(({ name }) => name)], n);

/** Often somebody who is invited, as long as somebody is. */
export function anyPerson({ people, model }: World, n: number, d: number): Person {
  const invited = [...model.invitations.values()].filter(({ status }) => status === 'pending');
  const waiting = people.filter(({ email }) => invited.some((row) => row.email === email));
  return pick(d % 2 > 0 && waiting.length > 0 ? waiting : people, n);
}

/** Mostly one that the convention reads, or will once a workspace or role has its name. */
export function groupName({ model }: World, { a, b, c, d }: Numbers): string {
  const prefix = pick(['', 'Okta ', '', 'Okta ', 'All '], a + d);
  if (a % 11 === 0) return `${prefix}Organization Admin${pick(['s', ''], b)}`;
  if (a % 11 === 1) return `Team ${b % 3}`;
  const organization = pick(
    ['Organization User', 'Organization Viewer', 'organizationoperator', 'Organization User', 'Organization Admin'],
    b + c,
  );
  const separator = (c + d) % 6 === 0 ? pick(separators, d) : model.naming.separator;
  const present = model.workspaces.map(({ name }) => name);
  const workspace = (a + c) % 4 === 0 ? pick(workspaceNames, b) : pick(present, b);
  const role = (b + d) % 5 === 0 ? pick(roleNames, a) : pick(workspaceRoles, c);
  return `${prefix}${organization}${separator}${workspace}${separator}${role}`;
}

/** What a directory names in `roles`: mostly something that is there, or will be once it has its name. */
export function rolesNamed({ model }: World, { a, b, c, d }: Numbers): string[] {
  const workspace = pick([...model.workspaces.map(({ name }) => name), '*', pick(workspaceNames, b)], a + d);
  const role = (b + d) % 3 === 0 ? pick(roleNames, a) : pick(workspaceRoles, c);
  const organization = pick(['Organization Viewer', 'OrganizationAdmin', 'organization operator', 'Chief'], b + c);
  return pick([[], [`${workspace}:${role}`], [organization], [organization, `${workspace}:${role}`]], c + d);
}

export type Kinds = Record<string, (world: World, numbers: Numbers) => Step>;
