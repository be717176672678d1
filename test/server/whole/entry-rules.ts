/** How people come in: invitations and sign-ins, and what these do to the model. */
import { holderOf, invitationOf, lapse, nobody, Refused, same } from './directory-rules.ts';
import { admit, authorityOf } from './inviter-rules.ts';
import {
  type Invitation,
  type Inviter,
  type Member,
  type Model,
  type Person,
  rank,
  roleNamed,
  type Standing,
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
  const claimed = [...model.members.values()].some((row) => row.status === 'active' && row.claimed === order.email);
  if (!member && claimed && inviting.scope === 'workspace') return failed('unverified_address');
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
  if (byEmail.length > 0) return byEmail;
  return all.filter(({ userName, managed, status }) => same(userName, email) && (managed || status === 'pending'));
}

function add(model: Model, member: Member, asked: { workspace: string; role: string }[]): Outcome {
  const standings = asked.map((row) => ({ ...row, standing: workspaceStanding(model, member, row.workspace) }));
  const isOpen = ({ roles, sources }: Standing, role: string) =>
    !sources.includes('override') && !sources.includes('organization-admin') && !roles.includes(role);
  const missing = standings.filter(
    ({ standing, role }) => standing.role === null || (model.precedence === 'combined' && isOpen(standing, role)),
  );
  if (missing.some(({ standing }) => standing.sources.includes('override'))) return failed('denied');
  if (missing.length === 0) return { outcome: 'already_member' };
  for (const { workspace, role } of missing) give(model, member, { source: 'manual', workspace, role });
  return { outcome: 'added' };
}

/** A13: where all roles count, one in a workspace is given beside the others. */
function give(model: Model, member: Member, next: Member['given'][number]): void {
  const there = member.given.filter((row) => row.source === next.source && row.workspace === next.workspace);
  if (model.precedence === 'combined' && next.workspace !== null && there.length > 0) {
    const same = there.find(({ role }) => role === next.role);
    if (same) Object.assign(same, next);
    else member.given.push({ ...next, mapping: `beside/${next.role}` });
    return;
  }
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
  give(model, member, { source: 'invitation', workspace: null, role: organizationRole, by });
  for (const row of order.workspaces) give(model, member, { source: 'invitation', ...row, by });
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
    ({ workspace, role }) =>
      !member.given.some(
        (row) =>
          row.source === 'invitation' &&
          row.workspace === workspace &&
          (model.precedence !== 'combined' || row.role === role),
      ),
  );
  const renewed = invitation.expires <= model.now;
  if (renewed && !mayInviteAs(organizationRole)) return failed('forbidden');
  if (missing.length === 0 && !changed && !renewed) return { outcome: 'already_member' };
  for (const row of missing) give(model, member, { source: 'invitation', ...row, by });
  if (changed || renewed) {
    give(model, member, { source: 'invitation', workspace: null, role: organizationRole, by });
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
  const own = [...model.members.values()].find((member) => member.subject === subject);
  // A key is its person's: of somebody who is active nowhere it opens nothing (E9), and it ends with a deactivation.
  const isActive = own?.status === 'active';
  if (!account || !(account.elsewhere || isActive) || (isActive && own.ended)) throw new Refused(401, 'active nowhere');
  const invitation = [...model.invitations.values()].find((row) =>
    'id' in by ? row.id === by.id : row.secret === by.secret,
  );
  const isOpen = invitation?.status === 'pending' && invitation.expires > model.now;
  if (!invitation || !isOpen) throw new Refused(404, 'no open invitation');
  const isTheirs = same(account.email, invitation.email);
  if ('secret' in by && !isTheirs) throw new Refused(403, 'the invitation is for another address');
  if ('id' in by && !(isTheirs && account.verified)) throw new Refused(404, 'no open invitation');
  if (own && !(account.verified && cameAlone(model, own))) throw new Refused(409, 'a member already');
  const member = model.members.get(invitation.member);
  if (!member) throw new Error(`${invitation.email} is invited but no member`);
  if (!account.verified && !mayShownLinkGive(model, member, invitation))
    throw new Refused(403, 'more than the maker may give');
  if (!admit(model, member, invitation)) throw new Refused(403, 'the inviter may not any more');
  becomeOne(model, member, own);
  link(member, { subject, ...account });
}

/** Links of these runs are shown: who made one could use it, so it gives what they may give by now (P7). */
function mayShownLinkGive(model: Model, member: Member, invitation: Invitation): boolean {
  const { mayInviteAs, mayGiveIn } = authorityOf(model, invitation.by);
  const allowed = member.overrides.filter(({ role }) => role !== null);
  const places = [...member.given, ...allowed].flatMap(({ workspace }) => workspace ?? []);
  return mayInviteAs(invitation.organizationRole) && places.every(mayGiveIn);
}

/** No directory has written to this member, nor put it into a group. */
function cameAlone({ groups }: Model, { id, managed, status }: Member): boolean {
  return !managed && status === 'active' && ![...groups.values()].some(({ users }) => users.has(id));
}

/**
 * The person's own member until now ends; what admins gave to it comes along. An invitation takes nothing from somebody who
 * is in: of two rows of a kind the higher one stays, and their own override.
 */
function becomeOne(model: Model, member: Member, own: Member | undefined): void {
  if (!own) return;
  const isInvited = member.status === 'pending';
  for (const row of own.given.filter(({ source }) => source !== 'sso-default')) {
    const mine = member.given.find(
      ({ source, workspace, mapping }) =>
        source === row.source && workspace === row.workspace && mapping === row.mapping,
    );
    if (!mine) member.given.push(row);
    else if (isInvited && rank(model, row.role) > rank(model, mine.role)) Object.assign(mine, row);
  }
  for (const row of own.overrides) {
    const at = member.overrides.findIndex(({ workspace }) => workspace === row.workspace);
    if (at < 0) member.overrides.push(row);
    else if (isInvited) member.overrides[at] = row;
  }
  model.members.delete(own.id);
}

const nameOfNobodyElse = (subject: string) => `usher:default:${subject}`;

type Coming = { subject: string; email: string; verified: boolean };

/** What the sign-in says of the member that it links: a pending one has its address only where that is proven. */
function link(member: Member, { subject, email, verified }: Coming): void {
  if (member.status === 'pending' && !verified)
    Object.assign(member, { userName: nameOfNobodyElse(subject), emails: [] });
  Object.assign(member, { subject, status: 'active', ended: false, ...said(member, { subject, email, verified }) });
}

function said(
  { managed, emails, proof }: Member,
  { subject, email, verified }: Coming,
): Pick<Member, 'proof' | 'claimed'> {
  const before = proof?.email ?? null;
  const kept = before !== null && emails.some((own) => same(own, before)) ? before : null;
  const isClaim = !managed && !verified && !emails.some((own) => same(own, email));
  return { proof: { subject, email: verified ? email : kept }, claimed: isClaim ? email : null };
}

/**
 * E1: access, announced by the directory, invited, auto-join, refused.
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
  const alone = here && cameAlone(model, here) ? here : undefined;
  const announced =
    here && !alone ? undefined : bySubject.length === 1 ? bySubject[0] : byEmail.length === 1 ? byEmail[0] : undefined;
  const come = (member: Member) => {
    model.accounts.set(subject, { email, verified, elsewhere: account?.elsewhere ?? false });
    becomeOne(model, member, alone);
    link(member, { subject, email, verified });
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
    if (here?.status === 'active') here.ended = false;
    if (here?.status === 'active' && !here.managed) refresh(model, here, { subject, email, verified });
    return;
  }
  if (here || [...bySubject, ...byAddress].some(({ status }) => status === 'inactive'))
    throw new Refused(403, 'deactivated');
  if (model.tombstones.some((row) => isBuried(row, subject, email))) throw new Refused(403, 'removed');
  if (!verified && byAddress.length > 0) throw new Refused(403, 'the address is not proven');
  if (account || !model.sso.autoJoin) throw new Refused(403, 'not invited');
  if (announced && invitation) {
    lapse(announced, invitation);
    come(announced);
    giveDefaults(model, announced);
    return;
  }
  if ((verified && holderOf(model, email)) || bySubject.length > 0 || byEmail.length > 0)
    throw new Refused(403, 'the name is taken');
  const member: Member = {
    ...nobody,
    id: newcomer,
    userName: verified ? email : nameOfNobodyElse(subject),
    emails: verified ? [email] : [],
    status: 'active',
    managed: false,
  };
  model.members.set(newcomer, member);
  come(member);
  giveDefaults(model, member);
}

/** Name and address follow what is proven; the userName follows the address that it was made from. */
function refresh(model: Model, here: Member, coming: Coming): void {
  const { subject, email, verified } = coming;
  const wasNamed = [...here.emails, nameOfNobodyElse(subject)].some((name) => same(name, here.userName));
  const holder = holderOf(model, email);
  if (verified) {
    if (wasNamed && (!holder || holder === here)) here.userName = email;
    here.emails = [email];
  }
  Object.assign(here, said(here, coming));
}

function isBuried(row: Model['tombstones'][number], subject: string, email: string): boolean {
  const isIt = [row.externalId, row.identity, row.subject].includes(subject);
  return isIt || row.names.some((name) => same(name, email));
}

/** SSO member settings; what was deleted since falls back to the first workspace and Workspace Editor. */
function giveDefaults(model: Model, member: Member): void {
  const { workspaces, workspaceRole, organizationRole } = model.sso;
  const living = workspaces.filter((id) => model.workspaces.some((row) => row.id === id));
  const first = model.workspaces[0]?.id;
  const places = living.length === 0 && workspaces.length > 0 && first ? [first] : living;
  const role = roleNamed(model, workspaceRole) ?? 'Workspace Editor';
  give(model, member, { source: 'sso-default', workspace: null, role: organizationRole });
  for (const workspace of places) give(model, member, { source: 'sso-default', workspace, role });
}

/** The link was shown to who made it: by it, an address that the provider does not verify stays a claim. */
function enterByLink(model: Model, coming: Coming, secret: string): boolean {
  const { subject, email, verified } = coming;
  const invitation = [...model.invitations.values()].find((row) => row.secret === secret);
  if (!invitation || !same(invitation.email, email)) return false;
  if (invitation.status !== 'pending' || invitation.expires <= model.now) return false;
  const member = model.members.get(invitation.member);
  const own = [...model.members.values()].find((row) => row.subject === subject);
  if (!member || (own && !(verified && cameAlone(model, own)))) return false;
  if (!verified && !mayShownLinkGive(model, member, invitation)) return false;
  if (!admit(model, member, invitation)) return false;
  const elsewhere = model.accounts.get(subject)?.elsewhere ?? false;
  model.accounts.set(subject, { email, verified, elsewhere });
  becomeOne(model, member, own);
  link(member, coming);
  return true;
}

export function hasWorkspace(model: Model, member: Member): boolean {
  return model.workspaces.some(({ id }) => workspaceStanding(model, member, id).role !== null);
}
