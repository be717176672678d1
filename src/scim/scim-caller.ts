import type { IncomingMessage } from 'node:http';
import { authenticateScim } from '../domain/entry/reach/authenticate-secret.ts';
import type { Context } from '../domain/kernel/context.ts';
import type { ScimScope } from '../domain/model/scim-token.ts';
import { bearerCredentials } from '../http/bearer.ts';
import { traceOf } from '../http/client-address.ts';
import { ScimError } from './scim-error.ts';

/** Who asks: the token names the organization, and it, or its client, is the actor of every event. */
export type ScimCaller = {
  readonly orgId: string;
  readonly context: Context;
  readonly scopes: readonly ScimScope[];
  /** The person whom the token is bound to; null for a directory. */
  readonly memberId: string | null;
  /** What no schema knows is refused (`strict.ts`). */
  readonly strict: boolean;
};

/**
 * Finds the caller by the bearer token in the Authorization header; tokens anywhere else are not looked at.
 * @throws ScimError 401, always the same: what was wrong with the token is nobody's business who has no right one
 */
export async function authenticate(request: IncomingMessage): Promise<ScimCaller> {
  const credentials = bearerCredentials(request);
  const token = credentials.kind === 'token' ? await authenticateScim(credentials.token) : null;
  if (token === null) {
    throw new ScimError(
      401,
      null,
      'Send a SCIM token of your organization, or an access token of a SCIM client, in one "Authorization: Bearer" header. It is missing, expired, revoked or wrong.',
      // RFC 6750 section 3.1: a client fetches another token when it reads this.
      credentials.kind === 'token' ? { 'WWW-Authenticate': 'Bearer realm="SCIM", error="invalid_token"' } : {},
    );
  }
  const { actor, ...rest } = token;
  return { ...rest, context: { actor, ...traceOf(request) } };
}

/** @throws ScimError 403 when the token was not made for this */
export function requireScope({ scopes }: ScimCaller, scope: ScimScope): void {
  if (scopes.includes(scope)) return;
  throw new ScimError(403, null, `This SCIM token may not ${scope}. Make one that has the scope "${scope}".`, {
    'WWW-Authenticate': 'Bearer realm="SCIM", error="insufficient_scope"',
  });
}

/** Whether a right token of the strict profile is shown. Whoever shows none, or a wrong one, is answered as anybody. */
export async function showsStrictToken(request: IncomingMessage): Promise<boolean> {
  const shown = bearerCredentials(request);
  return shown.kind === 'token' && ((await authenticateScim(shown.token))?.strict ?? false);
}
