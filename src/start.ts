/** Starts everything in order, and stops it in the opposite one. `main.ts` and the commands of `cli/` call this. */
import cluster from 'node:cluster';
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import { expiryWorker } from './domain/access/expire-grants.ts';
import { guardWorker } from './domain/access/guard/watch.ts';
import { domainWarningSender } from './domain/administration/connections/domain-warnings.ts';
import { domainChecks } from './domain/administration/connections/recheck-domains.ts';
import { jobWorker } from './domain/administration/jobs/run-jobs.ts';
import { encryptionWorker, openSecrets } from './domain/administration/keys/encryption-key.ts';
import {
  issueEvaluationKey,
  issueEvaluationToken,
  revokeEvaluationSecrets,
} from './domain/administration/keys/evaluation-tokens.ts';
import { lateWriteWorker } from './domain/administration/migrations/late-writes.ts';
import { bootstrap } from './domain/administration/organizations/bootstrap.ts';
import { purgeWorker } from './domain/administration/organizations/purge.ts';
import { liveFeed, liveWorker } from './domain/audit/live.ts';
import { retentionWorker } from './domain/audit/retain.ts';
import { sealWorker } from './domain/audit/seal.ts';
import { expiryNotices } from './domain/entry/invitations/notice-expiry.ts';
import { mailSender } from './domain/entry/invitations/send-mail.ts';
import { openMailer } from './domain/entry/mail/smtp.ts';
import { passwordNoticeWorker } from './domain/entry/password/look-into-notices.ts';
import { ownWays } from './domain/entry/reach/admits.ts';
import { sessionExpiryWorker } from './domain/entry/reach/expire-sessions.ts';
import { startWorkers, type Worker } from './domain/kernel/workers.ts';
import { deliverer } from './domain/model/delivery.ts';
import type { HeadDocument } from './domain/model/head.ts';
import { getOrganization } from './domain/model/organization.ts';
import type { SecretBox } from './domain/model/secret-box.ts';
import { deliveryWorker } from './domain/webhooks/deliver.ts';
import { startServer } from './http/listen.ts';
import { createMetrics, serveMetrics } from './http/metrics.ts';
import { outbound } from './http/outbound.ts';
import { postWebhooks } from './http/post-webhook.ts';
import { knownTextRecords } from './http/text-records.ts';
import { type DemoPerson, demoPeople } from './oidc/demo/people.ts';
import { type DemoProvider, startDemoProvider } from './oidc/demo/provider.ts';
import { deploymentConnection } from './oidc/provider.ts';
import { watchProvider } from './oidc/watch-provider.ts';
import { flushProvisioningLog } from './scim/provisioning-log.ts';
import { declareUniqueAttributes } from './scim/schema/indexes.ts';
import { builtInSchemaDirectory, loadSchemas } from './scim/schema/load.ts';
import { createApp, createWaitingApp } from './server.ts';
import { connect, disconnect } from './storage/connection.ts';
import { type EmbeddedDatabase, startEmbedded } from './storage/embedded/start.ts';

export type StartOptions = {
  readonly logger: Logger;
  /** Receives lines for the operator while things start. */
  readonly report: (line: string) => void;
  /** Evaluation mode: who can sign in at the demo provider, instead of the demo people. Nobody becomes admin by being first. */
  readonly people?: readonly DemoPerson[];
};

export type RunningUsher = {
  readonly publicUrl: string;
  readonly scimUrl: string;
  readonly defaultOrgId: string;
  /** Whether somebody is, or is invited as, Organization Admin of the default organization. */
  readonly hasAdmin: boolean;
  /** Evaluation mode only: the issuer of the demo provider. */
  readonly demoIssuer: string | null;
  /** A new SCIM token of the default organization, for evaluation. */
  readonly issueScimToken: (description: string) => Promise<string>;
  /** A new service key of the default organization, for evaluation. */
  readonly issueServiceKey: (description: string) => Promise<string>;
  /**
   * Ends without losing requests. True when all of them were answered.
   * @param noticeMs how long to go on serving so that clients and load balancers notice
   */
  readonly stop: (noticeMs?: number) => Promise<boolean>;
};

/**
 * Starts Usher. Resolves when it is ready to serve.
 * @throws Error with a message for the operator: a port in use, a database that cannot be had, a malformed schema file
 */
export async function startUsher(config: Config, { logger, report, people }: StartOptions): Promise<RunningUsher> {
  const schemas = loadSchemas([builtInSchemaDirectory, ...(config.scimSchemasDir ? [config.scimSchemasDir] : [])]);
  declareUniqueAttributes(schemas);
  const stops: (() => Promise<unknown>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.toReversed()) await stop();
  };
  try {
    const opening = [
      config.mongodbUri === null ? openEmbedded(config, report, stops) : null,
      config.mode === 'evaluation' ? openDemo(config, people ?? demoPeople, report, stops) : null,
    ] as const;
    // When one fails, the other is stopped too, so it has to be there first.
    await Promise.allSettled(opening);
    const [database, demo] = await Promise.all(opening);
    // The ports before the database: when one is taken, nothing has been touched.
    let app: RequestListener = createWaitingApp(config.publicUrl);
    const server = await startServer((request, response) => app(request, response), config);
    stops.push(() => server.close());
    const metrics = createMetrics();
    // Of several processes the first has them, of all.
    const metricsServer = config.metrics && cluster.isPrimary && (await serveMetrics(metrics, config.metrics, report));
    if (metricsServer) stops.push(() => metricsServer.close());
    // Loaded only where it is asked for: it costs as much as a good part of the rest.
    const tracing = config.tracesEndpoint === null ? null : await loadTracing(config.tracesEndpoint);
    if (tracing) stops.push(tracing.stop);
    await connectTo(config.mongodbUri ?? (database as EmbeddedDatabase).uri, config, logger);
    tracing?.watchDatabase();
    stops.push(disconnect, flushProvisioningLog);

    const demoAdminEmail = demo && people === undefined ? demoPeople[0].email : null;
    const { deployment, hasAdmin } = await bootstrap(
      {
        ...config,
        ...config.initial,
        ...config.bootstrap,
        demoAdminEmail,
        hasProvider: (demo ?? config.oidc) !== null,
      },
      report,
    );
    const { secret } = deployment;
    const { secretBox, hasEarlier } = await openSecrets(config);
    if (!demo && deployment.modes?.includes('evaluation')) {
      await revokeEvaluationSecrets(deployment.defaultOrgId);
      report(evaluatedBefore);
    }
    const { ssoOnly } = await getOrganization(deployment.defaultOrgId);
    if (ssoOnly && (await ownWays(deployment.defaultOrgId)).length === 0) report(closedToAll);
    const provider = demo ? demoSettings(demo) : config.oidc;
    const connection = provider && deploymentConnection(provider);
    // The demo provider runs with us.
    const watch = connection && !demo ? watchProvider(connection, providerTold(logger)) : null;
    const details = () => {
      const signIn = watch?.fault() ?? null;
      return signIn === null ? {} : { signIn };
    };
    const live = liveFeed();
    app = createApp({ config, schemas, logger, metrics, live, connection, details, tracing, secret, secretBox });
    const mailer = config.mail && openMailer(config.mail);
    if (mailer) stops.push(async () => mailer.close());
    const allWorkers = [
      ...workersOf(config, secretBox, logger),
      live.worker,
      ...(watch ? [watch.worker] : []),
      ...(hasEarlier ? [encryptionWorker(config, (message) => logger.info(message))] : []),
      ...(mailer ? [mailSender(mailer, { ...config, secretBox }), domainWarningSender(mailer, config.publicUrl)] : []),
      ...(config.basicAuth ? [passwordNoticeWorker(mailer, config.publicUrl)] : []),
    ];
    stops.push(startWorkers(allWorkers, (worker, err) => logger.error({ err, worker }, 'background work failed')));
    return {
      publicUrl: config.publicUrl,
      scimUrl: `${config.publicUrl}/scim/v2`,
      defaultOrgId: deployment.defaultOrgId,
      hasAdmin,
      demoIssuer: demo?.issuer ?? null,
      issueScimToken: (description) => issueEvaluationToken(deployment.defaultOrgId, description),
      issueServiceKey: (description) => issueEvaluationKey(deployment.defaultOrgId, description),
      stop: async (noticeMs = 0) => {
        // They would go on for ever.
        live.end();
        // Requests in flight still need the database.
        const complete = await server.close({ noticeMs });
        await stopAll();
        return complete;
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** All that goes on without a request; mail only where there is a server for it. */
function workersOf(
  { outboundAllowedHosts, publicUrl }: Config,
  secretBox: SecretBox,
  logger: Logger,
): readonly Worker[] {
  const tell = ({ _id: organizationId, seq, link }: HeadDocument) =>
    logger.info({ auditHead: { organizationId, seq, link } }, 'audit log sealed');
  const send = postWebhooks(outbound(outboundAllowedHosts), (failure) =>
    logger.warn(failure, 'the receiver of a webhook cannot be reached'),
  );
  const own = [sealWorker(tell, [deliverer, liveWorker]), retentionWorker, deliveryWorker(send, secretBox, publicUrl)];
  const domains = domainChecks((name) => knownTextRecords(name));
  return [
    jobWorker,
    expiryWorker,
    sessionExpiryWorker,
    guardWorker,
    purgeWorker,
    expiryNotices,
    lateWriteWorker,
    domains,
    ...own,
  ];
}

const loadTracing = async (endpoint: string) => (await import('./http/tracing.ts')).startTracing(endpoint);

const providerTold = (logger: Logger) => (fault: string | null) =>
  fault === null ? logger.info('The identity provider can be used again.') : logger.warn(fault);

const evaluatedBefore =
  'Note: this data was used in evaluation mode. The SCIM tokens and API keys that it printed are revoked, but the demo people and their roles are still in it.';

const closedToAll =
  'Note: the default organization lets people in by its own identity provider only (ssoOnly), and there is none: set OAUTH_*, or turn that off with the deployment key (PATCH /api/v1/organizations/{org} with {"ssoOnly": false}).';

async function openEmbedded(
  config: Config,
  report: StartOptions['report'],
  stops: (() => Promise<unknown>)[],
): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir: config.dataDir, report });
  stops.push(() => database.stop());
  return database;
}

async function connectTo(
  uri: string,
  { mongodbUri, validatesWrites: validates, tracesEndpoint }: Config,
  logger: Logger,
): Promise<void> {
  const warn = (message: string) => logger.warn(message);
  await connect(uri, { validates, warn, monitorsCommands: tracesEndpoint !== null }).catch((cause: unknown) => {
    if (mongodbUri === null) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the database that MONGODB_URI names cannot be used: ${reason}`, { cause });
  });
}

/** The demo provider takes the port after our own, or any other when that one is in use. */
async function openDemo(
  config: Config,
  people: readonly DemoPerson[],
  report: StartOptions['report'],
  stops: (() => Promise<unknown>)[],
): Promise<DemoProvider> {
  const options = {
    people,
    // In a container nobody reaches its loopback: where Usher listens everywhere, so does this.
    host: ['0.0.0.0', '::'].includes(config.host) ? config.host : '127.0.0.1',
    redirectUris: [`${config.publicUrl}/auth/callback/default`],
    postLogoutRedirectUris: [`${config.publicUrl}/`],
    report,
  };
  const demo = await startDemoProvider({ ...options, port: config.port + 1 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return startDemoProvider({ ...options, port: 0 });
  });
  stops.push(demo.stop);
  return demo;
}

function demoSettings({ issuer, clientId, clientSecret }: DemoProvider) {
  return {
    issuer,
    clientId,
    clientSecret,
    scopes: 'openid profile email',
    trustEmail: false,
    trustUserName: false,
    allowMissingEmail: true,
    acrValues: [],
    maxAgeSeconds: null,
  };
}
