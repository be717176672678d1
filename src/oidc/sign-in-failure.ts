/** Why a sign-in ended without an answer of the domain: the closed list behind the error pages. */
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

export type FailureKind =
  /** The transaction is unknown: wrong or reused state, another browser, too old. */
  | 'unknown_transaction'
  /** The person or the provider said no (`access_denied` and its relatives). */
  | 'denied'
  /** The provider refused the code: used before, or expired. */
  | 'code_refused'
  /** What the provider sent failed a check. */
  | 'unverified'
  /** Somebody was to show once more who they are, and the provider does not say that they just did. */
  | 'not_recent'
  /** The same, and somebody else came back. */
  | 'another_person'
  /** The provider does not accept this client, or describes itself in a way that we cannot use. */
  | 'misconfigured'
  /** The provider cannot be reached, fails, or sends something that is not OpenID Connect. */
  | 'unavailable'
  | 'timeout';

export const failureStatus: Record<FailureKind, 400 | 403 | 502 | 504> = {
  unknown_transaction: 400,
  denied: 403,
  code_refused: 400,
  unverified: 400,
  not_recent: 403,
  another_person: 403,
  misconfigured: 502,
  unavailable: 502,
  timeout: 504,
};

/** `message` is for the log of the operator: it names the check that failed and holds no code, token or secret. */
export class SignInFailure extends Error {
  readonly kind: FailureKind;
  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SignInFailure';
    this.kind = kind;
  }
}

/** RFC 6749 4.1.2.1 and OpenID Connect Core 3.1.2.6: errors that mean "not this person", not "not this client". */
const denials = new Set([
  'access_denied',
  'account_selection_required',
  'consent_required',
  'interaction_required',
  'login_required',
]);

/** Codes of openid-client for an answer that is no OpenID Connect at all: an HTML page, a proxy's error. */
const notTheProtocol = new Set(['OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_PARSE_ERROR']);

/**
 * Turns what openid-client throws into a SignInFailure. Anything else is a fault of ours and is returned as it is.
 * The texts of the provider are cut to 200 characters: they end in the log.
 */
export function asSignInFailure(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof SignInFailure) return cause;
  const as = (kind: FailureKind, message: string) => new SignInFailure(kind, message.slice(0, 200), { cause: error });

  if (error instanceof AuthorizationResponseError) {
    const message = `the provider answered ${error.error}: ${error.error_description ?? 'no description'}`;
    if (denials.has(error.error)) return as('denied', message);
    const itsOwnFault = error.error === 'server_error' || error.error === 'temporarily_unavailable';
    return as(itsOwnFault ? 'unavailable' : 'misconfigured', message);
  }
  if (error instanceof ResponseBodyError) {
    const message = `the provider refused the code: ${error.error} ${error.error_description ?? ''}`.trimEnd();
    return as(error.error === 'invalid_grant' ? 'code_refused' : 'misconfigured', message);
  }
  if (error instanceof WWWAuthenticateChallengeError)
    return as('misconfigured', `the provider did not accept our credentials (status ${error.status})`);
  if (error instanceof ClientError) {
    if (error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT') return as('timeout', error.message);
    const message = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
    return as(notTheProtocol.has(error.code ?? '') ? 'unavailable' : 'unverified', message);
  }
  return error;
}
