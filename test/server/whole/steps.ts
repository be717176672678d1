/** From numbers to requests: all kinds of them. */
import { adminSteps } from './admin-steps.ts';
import { directorySteps } from './directory-steps.ts';
import { entrySteps } from './entry-steps.ts';
import type { Model } from './model.ts';
import { askedBy, letPass, letWork } from './requests.ts';
import { day, type Kinds, minute, type Numbers, pick, type Step } from './step.ts';
import type { World } from './world.ts';

/** What others than Organization Admins may ask for too. */
const asked = [
  'changeMember',
  'setOverride',
  'changeMember',
  'setOverride',
  'clearOverride',
  'deleteMember',
  'inviteToWorkspace',
  'inviteToWorkspace',
  'invite',
  'resend',
  'revoke',
] as const;

const requests = {
  ...directorySteps,
  ...adminSteps,
  ...entrySteps,
  /** What admins ask for, asked by somebody who may be none: the same access rules, and who may. */
  person: (world: World, numbers: Numbers): Step => {
    const { a, c } = numbers;
    const subject = pick([...world.keys.keys()], c);
    if (!subject) return entrySteps.signIn(world, numbers);
    const kind = pick([...asked, ...(Object.keys(adminSteps) as (keyof typeof adminSteps)[])], a + c);
    return askedBy(world, subject, (own) => ({ ...adminSteps, ...entrySteps })[kind](own, numbers));
  },
  wait: (world: World, { a }: Numbers): Step => letPass(world, pick([25 * minute, 240 * minute, 8 * day], a)),
  work: letWork,
} satisfies Kinds;

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
