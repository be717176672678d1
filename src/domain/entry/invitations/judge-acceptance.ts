/** Whether an invitation can be accepted by who came for it: the one judgement behind the API, the pages and sign-ins. */
import { tenant } from '../../../storage/tenant.ts';
import { type AccessState, loadAccess } from '../../access/state.ts';
import type { InvitationDocument } from '../../model/invitation.ts';
import { type MemberDocument, members } from '../../model/member.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import { isOwnNewcomer } from '../arrival/arrive.ts';
import { findHolder, type Way } from '../arrival/join.ts';
import { judgeOffer, loadOffer, mayShownLinkGive, type Offer, type OfferFault } from '../offer/offer.ts';

export type AcceptanceState = {
  /** The invited member, while it is pending, with its invitation. */
  readonly waiting: MemberDocument | null;
  readonly offer: Offer | null;
  /** The member that the account has in the organization already. */
  readonly own: MemberDocument | null;
  readonly holder: MemberDocument | null;
  readonly access: AccessState;
};

export type AcceptanceFault = OfferFault | 'not_open' | 'already_member';

/**
 * Loads what `judgeAcceptance` and `join` ask.
 * @param accountId null: the person has no account yet
 * @param claims as believed in the organization
 */
export async function loadAcceptance(
  { orgId, memberId }: InvitationDocument,
  accountId: string | null,
  claims: VerifiedClaims,
): Promise<AcceptanceState> {
  const scope = tenant(orgId);
  const [waiting, own, holder] = await Promise.all([
    scope.findOne(members, { _id: memberId, status: 'pending' }),
    accountId === null ? null : scope.findOne(members, { accountId }),
    findHolder(orgId, claims),
  ]);
  // The revision before what it covers: whoever gives more changes the member's access as well.
  const access = await loadAccess(orgId, own ? [memberId, own._id] : [memberId]);
  return { waiting, own, holder, access, offer: waiting && (await loadOffer(orgId, memberId)) };
}

/**
 * Judges at `at`: how the person arrives, or why not. `not_open`: the invitation or its link is another one by now.
 * @param found the invitation as the person came for it
 * @param proof.here the address is proven, by the account, the provider or the mailed link
 * @param proof.otherwise it is proven without the link, which then need not be one that only its person was shown
 */
export function judgeAcceptance(
  found: InvitationDocument,
  { waiting, offer, own, access }: AcceptanceState,
  proof: { readonly here: boolean; readonly otherwise: boolean },
  at: Date,
): (Omit<Way, 'by'> & { readonly fault: null }) | { readonly fault: AcceptanceFault } {
  const { customRoles, members: loaded } = access;
  const grants = loaded.get(found.memberId)?.grants;
  const isSame = offer?.invitation._id === found._id && offer.invitation.tokenHash === found.tokenHash;
  if (!waiting || !offer || !grants || !isSame) return { fault: 'not_open' };
  // Who came in by signing in before the address was proven is the same person now that it is.
  const newcomer = own && proof.here && isOwnNewcomer(own) ? own : null;
  if (own && !newcomer) return { fault: 'already_member' };
  const { fault } = judgeOffer(offer, grants, customRoles, at);
  if (fault !== null) return { fault };
  if (!proof.otherwise && !mayShownLinkGive(offer, grants, customRoles)) return { fault: 'inviter_lost_right' };
  return { fault: null, waiting, offer, newcomer };
}
