/** What a sign-in reads before it is decided. */
import { system, tenant } from '../../storage/tenant.ts';
import { type AccessState, loadAccess } from '../access/state.ts';
import { foldName } from '../directory/fold-name.ts';
import { type MemberDocument, members } from '../directory/member.ts';
import { nameHash, type TombstoneDocument, tombstones } from '../directory/tombstone.ts';
import { loadOffer, type Offer } from '../invitations/offer.ts';
import { getDeployment, inLivingOrganizations } from '../organizations/organization.ts';
import { type AccountDocument, accounts, type IdentityDocument, identities } from './account.ts';
import { type ClaimedGroup, loadClaimedGroups } from './claimed-groups.ts';
import type { VerifiedClaims } from './claims.ts';
import {
  type ConnectionDocument,
  connectionNotFound,
  deploymentConnectionId,
  findOpenConnection,
} from './connection.ts';
import { ownsDomainOf } from './email-domain.ts';
import { newcomerUserName, trustedEmailOf } from './person.ts';

/** Where a sign-in leads. */
export type WayIn = {
  readonly orgId: string;
  /** The organization's own connection; null: the deployment's, which serves the current default organization. */
  readonly own: ConnectionDocument | null;
};

export type SignInState = {
  own: ConnectionDocument | null;
  /** As believed here: an organization's own provider is trusted only for addresses in domains that it has verified. */
  claims: VerifiedClaims;
  identity: IdentityDocument | null;
  account: AccountDocument | null;
  /** Members of the known account, in any organization. */
  ownMembers: MemberDocument[];
  /** Members of the organization, not linked to any account, that this person may be. */
  byExternalId: MemberDocument[];
  byEmail: MemberDocument[];
  /** Whether one that carries the subject, or the address even if unverified, is deactivated. */
  deactivated: boolean;
  /** Who has the userName that a newcomer would get. */
  holder: MemberDocument | null;
  tombstone: TombstoneDocument | null;
  /** The pending invitation of the only one in `byEmail`. */
  offer: Offer | null;
  /** What the groups claim gives; null: this connection does not synchronize groups. */
  groups: ClaimedGroup[] | null;
  access: AccessState;
};

/** @throws DomainError not_found when the connection is gone or switched off */
export async function wayInOf(connectionId: string): Promise<WayIn> {
  if (connectionId === deploymentConnectionId) return { orgId: (await getDeployment()).defaultOrgId, own: null };
  const own = await findOpenConnection(connectionId);
  if (!own) throw connectionNotFound();
  return { orgId: own.orgId, own };
}

export async function loadSignIn(wayIn: WayIn, asserted: VerifiedClaims): Promise<SignInState> {
  const { orgId, own } = wayIn;
  const scope = tenant(orgId);
  const claims = await asBelieved(wayIn, asserted);
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
  const here = ownMembers.filter((member) => member.orgId === orgId);
  const concerned = [...here, ...byExternalId, ...byEmail].map(({ _id }) => _id);
  return {
    own,
    claims,
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
    groups: own ? await loadClaimedGroups(orgId, own.groupSync ? (claims.groups ?? []) : []) : null,
  };
}

async function membersOf(accountId: string): Promise<MemberDocument[]> {
  return inLivingOrganizations(await system('account-memberships').find(members, { accountId }));
}

/** An organization's admins choose its provider, so its word about an address counts only in the organization's domains. */
export async function asBelieved({ orgId, own }: WayIn, claims: VerifiedClaims): Promise<VerifiedClaims> {
  const email = trustedEmailOf(claims);
  if (own === null || email === null || (await ownsDomainOf(orgId, email))) return claims;
  return { ...claims, emailTrusted: false };
}

/** The address among the emails, or as the userName of somebody whose directory sends no emails. */
function emailsAre(emailKey: string): Record<string, unknown>[] {
  return [{ emailKeys: emailKey }, { userNameKey: emailKey, emails: [] }];
}
