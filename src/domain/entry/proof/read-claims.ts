/** What a provider says about a person, in our terms. Pure; whether the token may be believed has been checked before. */
import { DomainError } from '../../kernel/domain-error.ts';
import type { ClaimNames } from '../../model/connection.ts';
import type { VerifiedClaims } from '../../model/verified-claims.ts';

/** Claims as the provider sent them: nothing is known of their types. */
export type RawClaims = Readonly<Record<string, unknown>>;

/** How one connection's claims are read. */
export type ClaimRules = {
  readonly connectionId: string;
  readonly names: ClaimNames;
  readonly trustEmail: boolean;
  readonly trustUserName: boolean;
  /** Whether the groups claim is looked at. */
  readonly readsGroups: boolean;
  /** Issuer prefix -> the claim that identifies a person there; the longest prefix wins. */
  readonly subjectClaims: Readonly<Record<string, string>>;
};

const maxSubjectLength = 255;
const maxTextLength = 1_024;
/** RFC 5321 section 4.5.3.1.3, with the angle brackets. */
const maxEmailLength = 256;
const maxGroups = 1_000;

/**
 * The claims of a person. `userinfo` is given when the ID token did not say all, and is for the same `sub`.
 * @throws DomainError invalid/unusable_claims when the claim that identifies the person is missing
 */
export function readClaims(
  { connectionId, names, trustEmail, trustUserName, readsGroups, subjectClaims }: ClaimRules,
  idToken: RawClaims & { readonly iss: string },
  userinfo: RawClaims = {},
): VerifiedClaims {
  const prefix = Object.keys(subjectClaims)
    .filter((candidate) => idToken.iss.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  const either = (claim: string) => text(idToken[claim]) ?? text(userinfo[claim]);
  // `email_verified` speaks of the email beside it, not of one from the other source.
  const emailSource = emailOf(idToken, names.email) === null ? userinfo : idToken;
  const email = emailOf(emailSource, names.email);
  return {
    connectionId,
    issuer: idToken.iss,
    subject: subjectOf(idToken, names.subject ?? ((prefix && subjectClaims[prefix]) || 'sub')),
    email,
    // The word of the provider is about the claim "email", not about one that an admin has chosen instead.
    emailTrusted:
      email !== null && isTrusted(names.email === 'email' ? emailSource.email_verified : undefined, trustEmail),
    name: either(names.name),
    givenName: either('given_name'),
    familyName: either('family_name'),
    trustedUserName: trustUserName ? either('preferred_username') : null,
    groups: readsGroups ? (groupsOf(idToken, names.groups) ?? groupsOf(userinfo, names.groups)) : null,
    acr: text(idToken.acr),
    authTime: timeOf(idToken.auth_time),
  };
}

/** The text of an email claim, or null; whoever decides to ask for userinfo uses it as well. */
export function emailOf(claims: RawClaims, name: string): string | null {
  const email = text(claims[name]);
  return email !== null && email.length <= maxEmailLength && /^[^@\s]+@[^@\s]+$/.test(email) ? email : null;
}

/**
 * The names in a groups claim: a list, or one name alone. null: the claim is not there.
 *
 * Where the provider says that the person is in more groups than it sends, the groups are unknown, and the sign-in fails:
 * "none" would take access away, and the groups of the sign-in before would let people keep what they lost by joining others.
 * @throws DomainError invalid/unusable_claims
 */
export function groupsOf(claims: RawClaims, name: string): readonly string[] | null {
  const value = claims[name];
  const names = (Array.isArray(value) ? value : [value]).flatMap((each) => text(each) ?? []);
  if (names.length === 0 && isLeftOut(claims, name))
    throw refuse(`"${name}" is too long, so the provider left it out: let it send only groups assigned to Usher`);
  return value === undefined || value === null ? null : [...new Set(names)].slice(0, maxGroups);
}

/**
 * Entra ID leaves the claim out beyond some 200 groups, and sends a reference (OpenID Connect Core 5.6.2) or, where that
 * would make an address too long, the mark `hasgroups`.
 */
function isLeftOut({ _claim_names: elsewhere, hasgroups }: RawClaims, name: string): boolean {
  if (typeof elsewhere === 'object' && elsewhere !== null && name in elsewhere) return true;
  return name === 'groups' && (hasgroups === true || hasgroups === 'true');
}

/** The claim that identifies a person. @throws DomainError invalid/unusable_claims */
export function subjectOf(claims: RawClaims, claim: string): string {
  const subject = claims[claim];
  if (typeof subject !== 'string' || subject.trim() === '') throw refuse(`"${claim}" is missing or empty`);
  if (subject.length > maxSubjectLength) throw refuse(`"${claim}" is longer than ${maxSubjectLength} characters`);
  return subject;
}

/** Trust in a provider stands in for a missing word about the email, never for a "no" or for a word of another type. */
const isTrusted = (emailVerified: unknown, trustEmail: boolean) =>
  emailVerified === true || (emailVerified === undefined && trustEmail);

/** Of seconds since 1970; null for everything else. */
function timeOf(seconds: unknown): Date | null {
  const at = typeof seconds === 'number' ? new Date(seconds * 1_000) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
}

function text(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' || trimmed.length > maxTextLength ? null : trimmed;
}

const refuse = (message: string) => new DomainError('invalid', 'unusable_claims', message);
