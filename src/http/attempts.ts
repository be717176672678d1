/**
 * What may be guessed at, how often, and who pays for it (P9). Nobody is locked out by what others do:
 * - Everything has a count of its own: wrong links, passwords, changes of a password, starts of a sign-in.
 * - A password is counted for each account *and* network it is tried from, never for the account alone: a stranger who could
 *   use that up would keep its owner from signing in. Whoever has not tried yet is judged at once, also while thousands of
 *   other addresses try; so many addresses have so many guesses. That is the lesser evil: passwords have 12 characters or
 *   more, and a limit for the account would put the key to every account into the hands of everybody.
 * - A browser in which the account has signed in before (`known-browser.ts`) counts alone, whatever comes from its network.
 * - Waits are short and grow with those who go on.
 */
import type { Request } from 'express';
import { DomainError } from '../domain/kernel/domain-error.ts';
import { clientAddressOf, networksOf } from './client-address.ts';
import type { KnownBrowsers } from './known-browser.ts';
import { attempt, type Throttle, throttle } from './throttle.ts';

const wrongPasswords = [
  { points: 10, seconds: 60 },
  { points: 20, seconds: 900 },
];
/** Of one account, in a browser that it has signed in with. */
const inKnownBrowser = throttle('password-browser', ...wrongPasswords);
/** Of one account, from one network. */
const fromNetwork = throttle('password-network', ...wrongPasswords);
/** Of one account, from all networks that one customer of IPv6 can have: 65,536. */
const fromSite = throttle('password-site', { points: 50, seconds: 900 });
/** From one network, of all accounts. */
const ofAnybody = throttle('password-anybody', { points: 500, seconds: 900 });
const passwordChanges = throttle('password-change', ...wrongPasswords);
/** Of one address, for as long as the last link that was mailed there works, so that its owner always has one. */
const resets = throttle('password-reset', { points: 3, seconds: 1_800 }, { points: 10, seconds: 86_400 });
const resetsInKnownBrowser = throttle('password-reset-browser', { points: 3, seconds: 1_800 });
/** From one network, for all addresses. */
const resetsFromNetwork = throttle('password-reset-network', { points: 30, seconds: 900 });
const linksOfAccount = throttle('link-account', { points: 10, seconds: 900 });
const linksFromNetwork = throttle('link-network', { points: 30, seconds: 60 }, { points: 100, seconds: 900 });
const providerMessages = throttle('logout-token', { points: 500, seconds: 900 });
const setupQuestions = throttle('setup-question', { points: 60, seconds: 300 });
const clientSecrets = throttle('oauth-client', { points: 30, seconds: 60 }, { points: 100, seconds: 900 });
/** A row for ten minutes is left by each. */
const accessTokens = throttle('oauth-token', { points: 300, seconds: 60 });
/** They are no guesses, and a company signs in at nine; but each leaves a row for ten minutes. */
const starts = throttle('sign-in-start', { points: 600, seconds: 60 });

/**
 * Runs a guess at the password of who signs in with `emailKey`, a folded address. `judge` answers null when it was wrong;
 * after a right one the browser is known.
 * @throws TooManyAttempts
 */
export async function attemptPassword<T>(
  request: Request,
  browsers: KnownBrowsers,
  emailKey: string,
  judge: () => Promise<T | null>,
): Promise<T | null> {
  const browser = browsers.find(request, emailKey);
  const { network, site } = placeOf(request);
  const counted: [Throttle, string][] =
    browser === null
      ? [
          [fromNetwork, JSON.stringify([emailKey, network])],
          ...(site === null ? [] : [[fromSite, JSON.stringify([emailKey, site])] as [Throttle, string]]),
          [ofAnybody, network],
        ]
      : [[inKnownBrowser, browser]];
  const result = await attempt(counted, judge);
  if (result !== null) browsers.remember(request, emailKey);
  return result;
}

/**
 * Runs a guess at the password that somebody wants to change, in their session: nobody else can use up its count. `judge`
 * answers null when it was wrong.
 * @throws TooManyAttempts
 */
export function attemptPasswordChange<T>(sessionId: string, judge: () => Promise<T | null>): Promise<T | null> {
  return attempt([[passwordChanges, sessionId]], judge);
}

/**
 * Counts that somebody wants a link to choose a new password for this folded address. A browser in which its owner signed in
 * before has a count of its own, so that others use up no more than theirs.
 * @throws TooManyAttempts
 */
export async function countPasswordReset(request: Request, browsers: KnownBrowsers, emailKey: string): Promise<void> {
  const browser = browsers.find(request, emailKey);
  const own: [Throttle, string] = browser === null ? [resets, emailKey] : [resetsInKnownBrowser, browser];
  await attempt([own, [resetsFromNetwork, placeOf(request).network]], async () => null);
}

/**
 * Runs what an account does with the link of an invitation. One that is no invitation counts (case 75).
 * @throws TooManyAttempts, and whatever `act` throws
 */
export function attemptLinkAs<T>(accountId: string, act: () => Promise<T>): Promise<T> {
  return attempt([[linksOfAccount, accountId]], act, isUnknown);
}

/**
 * Looks up the link of an invitation, or of a new password, for somebody who is not signed in.
 * @throws TooManyAttempts after many wrong ones from the network, and whatever `look` throws
 */
export function attemptLink<T>(request: Request, look: () => Promise<T>): Promise<T> {
  return attemptUnguessable(linksFromNetwork, placeOf(request).network, look, isUnknown);
}

/**
 * Judges what nobody guesses: 256 random bits, or a signature. A right one is never refused and counts for nobody, since that
 * others at the same address were wrong is not its owner's fault; so all that is kept from these is an answer.
 * @param judge answers null to a wrong one
 * @param isWrong whether one that ended with this error was wrong too
 * @throws TooManyAttempts after many wrong ones, and whatever `judge` throws
 */
async function attemptUnguessable<T>(
  limit: Throttle,
  key: string,
  judge: () => Promise<T>,
  isWrong: (error: unknown) => boolean = () => false,
): Promise<T> {
  const count = () => attempt([[limit, key]], async () => null);
  try {
    const result = await judge();
    if (result === null) await count();
    return result;
  } catch (error) {
    if (isWrong(error)) await count();
    throw error;
  }
}

/** Counts what a set-up link has Usher ask of others, a provider or the DNS. @throws TooManyAttempts */
export async function countSetupQuestion(linkId: string): Promise<void> {
  await attempt([[setupQuestions, linkId]], async () => null);
}

/**
 * Runs what a program shows to be an OAuth client; wrong ones count for its network. `judge` answers null to these.
 * @throws TooManyAttempts
 */
export function attemptClient<T>(request: Request, judge: () => Promise<T | null>): Promise<T | null> {
  return attemptUnguessable(clientSecrets, placeOf(request).network, judge);
}

/** Counts an access token of this client. @throws TooManyAttempts */
export async function countAccessToken(clientId: string): Promise<void> {
  await attempt([[accessTokens, clientId]], async () => null);
}

/** Counts the start of a sign-in at a provider. @throws TooManyAttempts */
export async function countSignInStart(request: Request): Promise<void> {
  await attempt([[starts, placeOf(request).network]], async () => null);
}

function placeOf(request: Request): ReturnType<typeof networksOf> {
  const address = clientAddressOf(request);
  return address === null ? { network: 'unknown', site: null } : networksOf(address);
}

const isUnknown = (error: unknown) => error instanceof DomainError && error.code === 'not_found';

/**
 * Runs what a provider says about somebody's sign-ins. Who sends what is wrong from elsewhere does not count for the provider.
 * @param isWrong whether an attempt that ended with this error counts
 * @throws TooManyAttempts, and whatever `act` throws
 */
export function attemptProviderMessage<T>(
  request: Request,
  connectionId: string,
  isWrong: (error: unknown) => boolean,
  act: () => Promise<T>,
): Promise<T> {
  return attemptUnguessable(providerMessages, JSON.stringify([connectionId, placeOf(request).network]), act, isWrong);
}
