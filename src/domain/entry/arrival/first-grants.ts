/** What somebody who arrives has from then on: what an invitation says, else what the SSO member settings give a newcomer. */
import type { AccessState } from '../../access/state.ts';
import { type GrantDocument, newGrant } from '../../model/grant.ts';
import type { MemberDocument } from '../../model/member.ts';
import { findWorkspaceRole } from '../../model/role.ts';
import { assertNames } from '../../operation/names.ts';
import type { Draft } from '../../operation/operate.ts';
import { draftAcceptance, draftLapse } from '../offer/acceptance.ts';
import type { Offer, OfferFault } from '../offer/offer.ts';

export type Coming = {
  /** The member that waits for this person; null: nobody knew the person. */
  readonly waiting: MemberDocument | null;
  readonly member: MemberDocument;
  /** The invitation of a pending member. */
  readonly offer: Offer | null;
  readonly by: 'sign-in' | 'link' | 'scim';
  /** The person's own newcomer member here, which becomes one with the one that waits (4.1). */
  readonly newcomer?: MemberDocument | null;
};

/** `invitation`: as the invitation says; `newcomer`: as the SSO member settings say; `known`: as it was already. */
export type ArrivedAs = 'known' | 'invitation' | 'newcomer';

/** A member that was there keeps what it has. An invitation that cannot be accepted lapses; a directory gives no defaults. */
export function firstGrants(
  draft: Draft,
  access: AccessState,
  { waiting, member, offer, by, newcomer = null }: Coming,
  present: readonly GrantDocument[],
): { as: ArrivedAs; grants: readonly GrantDocument[] } {
  if (waiting !== null && waiting.status !== 'pending') return { as: 'known', grants: present };
  const accepted = offer ? draftAcceptance(draft, offer, access, { by, ending: newcomer }) : null;
  if (accepted?.fault === null) return { as: 'invitation', grants: accepted.grants };
  const fault: OfferFault = accepted?.fault ?? 'invitation_expired';
  const kept = offer ? draftLapse(draft, offer, fault, present) : present;
  if (by === 'scim') return { as: 'known', grants: kept };
  assertNames(draft, access.organization);
  return { as: 'newcomer', grants: [...kept, ...defaultGrants(draft, access, member._id)] };
}

/** SSO member settings as grants. What was deleted since falls back to the first workspace and Workspace Editor. */
function defaultGrants(
  draft: Draft,
  { organization, workspaces, customRoles }: AccessState,
  memberId: string,
): GrantDocument[] {
  const { sso, _id: orgId } = organization;
  const configured = sso.workspaceIds.filter((id) => workspaces.some(({ _id }) => _id === id));
  const [first] = workspaces;
  const fellBack = configured.length < sso.workspaceIds.length;
  const workspaceIds = configured.length === 0 && fellBack && first ? [first._id] : configured;
  const role = findWorkspaceRole(sso.workspaceRole, customRoles) ?? 'Workspace Editor';
  if (fellBack || role !== sso.workspaceRole)
    draft.event({
      type: 'sso_settings.fallback',
      subject: { memberId },
      before: { workspaceIds: sso.workspaceIds, workspaceRole: sso.workspaceRole },
      after: { workspaceIds, workspaceRole: role },
    });
  const grant = () => ({ ...newGrant(orgId, memberId, draft.now), source: 'sso-default' as const });
  return [
    { ...grant(), role: sso.organizationRole },
    ...workspaceIds.map((workspaceId) => ({ ...grant(), workspaceId, role })),
  ];
}
