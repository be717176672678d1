/**
 * May this person come in, and as whom? The order is the contract (E1): known identity; a member that
 * the directory announced; a pending invitation; auto-join; refused. Pure: a simulation asks the same.
 */

import { isDeepStrictEqual } from 'node:util';
import { decideAccess } from '../../access/decide-access.ts';
import { keepLastAdmin } from '../../access/keep-last-admin-unattended.ts';
import { passesGate, withSignInGroups } from '../../access/mapping/sign-in-groups.ts';
import { memberIn } from '../../access/state.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type AccountDocument, accounts, addressOf } from '../../model/account.ts';
import type { GrantDocument } from '../../model/grant.ts';
import {
  contentFields,
  emailOf,
  type MemberDocument,
  type MemberSummary,
  members,
  standingOf,
} from '../../model/member.ts';
import { changedFields } from '../../model/new-member.ts';
import { profileContent } from '../../model/profile.ts';
import type { RefusalReason, VerifiedClaims } from '../../model/verified-claims.ts';
import { assertNames } from '../../operation/names.ts';
import type { Draft } from '../../operation/operate.ts';
import { isOwnNewcomer } from '../arrival/arrive.ts';
import { draftAccount, draftIdentity, type Joined, join } from '../arrival/join.ts';
import { judgeOffer, type Offer } from '../offer/offer.ts';
import {
  claimOfSignIn,
  givesUpAddress,
  nameOfNobodyElse,
  newcomerUserName,
  profileOf,
  proofAfter,
} from '../proof/person.ts';
import { provenKeyOf } from '../proof/proof.ts';
import type { SignInState } from './sign-in-state.ts';
import { type AskedStrength, fallsShort } from './strength.ts';

/** The deployment's own switches. */
export type SignInPolicy = {
  readonly jitProvisioningEnabled: boolean;
  readonly allowMissingEmail: boolean;
  readonly personalOrgsDisabled: boolean;
  /** The workspace of a personal organization. */
  readonly workspaceName: string;
  /** What the deployment's own connection asks of a sign-in. */
  readonly asked: AskedStrength;
};

export type SignInDecision =
  | {
      readonly outcome: 'existing' | 'invitation' | 'auto-join';
      readonly accountId: string;
      /** The member in this connection's organization with its grants from now on; null: it has access elsewhere only. */
      readonly member: { readonly member: MemberSummary; readonly grants: readonly GrantDocument[] } | null;
    }
  | {
      readonly outcome: 'refused';
      readonly reason: RefusalReason;
      /** The organization that refuses, where it is not the one that the connection serves. */
      readonly orgId?: string;
    };

export function decideSignIn(draft: Draft, state: SignInState, policy: SignInPolicy): SignInDecision {
  const { own, claims } = state;
  const { organization } = state.access;
  const refuse = (reason: RefusalReason): SignInDecision => ({ outcome: 'refused', reason });
  if (own && !passesGate(own, state.claimedGroups, state.access)) return refuse('missing_group');
  const short = fallsShort(own ?? policy.asked, claims, draft.now);
  if (short) return refuse(short);
  const here = state.ownMembers.find(({ orgId }) => orgId === organization._id);

  // An account that has no member here yet may be announced or invited here, whatever access it has elsewhere; and who is a
  // newcomer here may be somebody whom the directory has announced since.
  const announced = here && (here.lock || !isOwnNewcomer(here)) ? null : announcedMember(state);
  if (announced && standingOf(announced) === 'active') return enter(announced, null, here);
  const offer = state.offer?.invitation.memberId === announced?._id ? state.offer : null;
  const given = state.access.members.get(announced?._id ?? '')?.grants ?? [];
  const fault = offer && judgeOffer(offer, given, state.access.customRoles, draft.now).fault;
  if (announced && offer && fault === null) return enter(announced, offer, here);

  // The deployment's connection lets in whoever has access anywhere that takes it, an organization's own one to that organization alone.
  const entered = state.ownMembers.filter((member) => !state.closed.includes(member));
  if (state.account && entered.some((member) => standingOf(member) === 'active'))
    return {
      outcome: 'existing',
      accountId: state.account._id,
      member: draftReturn(draft, state, state.account, here),
    };
  const insisting = own ? undefined : state.closed.find((member) => standingOf(member) === 'active');
  if (insisting) return { outcome: 'refused', reason: 'sso_only', orgId: insisting.orgId };
  if (here?.lock || announced?.lock) return refuse('locked');
  if (here?.status === 'inactive' || isDeactivated(state)) return refuse('deactivated');
  if (state.tombstone) return refuse('removed');
  // Somebody is expected whose address this is said to be: what is missing is the proof.
  if (state.expectedUnproven || (provenKeyOf(claims) === null && state.byAnyEmail.length > 0))
    return refuse(state.domainUnverified ? 'domain_not_verified' : 'email_not_verified');
  // Only the sign-in that creates the account joins, and only at the deployment's connection (E4).
  const mayJoin = own === null && policy.jitProvisioningEnabled && organization.sso.autoJoin;
  if (mayJoin && state.account !== null) return refuse(fault ?? 'no_membership');
  if (!mayJoin) return refuse(fault ?? 'not_invited');
  if (claims.email === null && !policy.allowMissingEmail) return refuse('no_email');
  if (announced?.status === 'pending') return enter(announced, offer);
  // Several members could be this person, or another one has the name: an admin or the directory has to tell them apart.
  if (state.byExternalId.length > 0 || state.byEmail.length > 0 || isNameTaken(state)) return refuse('user_name_taken');
  return enter(null, null);

  function enter(waiting: MemberDocument | null, offer: Offer | null, newcomer: MemberDocument | null = null): Joined {
    return join(draft, state, draftAccount(draft, state), { waiting, offer, newcomer, by: 'sign-in' });
  }
}

/** The unlinked member that this person is: by the subject as externalId, else the only one with the proven address. */
function announcedMember({ byExternalId, byEmail }: SignInState): MemberDocument | null {
  const [bySubject] = byExternalId;
  if (bySubject && byExternalId.length === 1) return bySubject;
  const [byAddress] = byEmail;
  return byAddress && byEmail.length === 1 ? byAddress : null;
}

function isDeactivated({ byExternalId, byAnyEmail }: SignInState): boolean {
  return [...byExternalId, ...byAnyEmail].some(({ status }) => status === 'inactive');
}

/** A name that no directory can mean is made unique; a name that says who somebody is belongs to whoever has it. */
function isNameTaken({ holder, claims }: SignInState): boolean {
  return holder !== null && newcomerUserName(claims) !== nameOfNobodyElse(claims);
}

/** Somebody known comes back, or comes by the provider for the first time: the account is refreshed, and the member where there is one. */
function draftReturn(
  draft: Draft,
  state: SignInState,
  account: AccountDocument,
  here: MemberDocument | undefined,
): Extract<SignInDecision, { member: unknown }>['member'] {
  const { claims } = state;
  const name = claims.name ?? account.name;
  const said = claims.email === null ? {} : { ...addressOf(claims.email), emailVerified: claims.emailTrusted };
  draft.update(accounts, account._id, { lastSignInAt: draft.now, name, ...said });
  if (!state.identity) draftIdentity(draft, account._id, claims, account);
  if (!here || standingOf(here) !== 'active') return null;
  if (!state.identity) {
    const after = { accountId: account._id, connectionId: claims.connectionId };
    draft.event({ type: 'user.linked', subject: { memberId: here._id }, after });
  }
  if (!here.scimManaged) draftRefresh(draft, here, refreshed(here, state, name));
  else if (!state.identity)
    draft.update(members, here._id, { signIn: proofAfter(here, claims) }, { version: here.version });
  const present = memberIn(state.access, here._id);
  return { member: present.member, grants: draftGroups(draft, state, present.member, present.grants) };
}

/**
 * What this sign-in says about a member, where no directory speaks for it (E10): name and proven address
 * follow the provider, and an address that it only claims stands apart.
 */
function refreshed(before: MemberDocument, { claims, holder }: SignInState, name: string): MemberDocument {
  const here = givesUpAddress(before, claims) ? withoutAddress(before, claims) : before;
  const proven = provenKeyOf(claims) === null ? null : claims.email;
  // The userName follows the address that it was made from, unless somebody else has the name.
  const wasNamed = here.emailKeys.includes(here.userNameKey) || here.userName === nameOfNobodyElse(claims);
  const isFree = holder === null || holder._id === here._id;
  const userName = proven !== null && wasNamed && isFree ? proven : here.userName;
  const profile = { ...profileOf(claims), userName, email: proven ?? emailOf(here), name };
  const claimed = claims.email === null ? {} : claimOfSignIn(claims, here);
  return { ...here, ...contentFields(profileContent(profile)), ...claimed, signIn: proofAfter(here, claims) };
}

function withoutAddress(here: MemberDocument, claims: VerifiedClaims): MemberDocument {
  const userName = here.emailKeys.includes(here.userNameKey) ? nameOfNobodyElse(claims) : here.userName;
  return { ...here, userName, userNameKey: foldName(userName), emails: [], emailKeys: [] };
}

const told = ['name', 'userName', 'emails', 'claimedEmail'] as const;

function draftRefresh(draft: Draft, before: MemberDocument, after: MemberDocument): void {
  const changed = told.filter((field) => !isDeepStrictEqual(after[field] ?? null, before[field] ?? null));
  if (changed.length === 0 && isDeepStrictEqual(after.signIn, before.signIn)) return;
  const { _id: memberId, version } = before;
  const isShown = changed.some((field) => field !== 'claimedEmail');
  const revised = { ...after, ...(isShown ? { version: version + 1, updatedAt: draft.now } : {}) };
  draft.update(members, memberId, { ...changedFields(revised), ...signInFields(revised) }, { version });
  if (changed.length === 0) return;
  const pick = (of: MemberDocument) => Object.fromEntries(changed.map((field) => [field, of[field] ?? null]));
  draft.event({ type: 'user.updated', subject: { memberId }, before: pick(before), after: pick(after) });
}

function signInFields({ signIn, claimedEmail, claimedEmailKey }: MemberDocument): Partial<MemberDocument> {
  return { signIn, claimedEmail, claimedEmailKey };
}

/** The groups that this sign-in claims replace those of the one before; answers all grants of the member. */
function draftGroups(
  draft: Draft,
  { access, groups }: SignInState,
  { _id: memberId, status }: MemberSummary,
  present: readonly GrantDocument[],
): readonly GrantDocument[] {
  const grants = groups ? withSignInGroups(access, memberId, present, groups, draft.now) : present;
  if (grants === present) return present;
  assertNames(draft, access.organization);
  const changes = keepLastAdmin(draft, access, [{ memberId, status, grants }]);
  decideAccess(draft, access, changes);
  return changes[0]?.grants ?? grants;
}
