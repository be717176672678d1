/** What a connection asks of the sign-in at its provider: how strong it was, and how long ago (OpenID Connect Core 1.0, `acr`, `auth_time`). */
import type { RefusalReason, VerifiedClaims } from '../../model/verified-claims.ts';

/** The clocks of both servers may differ a little. */
const toleranceMs = 30_000;

/** Empty, null or absent: any sign-in will do. */
export type AskedStrength = {
  readonly acrValues?: readonly string[] | undefined;
  readonly maxAgeSeconds?: number | null | undefined;
};

/** Why it does not do; null: it does. A provider that does not say has not done what was asked. Pure. */
export function fallsShort(
  { acrValues = [], maxAgeSeconds = null }: AskedStrength,
  { acr = null, authTime = null }: Pick<VerifiedClaims, 'acr' | 'authTime'>,
  now: Date,
): Extract<RefusalReason, 'weak_sign_in' | 'old_sign_in'> | null {
  if (acrValues.length > 0 && (acr === null || !acrValues.includes(acr))) return 'weak_sign_in';
  if (maxAgeSeconds === null) return null;
  const isRecent = authTime !== null && authTime.getTime() + maxAgeSeconds * 1_000 + toleranceMs >= now.getTime();
  return isRecent ? null : 'old_sign_in';
}
