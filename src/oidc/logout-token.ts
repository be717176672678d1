/** Logout tokens: how a provider says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6). */
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose';
import { now } from '../domain/kernel/clock.ts';
import { isJsonObject } from '../json.ts';
import type { Connection, Provider } from './provider.ts';
import { limitedFetch } from './provider-fetch.ts';
import { SignInFailure } from './sign-in-failure.ts';

/** Who has signed out: this session of the provider (`sid`), or all sessions of this person (`sub`). */
export type LogoutToken = {
  readonly issuer: string;
  readonly sub: string | null;
  readonly sid: string | null;
  readonly jti: string;
  readonly expiresAt: Date;
};

const toleranceSeconds = 30;
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/**
 * Reads the logout tokens of one connection. The provider's keys are kept for a minute, and an unknown one makes it ask again
 * at most every 30 seconds: whoever sends made-up tokens makes no traffic with it.
 * @throws SignInFailure `unverified` with the check that failed, or that the provider cannot be asked
 */
export function logoutTokenReader(
  connection: Connection,
  provider: Provider,
  timeoutMs: number,
): (token: string) => Promise<LogoutToken> {
  let keys: { readonly uri: string; readonly set: ReturnType<typeof createRemoteJWKSet> } | null = null;
  const keysAt = (uri: string) => {
    if (keys?.uri !== uri)
      keys = {
        uri,
        set: createRemoteJWKSet(new URL(uri), {
          cacheMaxAge: 60_000,
          cooldownDuration: 30_000,
          [customFetch]: (url, init) =>
            limitedFetch(AbortSignal.timeout(timeoutMs), connection.fetch)(url, {
              ...init,
              body: undefined,
              headers: Object.fromEntries(init.headers),
            }),
        }),
      };
    return keys.set;
  };

  return async (token) => {
    const server = (await provider.open()).serverMetadata();
    if (!server.jwks_uri) throw new SignInFailure('misconfigured', 'the provider names no "jwks_uri"');
    const verified = await jwtVerify(token, keysAt(server.jwks_uri), {
      issuer: server.issuer,
      audience: connection.clientId,
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
    return checked(verified);
  };
}

/** What the library does not look at. */
function checked({ payload, protectedHeader: { typ } }: JWTVerifyResult): LogoutToken {
  const { iss, aud, iat, exp, jti, events, nonce } = payload;
  const type = typ?.toLowerCase().replace(/^application\//, '') ?? 'jwt';
  if (type !== 'jwt' && type !== 'logout+jwt') throw refuse('"typ" is not logout+jwt');
  if (Array.isArray(aud) && aud.length !== 1) throw refuse('"aud" is not our client id alone');
  if (typeof iat !== 'number' || iat > now().getTime() / 1_000 + toleranceSeconds)
    throw refuse('"iat" is in the future');
  if (nonce !== undefined) throw refuse('there is a "nonce": this may be an ID token');
  if (!isJsonObject(events) || !isJsonObject(events[logoutEvent]))
    throw refuse('"events" does not say that this is a logout');
  if (typeof jti !== 'string' || jti === '') throw refuse('"jti" is empty');
  const [sub, sid] = [nameIn(payload, 'sub'), nameIn(payload, 'sid')];
  if (sub === null && sid === null) throw refuse('there is neither "sub" nor "sid"');
  return { issuer: iss ?? '', sub, sid, jti, expiresAt: new Date(Number(exp) * 1_000) };
}

function nameIn(payload: JWTPayload, name: 'sub' | 'sid'): string | null {
  const value = payload[name];
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '') throw refuse(`"${name}" is no text, or empty`);
  return value;
}

const refuse = (message: string) => new SignInFailure('unverified', `logout token: ${message}`);
