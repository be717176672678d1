import type { Authority } from '../../access/authority/authority.ts';
import { mayGiveAll, mayInviteAs } from '../../access/authority/giving.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { isExpired } from '../../model/invitation.ts';
import { actorKey } from '../offer/inviter.ts';
import type { BatchState, Extension, Inviting } from './batch.ts';
import { grantsWith, type LinkFate } from './batch.ts';

/**
 * What becomes of the link when somebody adds a workspace or a role to a pending invitation.
 *
 * Who is shown a link could use it themselves, so nobody keeps or gets one that gives more than they may give (P7). The old
 * link stays if its maker may give all of it; else it is renewed for who adds, if they may; else it is dead until somebody who
 * may sends the invitation again. A link that was mailed stays.
 */
export function fateOfLink(
  present: readonly GrantDocument[],
  {
    invitation,
    organizationRole,
    missing,
    state,
    inviting,
    at,
  }: Omit<Extension, 'link'> & { state: BatchState; inviting: Inviting; at: Date },
): LinkFate {
  const { authority, context, orgId, settings } = inviting;
  const { precedence } = state.access.organization.scim;
  const how = {
    memberId: invitation.memberId,
    orgId,
    source: 'invitation' as const,
    by: context.actor,
    at,
    precedence,
  };
  const gives = grantsWith(present, [...missing, { workspaceId: null, role: organizationRole }], how);
  const mayHave = (who: Authority | undefined) =>
    who !== undefined && mayGiveAll(who, organizationRole, gives, state.access.customRoles);
  const maker = actorKey(invitation.createdBy);
  const isMaker = maker === actorKey(context.actor);
  // Who changes the organization role answers for it from now on, in place of the maker.
  const sameMaker = isMaker || organizationRole === invitation.organizationRole;
  const isRight = sameMaker && mayHave(isMaker ? authority : state.makers.get(maker)?.authority);
  if (!isExpired(invitation, at) && (invitation.linkMailed || isRight)) return 'stays';
  const mayRenew = settings.mail !== null ? mayInviteAs(authority, organizationRole) : mayHave(authority);
  return mayRenew ? 'renewed' : 'dead';
}
