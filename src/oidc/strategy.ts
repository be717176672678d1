import type { Request } from 'express';
import * as openid from 'openid-client';
import passport from 'passport';
import type { SigningKey } from '../domain/administration/keys/signing-key.ts';
import type { EndProof } from '../domain/entry/reach/end-sessions.ts';
import type { Message } from '../domain/entry/reach/used-messages.ts';
import { type ProviderSession, recentSeconds } from '../domain/model/session.ts';
import type { VerifiedClaims } from '../domain/model/verified-claims.ts';
import { safeReturnTo } from '../http/return-to.ts';
import { logoutTokenReader } from './logout-token.ts';
import { type Connection, openProvider } from './provider.ts';
import { tokenVerifier } from './provider-keys.ts';
import { openIdToken } from './provider-session.ts';
import { revocationTokenReader } from './revocation-token.ts';
import { asSignInFailure, type FailureKind, SignInFailure } from './sign-in-failure.ts';
import { beginVisit, confirm, endVisit, type StrategyOptions, type Visit } from './visit.ts';

/** What a sign-in that the provider confirmed ends with: the `user` that passport hands to its callback. */
export type Confirmed = {
  readonly claims: VerifiedClaims;
  readonly returnTo: string;
  /** What the session keeps of it. */
  readonly provider: ProviderSession;
  /** The account whose person was to show once more who they are; null: it was a sign-in. */
  readonly confirms: string | null;
};

/** `begin` sends the browser to the provider, `finish` reads the answer that it brings back. `confirms`: where it begins for somebody who is signed in and shall show once more who they are. */
export type StepOptions = {
  readonly step: 'begin' | 'finish';
  readonly confirms?: { readonly accountId: string; readonly loginHint: string | null };
};

export type OidcStrategy = passport.Strategy & {
  readonly issuer: string;
  /** Of a connection that has a key in place of a client secret. */
  readonly clientKey: SigningKey | null;
  /**
   * Where the provider ends its own session; null if it offers no such place or cannot be asked.
   * @param kept of the session that ends here: with its ID token the provider need not ask who it is
   */
  readonly endSessionUrl: (kept: ProviderSession | null) => Promise<string | null>;
  /** Checks a logout token of back-channel logout. @throws SignInFailure `unverified`, or that the provider cannot be asked */
  readonly readLogoutToken: (token: string) => Promise<Pick<EndProof, 'message' | 'meant'>>;
  /** The same for the token by which the provider asks for a global token revocation. */
  readonly readRevocationToken: (token: string) => Promise<Message>;
};

/**
 * The Passport strategy of one connection: authorization code flow with PKCE, state, nonce and issuer check, each visit
 * a transaction of its own. Hand the instance itself to `passport.authenticate(strategy, StepOptions, callback)`. Errors with
 * SignInFailure; succeeds with Confirmed.
 */
export function oidcStrategy(connection: Connection, options: StrategyOptions): OidcStrategy {
  const provider = openProvider(connection, options.timeoutMs);
  const verify = tokenVerifier(connection, provider, options.timeoutMs);
  const visit: Visit = { connection, options, provider };
  return Object.assign(new passport.Strategy(), {
    name: `oidc:${connection.id}`,
    issuer: connection.issuer,
    clientKey: connection.clientKey,

    authenticate(this: passport.StrategyCreated<passport.Strategy>, request: Request, { step, confirms }: StepOptions) {
      // Passport writes these onto the instance for each request, so they are this request's only until the first
      // await: read later, they would be those of whoever came last.
      const { success, redirect, error } = this;
      const done =
        step === 'begin'
          ? begin(visit, request, confirms).then((url) => redirect(url))
          : finish(visit, request).then((confirmed) => success(confirmed));
      done.catch((reason: unknown) => {
        const failure = asSignInFailure(reason);
        if (failure instanceof SignInFailure && hintsAtChange.has(failure.kind)) provider.forget();
        error(failure);
      });
    },

    async endSessionUrl(kept: ProviderSession | null) {
      const client = await provider.open().catch(() => null);
      if (!client?.serverMetadata().end_session_endpoint) return null;
      const hint = openIdToken(kept, options.secretBox);
      return openid.buildEndSessionUrl(client, {
        post_logout_redirect_uri: `${options.publicUrl}/`,
        ...(hint === null ? {} : { id_token_hint: hint }),
      }).href;
    },

    readLogoutToken: logoutTokenReader(connection, verify),
    readRevocationToken: revocationTokenReader(connection, verify, options.publicUrl),
  });
}

/** After these, the next attempt shall see whatever the provider has changed: an endpoint, an algorithm, its name. */
const hintsAtChange: ReadonlySet<FailureKind> = new Set(['unverified', 'misconfigured', 'unavailable', 'timeout']);

/** Of somebody who is signed in, the provider is asked to ask, and to say when it did. */
function begin(visit: Visit, request: Request, confirms: StepOptions['confirms']): Promise<string> {
  const { prompt, login_hint: loginHint, returnTo } = request.query;
  return beginVisit(
    visit,
    request,
    { returnTo: safeReturnTo(returnTo), ...(confirms && { confirms: confirms.accountId }) },
    confirms
      ? { asks: true, maxAge: recentSeconds, loginHint: confirms.loginHint }
      : { asks: prompt === 'login', loginHint: typeof loginHint === 'string' ? loginHint : null },
  );
}

async function finish(visit: Visit, request: Request): Promise<Confirmed> {
  const arrival = await endVisit(visit, request, { test: false });
  const { claims, provider } = await confirm(visit, arrival);
  const { returnTo, confirms = null } = arrival.transaction;
  return { claims, provider, returnTo, confirms };
}
