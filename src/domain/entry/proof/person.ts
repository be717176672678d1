/** The person whom verified claims describe, in the words of the directory. */
import { foldName } from '../../kernel/fold-name.ts';
import type { MemberDocument, SignInIdentity } from '../../model/member.ts';
import type { Profile } from '../../model/profile.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';
import { type Proof, provenKeyOf } from './proof.ts';

/** A name that no directory can mean, for somebody of whom nothing but the sign-in is proven (P3). */
export function nameOfNobodyElse({ connectionId, subject }: Pick<SignInIdentity, 'connectionId' | 'subject'>): string {
  return `usher:${connectionId}:${subject}`;
}

/** The proven address; else a name that the connection is trusted with; else one that no directory can mean (P3). */
export function newcomerUserName(claims: VerifiedClaims): string {
  const { email, trustedUserName } = claims;
  return (provenKeyOf(claims) === null ? null : email) ?? trustedUserName ?? nameOfNobodyElse(claims);
}

/** What the claims prove of the person; a claimed address is not in here. */
export function profileOf(claims: VerifiedClaims): Profile {
  const { email, name, givenName, familyName } = claims;
  const proven = provenKeyOf(claims) === null ? null : email;
  return { userName: newcomerUserName(claims), email: proven, name, givenName, familyName };
}

/**
 * Whether the connection that the member came by names another address now, without vouching for it: then the one before is
 * not this person's any more either, and somebody else may have it tomorrow.
 */
export function givesUpAddress(
  { signIn, emailKeys }: Pick<MemberDocument, 'signIn' | 'emailKeys'>,
  claims: VerifiedClaims,
): boolean {
  const key = claims.email === null ? null : foldName(claims.email);
  const isAnother = key !== null && provenKeyOf(claims) === null && !emailKeys.includes(key);
  return isAnother && signIn?.connectionId === claims.connectionId;
}

/** What this sign-in proves of the member that it is linked to. A proof of an address lasts while the member has the address. */
export function proofAfter(
  { signIn, emailKeys }: Pick<MemberDocument, 'signIn' | 'emailKeys'>,
  claims: VerifiedClaims,
): Proof {
  const { connectionId, issuer, subject } = claims;
  const before = signIn?.verifiedEmailKey ?? null;
  const kept = before !== null && emailKeys.includes(before) ? before : null;
  return { connectionId, issuer, subject, verifiedEmailKey: provenKeyOf(claims) ?? kept };
}

/** The address that this sign-in only claims for a member; nothing where the member has it proven already. */
export function claimOfSignIn(
  claims: VerifiedClaims,
  { emailKeys }: Pick<MemberDocument, 'emailKeys'>,
): Pick<MemberDocument, 'claimedEmail' | 'claimedEmailKey'> {
  const key = claims.email === null ? null : foldName(claims.email);
  const isClaim = key !== null && provenKeyOf(claims) === null && !emailKeys.includes(key);
  return isClaim ? { claimedEmail: claims.email, claimedEmailKey: key } : { claimedEmail: null, claimedEmailKey: null };
}

/** What the person of one record claims, on another that becomes theirs: nothing where a directory speaks for it, or it has the address. */
export function claimCarriedTo(
  { scimManaged, emailKeys }: Pick<MemberDocument, 'scimManaged' | 'emailKeys'>,
  { claimedEmail = null, claimedEmailKey = null }: Pick<MemberDocument, 'claimedEmail' | 'claimedEmailKey'>,
): Partial<Pick<MemberDocument, 'claimedEmail' | 'claimedEmailKey'>> {
  const isClaim = !scimManaged && claimedEmailKey !== null && !emailKeys.includes(claimedEmailKey);
  return isClaim ? { claimedEmail, claimedEmailKey } : {};
}
