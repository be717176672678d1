/** Who may invite to what (E6, P8), asked again when an invitation is accepted (case 78). */
import {
  type Invitation,
  type Inviter,
  type Member,
  type Model,
  organizationStanding,
  rank,
  workspaceStanding,
} from './model.ts';

type Authority = {
  mayInviteToOrganization: boolean;
  /** Their invitations bring in people who are new to the organization. */
  mayAdmit: boolean;
  mayInviteAs: (organizationRole: string) => boolean;
  mayGiveIn: (workspace: string) => boolean;
  /** The organization role that they give where they say none. */
  usual: string;
};

const everybodys = 'Organization User';

export function authorityOf(model: Model, by: Inviter): Authority {
  const all = { mayInviteToOrganization: true, mayAdmit: true, usual: everybodys };
  const admin: Authority = { ...all, mayInviteAs: () => true, mayGiveIn: () => true };
  if (by === null) return admin;
  const own = [...model.members.values()].find(({ subject, status }) => subject === by && status === 'active');
  const role = own ? organizationStanding(model, own).role : null;
  if (!own || role === null)
    return {
      mayInviteToOrganization: false,
      mayAdmit: false,
      mayInviteAs: () => false,
      mayGiveIn: () => false,
      usual: '',
    };
  if (role === 'Organization Admin') return admin;
  const isOperator = role === 'Organization Operator';
  const highest = Math.min(rank(model, role), rank(model, everybodys));
  return {
    mayInviteToOrganization: isOperator,
    mayAdmit: isOperator || model.workspaceAdminsInvite,
    mayInviteAs: (invited) => rank(model, invited) <= highest,
    // Custom roles of these runs manage nobody, and all rank below Workspace Admin.
    mayGiveIn: (workspace) => workspaceStanding(model, own, workspace).role === 'Workspace Admin',
    usual: rank(model, role) < rank(model, everybodys) ? role : everybodys,
  };
}

/**
 * Accepts the invitation, without what its inviters may not give any more: each counts as a whole or not at all. False:
 * it is over, or none of them may.
 */
export function admit(model: Model, member: Member, invitation: Invitation): boolean {
  if (invitation.expires <= model.now) return false;
  const invited = member.given.filter(({ source }) => source === 'invitation');
  const inviters = new Set([invitation.by, ...invited.map(({ by = null }) => by)]);
  const standing = [...inviters].filter((by) => stillMay(model, by, invitation, invited));
  if (standing.length === 0) return false;
  invitation.status = 'accepted';
  member.given = member.given.filter(
    ({ source, by = null, workspace, role }) =>
      source !== 'invitation' ||
      standing.includes(by) ||
      (workspace === null && rank(model, role) <= rank(model, everybodys)),
  );
  return true;
}

function stillMay(model: Model, by: Inviter, invitation: Invitation, invited: Member['given']): boolean {
  const { mayInviteToOrganization, mayAdmit, mayInviteAs, mayGiveIn } = authorityOf(model, by);
  if (!mayAdmit) return false;
  if (by === invitation.by) {
    if (invitation.scope === 'organization' && !mayInviteToOrganization) return false;
    if (!mayInviteAs(invitation.organizationRole)) return false;
  }
  return invited.every((row) => (row.by ?? null) !== by || row.workspace === null || mayGiveIn(row.workspace));
}
