/** The Express application: which door is mounted where. */
import type { RequestListener } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { apiRouter } from './api/api-router.ts';
import { answerWithoutBody, forwardAuthRouter } from './api/forward-auth-router.ts';
import { answerProblems } from './api/http/answer-errors.ts';
import type { Config } from './config/config.ts';
import { consoleRouter } from './console/router.ts';
import { countOpenJobs } from './domain/administration/jobs/run-jobs.ts';
import { demoIssuer } from './domain/administration/organizations/mode.ts';
import type { LiveFeed } from './domain/audit/live.ts';
import { countUnsealed, sealingLag } from './domain/audit/seal.ts';
import { countWaitingMails } from './domain/entry/mail/outbox.ts';
import type { SignInPolicy } from './domain/entry/sign-in/decide-sign-in.ts';
import { signIn } from './domain/entry/sign-in/sign-in.ts';
import { signInByPassword } from './domain/entry/sign-in/sign-in-by-password.ts';
import { signInAgain } from './domain/entry/sign-in/step-up.ts';
import { now } from './domain/kernel/clock.ts';
import { deploymentConnectionId } from './domain/model/connection.ts';
import { countBacklog } from './domain/model/delivery.ts';
import type { SecretBox } from './domain/model/secret-box.ts';
import type { VerifiedClaims } from './domain/model/verified-claims.ts';
import { guideRouter } from './guide/router.ts';
import { forwardedAddress, type Trust, tellUnknownProxy } from './http/client-address.ts';
import { healthRouter } from './http/health.ts';
import { knownBrowsers } from './http/known-browser.ts';
import { answerNotFound, answerStarting, answerUnknownFaults } from './http/last-answers.ts';
import { refuseLongUrls } from './http/listen.ts';
import { logRequests } from './http/logging.ts';
import type { Metrics } from './http/metrics.ts';
import { outbound } from './http/outbound.ts';
import { admission } from './http/overload.ts';
import { assignRequestId, type PlainHandler, tellRequestId } from './http/request-id.ts';
import { dataHeaders, headersOfData, pageHeaders } from './http/security-headers.ts';
import { sessions } from './http/session.ts';
import { siteFiles } from './http/site-files.ts';
import type { Tracing } from './http/tracing.ts';
import { pathOf } from './http/url.ts';
import { invitationPages } from './oidc/invitation-pages.ts';
import { type PasswordSignIn, passwordRouter } from './oidc/password-router.ts';
import type { Connection } from './oidc/provider.ts';
import { oidcRouter, type SignIn, type SignInAgain } from './oidc/router.ts';
import { setupPages } from './oidc/setup-pages.ts';
import { isAtScimDoor, scimDoor } from './scim/door.ts';
import { eventKeys } from './scim/event-keys.ts';
import { oauthRouter } from './scim/oauth/router.ts';
import type { ScimSchemas } from './scim/schema/model.ts';
import { mongoClient, ping } from './storage/connection.ts';
import { withPatience } from './storage/patience.ts';
import { doorOf, tellBusy } from './tell-busy.ts';

export type ServerParts = {
  readonly config: Config;
  readonly schemas: ScimSchemas;
  readonly logger: Logger;
  /** Counts what the doors are asked; read at a port of its own. */
  readonly metrics: Metrics;
  /** What open streams read; whoever starts the server runs its worker and ends it. */
  readonly live: LiveFeed;
  /** The deployment's provider; null: people sign in with passwords alone. */
  readonly connection: Connection | null;
  /** What `/readyz` tells beside that requests are served. */
  readonly details?: () => Readonly<Record<string, string>>;
  /** null: no traces are made. */
  readonly tracing?: Tracing | null;
  /** Signs the session cookies and SCIM cursors. */
  readonly secret: string;
  readonly secretBox: SecretBox;
};

/**
 * Assembles the doors. Everything they need is there already: the database is connected and set up. The SCIM door answers
 * by itself; whatever else comes goes to Express.
 */
export function createApp({
  config,
  schemas,
  logger,
  metrics,
  live,
  connection,
  details = () => ({}),
  tracing = null,
  secret,
  secretBox,
}: ServerParts): RequestListener {
  const { publicUrl } = config;
  metrics.gauge('usher_unsealed_events', 'Events that wait for their number, of all organizations.', countUnsealed);
  metrics.gauge('usher_sealing_lag_seconds', 'How long the oldest event has waited for its number.', sealingLag);
  metrics.gauge('usher_open_jobs', 'Jobs that are not done.', countOpenJobs);
  metrics.gauge('usher_mails_waiting', 'Mails that wait to be sent.', countWaitingMails);
  metrics.gauge('usher_webhook_backlog', 'Deliveries to webhooks that are not through yet.', countBacklog);
  const withSession = sessions({
    client: mongoClient(),
    secret: [secret],
    publicUrl,
    maxSeconds: config.sessionMaxSeconds,
    now,
  });
  const policy: SignInPolicy = {
    jitProvisioningEnabled: config.flags.jitProvisioningEnabled,
    personalOrgsDisabled: config.flags.personalOrgsDisabled,
    allowMissingEmail: connection?.allowMissingEmail ?? false,
    workspaceName: config.initial.workspaceName,
    asked: connection ?? {},
  };

  const signInHere: SignIn = (context, claims, link, wants) =>
    signIn(context, stableIssuer(config, claims), policy, link, wants);
  const signInAgainHere: SignInAgain = (context, claims, accountId) =>
    signInAgain(context, stableIssuer(config, claims), policy, accountId);
  const outside = outbound(config.outboundAllowedHosts);
  const app = express();
  app.disable('x-powered-by');
  // Only for the client's address: whether people come by https and under which name is PUBLIC_URL's to say.
  app.set('trust proxy', [...config.trustedProxies]);
  const trust = app.get('trust proxy fn') as Trust;
  app.use(tellRequestId());
  app.use(healthRouter({ ready: () => ping(900), details }));
  app.use(refuseLongUrls());
  app.use(['/oauth', '/.well-known', '/scim/jwks'], dataHeaders(publicUrl));
  app.use(oauthRouter({ publicUrl, outbound: outside }));
  app.use(eventKeys(secretBox));
  // Their own answers also where the session could not be read.
  const api = apiRouter({ config: { ...config, secretBox, live } });
  app.use('/api/v1', dataHeaders(publicUrl), unlessKey(withSession), api, answerProblems());
  app.use('/auth/verify', unlessKey(withSession), forwardAuthRouter({ config }), answerWithoutBody);
  const passwords: PasswordSignIn | null = config.basicAuth
    ? {
        hasProvider: connection !== null,
        browsers: knownBrowsers({ publicUrl, secret }),
        sendsMail: config.mail !== null,
        signIn: (context, credentials) => signInByPassword(context, credentials, policy),
      }
    : null;
  if (passwords) app.use(passwordRouter({ publicUrl, sessions: withSession, ...passwords }));
  app.use(
    oidcRouter({
      config,
      connections: connection ? [connection] : [],
      outbound: outside,
      sessions: withSession,
      signIn: signInHere,
      signInAgain: signInAgainHere,
      hasPasswords: passwords !== null,
      secretBox,
    }),
    invitationPages({ publicUrl, sessions: withSession, passwords, signIn: signInHere }),
    setupPages({ publicUrl }),
  );
  app.use(consoleRouter({ publicUrl, sessions: withSession }), guideRouter({ publicUrl }));
  app.use(answerNotFound(publicUrl), answerUnknownFaults(publicUrl, logger));

  const scim = scimDoor({ config, schemas, secret, headers: headersOfData(publicUrl) });
  const dispatch: RequestListener = (request, response) => {
    if (!isAtScimDoor(pathOf(request.url ?? ''))) return app(request, response);
    Object.assign(request, { ip: forwardedAddress(request, trust) });
    scim(request, response);
  };
  const traces = tracing === null ? [] : [tracing.trace];
  const handlers = [assignRequestId(), logRequests(logger), metrics.measure, ...traces];
  const serve = inOrder([...handlers, tellUnknownProxy(logger, trust)], dispatch);
  return admission({ doorOf, tellBusy: tellBusy(publicUrl), logger, registry: metrics.registry, trust, serve });
}

/** An `Authorization` header decides alone, so nobody looks for a session beside it. */
function unlessKey(withSession: RequestHandler): RequestHandler {
  return (request, response, next) =>
    request.headers.authorization === undefined ? withSession(request, response, next) : next();
}

/** What is done for every request, before whoever answers it. */
function inOrder(handlers: readonly PlainHandler[], last: RequestListener): Parameters<typeof admission>[0]['serve'] {
  const all = handlers.reduceRight<RequestListener>(
    (next, handler) => (request, response) => handler(request, response, () => next(request, response)),
    last,
  );
  return (request, response, spend, cameAt) => withPatience(() => all(request, response), spend, cameAt);
}

/** What answers before the database is set up: alive, not ready, the guide, and to everything else 503. */
export function createWaitingApp(publicUrl: string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(healthRouter({ ready: () => false }));
  // Who looks here for why it does not start may read that.
  app.use(siteFiles(pageHeaders(publicUrl)), guideRouter({ publicUrl }), answerStarting(publicUrl));
  return app;
}

/** The demo provider's port, and with it its issuer, may change from start to start; its people stay who they are. */
function stableIssuer({ mode }: Config, claims: VerifiedClaims): VerifiedClaims {
  const atDemo = mode === 'evaluation' && claims.connectionId === deploymentConnectionId;
  return atDemo ? { ...claims, issuer: demoIssuer } : claims;
}
