/** Our own checks of an ID token, where openid-client is more lenient than we are, and the claims in our terms. Pure. */
import type { VerifiedClaims } from '../domain/sso/claims.ts';
import type { Connection } from './provider.ts';
import { SignInFailure } from './sign-in-failure.ts';

/** Claims as the provider sent them: nothing is known of their types. */
export type RawClaims = Readonly<Record<string, unknown>>;

const toleranceSeconds = 30;
const maxSubjectLength = 255;
const maxTextLength = 1_024;
/** RFC 5321 section 4.5.3.1.3, with the angle brackets. */
const maxEmailLength = 256;

/**
 * Refuses an ID token whose signature, issuer, nonce and expiry openid-client has accepted, but which was issued in the
 * future, is (also) for somebody else, or names nobody. `now` in ms. Throws SignInFailure `unverified`.
 */
export function checkIdToken(claims: RawClaims, clientId: string, now: number): void {
  const { iat, aud, azp } = claims;
  if (typeof iat !== 'number' || iat > now / 1_000 + toleranceSeconds)
    throw refuse(`"iat" ${String(iat)} is in the future: compare the clocks of both servers`);
  // OpenID Connect Core 3.1.3.7, point 3: additional audiences are refused unless trusted, and we trust none.
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (audiences.length !== 1 || audiences[0] !== clientId) throw refuse('"aud" is not our client id alone');
  if (azp !== undefined && azp !== clientId) throw refuse('"azp" is not our client id');
  subjectOf(claims, 'sub');
}

/**
 * The verified claims of a person. `idToken` has passed every check; `userinfo` is given when the ID token has no email,
 * and is for the same `sub`. `subjectClaims`: issuer prefix -> the claim that identifies a person there, the longest
 * prefix wins. Throws SignInFailure `unverified` if that claim is missing.
 */
export function verifiedClaims(
  connection: Connection,
  subjectClaims: Readonly<Record<string, string>>,
  idToken: RawClaims & { readonly iss: string },
  userinfo: RawClaims = {},
): VerifiedClaims {
  const prefix = Object.keys(subjectClaims)
    .filter((candidate) => idToken.iss.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  const either = (claim: string) => text(idToken[claim]) ?? text(userinfo[claim]);
  // `email_verified` speaks of the email beside it, not of one from the other source.
  const emailSource = emailOf(idToken) === null ? userinfo : idToken;
  const email = emailOf(emailSource);
  return {
    connectionId: connection.id,
    issuer: idToken.iss,
    subject: subjectOf(idToken, (prefix && subjectClaims[prefix]) || 'sub'),
    email,
    emailTrusted: email !== null && isTrusted(emailSource.email_verified, connection.trustEmail),
    name: either('name'),
    givenName: either('given_name'),
    familyName: either('family_name'),
    preferredUsername: either('preferred_username'),
  };
}

/** The text of an email claim, or null; `verifiedClaims` uses it, and so does whoever decides to ask for userinfo. */
export function emailOf(claims: RawClaims): string | null {
  const email = text(claims.email);
  return email !== null && email.length <= maxEmailLength && /^[^@\s]+@[^@\s]+$/.test(email) ? email : null;
}

/** Trust in a provider stands in for a missing word about the email, never for a "no" or for a word of another type. */
const isTrusted = (emailVerified: unknown, trustEmail: boolean) =>
  emailVerified === true || (emailVerified === undefined && trustEmail);

function subjectOf(claims: RawClaims, claim: string): string {
  const subject = claims[claim];
  if (typeof subject !== 'string' || subject.trim() === '') throw refuse(`"${claim}" is missing or empty`);
  if (subject.length > maxSubjectLength) throw refuse(`"${claim}" is longer than ${maxSubjectLength} characters`);
  return subject;
}

function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' || trimmed.length > maxTextLength ? null : trimmed;
}

const refuse = (message: string) => new SignInFailure('unverified', `ID token: ${message}`);
