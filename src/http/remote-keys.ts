/** Public keys at an address that an admin has chosen, read through what protects the operator's network, and what they have signed. */
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import { ask, reasonOf } from './ask.ts';
import type { Outbound } from './outbound.ts';

export type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/** Those that a signature of somebody else may have: no secret is shared with them, so no symmetric one. */
export const asymmetricAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

/** What one process keeps; whoever is dropped is read again at the next use. */
const maxKept = 200;

/** Keys are kept for a minute, and unknown ones are asked for at most every 30 seconds: made-up tokens make no traffic. */
export function remoteKeys(outbound: Outbound): (uri: string) => RemoteKeys {
  const kept = new Map<string, RemoteKeys>();
  return (uri) => {
    const keys =
      kept.get(uri) ??
      createRemoteJWKSet(new URL(uri), {
        cacheMaxAge: 60_000,
        cooldownDuration: 30_000,
        [customFetch]: async (url, { headers }) => {
          const { status, text } = await ask(outbound, url, { headers: Object.fromEntries(headers) });
          return new Response(text, { status });
        },
      });
    kept.delete(uri);
    kept.set(uri, keys);
    const [oldest] = kept.size > maxKept ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return keys;
  };
}

/** The keys cannot be had: whether the token is right, nobody knows. */
export class KeysUnavailable extends Error {}

/**
 * Verifies a token by one of these keys; where it does not say which has signed it, by any that may have.
 * @throws KeysUnavailable, and errors of jose for a token that is not right
 */
export async function verifyByKeys(
  token: string,
  keys: JWTVerifyGetKey,
  rules: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys, rules);
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) return byAny(error, token, rules);
    // Whatever else than a fault of the token comes from reading the keys; of such answers jose says no more than that it is an error.
    const isOfToken = error instanceof errors.JOSEError && error.constructor !== errors.JOSEError;
    if (isOfToken && !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid)) throw error;
    throw new KeysUnavailable(reasonOf(error), { cause: error });
  }
}

async function byAny(
  keys: errors.JWKSMultipleMatchingKeys,
  token: string,
  rules: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  for await (const key of keys) {
    try {
      return await jwtVerify(token, key, rules);
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}
