/** `npm start`: configuration -> storage -> doors -> listen, and a clean end on SIGTERM or Ctrl-C. */
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { type Config, ConfigError } from './config/config.ts';
import { loadConfig, readEnvironment } from './config/load-config.ts';
import { createLogger } from './http/logging.ts';
import { leave, type Serving } from './processes.ts';
import type { RunningUsher } from './start.ts';

const startedAt = performance.now();

async function main(): Promise<void> {
  const config = loadConfig(readEnvironment());
  if (cluster.isWorker) return serveBeside(config);
  const logger = createLogger(logLevelOf(config));
  const report = config.production ? intoLog(logger) : (line: string) => console.log(line);
  for (const warning of config.warnings) report(`Note: ${warning}`);
  const count = config.workers === 'auto' ? availableParallelism() : config.workers;
  if (count > 1) return lead(count, config, report);
  // It takes most of a second to load; faults in the settings are told before.
  const { startUsher } = await import('./start.ts');
  const usher = await startUsher(config, { logger, report });
  endOnSignals(() => usher.stop(noticeMs(config)));
  report(config.mode === 'evaluation' ? await welcome(usher, config) : ready(usher, config));
}

/** In production whatever is told is a line of the log: what collects it understands nothing else. */
function intoLog(logger: Logger): (line: string) => void {
  const note = /^Note: /;
  return (line) => (note.test(line) ? logger.warn(line.replace(note, '')) : logger.info(line));
}

/** The first of several processes. */
async function lead(count: number, config: Config, report: (line: string) => void): Promise<void> {
  const { startProcesses } = await import('./processes.ts');
  const { hasAdmin, stop, kill } = await startProcesses(count, config, report);
  endOnSignals(stop, kill);
  const usher = { publicUrl: config.publicUrl, scimUrl: `${config.publicUrl}/scim/v2`, hasAdmin };
  report(ready(usher, config, [['Processes', String(count)]]));
}

/** One of several processes: it ends when the first one says so, or is no more. */
async function serveBeside(config: Config): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
  const { startUsher } = await import('./start.ts');
  const usher = await startUsher(config, { logger: createLogger(config.logLevel), report: () => {} });
  process.on('message', async (told) => {
    if (told === leave) process.exit((await usher.stop(noticeMs(config))) ? 0 : 1);
  });
  const message: Serving = { serving: { hasAdmin: usher.hasAdmin } };
  process.send?.(message);
}

/** People who try the product want to read the lines below, not one line for each request. */
function logLevelOf({ mode, sources, logLevel }: Config): string {
  return mode === 'evaluation' && sources.LOG_LEVEL === undefined ? 'warn' : logLevel;
}

async function welcome(usher: RunningUsher, config: Config): Promise<string> {
  const token = await usher.issueScimToken('Evaluation');
  const apiKey = await usher.issueServiceKey('Evaluation');
  const body =
    '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"lin@acme.example","name":{"givenName":"Lin","familyName":"Acme"},"emails":[{"value":"lin@acme.example","primary":true}]}';
  return `
Usher is ready after ${elapsed()}, in evaluation mode: sign in as one of the demo people, without a password.

  Sign in       ${usher.publicUrl}
  SCIM base URL ${usher.scimUrl}
  SCIM token    ${token}
  API key       ${apiKey}
                (both new at each start; they work for 30 days; see ${usher.publicUrl}/docs)
  Data          ${whereDataLies(config)}
  Guide         ${usher.publicUrl}/guide

Create a user as an identity provider does:

  curl -i ${usher.scimUrl}/Users -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/scim+json' -d '${body}'

Ctrl-C stops it; the data stays. To run it with your own identity provider, see ${usher.publicUrl}/guide.
`;
}

type Facts = readonly (readonly [name: string, value: string])[];

/** Some lines for people; in production one, for the log. */
function ready(
  { publicUrl, scimUrl, hasAdmin }: Pick<RunningUsher, 'publicUrl' | 'scimUrl' | 'hasAdmin'>,
  config: Config,
  more: Facts = [],
): string {
  const said = `Usher is ready after ${elapsed()} at ${publicUrl}`;
  const facts: Facts = [
    ['SCIM base URL', scimUrl],
    ['Data', whereDataLies(config)],
    ['Guide', `${publicUrl}/guide`],
    ...more,
  ];
  const advice = hasAdmin
    ? []
    : [
        'Nobody is Organization Admin yet: set INITIAL_ORG_ADMIN_EMAIL to your email address, start again and sign in with it.',
      ];
  if (config.production)
    return [`${said} (${facts.map(([name, value]) => `${name}: ${value}`).join('; ')})`, ...advice].join('. ');
  return [
    said,
    ...facts.map(([name, value]) => `  ${name.padEnd(13)} ${value}`),
    ...advice.map((line) => `  ${line}`),
  ].join('\n');
}

function elapsed(): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}

function whereDataLies({ mongodbUri, dataDir }: Config): string {
  return mongodbUri === null ? `${resolve(dataDir)} (embedded MongoDB)` : 'the MongoDB that MONGODB_URI names';
}

/** In production load balancers get a second to notice. */
const noticeMs = ({ production }: Config) => (production ? 1_000 : 0);

/** The first signal drains; a second one ends at once. */
function endOnSignals(stop: () => Promise<boolean>, kill = () => {}): void {
  let ending = false;
  const end = async () => {
    if (ending) {
      kill();
      process.exit(1);
    }
    ending = true;
    process.exit((await stop()) ? 0 : 1);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message);
  else console.error(`Usher could not start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
