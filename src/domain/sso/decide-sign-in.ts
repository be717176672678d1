/**
 * May this person come in, and as whom? The order is the contract (design 1.3 point 2, 4.1): known identity; a member that
 * the directory announced; a pending invitation; auto-join; refused. Pure: a simulation asks the same.
 */
import { isDeepStrictEqual } from 'node:util';
import { decideAccess } from '../access/decide-access.ts';
import type { GrantDocument } from '../access/grant.ts';
import { guardLastAdmin } from '../access/last-admin-guard.ts';
import { contentFields, type MemberDocument, type MemberSummary, members } from '../directory/member.ts';
import { profileContent } from '../directory/profile.ts';
import { judgeOffer } from '../invitations/offer.ts';
import type { Draft } from '../operation.ts';
import { assertNames } from '../organizations/names.ts';
import { type AccountDocument, accounts, addressOf } from './account.ts';
import { passesGate, withClaimedGroups } from './claimed-groups.ts';
import type { RefusalReason, VerifiedClaims } from './claims.ts';
import { join } from './join.ts';
import { profileOf, proofOf } from './person.ts';
import type { SignInState } from './sign-in-state.ts';

/** The deployment's own switches. */
export type SignInPolicy = {
  readonly jitProvisioningEnabled: boolean;
  readonly allowMissingEmail: boolean;
  readonly personalOrgsDisabled: boolean;
  /** The workspace of a personal organization. */
  readonly workspaceName: string;
};

export type SignInDecision =
  | {
      readonly outcome: 'existing' | 'invitation' | 'auto-join';
      readonly accountId: string;
      /** The member in this connection's organization with its grants from now on; null: it has access elsewhere only. */
      readonly member: { readonly member: MemberSummary; readonly grants: readonly GrantDocument[] } | null;
    }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason };

export function decideSignIn(draft: Draft, state: SignInState, policy: SignInPolicy): SignInDecision {
  const { own, claims } = state;
  const { organization } = state.access;
  const refuse = (reason: RefusalReason): SignInDecision => ({ outcome: 'refused', reason });
  if (own && !passesGate(own.requiredGroups, claims.groups ?? [])) return refuse('missing_group');
  const here = state.ownMembers.find(({ orgId }) => orgId === organization._id);

  // An account that has no member here yet may be announced or invited here, whatever access it has elsewhere.
  const announced = here ? null : announcedMember(state);
  if (announced?.status === 'active') return join(draft, state, announced, null);
  const offer = state.offer?.invitation.memberId === announced?._id ? state.offer : null;
  const given = state.access.members.get(announced?._id ?? '')?.grants ?? [];
  const fault = offer && judgeOffer(offer, given, state.access.customRoles, draft.now).fault;
  if (announced && offer && fault === null) return join(draft, state, announced, offer);

  // The deployment's connection lets in whoever has access anywhere, an organization's own one to that organization alone.
  const entered = own ? (here ? [here] : []) : state.ownMembers;
  if (state.account && entered.some(({ status }) => status === 'active'))
    return {
      outcome: 'existing',
      accountId: state.account._id,
      member: draftReturn(draft, state, state.account, here),
    };
  if (here?.status === 'inactive' || state.deactivated) return refuse('deactivated');
  if (state.tombstone) return refuse('removed');
  // Auto-join happens only at the sign-in that creates the account, through the deployment's connection (design 1.5 point 4).
  const mayJoin = own === null && state.account === null && policy.jitProvisioningEnabled && organization.sso.autoJoin;
  if (!mayJoin) return refuse(fault ?? 'not_invited');
  if (claims.email === null && !policy.allowMissingEmail) return refuse('no_email');
  if (announced?.status === 'pending') return join(draft, state, announced, offer);
  // Several members could be this person, or another one has the name: an admin or the directory has to tell them apart.
  if (state.holder || state.byExternalId.length > 0 || state.byEmail.length > 0) return refuse('user_name_taken');
  return join(draft, state, null, null);
}

/** The unlinked member that this person is: by the subject as externalId, else the only one with the trusted email. */
function announcedMember({ byExternalId, byEmail }: SignInState): MemberDocument | null {
  const [bySubject] = byExternalId;
  if (bySubject && byExternalId.length === 1) return bySubject;
  const [byAddress] = byEmail;
  return byAddress && byEmail.length === 1 ? byAddress : null;
}

/** Somebody known comes back: the account is refreshed, and the member where there is one. */
function draftReturn(
  draft: Draft,
  state: SignInState,
  account: AccountDocument,
  here: MemberDocument | undefined,
): Extract<SignInDecision, { member: unknown }>['member'] {
  const { claims } = state;
  const name = claims.name ?? account.name;
  const email = claims.email ?? account.email;
  const seen = { lastSignInAt: draft.now, name, ...addressOf(email), emailVerified: claims.emailTrusted };
  draft.update(accounts, account._id, seen);
  if (here?.status !== 'active') return null;
  if (!here.scimManaged) draftRefresh(draft, here, claims, { name, email });
  const present = state.access.members.get(here._id);
  if (!present) throw new Error(`member ${here._id} was not loaded`);
  return { member: present.member, grants: draftGroups(draft, state, present.member, present.grants) };
}

/** Name and email follow the provider where no directory speaks for them (design 1.5 point 10). */
function draftRefresh(
  draft: Draft,
  here: MemberDocument,
  claims: VerifiedClaims,
  { name, email }: { name: string; email: string | null },
): void {
  const content = profileContent({ ...profileOf(claims), userName: here.userName, email, name });
  const fields = contentFields(content);
  const same = fields.name === here.name && fields.emails[0] === here.emails[0];
  const signIn = proofOf(claims);
  if (same && isDeepStrictEqual(signIn, here.signIn)) return;
  const { version } = here;
  if (same) {
    draft.update(members, here._id, { signIn }, { version });
    return;
  }
  draft.update(members, here._id, { ...fields, signIn, version: version + 1, updatedAt: draft.now }, { version });
  draft.event({
    type: 'user.updated',
    subject: { memberId: here._id },
    before: { name: here.name, emails: here.emails },
    after: { name: fields.name, emails: fields.emails },
  });
}

/** The groups that this sign-in claims replace those of the one before; answers all grants of the member. */
function draftGroups(
  draft: Draft,
  { access, groups }: SignInState,
  { _id: memberId, status }: MemberSummary,
  present: readonly GrantDocument[],
): readonly GrantDocument[] {
  const grants = groups ? withClaimedGroups(access, memberId, present, groups, draft.now) : present;
  if (grants === present) return present;
  assertNames(draft, access.organization);
  const changes = guardLastAdmin(draft, access, [{ memberId, status, grants }]);
  decideAccess(draft, access, changes);
  return changes[0]?.grants ?? grants;
}
