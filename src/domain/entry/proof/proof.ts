/**
 * Proof: who counts as whom (P1 to P4). Nothing else compares a subject, an externalId or an address of two records,
 * in memory or in a filter. An address is *proven* for a member when the directory of this organization set it, when a
 * connection that serves this organization asserted it as verified, or when its owner used a link that was mailed there.
 * Only proven addresses stand in `userName`, `emails` and `emailKeys`; a claimed one stands apart (`claimedEmail`).
 */
import type { Filter } from '../../../storage/query.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type AccountDocument, identities, isOwnIssuer } from '../../model/account.ts';
import { connections, deploymentConnectionId } from '../../model/connection.ts';
import { getDeployment } from '../../model/deployment.ts';
import type { MemberDocument, SignInIdentity } from '../../model/member.ts';
import { nameHash, type TombstoneDocument } from '../../model/tombstone.ts';
import type { UserContent } from '../../model/user-content.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';

type MemberFilter = Filter<MemberDocument>;
type TombstoneFilter = Filter<TombstoneDocument>;

/** What a member keeps of the sign-in that it is linked by. */
export type Proof = NonNullable<MemberDocument['signIn']>;

/** Of a directory's person, what somebody can be recognized by. */
type Described = Pick<UserContent, 'userName' | 'externalId' | 'emails'>;

// --- P1: subjects

/** The connections whose subjects are the `externalId`s of this organization's directory. */
export async function linkingConnections(orgId: string): Promise<ReadonlySet<string>> {
  const [{ defaultOrgId, linkByExternalId }, own] = await Promise.all([
    getDeployment(),
    tenant(orgId).find(connections, { enabled: true, linkByExternalId: true }),
  ]);
  const deployments = orgId === defaultOrgId && linkByExternalId ? [deploymentConnectionId] : [];
  return new Set([...deployments, ...own.map(({ _id }) => _id)]);
}

/** Whether the subject of this sign-in is the `externalId`. Identities that Usher made itself have no subject of a provider. */
function isSubjectOf(
  { connectionId, issuer, subject }: SignInIdentity,
  externalId: string | null,
  linking: ReadonlySet<string>,
): boolean {
  return externalId !== null && subject === externalId && linking.has(connectionId) && !isOwnIssuer(issuer);
}

/** Finds the unlinked members that the directory announced with this subject. @param links whether this connection links people by `externalId` */
export function announcedBySubject({ issuer, subject }: SignInIdentity, links: boolean): MemberFilter | null {
  return links && !isOwnIssuer(issuer) ? { externalId: subject, status: { $ne: 'pending' }, accountId: null } : null;
}

// --- P2: addresses

/** The address that the sign-in proves, folded; null when it proves none. */
export function provenKeyOf({ email, emailTrusted }: Pick<VerifiedClaims, 'email' | 'emailTrusted'>): string | null {
  return emailTrusted && email !== null ? foldName(email) : null;
}

/** Finds members that have one of these addresses (folded), among the emails or as userName. */
export function withAddress(...keys: readonly string[]): MemberFilter {
  return { $or: [{ emailKeys: { $in: keys } }, { userNameKey: { $in: keys } }] };
}

/** Finds members whose person only claims one of these addresses. */
export function claimantsOf(...keys: readonly string[]): MemberFilter {
  // With the type, as the partial index has it.
  return { claimedEmailKey: { $type: 'string', $in: keys } };
}

/** Whether the person of this member only claims the address, folded. */
export function claimsAddress({ claimedEmailKey }: Pick<MemberDocument, 'claimedEmailKey'>, key: string): boolean {
  return claimedEmailKey === key;
}

/** Finds the unlinked members, pending ones too, that have this address: as an email, or as userName where there is none. */
export function unlinkedWithAddress(key: string): MemberFilter {
  return { $or: [{ emailKeys: key }, { userNameKey: key, emails: [] }], accountId: null };
}

/**
 * Of the members that have this address, those who are meant by it: with it among the emails, else as the userName that a
 * directory or an invitation gave. A name that a provider was trusted with proves no address, however it looks.
 */
export function meantBy<T extends Pick<MemberDocument, 'emailKeys' | 'userNameKey' | 'scimManaged' | 'status'>>(
  key: string,
  found: readonly T[],
): readonly T[] {
  const byEmail = found.filter(({ emailKeys }) => emailKeys.includes(key));
  if (byEmail.length > 0) return byEmail;
  return found.filter(
    ({ userNameKey, scimManaged, status }) => userNameKey === key && (scimManaged || status === 'pending'),
  );
}

/** Whether the account's address is the one that was invited; proven or not. */
export function isInvited({ emailKey }: Pick<AccountDocument, 'emailKey'>, invitation: { emailKey: string }): boolean {
  return emailKey === invitation.emailKey;
}

/**
 * The account's address where it counts in every organization, folded: verified at the deployment's own connection, which
 * is the operator's word. A connection of one organization says nothing to the others.
 */
export async function provenEverywhere(account: AccountDocument): Promise<string | null> {
  if (account.emailKey === null || !account.emailVerified) return null;
  const others = { accountId: account._id, connectionId: { $ne: deploymentConnectionId } };
  return (await system('sign-in').findOne(identities, others)) ? null : account.emailKey;
}

// --- P1 and P2 together: newcomers and the directory

/** Finds those whom the directory may describe with this content: invited to its address, or newcomers that signed in. */
export function waitingFor(described: readonly Described[]): MemberFilter {
  const keys = described.flatMap(({ userName, emails }) => [userName, ...emails].map(foldName));
  const externalIds = described.flatMap(({ externalId }) => externalId ?? []);
  const newcomer: MemberFilter = { scimManaged: false, status: { $ne: 'pending' } };
  return {
    $or: [
      { status: 'pending', emailKeys: { $in: keys } },
      { ...newcomer, 'signIn.verifiedEmailKey': { $in: keys } },
      ...(externalIds.length === 0 ? [] : [{ ...newcomer, 'signIn.subject': { $in: externalIds } }]),
    ],
  };
}

/** Whether `waitingFor` would have found this one for that person alone. */
export function mayWaitFor(member: MemberDocument, { userName, externalId, emails }: Described): boolean {
  const keys = [userName, ...emails].map(foldName);
  const { status, emailKeys, scimManaged, signIn } = member;
  if (status === 'pending') return emailKeys.some((key) => keys.includes(key));
  if (scimManaged || signIn === null) return false;
  const { verifiedEmailKey, subject } = signIn;
  return (verifiedEmailKey !== null && keys.includes(verifiedEmailKey)) || subject === externalId;
}

/** Whether one that `waitingFor` found is this person. @param linking `linkingConnections` of the organization */
export function isDescribedBy(member: MemberDocument, content: Described, linking: ReadonlySet<string>): boolean {
  const keys = [content.userName, ...content.emails].map(foldName);
  if (member.status === 'pending') return member.emailKeys.some((key) => keys.includes(key));
  return !member.scimManaged && isProvenToBe(member.signIn, content, linking);
}

/** Whether who signed in so is the person whom the directory describes: by the subject (P1) or by a proven address (P2). */
export function isProvenToBe(proof: Proof | null, content: Described, linking: ReadonlySet<string>): boolean {
  if (proof === null) return false;
  const keys = [content.userName, ...content.emails].map(foldName);
  const { verifiedEmailKey } = proof;
  return (
    isSubjectOf(proof, content.externalId, linking) || (verifiedEmailKey !== null && keys.includes(verifiedEmailKey))
  );
}

// --- Perhaps one person: what proves nothing, for an admin to judge

export const likenesses = ['address', 'claimed-address', 'subject', 'name'] as const;
/** In what two records are alike: an address, one that somebody only claims, a subject that is the other's `externalId`, the name. */
export type Likeness = (typeof likenesses)[number];

type Told = Pick<MemberDocument, 'nameKey' | 'userNameKey' | 'emailKeys' | 'claimedEmailKey' | 'externalId' | 'signIn'>;

/** Find those who are like this one in one thing each, and itself: each is answered from an index, which all at once are not. */
export function resembling(member: Told): MemberFilter[] {
  const { nameKey, claimedEmailKey, externalId, signIn } = member;
  const keys = [...addressKeys(member), ...(claimedEmailKey ? [claimedEmailKey] : [])];
  return [
    { emailKeys: { $in: keys } },
    { userNameKey: { $in: keys } },
    claimantsOf(...keys),
    ...(nameKey === '' ? [] : [{ nameKey }]),
    ...(externalId === null ? [] : [{ 'signIn.subject': externalId }]),
    ...(signIn === null || isOwnIssuer(signIn.issuer) ? [] : [{ externalId: signIn.subject }]),
  ];
}

/** In what these two are alike. */
export function likenessesOf(one: Told, other: Told): Likeness[] {
  const isAlike: Readonly<Record<Likeness, boolean>> = {
    address: shares(addressKeys(one), addressKeys(other)),
    'claimed-address': claimsOf(one, other) || claimsOf(other, one),
    subject: isNamedBySubject(one, other) || isNamedBySubject(other, one),
    name: one.nameKey !== '' && one.nameKey === other.nameKey,
  };
  return likenesses.filter((likeness) => isAlike[likeness]);
}

function addressKeys({ emailKeys, userNameKey }: Told): string[] {
  return [...new Set([...emailKeys, userNameKey])];
}

function shares(some: readonly string[], others: readonly string[]): boolean {
  return some.some((key) => others.includes(key));
}

function claimsOf({ claimedEmailKey }: Told, other: Told): boolean {
  if (!claimedEmailKey) return false;
  return addressKeys(other).includes(claimedEmailKey) || other.claimedEmailKey === claimedEmailKey;
}

function isNamedBySubject({ signIn }: Told, { externalId }: Told): boolean {
  return signIn !== null && !isOwnIssuer(signIn.issuer) && externalId === signIn.subject;
}

// --- Removed people

/** What a tombstone keeps of a member. */
export function remains({
  accountId,
  externalId,
  signIn,
  userName,
  emails,
}: MemberDocument): Pick<TombstoneDocument, 'accountId' | 'externalId' | 'identity' | 'nameHashes'> {
  const identity = signIn && {
    connectionId: signIn.connectionId,
    issuer: signIn.issuer,
    subject: signIn.subject,
  };
  return { accountId, externalId, identity, nameHashes: [...new Set([userName, ...emails].map(nameHash))] };
}

/**
 * Finds the tombstone of who signs in. A claimed address counts here too: it can only keep its claimant out.
 * @param names that the person goes by
 * @param links the connection may link by `externalId`
 */
export function tombstoneOf(
  { connectionId, issuer, subject }: SignInIdentity,
  { names, accountId, links }: { names: readonly string[]; accountId: string | null; links: boolean },
): TombstoneFilter {
  return {
    $or: [
      { 'identity.subject': subject, 'identity.connectionId': connectionId, 'identity.issuer': issuer },
      ...(links && !isOwnIssuer(issuer) ? [{ externalId: subject }] : []),
      ...(accountId === null ? [] : [{ accountId }]),
      ...(names.length === 0 ? [] : [{ nameHashes: { $in: names.map(nameHash) } }]),
    ],
  };
}

/** Finds the tombstones of those who went by one of these addresses. */
export function tombstonesWithAddress(addresses: readonly string[]): TombstoneFilter {
  return { nameHashes: { $in: addresses.map(nameHash) } };
}

/** Whether somebody who was removed went by this address. */
export function hadAddress({ nameHashes }: TombstoneDocument, address: string): boolean {
  return nameHashes.includes(nameHash(address));
}

/** Finds the tombstones that one of these persons of a directory may clear. */
export function tombstonesOf(described: readonly Described[]): TombstoneFilter {
  const names = tombstonesWithAddress(described.flatMap(({ userName, emails }) => [userName, ...emails]));
  const ids = { $in: described.flatMap(({ externalId }) => externalId ?? []) };
  return { $or: ids.$in.length === 0 ? [names] : [names, { externalId: ids }, { 'identity.subject': ids }] };
}

/** Whether one that `tombstonesOf` found is this person's. */
export function isTombstoneOf(tombstone: TombstoneDocument, content: Described, linking: ReadonlySet<string>): boolean {
  const { externalId, identity } = tombstone;
  if (externalId !== null && externalId === content.externalId) return true;
  if (identity !== null && isSubjectOf(identity, content.externalId, linking)) return true;
  return [content.userName, ...content.emails].some((name) => hadAddress(tombstone, name));
}
