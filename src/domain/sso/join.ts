/** Somebody joins: account and identity are made, and a member is linked, activated or created. */
import { newId } from '../../storage/collection.ts';
import { decideAccess } from '../access/decide-access.ts';
import { type GrantDocument, newGrant } from '../access/grant.ts';
import { guardLastAdmin } from '../access/last-admin-guard.ts';
import { findWorkspaceRole } from '../access/role.ts';
import { type AccessState, noAccessYet } from '../access/state.ts';
import { count } from '../directory/counter.ts';
import { newMember } from '../directory/create-user.ts';
import { contentFields, type MemberDocument, type MemberSummary, members } from '../directory/member.ts';
import { profileContent } from '../directory/profile.ts';
import { draftAcceptance, draftLapse } from '../invitations/accept.ts';
import type { Offer, OfferFault } from '../invitations/offer.ts';
import type { Draft } from '../operation.ts';
import { assertNames } from '../organizations/names.ts';
import { accounts, addressOf, identities } from './account.ts';
import { withClaimedGroups } from './claimed-groups.ts';
import type { VerifiedClaims } from './claims.ts';
import { newcomerUserName, profileOf, proofOf } from './person.ts';
import type { SignInState } from './sign-in-state.ts';

/** How somebody came in, and the member with its grants from now on. */
export type Joined = {
  readonly outcome: 'existing' | 'invitation' | 'auto-join';
  readonly accountId: string;
  readonly member: { readonly member: MemberSummary; readonly grants: readonly GrantDocument[] };
};

/** What joining needs to know. */
export type Joining = Pick<SignInState, 'identity' | 'account' | 'access' | 'claims' | 'groups'>;

/**
 * Drafts all of it.
 * @param waiting the member that this person is; null: a newcomer, who gets what the SSO member settings say
 * @param offer the invitation of a pending member; one that cannot be accepted lapses, and the person joins as a newcomer
 * @param by what proved to be the invited person
 */
export function join(
  draft: Draft,
  state: Joining,
  waiting: MemberDocument | null,
  offer: Offer | null,
  by: 'sign-in' | 'link' = 'sign-in',
): Joined {
  const { access, claims } = state;
  const accountId = state.identity?.accountId ?? newId();
  draftAccount(draft, state, accountId);
  const signIn = proofOf(claims);
  if (!waiting) return { outcome: 'auto-join', accountId, member: draftNewcomer(draft, state, accountId, signIn) };
  const present = access.members.get(waiting._id);
  if (!present) throw new Error(`member ${waiting._id} was not loaded`);
  const { version } = waiting;
  const pending = waiting.status === 'pending';
  draft.update(
    members,
    waiting._id,
    {
      accountId,
      signIn,
      status: 'active',
      version: version + 1,
      updatedAt: draft.now,
      ...(pending ? ownWords(waiting, claims) : {}),
    },
    { version, accountId: null },
  );
  const { connectionId } = claims;
  draft.event({ type: 'user.linked', subject: { memberId: waiting._id }, after: { accountId, connectionId } });
  const { outcome, grants: before } = pending
    ? draftArrival(draft, access, waiting, offer, by)
    : { outcome: 'existing' as const, grants: present.grants };
  const grants = state.groups ? withClaimedGroups(access, waiting._id, before, state.groups, draft.now) : before;
  if (grants !== before) assertNames(draft, access.organization);
  const [change] = guardLastAdmin(draft, access, [{ memberId: waiting._id, status: 'active', grants }]);
  if (change && (pending || grants !== present.grants)) decideAccess(draft, access, [change]);
  const member = { ...present.member, accountId, status: 'active' as const };
  return { outcome, accountId, member: { member, grants: change?.grants ?? grants } };
}

/** A pending member becomes active: as the invitation says, or as a newcomer where that cannot be accepted. */
function draftArrival(
  draft: Draft,
  access: AccessState,
  { _id: memberId, orgId }: MemberDocument,
  offer: Offer | null,
  by: 'sign-in' | 'link',
): { outcome: 'invitation' | 'auto-join'; grants: readonly GrantDocument[] } {
  count(draft, orgId, 'users', 1);
  const accepted = offer ? draftAcceptance(draft, offer, access, by) : null;
  const outcome = accepted?.fault === null ? 'invitation' : 'auto-join';
  draft.event({ type: 'user.joined', subject: { memberId }, after: { by: outcome } });
  if (accepted?.fault === null) return { outcome, grants: accepted.grants };
  const present = access.members.get(memberId)?.grants ?? [];
  const fault: OfferFault = accepted?.fault ?? 'invitation_expired';
  const kept = offer ? draftLapse(draft, offer, fault, present) : present;
  assertNames(draft, access.organization);
  return { outcome, grants: [...kept, ...defaultGrants(draft, access, memberId)] };
}

/** An invitation knows nothing of a person but the address. */
function ownWords({ userName, emails }: MemberDocument, claims: VerifiedClaims): Partial<MemberDocument> {
  const { name, givenName, familyName } = claims;
  return contentFields(profileContent({ userName, email: emails[0] ?? null, name, givenName, familyName }));
}

function draftAccount(draft: Draft, { identity, account, claims }: Joining, accountId: string): void {
  const { connectionId, issuer, subject, email, emailTrusted } = claims;
  const seen = {
    ...addressOf(email),
    emailVerified: emailTrusted,
    name: claims.name ?? newcomerUserName(claims),
    lastSignInAt: draft.now,
  };
  if (account) draft.update(accounts, accountId, seen);
  else draft.insert(accounts, { _id: accountId, ...seen, createdAt: draft.now, personalOrgId: null });
  if (!identity)
    draft.insert(identities, { _id: newId(), connectionId, issuer, subject, accountId, createdAt: draft.now });
}

function draftNewcomer(
  draft: Draft,
  { access, claims }: Joining,
  accountId: string,
  signIn: MemberDocument['signIn'],
): Joined['member'] {
  const { organization } = access;
  const content = profileContent(profileOf(claims));
  const member = { ...newMember(organization._id, content, draft.now), accountId, signIn, scimManaged: false };
  draft.insert(members, member);
  count(draft, organization._id, 'users', 1);
  draft.event({
    type: 'user.joined',
    subject: { memberId: member._id },
    after: { userName: member.userName, by: 'auto-join' },
  });
  assertNames(draft, organization);
  const state = { ...access, members: new Map([[member._id, noAccessYet(member)]]) };
  const grants = defaultGrants(draft, access, member._id);
  decideAccess(draft, state, [{ memberId: member._id, status: 'active', grants }]);
  return { member, grants };
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
