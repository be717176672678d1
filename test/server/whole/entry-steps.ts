/** How people are invited and come in. */
import * as entry from './entry-rules.ts';
import { organizationRoles } from './model.ts';
import { accept, adminStep, comeIn, postInvitations, postWorkspaceMembers, resend } from './requests.ts';
import { anyPerson, anyRole, anyWorkspace, idOf, type Kinds, type Numbers, pick, type Step } from './step.ts';
import type { World } from './world.ts';

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

export const entrySteps = {
  invite: (world: World, numbers: Numbers) => postInvitations(world, inviteOrders(world, numbers)),
  inviteToWorkspace: (world: World, { a, b, c }: Numbers) =>
    postWorkspaceMembers(
      world,
      pick(world.model.workspaces, b).id,
      [a, c].map((n) => ({ email: pick(world.people, n).email, role: anyRole(world, n + b) })),
    ),
  resend: (world: World, { a }: Numbers) => resend(world, idOf([...world.model.invitations.values()], a)),
  revoke: (world: World, { a }: Numbers) => {
    const id = idOf([...world.model.invitations.values()], a);
    return adminStep(
      `DELETE invitation ${id}`,
      () => world.doors.operator('delete', `${world.at}/invitations/${id}`),
      (model) => entry.revokeInvitation(model, world.as, id),
      { invitations: true },
    );
  },
  accept: (world: World, numbers: Numbers): Step => {
    const { a, b, c } = numbers;
    const subject = pick([...world.keys.keys()], a);
    const key = world.keys.get(subject ?? '');
    const invitations = [...world.model.invitations.values()];
    if (!subject || !key || invitations.length === 0) return entrySteps.signIn(world, numbers);
    const own = invitations.filter(({ email }) => email === world.model.accounts.get(subject)?.email);
    const { id } = pick(own.length > 0 && c % 4 > 0 ? own : invitations, b);
    const secret =
      world.secrets.length > 0 && c % 3 === 0 ? pick(world.secrets, world.secrets.length - 1 - (b % 2)) : null;
    return accept(world, subject, secret === null ? { id } : { secret });
  },
  signIn: (world: World, { a, b, c, d }: Numbers): Step => {
    const secret = c % 3 === 0 && world.secrets.length > 0 ? pick(world.secrets, b) : null;
    return comeIn(world, anyPerson(world, a, d), b % 4 > 0, secret);
  },
} satisfies Kinds;
