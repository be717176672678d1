/**
 * Somebody has signed in at a provider: who is that here, and may they come in? The order is the contract (design 1.3
 * point 2, 4.1): known identity; a member that the directory announced; a pending invitation; auto-join; refused.
 */
import { isDeepStrictEqual } from 'node:util';
import { system, tenant } from '../../storage/tenant.ts';
import { type AccessState, loadAccess } from '../access/state.ts';
import type { Context } from '../context.ts';
import { foldName } from '../directory/fold-name.ts';
import { contentFields, type MemberDocument, members } from '../directory/member.ts';
import { profileContent } from '../directory/profile.ts';
import { nameHash, type TombstoneDocument, tombstones } from '../directory/tombstone.ts';
import { joinByLink } from '../invitations/join-by-link.ts';
import { judgeOffer, loadOffer, type Offer } from '../invitations/offer.ts';
import { type Draft, operate } from '../operation.ts';
import { createOrganization } from '../organizations/create-organization.ts';
import { getDeployment, inLivingOrganizations } from '../organizations/organization.ts';
import { type AccountDocument, accounts, type IdentityDocument, identities } from './account.ts';
import type { RefusalReason, SignInOutcome, VerifiedClaims } from './claims.ts';
import { join } from './join.ts';
import { newcomerUserName, profileOf, proofOf, trustedEmailOf } from './person.ts';

/** The deployment's own switches. */
export type SignInPolicy = {
  readonly jitProvisioningEnabled: boolean;
  readonly allowMissingEmail: boolean;
  readonly personalOrgsDisabled: boolean;
  /** The workspace of a personal organization. */
  readonly workspaceName: string;
};

type State = {
  identity: IdentityDocument | null;
  account: AccountDocument | null;
  /** Members of the known account, in any organization. */
  ownMembers: MemberDocument[];
  /** Members of the default organization, not linked to any account, that this person may be. */
  byExternalId: MemberDocument[];
  byEmail: MemberDocument[];
  /** Whether one that carries the subject, or the address even if unverified, is deactivated. */
  deactivated: boolean;
  /** Who has the userName that a newcomer would get. */
  holder: MemberDocument | null;
  tombstone: TombstoneDocument | null;
  /** The pending invitation of the only one in `byEmail`. */
  offer: Offer | null;
  access: AccessState;
};

/**
 * Signs a person in through the deployment's connection, which serves the current default organization.
 * @param link the secret of the invitation's link that the sign-in was begun with: whom the default organization does not
 *   let in joins the organization that invited them, whichever it is
 */
export async function signIn(
  context: Context,
  claims: VerifiedClaims,
  policy: SignInPolicy,
  link: string | null = null,
): Promise<SignInOutcome> {
  const { defaultOrgId: orgId } = await getDeployment();
  const decided = await operate(orgId, context, {
    load: () => load(orgId, claims),
    decide: (state, draft) => decide(draft, state, claims, policy),
  });
  const refused = decided.outcome === 'refused' && link !== null;
  const outcome = (refused ? await joinByLink(context, claims, link) : null) ?? decided;
  if (outcome.outcome === 'signed-in' && !policy.personalOrgsDisabled)
    await givePersonalOrganization(context, outcome.accountId, claims, policy);
  return outcome;
}

async function load(orgId: string, claims: VerifiedClaims): Promise<State> {
  const scope = tenant(orgId);
  const { connectionId, issuer, subject } = claims;
  const trustedEmail = trustedEmailOf(claims);
  const unlinked = { accountId: null };
  const emailKey = claims.email === null ? null : foldName(claims.email);
  const [byExternalId, byAnyEmail, holder] = await Promise.all([
    scope.find(members, { externalId: subject, status: { $ne: 'pending' }, ...unlinked }),
    emailKey === null ? [] : scope.find(members, { $or: emailsAre(emailKey), ...unlinked }),
    scope.findOne(members, { userNameKey: foldName(newcomerUserName(claims)) }),
  ]);
  const byEmail = trustedEmail === null ? [] : byAnyEmail;
  // After them: what a sign-in of the same person at the same moment has made of these members comes with an identity.
  const identity = await system('sign-in').findOne(identities, { connectionId, issuer, subject });
  const [account, ownMembers, tombstone] = await Promise.all([
    identity && system('sign-in').findOne(accounts, { _id: identity.accountId }),
    identity ? membersOf(identity.accountId) : [],
    scope.findOne(tombstones, {
      $or: [
        { externalId: subject },
        ...(identity ? [{ accountId: identity.accountId }] : []),
        { nameHashes: nameHash(newcomerUserName(claims)) },
      ],
    }),
  ]);
  const own = ownMembers.filter((member) => member.orgId === orgId);
  const concerned = [...own, ...byExternalId, ...byEmail].map(({ _id }) => _id);
  return {
    identity,
    account,
    ownMembers,
    byExternalId,
    byEmail,
    deactivated: [...byExternalId, ...byAnyEmail].some(({ status }) => status === 'inactive'),
    holder,
    tombstone,
    access: await loadAccess(orgId, [...new Set(concerned)]),
    offer: byEmail.length === 1 && byEmail[0] ? await loadOffer(orgId, byEmail[0]._id) : null,
  };
}

async function membersOf(accountId: string): Promise<MemberDocument[]> {
  return inLivingOrganizations(await system('account-memberships').find(members, { accountId }));
}

/** The address among the emails, or as the userName of somebody whose directory sends no emails. */
function emailsAre(emailKey: string): Record<string, unknown>[] {
  return [{ emailKeys: emailKey }, { userNameKey: emailKey, emails: [] }];
}

function decide(draft: Draft, state: State, claims: VerifiedClaims, policy: SignInPolicy): SignInOutcome {
  const { organization } = state.access;
  const refuse = (reason: RefusalReason): SignInOutcome => ({
    outcome: 'refused',
    reason,
    organizationName: organization.name,
  });
  const inDefault = state.ownMembers.find(({ orgId }) => orgId === organization._id);

  // An account that has no member here yet may be announced or invited here, whatever access it has elsewhere.
  const announced = inDefault ? null : announcedMember(state);
  if (announced?.status === 'active') return join(draft, state, claims, announced, null);
  const offer = state.offer?.invitation.memberId === announced?._id ? state.offer : null;
  const given = state.access.members.get(announced?._id ?? '')?.grants ?? [];
  const fault = offer && judgeOffer(offer, given, state.access.customRoles, draft.now).fault;
  if (announced && offer && fault === null) return join(draft, state, claims, announced, offer);

  if (state.account && state.ownMembers.some(({ status }) => status === 'active')) {
    draftReturn(draft, state.account, claims, inDefault);
    return { outcome: 'signed-in', accountId: state.account._id, newcomer: false };
  }
  if (inDefault?.status === 'inactive' || state.deactivated) return refuse('deactivated');
  if (state.tombstone) return refuse('removed');
  // Auto-join happens only at the sign-in that creates the account (design 1.5 point 4).
  const mayJoin = state.account === null && policy.jitProvisioningEnabled && organization.sso.autoJoin;
  if (!mayJoin) return refuse(fault ?? 'not_invited');
  if (claims.email === null && !policy.allowMissingEmail) return refuse('no_email');
  if (announced?.status === 'pending') return join(draft, state, claims, announced, offer);
  // Several members could be this person, or another one has the name: an admin or the directory has to tell them apart.
  if (state.holder || state.byExternalId.length > 0 || state.byEmail.length > 0) return refuse('user_name_taken');
  return join(draft, state, claims, null, null);
}

/** The unlinked member that this person is: by the subject as externalId, else the only one with the trusted email. */
function announcedMember({ byExternalId, byEmail }: State): MemberDocument | null {
  const [bySubject] = byExternalId;
  if (bySubject && byExternalId.length === 1) return bySubject;
  const [byAddress] = byEmail;
  return byAddress && byEmail.length === 1 ? byAddress : null;
}

/** Somebody known comes back: name and email are refreshed where no directory speaks for them (design 1.5 point 10). */
function draftReturn(
  draft: Draft,
  account: AccountDocument,
  claims: VerifiedClaims,
  inDefault: MemberDocument | undefined,
): void {
  const name = claims.name ?? account.name;
  const email = claims.email ?? account.email;
  draft.update(accounts, account._id, { lastSignInAt: draft.now, name, email, emailVerified: claims.emailTrusted });
  if (!inDefault || inDefault.scimManaged || inDefault.status !== 'active') return;
  const content = profileContent({ ...profileOf(claims), userName: inDefault.userName, email, name });
  const fields = contentFields(content);
  const same = fields.name === inDefault.name && fields.emails[0] === inDefault.emails[0];
  const signIn = proofOf(claims);
  if (same && isDeepStrictEqual(signIn, inDefault.signIn)) return;
  const { version } = inDefault;
  if (same) {
    draft.update(members, inDefault._id, { signIn }, { version });
    return;
  }
  draft.update(members, inDefault._id, { ...fields, signIn, version: version + 1, updatedAt: draft.now }, { version });
  draft.event({
    type: 'user.updated',
    subject: { memberId: inDefault._id },
    before: { name: inDefault.name, emails: inDefault.emails },
    after: { name: fields.name, emails: fields.emails },
  });
}

async function givePersonalOrganization(
  context: Context,
  accountId: string,
  claims: VerifiedClaims,
  { workspaceName }: SignInPolicy,
): Promise<void> {
  const account = await system('sign-in').findOne(accounts, { _id: accountId });
  if (!account || account.personalOrgId) return;
  const name = `${claims.name ?? newcomerUserName(claims)}'s organization`;
  await createOrganization(context, { kind: 'personal', name, workspaceName }, accountId);
}
