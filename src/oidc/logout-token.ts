/** Logout tokens: how a provider says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6). */
import type { JWTPayload, JWTVerifyResult } from 'jose';
import type { EndProof } from '../domain/entry/reach/end-sessions.ts';
import { isJsonObject } from '../json.ts';
import type { Connection } from './provider.ts';
import type { VerifyToken } from './provider-keys.ts';
import { SignInFailure } from './sign-in-failure.ts';

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** Reads the logout tokens of one connection. */
export function logoutTokenReader(
  connection: Connection,
  verify: VerifyToken,
): (token: string) => Promise<Pick<EndProof, 'message' | 'meant'>> {
  return async (token) =>
    checked(connection.id, await verify(token, { what: 'logout token', audience: connection.clientId }));
}

function checked(
  connectionId: string,
  { payload, protectedHeader: { typ } }: JWTVerifyResult,
): Pick<EndProof, 'message' | 'meant'> {
  const { iss: issuer = '', exp, jti = '', events, nonce } = payload;
  const type = typ?.toLowerCase().replace(/^application\//, '') ?? 'jwt';
  if (type !== 'jwt' && type !== 'logout+jwt') throw refuse('"typ" is not logout+jwt');
  if (nonce !== undefined) throw refuse('there is a "nonce": this may be an ID token');
  if (!isJsonObject(events) || !isJsonObject(events[logoutEvent]))
    throw refuse('"events" does not say that this is a logout');
  const [sub, sid] = [nameIn(payload, 'sub'), nameIn(payload, 'sid')];
  if (sub === null && sid === null) throw refuse('there is neither "sub" nor "sid"');
  return {
    message: { to: connectionId, issuer, jti, expiresAt: new Date(Number(exp) * 1_000) },
    meant: { by: 'session', issuer, sub, sid },
  };
}

function nameIn(payload: JWTPayload, name: 'sub' | 'sid'): string | null {
  const value = payload[name];
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '') throw refuse(`"${name}" is no text, or empty`);
  return value;
}

const refuse = (message: string) => new SignInFailure('unverified', `logout token: ${message}`);
