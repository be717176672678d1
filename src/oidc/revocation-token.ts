/** By which a connection's provider shows who it is when it asks for a global token revocation. */
import type { Message } from '../domain/entry/reach/used-messages.ts';
import { now } from '../domain/kernel/clock.ts';
import type { Connection } from './provider.ts';
import type { VerifyToken } from './provider-keys.ts';
import { SignInFailure } from './sign-in-failure.ts';

const what = 'revocation token';

/** Whoever makes such a token makes it for now. */
const longestLifeSeconds = 3_600;

/** Reads the tokens of one connection; they are made for its address alone. */
export function revocationTokenReader(
  connection: Connection,
  verify: VerifyToken,
  publicUrl: string,
): (token: string) => Promise<Message> {
  const audience = `${publicUrl}/auth/global-token-revocation/${encodeURIComponent(connection.id)}`;
  return async (token) => {
    const { payload, protectedHeader } = await verify(token, { what, audience });
    const { iss: issuer = '', exp = 0, jti = '' } = payload;
    if (protectedHeader.typ?.toLowerCase().replace(/^application\//, '') !== 'global-token-revocation+jwt')
      throw new SignInFailure('unverified', `${what}: "typ" is not global-token-revocation+jwt`);
    if (exp > now().getTime() / 1_000 + longestLifeSeconds)
      throw new SignInFailure('unverified', `${what}: "exp" is more than an hour away`);
    return { to: connection.id, issuer, jti, expiresAt: new Date(exp * 1_000) };
  };
}
