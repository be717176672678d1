/** What a pending invitation is worth today: it may have expired, and its inviters may have lost their rights. */

import { tenant } from '../../../storage/tenant.ts';
import { mayGive, mayGiveAll, mayInviteAs } from '../../access/authority/giving.ts';
import { getDeployment } from '../../model/deployment.ts';
import { type GrantDocument, grants as grantRows } from '../../model/grant.ts';
import { type InvitationDocument, invitations, isExpired } from '../../model/invitation.ts';
import { type MemberSummary, members } from '../../model/member.ts';
import { getOrganization } from '../../model/organization.ts';
import { type RoleDocument, rankOf } from '../../model/role.ts';
import type { Draft } from '../../operation/operate.ts';
import { actorKey, type Inviter, type Inviters, loadInviters, mayAdmit, mayInviteToOrganization } from './inviter.ts';

export type Offer = {
  readonly invitation: InvitationDocument;
  /** The organization has switched invitations off: those of before rest, too. */
  readonly isResting: boolean;
  readonly inviters: Inviters;
  readonly workspaceAdminsInvite: boolean;
};

export type OfferFault = 'invitations_disabled' | 'invitation_expired' | 'inviter_lost_right';

/** `kept`: the member's grants once accepted; `dropped`: those of inviters who could not give them any more. */
export type JudgedOffer =
  | { readonly fault: null; readonly kept: readonly GrantDocument[]; readonly dropped: readonly GrantDocument[] }
  | { readonly fault: OfferFault };

/** The pending invitation of a member with all who stand behind it; null when there is none. */
export async function loadOffer(orgId: string, memberId: string): Promise<Offer | null> {
  const invitation = await tenant(orgId).findOne(invitations, { memberId, status: 'pending' });
  if (!invitation) return null;
  const given = await tenant(orgId).find(grantRows, { memberId, source: 'invitation' });
  const actors = [invitation.createdBy, ...given.map(({ createdBy }) => createdBy)];
  const [inviters, { workspaceAdminsInvite }, { invitationsEnabled = true }] = await Promise.all([
    loadInviters(orgId, actors),
    getDeployment(),
    getOrganization(orgId),
  ]);
  return { invitation, inviters, workspaceAdminsInvite, isResting: !invitationsEnabled };
}

/**
 * What it is worth at `at`. What one inviter gave counts as a whole or not at all: they must still be able to give all of it.
 * One inviter who still may is enough; without any the invitation is void (case 78).
 * @param grants of the invited member, all sources
 */
export function judgeOffer(
  { invitation, inviters, workspaceAdminsInvite, isResting }: Offer,
  grants: readonly GrantDocument[],
  customRoles: readonly RoleDocument[],
  at: Date,
): JudgedOffer {
  if (invitation.initialAdmin) return { fault: null, kept: grants, dropped: [] };
  if (isResting) return { fault: 'invitations_disabled' };
  if (isExpired(invitation, at)) return { fault: 'invitation_expired' };
  const invited = grants.filter(({ source }) => source === 'invitation');
  const author = actorKey(invitation.createdBy);
  const keys = new Set([author, ...invited.map(({ createdBy }) => actorKey(createdBy))]);
  const standing = new Set([...keys].filter(stillMay));
  if (standing.size === 0) return { fault: 'inviter_lost_right' };
  const kept = grants.filter((grant) => !invited.includes(grant) || isKept(grant));
  return { fault: null, kept, dropped: grants.filter((grant) => !kept.includes(grant)) };

  function stillMay(key: string): boolean {
    const inviter: Inviter | undefined = inviters.get(key);
    if (!inviter || !mayAdmit(inviter.authority, workspaceAdminsInvite)) return false;
    const { authority } = inviter;
    if (key === author) {
      if (invitation.scope === 'organization' && !mayInviteToOrganization(authority)) return false;
      if (!mayInviteAs(authority, invitation.organizationRole)) return false;
    }
    return invited.every(
      ({ createdBy, workspaceId, role }) =>
        actorKey(createdBy) !== key || workspaceId === null || mayGive(authority, workspaceId, role ?? '', customRoles),
    );
  }

  /** Organization User and below stays: everybody has it without an inviter. */
  function isKept({ createdBy, workspaceId, role }: GrantDocument): boolean {
    if (standing.has(actorKey(createdBy))) return true;
    return workspaceId === null && rankOf(role ?? '', []) <= rankOf('Organization User', []);
  }
}

/**
 * Whether a link that was shown gives all of this: who was shown it could use it, so it gives at most what they may still
 * give by now, also by an override (P7). A link that was mailed was shown to nobody.
 * @param gives of the invited member, all sources
 */
export function mayShownLinkGive(
  { invitation, inviters }: Offer,
  gives: readonly GrantDocument[],
  customRoles: readonly RoleDocument[],
): boolean {
  if (invitation.linkMailed) return true;
  const maker = inviters.get(actorKey(invitation.createdBy));
  return maker !== undefined && mayGiveAll(maker.authority, invitation.organizationRole, gives, customRoles);
}

/**
 * Drafts that the inviters' rights are those that were loaded.
 * @param ending a member that this change removes anyway: its deletion expects the revision already
 */
export function assertInviters(draft: Draft, { inviters }: Offer, ending: Pick<MemberSummary, '_id'> | null): void {
  for (const { member } of inviters.values())
    if (member && member._id !== ending?._id) {
      const { accessRevision } = member;
      draft.update(members, member._id, { accessRevision }, { accessRevision, status: 'active' });
    }
}
