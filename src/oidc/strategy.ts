import type { Request } from 'express';
import * as openid from 'openid-client';
import passport from 'passport';
import type { EndProof } from '../domain/entry/reach/end-sessions.ts';
import type { Message } from '../domain/entry/reach/used-messages.ts';
import { now } from '../domain/kernel/clock.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import type { ProviderSession } from '../domain/model/session.ts';
import type { VerifiedClaims } from '../domain/model/verified-claims.ts';
import { safeReturnTo } from '../http/return-to.ts';
import { bindBrowser, releaseBrowser } from './browser-binding.ts';
import { checkIdToken, saysAll, verifiedClaims } from './check-id-token.ts';
import { logoutTokenReader } from './logout-token.ts';
import { type Connection, openProvider, type Provider } from './provider.ts';
import { tokenVerifier } from './provider-keys.ts';
import { openIdToken, providerSession } from './provider-session.ts';
import { revocationTokenReader } from './revocation-token.ts';
import { asSignInFailure, type FailureKind, SignInFailure } from './sign-in-failure.ts';
import { saveTransaction, takeTransaction } from './transactions.ts';

/** What a sign-in that the provider confirmed ends with: the `user` that passport hands to its callback. */
export type Confirmed = {
  readonly claims: VerifiedClaims;
  readonly returnTo: string;
  /** What the session keeps of it. */
  readonly provider: ProviderSession;
};

/** `begin` sends the browser to the provider, `finish` reads the answer that it brings back. */
export type Step = 'begin' | 'finish';

export type StrategyOptions = {
  readonly publicUrl: string;
  readonly subjectClaims: Readonly<Record<string, string>>;
  /** For all calls to the provider that one step makes. */
  readonly timeoutMs: number;
  /** Keeps the ID token of a session, and the client secrets of organizations' connections. */
  readonly secretBox: SecretBox;
};

export type OidcStrategy = passport.Strategy & {
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
 * a transaction of its own. Hand the instance itself to `passport.authenticate(strategy, {step}, callback)`. Errors with
 * SignInFailure; succeeds with Confirmed.
 */
export function oidcStrategy(connection: Connection, options: StrategyOptions): OidcStrategy {
  const provider = openProvider(connection, options.timeoutMs);
  const flow: Flow = { connection, options, provider };
  const verify = tokenVerifier(connection, provider, options.timeoutMs);
  return Object.assign(new passport.Strategy(), {
    name: `oidc:${connection.id}`,

    authenticate(this: passport.StrategyCreated<passport.Strategy>, request: Request, { step }: { step: Step }) {
      // Passport writes these onto the instance for each request, so they are this request's only until the first
      // await: read later, they would be those of whoever came last.
      const { success, redirect, error } = this;
      const done =
        step === 'begin'
          ? begin(flow, request).then((url) => redirect(url))
          : finish(flow, request).then((confirmed) => success(confirmed));
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

type Flow = { readonly connection: Connection; readonly options: StrategyOptions; readonly provider: Provider };

/** The address that the provider sends the browser back to; it is the same however this server was reached. */
const callbackUrl = ({ connection, options }: Flow) =>
  new URL(`${options.publicUrl}/auth/callback/${encodeURIComponent(connection.id)}`);

/** Remembers a new transaction and answers the provider's address for it. */
async function begin(flow: Flow, request: Request): Promise<string> {
  const { connection, options, provider } = flow;
  const client = await provider.open();
  const state = openid.randomState();
  const nonce = openid.randomNonce();
  const codeVerifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(client, {
    redirect_uri: callbackUrl(flow).href,
    scope: connection.scopes,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    // The only one of these values that all providers know.
    ...(request.query.prompt === 'login' ? { prompt: 'login' } : {}),
  });
  const browserSecret = bindBrowser(request, responseOf(request), options.publicUrl, state);
  const returnTo = safeReturnTo(request.query.returnTo);
  await saveTransaction({ connectionId: connection.id, state, browserSecret }, { nonce, codeVerifier, returnTo });
  return url.href;
}

/** Uses up the transaction, exchanges the code and checks everything that the provider says. */
async function finish(flow: Flow, request: Request): Promise<Confirmed> {
  const { connection, options, provider } = flow;
  const currentUrl = callbackUrl(flow);
  currentUrl.search = new URL(request.originalUrl, options.publicUrl).search;
  const [state, ...others] = currentUrl.searchParams.getAll('state');
  if (!state || others.length > 0) throw new SignInFailure('unknown_transaction', 'there is not exactly one "state"');
  const browserSecret = releaseBrowser(request, responseOf(request), options.publicUrl, state);
  const transaction = browserSecret
    ? await takeTransaction({ connectionId: connection.id, state, browserSecret })
    : null;
  if (transaction === null)
    throw new SignInFailure('unknown_transaction', 'no transaction of this browser has this "state"');

  const client = await provider.open();
  const tokens = await openid.authorizationCodeGrant(client, currentUrl, {
    expectedState: state,
    expectedNonce: transaction.nonce,
    pkceCodeVerifier: transaction.codeVerifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (idToken === undefined) throw new SignInFailure('unverified', 'the provider sent no ID token');
  checkIdToken(idToken, connection.clientId, now().getTime());
  const askMore = !saysAll(connection, idToken) && client.serverMetadata().userinfo_endpoint !== undefined;
  const userinfo = askMore ? await openid.fetchUserInfo(client, tokens.access_token, idToken.sub) : undefined;
  const claims = verifiedClaims(connection, options.subjectClaims, idToken, userinfo);
  const kept = providerSession(idToken, tokens.id_token, options.secretBox);
  return { claims, returnTo: transaction.returnTo, provider: kept };
}

/** Express ties the two together; Passport hands strategies the request alone. */
function responseOf(request: Request) {
  if (request.res === undefined) throw new Error('the strategy needs the request of an Express application');
  return request.res;
}
