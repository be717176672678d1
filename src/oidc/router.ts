/**
 * Door 2: people signing in by OpenID Connect. Owns the visit to the identity provider, the sign-in paths and their
 * pages; who may come in is decided by the domain. Imports domain, storage's tenant scope and http; passport, openid-client and
 * (for the demo) oidc-provider are used nowhere else.
 */
import {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  Router,
  urlencoded,
} from 'express';
import passport from 'passport';
import type { Config } from '../config/config.ts';
import { secretInPath } from '../domain/entry/invitations/link.ts';
import { countSignIn } from '../domain/entry/sign-in/count-sign-in.ts';
import { noteAuthTime } from '../domain/entry/sign-in/step-up.ts';
import { now } from '../domain/kernel/clock.ts';
import type { Context } from '../domain/kernel/context.ts';
import { DomainError } from '../domain/kernel/domain-error.ts';
import type { SecretBox } from '../domain/model/secret-box.ts';
import type { RefusalReason, SignInOutcome, VerifiedClaims } from '../domain/model/verified-claims.ts';
import { countSignInStart } from '../http/attempts.ts';
import { traceOf } from '../http/client-address.ts';
import { csrfFault } from '../http/csrf.ts';
import { withoutSecrets } from '../http/loggable.ts';
import type { Outbound } from '../http/outbound.ts';
import { sendPage } from '../http/page.ts';
import { safeReturnTo } from '../http/return-to.ts';
import { plainPageHeaders } from '../http/security-headers.ts';
import { holdArrival, startSession } from '../http/session.ts';
import { personOfSession, signInHere, signOutHere } from '../http/signed-in.ts';
import { TooManyAttempts } from '../http/throttle.ts';
import { asRecent } from './as-recent.ts';
import { backchannelLogout } from './backchannel-logout.ts';
import { emailFirst, rememberWay } from './email-first.ts';
import { strategyFinder } from './find-strategy.ts';
import { globalTokenRevocation } from './global-token-revocation.ts';
import { noWorkspaceRouter } from './no-workspace.ts';
import { failurePage, signedOutPage, stillSignedInPage, tooManyPage, unknownConnectionPage } from './pages.ts';
import type { Connection } from './provider.ts';
import { refusalPage } from './refusal-page.ts';
import { setupTests } from './setup-test.ts';
import { failureStatus, SignInFailure } from './sign-in-failure.ts';
import { confirmPath, signInPath } from './sign-in-path.ts';
import { receiveSignals } from './signals.ts';
import type { Confirmed, StepOptions } from './strategy.ts';
import { thirdPartyLogin } from './third-party-login.ts';
import { answerUnavailable } from './unavailable.ts';

/** `link`: the secret of the invitation's link that the sign-in was begun with, else null; `wants`: what its holder has said. */
export type SignIn = (
  context: Context,
  claims: VerifiedClaims,
  link: string | null,
  wants: 'to-join' | 'to-be-asked',
) => Promise<SignInOutcome>;

/** The same for somebody who is signed in to this account; null: it is somebody else. */
export type SignInAgain = (
  context: Context,
  claims: VerifiedClaims,
  accountId: string,
) => Promise<SignInOutcome | null>;

export type OidcRouterOptions = {
  readonly config: Pick<Config, 'publicUrl' | 'subjectClaims'>;
  /**
   * Those of the environment; organizations' own ones come from the database. The first is used where the request names
   * none. None: people sign in with passwords, or by what the request names.
   */
  readonly connections: readonly Connection[];
  /** Guards what providers of organizations are asked. */
  readonly outbound: Outbound;
  /** The session middleware (`sessions` of src/http/session.ts); mounted on the paths that need it. */
  readonly sessions: RequestHandler;
  readonly signIn: SignIn;
  readonly signInAgain: SignInAgain;
  readonly secretBox: SecretBox;
  /** People may sign in with passwords, too. */
  readonly hasPasswords?: boolean;
  /** Milliseconds that the provider has for all it is asked in one step. */
  readonly providerTimeoutMs?: number;
};

/**
 * The sign-in paths: `GET /auth/login`, `GET` and `POST /auth/login/address`, `GET /auth/confirm`, `GET` and `POST /auth/initiate/:connectionId`, `GET /auth/callback/:connectionId`, `GET /auth/no-workspace`, `POST /auth/logout`,
 * `GET /auth/jwks/:connectionId`,
 * `GET /auth/setup/:link` for tests, and by what providers end sessions: `POST /auth/backchannel-logout/:connectionId`,
 * `POST /auth/global-token-revocation/:connectionId` and `POST /auth/signals/:connectionId`. Mount it at the root, after `assignRequestId`.
 */
export function oidcRouter(options: OidcRouterOptions): Router {
  const { config, connections, sessions, secretBox } = options;
  const timeoutMs = options.providerTimeoutMs ?? 5_000;
  const strategyOptions = { ...config, timeoutMs, secretBox };
  const findStrategy = strategyFinder(connections, options.outbound, strategyOptions);
  const router = Router();
  router.use('/auth', plainPageHeaders(config.publicUrl), (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  const hasProvider = connections.length > 0;
  router.use(emailFirst({ publicUrl: config.publicUrl, hasProvider, hasPasswords: options.hasPasswords ?? false }));
  router.get('/auth/login', async (request, response, next) => {
    const connectionId = String(request.query.connection ?? connections[0]?.id);
    const strategy = await findStrategy(connectionId);
    if (strategy === null) return sendPage(response, 404, unknownConnectionPage);
    response.locals.connectionId = connectionId;
    await countSignInStart(request);
    passport.authenticate(strategy, stepOf({ step: 'begin' }), next)(request, response, next);
  });

  router.get(confirmPath, sessions, async (request, response, next) => {
    const person = await personOfSession(request);
    const { connectionId = '', provider } = request.session;
    const returnTo = safeReturnTo(request.query.returnTo);
    if (person === null) return response.redirect(303, signInPath({ returnTo }));
    const strategy = await findStrategy(connectionId);
    // Who came with a password is asked for it where they are.
    if (strategy === null || !provider) return response.redirect(303, returnTo);
    response.locals.connectionId = connectionId;
    await countSignInStart(request);
    const { _id: accountId, email } = person.account;
    const begin = stepOf({ step: 'begin', confirms: { accountId, loginHint: email } });
    passport.authenticate(strategy, begin, next)(request, response, next);
  });

  router.get('/auth/jwks/:connectionId', async (request, response) => {
    const strategy = await findStrategy(request.params.connectionId);
    if (!strategy?.clientKey) return sendPage(response, 404, unknownConnectionPage);
    response.json(await strategy.clientKey.publicKeys());
  });

  router.use(thirdPartyLogin(findStrategy, config.publicUrl));
  router.use(setupTests(options.outbound, strategyOptions));
  router.get('/auth/callback/:connectionId', sessions, async (request, response, next) => {
    const connectionId = String(request.params.connectionId);
    const strategy = await findStrategy(connectionId);
    if (strategy === null) return sendPage(response, 404, unknownConnectionPage);
    response.locals.connectionId = connectionId;
    const answer = (error: unknown, confirmed: Confirmed) =>
      error ? next(error) : letIn(options, confirmed, request, response).catch(next);
    passport.authenticate(strategy, stepOf({ step: 'finish' }), answer)(request, response, next);
  });

  router.use(noWorkspaceRouter(sessions));

  const ofForm = urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });
  router.post('/auth/logout', ofForm, sessions, async (request, response) => {
    const { accountId, connectionId, provider = null } = request.session;
    if (accountId === undefined || connectionId === undefined) return sendElsewhere(request, response, '/');
    // Undefined where a script has sent it: then the header counts.
    const { csrfToken } = (request.body ?? {}) as { csrfToken?: unknown };
    if (csrfFault(request, config.publicUrl, csrfToken) !== null) return sendPage(response, 403, stillSignedInPage);
    await signOutHere(request, accountId);
    const there = (await (await findStrategy(connectionId))?.endSessionUrl(provider)) ?? null;
    // Browsers let no form of ours end at another origin, by a redirect neither: the person follows a link.
    if (csrfToken !== undefined && there !== null) return sendPage(response, 200, signedOutPage(there));
    sendElsewhere(request, response, there ?? '/');
  });

  router.use(backchannelLogout(findStrategy), globalTokenRevocation(findStrategy));
  router.use(receiveSignals({ outbound: options.outbound, secretBox }));
  router.use('/auth', answerFailures, answerUnavailable);
  return router;
}

/** Passport passes its options on to the strategy; its types know only those of its own. */
const stepOf = (options: StepOptions) => options as passport.AuthenticateOptions;

/** Asks the domain about a person whom the provider has confirmed, and starts the session or says why not. */
async function letIn(
  { config, signIn, signInAgain }: OidcRouterOptions,
  confirmed: Confirmed,
  request: Request,
  response: Response,
): Promise<void> {
  const { claims, returnTo, confirms } = confirmed;
  const { connectionId, issuer } = claims;
  const context: Context = { actor: { type: 'sign-in', id: connectionId }, ...traceOf(request) };
  const link = secretInPath(returnTo);
  const provider = confirms === null ? confirmed.provider : await asRecent(confirmed, request);
  if (provider.authTime) await noteAuthTime(connectionId, issuer);
  const outcome =
    confirms === null
      ? await signIn(context, claims, link, 'to-be-asked')
      : await signInAgain(context, claims, confirms);
  if (outcome === null) throw new SignInFailure('another_person', 'another person came back than was to confirm');
  if (outcome.outcome === 'invited' && link !== null) {
    await holdArrival(request, { link, claims, provider }, now());
    return response.redirect(returnTo);
  }
  if (outcome.outcome === 'invited') throw new Error('invited without a link');
  if (outcome.outcome === 'refused') {
    const hint = hints[outcome.reason];
    request.log?.info({ connectionId, reason: outcome.reason, ...(hint ? { hint } : {}) }, 'sign-in refused');
    return sendPage(response, 403, refusalPage({ ...outcome, claims, returnTo }));
  }
  const entry = { accountId: outcome.accountId, connectionId, provider };
  await (confirms === null ? signInHere(request, entry) : startSession(request, { ...entry, signedInAt: now() }));
  rememberWay(response, config.publicUrl, connectionId);
  // A page of its own, which can be loaded again: the callback's address is used up. Who confirms has seen it.
  const goesOn = outcome.hasWorkspace || confirms !== null;
  response.redirect(goesOn ? returnTo : `/auth/no-workspace?returnTo=${encodeURIComponent(returnTo)}`);
}

/** What the operator, or an admin, can do about a refusal. */
const hints: Partial<Record<RefusalReason, string>> = {
  email_not_verified:
    "Somebody with this address is expected, and the provider does not send email_verified: true. If all its addresses are its people's own, set OAUTH_TRUST_EMAIL=true (of an organization's own connection: trustEmail).",
  user_name_taken:
    'Another member has the userName or the address, and nothing proves that the two are one. Whoever signs in with a password is moved by usher migrate-auth (docs/migrate-auth.md).',
  domain_not_verified:
    'The organization has to verify the domain of the address before its own connection may speak for it.',
};

/**
 * A script cannot follow a redirect to another origin, so one that asks for JSON is told where to go; anything else is
 * redirected.
 */
function sendElsewhere(request: Request, response: Response, url: string): void {
  if (request.accepts(['html', 'json']) === 'json') response.json({ redirectTo: url });
  else response.redirect(303, url);
}

/** Sign-ins that came to no end become pages; faults that are ours go on to the server's own handler. */
const answerFailures: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof SignInFailure) {
    const status = failureStatus[error.kind];
    countSignIn('provider', error.kind);
    // Parts of it are what the provider, or whoever sent the browser, said.
    const reason = withoutSecrets(error.message);
    request.log?.[status >= 500 ? 'error' : 'warn']({ kind: error.kind, reason }, 'sign-in failed');
    return sendPage(response, status, failurePage(error.kind, response.locals.connectionId ?? null));
  }
  if (error instanceof TooManyAttempts) {
    response.set('Retry-After', String(error.retryAfterSeconds));
    return sendPage(response, 429, tooManyPage(error));
  }
  // Gone or switched off while somebody was away at its provider.
  if (error instanceof DomainError && error.reason === 'connection_not_found')
    return sendPage(response, 404, unknownConnectionPage);
  next(error);
};
