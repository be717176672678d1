/** Somebody joins: account and identity are made, and a member is linked, activated or created. */
import { newId } from '../../storage/collection.ts';
import { decideAccess } from '../access/decide-access.ts';
import { type GrantDocument, newGrant } from '../access/grant.ts';
import { findWorkspaceRole } from '../access/role.ts';
import { type AccessState, noAccessYet } from '../access/state.ts';
import { count } from '../directory/counter.ts';
import { newMember } from '../directory/create-user.ts';
import { contentFields, type MemberDocument, members } from '../directory/member.ts';
import { profileContent } from '../directory/profile.ts';
import { draftAcceptance, draftLapse } from '../invitations/accept.ts';
import type { Offer, OfferFault } from '../invitations/offer.ts';
import type { Draft } from '../operation.ts';
import { assertNames } from '../organizations/names.ts';
import { type AccountDocument, accounts, type IdentityDocument, identities } from './account.ts';
import type { SignInOutcome, VerifiedClaims } from './claims.ts';
import { newcomerUserName, profileOf, proofOf } from './person.ts';

export type Joining = {
  readonly identity: IdentityDocument | null;
  readonly account: AccountDocument | null;
  readonly access: AccessState;
};

/**
 * Drafts all of it.
 * @param waiting the member that this person is; null: a newcomer, who gets what the SSO member settings say
 * @param offer the pending invitation of a pending member. One that cannot be accepted lapses: the person is a newcomer
 *   like others, so ask before whether they may be that
 */
export function join(
  draft: Draft,
  state: Joining,
  claims: VerifiedClaims,
  waiting: MemberDocument | null,
  offer: Offer | null,
): SignInOutcome {
  const accountId = state.identity?.accountId ?? newId();
  draftAccount(draft, state, claims, accountId);
  const { connectionId } = claims;
  const signIn = proofOf(claims);
  if (!waiting) {
    draftNewcomer(draft, state.access, claims, accountId, signIn);
    return { outcome: 'signed-in', accountId, newcomer: true };
  }
  if (!state.access.members.has(waiting._id)) throw new Error(`member ${waiting._id} was not loaded`);
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
  draft.event({ type: 'user.linked', subject: { memberId: waiting._id }, after: { accountId, connectionId } });
  if (!pending) return { outcome: 'signed-in', accountId, newcomer: false };
  count(draft, waiting.orgId, 'users', 1);
  const accepted = offer ? draftAcceptance(draft, offer, state.access, 'sign-in') : null;
  const joined = accepted?.fault === null ? 'invitation' : 'auto-join';
  draft.event({ type: 'user.joined', subject: { memberId: waiting._id }, after: { by: joined } });
  const grants = accepted?.fault === null ? accepted.grants : asNewcomer(accepted?.fault ?? 'invitation_expired');
  decideAccess(draft, state.access, [{ memberId: waiting._id, status: 'active', grants }]);
  return { outcome: 'signed-in', accountId, newcomer: true };

  function asNewcomer(fault: OfferFault): readonly GrantDocument[] {
    const present = state.access.members.get(waiting?._id ?? '')?.grants ?? [];
    const kept = offer ? draftLapse(draft, offer, fault, present) : present;
    assertNames(draft, state.access.organization);
    return [...kept, ...defaultGrants(draft, state.access, waiting?._id ?? '')];
  }
}

/** An invitation knows nothing of a person but the address. */
function ownWords({ userName, emails }: MemberDocument, claims: VerifiedClaims): Partial<MemberDocument> {
  const { name, givenName, familyName } = claims;
  return contentFields(profileContent({ userName, email: emails[0] ?? null, name, givenName, familyName }));
}

function draftAccount(draft: Draft, state: Joining, claims: VerifiedClaims, accountId: string): void {
  const { connectionId, issuer, subject, email, emailTrusted } = claims;
  const seen = {
    email,
    emailVerified: emailTrusted,
    name: claims.name ?? newcomerUserName(claims),
    lastSignInAt: draft.now,
  };
  if (state.account) draft.update(accounts, accountId, seen);
  else draft.insert(accounts, { _id: accountId, ...seen, createdAt: draft.now, personalOrgId: null });
  if (!state.identity)
    draft.insert(identities, { _id: newId(), connectionId, issuer, subject, accountId, createdAt: draft.now });
}

function draftNewcomer(
  draft: Draft,
  access: AccessState,
  claims: VerifiedClaims,
  accountId: string,
  signIn: MemberDocument['signIn'],
): void {
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
  decideAccess(draft, state, [
    { memberId: member._id, status: 'active', grants: defaultGrants(draft, access, member._id) },
  ]);
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
