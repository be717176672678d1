/** How people are invited and come in. */
import { adminStep } from './admin-steps.ts';
import * as entry from './entry-rules.ts';
import { organizationRoles } from './model.ts';
import {
  type Answer,
  anyPerson,
  anyRole,
  anyWorkspace,
  idOf,
  type Kinds,
  type Numbers,
  pick,
  type Step,
} from './step.ts';
import { goThroughSignIn, type World } from './world.ts';

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

export const entrySteps = {
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
    if (!subject || !key || invitations.length === 0) return entrySteps.signIn(world, numbers);
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
  signIn: (world: World, { a, b, c, d }: Numbers): Step => {
    const person = anyPerson(world, a, d);
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
} satisfies Kinds;
