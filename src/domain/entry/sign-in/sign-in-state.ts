/** What a sign-in reads before it is decided. */
import { system, tenant } from '../../../storage/tenant.ts';
import { loadSignInGroups, type SignInGroup } from '../../access/mapping/sign-in-groups.ts';
import { type AccessState, loadAccess } from '../../access/state.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type AccountDocument, accounts, type IdentityDocument, identities } from '../../model/account.ts';
import {
  type ConnectionDocument,
  connectionNotFound,
  deploymentConnectionId,
  findOpenConnection,
  readsGroups,
} from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import { ownsDomainOf } from '../../model/email-domain.ts';
import { type MemberDocument, members } from '../../model/member.ts';
import { getOrganization, inLivingOrganizations } from '../../model/organization.ts';
import { type TombstoneDocument, tombstones } from '../../model/tombstone.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import { findHolder } from '../arrival/join.ts';
import { loadOffer, type Offer } from '../offer/offer.ts';
import { expectationOf } from '../proof/expected.ts';
import { announcedBySubject, provenKeyOf, tombstoneOf, unlinkedWithAddress } from '../proof/proof.ts';
import { admits, type CameBy } from '../reach/admits.ts';

/** Where a sign-in leads. */
export type WayIn = {
  readonly orgId: string;
  /** The organization's own connection; null: the deployment's, which serves the current default organization. */
  readonly own: ConnectionDocument | null;
  /** A subject of this connection is an `externalId` of the organization's directory (P1). */
  readonly links: boolean;
};

export type SignInState = {
  own: ConnectionDocument | null;
  /** As believed here: an organization's own provider is trusted only for addresses in domains that it has verified. */
  claims: VerifiedClaims;
  /** The provider vouches for the address, and the organization has not verified its domain. */
  domainUnverified: boolean;
  identity: IdentityDocument | null;
  /** Of this identity; else the one that is expected at the deployment's connection by the proven address. */
  account: AccountDocument | null;
  /** Members of the known account, in any organization. */
  ownMembers: MemberDocument[];
  /** Those of them in organizations where this way of coming in does not count. */
  closed: MemberDocument[];
  /** Members of the organization, not linked to any account, that this person is by the subject, or by the proven address. */
  byExternalId: MemberDocument[];
  byEmail: MemberDocument[];
  /** Those that have the address, proven or only claimed: they tell why somebody is refused, and never let anybody in. */
  byAnyEmail: MemberDocument[];
  /** The same of an account that is expected by the address, which these claims do not prove. */
  expectedUnproven: boolean;
  /** Who has the userName that a newcomer would get. */
  holder: MemberDocument | null;
  tombstone: TombstoneDocument | null;
  /** The pending invitation of the only one in `byEmail`. */
  offer: Offer | null;
  /** The groups of the claim, where the connection reads it. */
  claimedGroups: SignInGroup[];
  /** Those that give something; null: this connection does not synchronize groups. */
  groups: SignInGroup[] | null;
  access: AccessState;
};

/** @throws DomainError not_found when the connection is gone or switched off */
export async function wayInOf(connectionId: string): Promise<WayIn> {
  if (connectionId === deploymentConnectionId) {
    const { defaultOrgId, linkByExternalId } = await getDeployment();
    return { orgId: defaultOrgId, own: null, links: linkByExternalId };
  }
  const own = await findOpenConnection(connectionId);
  if (!own) throw connectionNotFound();
  return { orgId: own.orgId, own, links: own.linkByExternalId };
}

export async function loadSignIn(wayIn: WayIn, asserted: VerifiedClaims): Promise<SignInState> {
  const { orgId, own, links } = wayIn;
  const scope = tenant(orgId);
  const claims = await asBelieved(wayIn, asserted);
  const { connectionId, issuer, subject, email } = claims;
  const announced = announcedBySubject(claims, links);
  const [byExternalId, byAnyEmail, holder] = await Promise.all([
    announced === null ? [] : scope.find(members, announced),
    email === null ? [] : scope.find(members, unlinkedWithAddress(foldName(email))),
    findHolder(orgId, claims),
  ]);
  const byEmail = provenKeyOf(claims) === null ? [] : byAnyEmail;
  // After them: what a sign-in of the same person at the same moment has made of these members comes with an identity.
  const identity = await system('sign-in').findOne(identities, { connectionId, issuer, subject });
  const expectation = identity ? null : await expectationOf(claims);
  const accountId = identity?.accountId ?? expectation?.accountId ?? null;
  const names = [email, claims.trustedUserName].filter((name) => name !== null);
  const [account, ownMembers, tombstone] = await Promise.all([
    accountId === null ? null : system('sign-in').findOne(accounts, { _id: accountId }),
    accountId === null ? [] : membersOf(accountId),
    scope.findOne(tombstones, tombstoneOf(claims, { names, accountId, links })),
  ]);
  const here = ownMembers.filter((member) => member.orgId === orgId);
  const by = { connectionId, reach: own?.orgId ?? null };
  const concerned = [...here, ...byExternalId, ...byEmail].map(({ _id }) => _id);
  const claimedGroups = own && readsGroups(own) ? await loadSignInGroups(orgId, claims.groups ?? []) : [];
  return {
    own,
    claims,
    domainUnverified: asserted.emailTrusted && !claims.emailTrusted,
    identity,
    account,
    ownMembers,
    closed: await closedTo(ownMembers, by),
    byExternalId,
    byEmail,
    byAnyEmail,
    expectedUnproven: expectation?.unproven ?? false,
    holder,
    tombstone,
    access: await loadAccess(orgId, [...new Set(concerned)]),
    offer: byEmail.length === 1 && byEmail[0] ? await loadOffer(orgId, byEmail[0]._id) : null,
    claimedGroups,
    groups: own ? (own.groupSync ? claimedGroups : []) : null,
  };
}

async function membersOf(accountId: string): Promise<MemberDocument[]> {
  return inLivingOrganizations(await system('account-memberships').find(members, { accountId }));
}

async function closedTo(own: readonly MemberDocument[], by: CameBy): Promise<MemberDocument[]> {
  const open = await Promise.all(own.map(async ({ orgId }) => admits(await getOrganization(orgId), by)));
  return own.filter((_, at) => !open[at]);
}

/** An organization's admins choose its provider, so its word about an address counts only in the organization's domains. */
export async function asBelieved(
  { orgId, own }: Pick<WayIn, 'orgId' | 'own'>,
  claims: VerifiedClaims,
): Promise<VerifiedClaims> {
  const { email, emailTrusted } = claims;
  if (own === null || email === null || !emailTrusted || (await ownsDomainOf(orgId, email))) return claims;
  return { ...claims, emailTrusted: false };
}
