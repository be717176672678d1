/** Tokens that a provider signs beside ID tokens: to say that somebody has signed out, or shall be. */
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyResult, jwtVerify } from 'jose';
import { now } from '../domain/kernel/clock.ts';
import { endOfAnswer } from '../http/outbound.ts';
import type { Connection, Provider } from './provider.ts';
import { limitedFetch } from './provider-fetch.ts';
import { SignInFailure } from './sign-in-failure.ts';

export const toleranceSeconds = 30;

/** What a token must be beside being signed by the provider. */
export type Expected = {
  /** In what the failure is called. */
  readonly what: string;
  readonly audience: string;
};

export type VerifyToken = (token: string, expected: Expected) => Promise<JWTVerifyResult>;

/** Keys at an address, kept for a minute; unknown ones are asked for at most every 30 seconds, so made-up tokens make no traffic. */
function keysAt(uri: string, send: typeof fetch, timeoutMs: number): ReturnType<typeof createRemoteJWKSet> {
  return createRemoteJWKSet(new URL(uri), {
    cacheMaxAge: 60_000,
    cooldownDuration: 30_000,
    [customFetch]: (url, init) =>
      limitedFetch(endOfAnswer(timeoutMs), send)(url, {
        ...init,
        body: undefined,
        headers: Object.fromEntries(init.headers),
      }),
  });
}

/**
 * Verifies tokens of one connection's provider: signature, issuer, the one audience, and that it is neither too old nor from the
 * future.
 * @throws SignInFailure `unverified` with the check that failed, or that the provider cannot be asked
 */
export function tokenVerifier(connection: Connection, provider: Provider, timeoutMs: number): VerifyToken {
  let keys: { readonly uri: string; readonly set: ReturnType<typeof createRemoteJWKSet> } | null = null;
  return async (token, { what, audience }) => {
    const refuse = (message: string) => new SignInFailure('unverified', `${what}: ${message}`);
    const server = (await provider.open()).serverMetadata();
    const uri = server.jwks_uri;
    if (!uri) throw new SignInFailure('misconfigured', 'the provider names no "jwks_uri"');
    if (keys?.uri !== uri) keys = { uri, set: keysAt(uri, connection.fetch, timeoutMs) };
    const verified = await jwtVerify(token, keys.set, {
      issuer: server.issuer,
      audience,
      // Symmetric ones and `none` are taken out where the provider is discovered.
      algorithms: [...(server.id_token_signing_alg_values_supported ?? [])],
      clockTolerance: toleranceSeconds,
      currentDate: now(),
      requiredClaims: ['exp', 'iat', 'jti'],
    }).catch((error: unknown) => {
      // The set of keys could not be had.
      if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid)
        throw new SignInFailure('unavailable', `the keys of the provider: ${error.message}`);
      if (error instanceof errors.JOSEError) throw refuse(`${error.code}: ${error.message}`);
      throw error;
    });
    // What the library does not look at.
    const { aud, iat, jti } = verified.payload;
    if (Array.isArray(aud) && aud.length !== 1) throw refuse('"aud" names others beside us');
    if (typeof iat !== 'number' || iat > now().getTime() / 1_000 + toleranceSeconds)
      throw refuse('"iat" is in the future');
    if (typeof jti !== 'string' || jti === '') throw refuse('"jti" is empty');
    return verified;
  };
}
