/** The person whom verified claims describe, in the words of the directory. */
import { foldName } from '../directory/fold-name.ts';
import type { MemberDocument } from '../directory/member.ts';
import type { Profile } from '../directory/profile.ts';
import type { VerifiedClaims } from './claims.ts';

/** The email, when linking by it is safe. */
export function trustedEmailOf({ email, emailTrusted }: VerifiedClaims): string | null {
  return emailTrusted ? email : null;
}

/** Email, else `preferred_username`, else the subject (design 1.5 point 3). */
export function newcomerUserName({ email, preferredUsername, subject }: VerifiedClaims): string {
  return email ?? preferredUsername ?? subject;
}

export function profileOf(claims: VerifiedClaims): Profile {
  const { email, name, givenName, familyName } = claims;
  return { userName: newcomerUserName(claims), email, name, givenName, familyName };
}

/** What this sign-in proves about the member that it is linked to. */
export function proofOf(claims: VerifiedClaims): NonNullable<MemberDocument['signIn']> {
  const email = trustedEmailOf(claims);
  return { subject: claims.subject, verifiedEmailKey: email === null ? null : foldName(email) };
}
