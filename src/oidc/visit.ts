/** One visit to the provider and back: authorization code flow with PKCE, state, nonce and issuer check. */
import type { Request } from 'express';
import * as openid from 'openid-client';
import type { RawClaims } from '../domain/entry/proof/read-claims.ts';
import { now } from '../domain/kernel/clock.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import type { ProviderSession } from '../domain/model/session.ts';
import type { VerifiedClaims } from '../domain/model/verified-claims.ts';
import { bindBrowser, releaseBrowser } from './browser-binding.ts';
import { checkIdToken, saysAll, verifiedClaims } from './check-id-token.ts';
import type { Connection, Provider } from './provider.ts';
import { providerSession } from './provider-session.ts';
import { SignInFailure } from './sign-in-failure.ts';
import { type SignInTransaction, saveTransaction, takeTransaction } from './transactions.ts';

export type StrategyOptions = {
  readonly publicUrl: string;
  readonly subjectClaims: Readonly<Record<string, string>>;
  /** For all calls to the provider that one step makes. */
  readonly timeoutMs: number;
  /** Keeps the ID token of a session, and the client secrets of organizations' connections. */
  readonly secretBox: SecretBox;
};

export type Visit = { readonly connection: Connection; readonly options: StrategyOptions; readonly provider: Provider };

/** Of the `state` of a test sign-in: the callback knows it by this, and the transaction says it once more. */
const testMark = 'test.';

/** Whether the browser comes back from a test sign-in, as far as it says. */
export function isFromTest({ query: { state } }: Request): boolean {
  return typeof state === 'string' && state.startsWith(testMark);
}

/** The address that the provider sends the browser back to; it is the same however this server was reached. */
const callbackUrl = (publicUrl: string, connectionId: string) =>
  new URL(`${publicUrl}/auth/callback/${encodeURIComponent(connectionId)}`);

/** What a sign-in wishes of the provider. */
type Wish = {
  /** It asks who it is, also where it knows the browser. */
  readonly asks?: boolean;
  /** Whom it shall expect. */
  readonly loginHint?: string | null;
  /** So many seconds ago, at most, the person has signed in there. */
  readonly maxAge?: number | null;
};

/**
 * Remembers a new transaction and answers the provider's address for it.
 * @param about `setupLinkId`: of a test; `confirms`: of somebody who is signed in
 */
export async function beginVisit(
  { connection, options, provider }: Visit,
  request: Request,
  about: Pick<SignInTransaction, 'returnTo' | 'setupLinkId' | 'confirms'>,
  { asks = false, loginHint = null, maxAge = null }: Wish = {},
): Promise<string> {
  const client = await provider.open();
  const state = (about.setupLinkId === undefined ? '' : testMark) + openid.randomState();
  const nonce = openid.randomNonce();
  const codeVerifier = openid.randomPKCECodeVerifier();
  const { acrValues } = connection;
  const ages = [maxAge, connection.maxAgeSeconds].filter((age) => age !== null);
  const url = openid.buildAuthorizationUrl(client, {
    redirect_uri: callbackUrl(options.publicUrl, connection.id).href,
    scope: connection.scopes,
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    // The only one of these values that all providers know.
    ...(asks ? { prompt: 'login' } : {}),
    // With it, the provider says when that was.
    ...(ages.length === 0 ? {} : { max_age: String(Math.min(...ages)) }),
    ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
    ...(loginHint === null ? {} : { login_hint: loginHint }),
  });
  const browserSecret = bindBrowser(request, responseOf(request), options.publicUrl, state);
  await saveTransaction({ connectionId: connection.id, state, browserSecret }, { nonce, codeVerifier, ...about });
  return url.href;
}

/** A browser that has come back, whose transaction is used up. */
export type Arrival = { readonly transaction: SignInTransaction; readonly url: URL; readonly state: string };

/**
 * Uses up the transaction of this browser. A sign-in never ends as a test, and no test as a sign-in.
 * @throws SignInFailure unknown_transaction
 */
export async function endVisit(
  {
    connection,
    options,
  }: { readonly connection: { readonly id: string }; readonly options: { readonly publicUrl: string } },
  request: Request,
  { test }: { readonly test: boolean },
): Promise<Arrival> {
  const url = callbackUrl(options.publicUrl, connection.id);
  url.search = new URL(request.originalUrl, options.publicUrl).search;
  const [state, ...others] = url.searchParams.getAll('state');
  if (!state || others.length > 0) throw new SignInFailure('unknown_transaction', 'there is not exactly one "state"');
  const browserSecret = releaseBrowser(request, responseOf(request), options.publicUrl, state);
  const transaction = browserSecret
    ? await takeTransaction({ connectionId: connection.id, state, browserSecret })
    : null;
  if (transaction === null || (transaction.setupLinkId !== undefined) !== test)
    throw new SignInFailure('unknown_transaction', 'no transaction of this browser has this "state"');
  return { transaction, url, state };
}

export type Confirmation = {
  readonly claims: VerifiedClaims;
  /** As they came, after all checks. */
  readonly received: { readonly idToken: RawClaims; readonly userinfo: RawClaims };
  /** What a session keeps of it. */
  readonly provider: ProviderSession;
};

/** Exchanges the code and checks everything that the provider says. */
export async function confirm(
  { connection, options, provider }: Visit,
  { transaction, url, state }: Arrival,
): Promise<Confirmation> {
  const client = await provider.open();
  const tokens = await openid.authorizationCodeGrant(client, url, {
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
  return { claims, received: { idToken, userinfo: userinfo ?? {} }, provider: kept };
}

/** Express ties the two together; Passport hands strategies the request alone. */
function responseOf(request: Request) {
  if (request.res === undefined) throw new Error('the strategy needs the request of an Express application');
  return request.res;
}
