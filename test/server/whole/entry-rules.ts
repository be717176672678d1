/** How people come in: invitations and sign-ins, and what these do to the model. */
import { holderOf, invitationOf, lapse, nobody, Refused, same } from './directory-rules.ts';
import { admit, authorityOf } from './inviter-rules.ts';
import {
  type Invitation,
  type Inviter,
  type Member,
  type Model,
  type Person,
  roleNamed,
  workspaceStanding,
} from './model.ts';

const day = 86_400_000;
/** Of an invitation. */
const lifetime = 7 * day;

export type InviteOrder = {
  email: string;
  organizationRole?: string;
  workspaces: { workspace: string; role: string }[];
};
/** What the product made of a new invitation. */
export type MadeInvitation = { id: string; member: string; secret: string };
export type Outcome = { outcome: 'added' | 'invited' | 'already_member' | 'error'; code?: string };

/** Who invites, and by which right. */
type Inviting = Pick<Invitation, 'by' | 'scope'>;

/**
 * One after the other. Nobody gives more than they may: then nothing is changed at all.
 * @param made by address
 */
export function invite(
  model: Model,
  inviting: Inviting,
  orders: readonly InviteOrder[],
  made: (email: string) => MadeInvitation,
): Outcome[] {
  const authority = authorityOf(model, inviting.by);
  for (const { organizationRole, workspaces } of orders) {
    if (organizationRole !== undefined && !authority.mayInviteAs(organizationRole)) throw new Refused(403, 'too much');
    if (!workspaces.every(({ workspace }) => authority.mayGiveIn(workspace))) throw new Refused(403, 'not there');
  }
  const seen: string[] = [];
  return orders.map((order) => {
    if (seen.includes(order.email)) return failed('duplicate');
    seen.push(order.email);
    const outcome = inviteOne(model, inviting, order, made);
    if (outcome.outcome !== 'error')
      model.tombstones = model.tombstones.filter(({ names }) => !names.some((name) => same(name, order.email)));
    return outcome;
  });
}

function failed(code: string): Outcome {
  return { outcome: 'error', code };
}

function inviteOne(
  model: Model,
  inviting: Inviting,
  order: InviteOrder,
  made: (email: string) => MadeInvitation,
): Outcome {
  const asked: { workspace: string; role: string }[] = [];
  for (const { workspace, role } of order.workspaces) {
    const known = roleNamed(model, role);
    if (known === null) return failed('unknown_role');
    if (!model.workspaces.some(({ id }) => id === workspace)) return failed('workspace_not_found');
    asked.push({ workspace, role: known });
  }
  const { mayAdmit } = authorityOf(model, inviting.by);
  const found = addressedBy(model, order.email);
  if (found.length > 1) return failed('ambiguous');
  const [member] = found;
  if (!member) {
    if (!mayAdmit) return failed('organization_invite_not_allowed');
    const { member: id } = made(order.email);
    const invited: Member = {
      ...nobody,
      id,
      userName: order.email,
      emails: [order.email],
      status: 'pending',
      managed: false,
    };
    model.members.set(id, invited);
    return open(model, inviting, invited, { ...order, workspaces: asked }, made(order.email));
  }
  if (member.status === 'inactive') return failed('member_deactivated');
  if (member.status === 'active') return add(model, member, asked);
  if (!mayAdmit) return failed('organization_invite_not_allowed');
  return extend(model, inviting, member, { ...order, workspaces: asked }, made(order.email));
}

/** Active ones first; the userName counts where nobody has the address among the emails. */
function addressedBy({ members }: Model, email: string): Member[] {
  const all = [...members.values()];
  const byEmail = all.filter(({ emails }) => emails.some((own) => same(own, email)));
  const active = byEmail.filter(({ status }) => status === 'active');
  if (active.length > 0) return active;
  return byEmail.length > 0 ? byEmail : all.filter(({ userName }) => same(userName, email));
}

function add(model: Model, member: Member, asked: { workspace: string; role: string }[]): Outcome {
  const standings = asked.map((row) => ({ ...row, standing: workspaceStanding(model, member, row.workspace) }));
  const missing = standings.filter(({ standing }) => standing.role === null);
  if (missing.some(({ standing }) => standing.sources.includes('override'))) return failed('denied');
  if (missing.length === 0) return { outcome: 'already_member' };
  for (const { workspace, role } of missing) give(member, { source: 'manual', workspace, role });
  return { outcome: 'added' };
}

function give(member: Member, next: Member['given'][number]): void {
  member.given = member.given.filter((row) => row.source !== next.source || row.workspace !== next.workspace);
  member.given.push(next);
}

function open(
  model: Model,
  inviting: Inviting,
  member: Member,
  order: InviteOrder,
  { id, secret }: MadeInvitation,
): Outcome {
  const { by } = inviting;
  const organizationRole = order.organizationRole ?? authorityOf(model, by).usual;
  model.invitations.set(id, {
    id,
    member: member.id,
    email: order.email,
    status: 'pending',
    organizationRole,
    expires: model.now + lifetime,
    ...inviting,
    secret,
  });
  give(member, { source: 'invitation', workspace: null, role: organizationRole, by });
  for (const row of order.workspaces) give(member, { source: 'invitation', ...row, by });
  return { outcome: 'invited' };
}

/** Who is invited already gains what is new; an invitation that has expired is renewed. */
function extend(
  model: Model,
  inviting: Inviting,
  member: Member,
  order: InviteOrder,
  { secret }: MadeInvitation,
): Outcome {
  const invitation = invitationOf(model, member.id);
  if (!invitation) throw new Error(`${member.userName} is pending without an invitation`);
  const { by } = inviting;
  const { mayInviteAs } = authorityOf(model, by);
  const organizationRole = order.organizationRole ?? invitation.organizationRole;
  const changed = organizationRole !== invitation.organizationRole;
  if (changed && !mayInviteAs(invitation.organizationRole)) return failed('forbidden');
  const missing = order.workspaces.filter(
    ({ workspace }) => !member.given.some((row) => row.source === 'invitation' && row.workspace === workspace),
  );
  const renewed = invitation.expires <= model.now;
  if (renewed && !mayInviteAs(organizationRole)) return failed('forbidden');
  if (missing.length === 0 && !changed && !renewed) return { outcome: 'already_member' };
  for (const row of missing) give(member, { source: 'invitation', ...row, by });
  if (changed || renewed) {
    give(member, { source: 'invitation', workspace: null, role: organizationRole, by });
    Object.assign(invitation, { organizationRole, ...inviting });
  }
  if (renewed) Object.assign(invitation, { expires: model.now + lifetime, secret });
  return { outcome: 'invited' };
}

function openInvitation({ invitations }: Model, id: string): Invitation {
  const invitation = invitations.get(id);
  if (!invitation || invitation.status === 'revoked') throw new Refused(404, 'no such invitation');
  if (invitation.status === 'accepted') throw new Refused(409, 'accepted already');
  return invitation;
}

/** The pending member exists by nothing else. */
export function revokeInvitation(model: Model, by: Inviter, id: string): void {
  const invitation = openInvitation(model, id);
  requireInviteAs(model, by, invitation);
  invitation.status = 'revoked';
  model.members.delete(invitation.member);
}

/** Who sends it again answers for it from now on, and for the workspace roles that they may give. */
export function resendInvitation(model: Model, by: Inviter, id: string, secret: string): void {
  const invitation = openInvitation(model, id);
  requireInviteAs(model, by, invitation);
  Object.assign(invitation, { expires: model.now + lifetime, secret, by, scope: 'organization' });
  const { mayGiveIn } = authorityOf(model, by);
  for (const row of model.members.get(invitation.member)?.given ?? [])
    if (row.source === 'invitation' && (row.workspace === null || mayGiveIn(row.workspace))) row.by = by;
}

function requireInviteAs(model: Model, by: Inviter, { organizationRole }: Invitation): void {
  if (!authorityOf(model, by).mayInviteAs(organizationRole)) throw new Refused(403, 'above the own role');
}

/** By somebody who has an account: by the id for the verified address, by the link's secret for the address. */
export function acceptInvitation(model: Model, subject: string, by: { id: string } | { secret: string }): void {
  const account = model.accounts.get(subject);
  if (!account) throw new Error(`${subject} has no account`);
  const own = [...model.members.values()].find((member) => member.subject === subject);
  // A key is its person's: of somebody who is active nowhere it opens nothing (1.5 point 6).
  if (!account.elsewhere && own?.status !== 'active') throw new Refused(401, 'active nowhere');
  const invitation = [...model.invitations.values()].find((row) =>
    'id' in by ? row.id === by.id : row.secret === by.secret,
  );
  const isOpen = invitation?.status === 'pending' && invitation.expires > model.now;
  if (!invitation || !isOpen) throw new Refused(404, 'no open invitation');
  const isTheirs = same(account.email, invitation.email);
  if ('secret' in by && !isTheirs) throw new Refused(403, 'the invitation is for another address');
  if ('id' in by && !(isTheirs && account.verified)) throw new Refused(404, 'no open invitation');
  if (own) throw new Refused(409, 'a member already');
  const member = model.members.get(invitation.member);
  if (!member) throw new Error(`${invitation.email} is invited but no member`);
  if (!admit(model, member, invitation)) throw new Refused(403, 'the inviter may not any more');
  const email = account.verified ? account.email : null;
  Object.assign(member, { status: 'active', subject, proof: { subject, email } });
}

/**
 * Design 1.3 point 2 and 1.5: access, announced by the directory, invited, auto-join, refused.
 * @param newcomer the id of the member that an auto-join makes
 * @param secret of the invitation's link that the sign-in was begun with
 */
export function signIn(
  model: Model,
  person: Person & { verified: boolean },
  newcomer: string,
  secret: string | null = null,
): void {
  try {
    enter(model, person, newcomer);
  } catch (error) {
    if (!(error instanceof Refused) || secret === null || !enterByLink(model, person, secret)) throw error;
  }
}

function enter(model: Model, { subject, email, verified }: Person & { verified: boolean }, newcomer: string): void {
  const account = model.accounts.get(subject);
  const all = [...model.members.values()];
  const here = all.find((member) => member.subject === subject);
  const unlinked = all.filter((member) => member.subject === null);
  const bySubject = unlinked.filter((row) => row.externalId === subject && row.status !== 'pending');
  const byAddress = unlinked.filter(
    ({ emails, userName }) => emails.some((own) => same(own, email)) || (emails.length === 0 && same(userName, email)),
  );
  const byEmail = verified ? byAddress : [];
  const announced = here
    ? undefined
    : bySubject.length === 1
      ? bySubject[0]
      : byEmail.length === 1
        ? byEmail[0]
        : undefined;
  const come = (member: Member) => {
    model.accounts.set(subject, { email, verified, elsewhere: account?.elsewhere ?? false });
    Object.assign(member, { subject, status: 'active', proof: { subject, email: verified ? email : null } });
  };
  if (announced?.status === 'active') {
    come(announced);
    return;
  }
  const invitation = announced?.status === 'pending' ? invitationOf(model, announced.id) : undefined;
  if (announced && invitation && admit(model, announced, invitation)) {
    come(announced);
    return;
  }
  if (account && (account.elsewhere || here?.status === 'active')) {
    Object.assign(account, { email, verified });
    if (here?.status === 'active' && !here.managed)
      Object.assign(here, { emails: [email], proof: { subject, email: verified ? email : null } });
    return;
  }
  if (here || [...bySubject, ...byAddress].some(({ status }) => status === 'inactive'))
    throw new Refused(403, 'deactivated');
  if (model.tombstones.some((row) => isBuried(row, subject, email))) throw new Refused(403, 'removed');
  if (account || !model.sso.autoJoin) throw new Refused(403, 'not invited');
  if (announced && invitation) {
    lapse(announced, invitation);
    come(announced);
    giveDefaults(model, announced);
    return;
  }
  if (holderOf(model, email) || bySubject.length > 0 || byEmail.length > 0) throw new Refused(403, 'the name is taken');
  const member: Member = {
    ...nobody,
    id: newcomer,
    userName: email,
    emails: [email],
    status: 'active',
    managed: false,
  };
  model.members.set(newcomer, member);
  come(member);
  giveDefaults(model, member);
}

function isBuried(row: Model['tombstones'][number], subject: string, email: string): boolean {
  return row.externalId === subject || row.subject === subject || row.names.some((name) => same(name, email));
}

/** SSO member settings; what was deleted since falls back to the first workspace and Workspace Editor. */
function giveDefaults(model: Model, member: Member): void {
  const { workspaces, workspaceRole, organizationRole } = model.sso;
  const living = workspaces.filter((id) => model.workspaces.some((row) => row.id === id));
  const first = model.workspaces[0]?.id;
  const places = living.length === 0 && workspaces.length > 0 && first ? [first] : living;
  const role = roleNamed(model, workspaceRole) ?? 'Workspace Editor';
  give(member, { source: 'sso-default', workspace: null, role: organizationRole });
  for (const workspace of places) give(member, { source: 'sso-default', workspace, role });
}

/** The link was sent to the address, so that the provider need not vouch for it. */
function enterByLink(
  model: Model,
  { subject, email, verified }: Person & { verified: boolean },
  secret: string,
): boolean {
  const invitation = [...model.invitations.values()].find((row) => row.secret === secret);
  if (!invitation || !same(invitation.email, email)) return false;
  if (invitation.status !== 'pending' || invitation.expires <= model.now) return false;
  const member = model.members.get(invitation.member);
  if (!member || [...model.members.values()].some((row) => row.subject === subject)) return false;
  if (!admit(model, member, invitation)) return false;
  const elsewhere = model.accounts.get(subject)?.elsewhere ?? false;
  model.accounts.set(subject, { email, verified, elsewhere });
  Object.assign(member, { subject, status: 'active', proof: { subject, email: verified ? email : null } });
  return true;
}

export function hasWorkspace(model: Model, member: Member): boolean {
  return model.workspaces.some(({ id }) => workspaceStanding(model, member, id).role !== null);
}
