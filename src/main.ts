/** `npm start`: configuration -> storage -> doors -> listen, and a clean end on SIGTERM or Ctrl-C. */
import { resolve } from 'node:path';
import { type Config, ConfigError } from './config/config.ts';
import { loadConfig, readEnvironment } from './config/load-config.ts';
import { createLogger } from './http/logging.ts';
import type { RunningUsher } from './start.ts';

const startedAt = performance.now();

async function main(): Promise<void> {
  const config = loadConfig(readEnvironment());
  const logger = createLogger(logLevelOf(config));
  const report = (line: string) => console.log(line);
  for (const warning of config.warnings) report(`Note: ${warning}`);
  // It takes most of a second to load; faults in the settings are told before.
  const { startUsher } = await import('./start.ts');
  const usher = await startUsher(config, { logger, report });
  endOnSignals(usher, config);
  report(config.mode === 'evaluation' ? await welcome(usher, config) : ready(usher, config));
}

/** People who try the product want to read the lines below, not one line for each request. */
function logLevelOf({ mode, sources, logLevel }: Config): string {
  return mode === 'evaluation' && sources.LOG_LEVEL === undefined ? 'warn' : logLevel;
}

async function welcome(usher: RunningUsher, config: Config): Promise<string> {
  const token = await usher.issueScimToken('Evaluation');
  const body =
    '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"lin@acme.example","name":{"givenName":"Lin","familyName":"Acme"},"emails":[{"value":"lin@acme.example","primary":true}]}';
  return `
Usher is ready after ${elapsed()}, in evaluation mode: sign in as one of the demo people, without a password.

  Sign in       ${usher.publicUrl}
  SCIM base URL ${usher.scimUrl}
  SCIM token    ${token}
                (a new one at each start; each works for 30 days)
  Data          ${whereDataLies(config)}

Create a user as an identity provider does:

  curl -i ${usher.scimUrl}/Users -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/scim+json' -d '${body}'

Ctrl-C stops it; the data stays. To run it with your own identity provider, see "Your own identity provider" in README.md.
`;
}

function ready(usher: RunningUsher, config: Config): string {
  const lines = [
    `Usher is ready after ${elapsed()} at ${usher.publicUrl}`,
    `  SCIM base URL ${usher.scimUrl}`,
    `  Data          ${whereDataLies(config)}`,
  ];
  if (!usher.hasAdmin)
    lines.push(
      '  Nobody is Organization Admin yet: set INITIAL_ORG_ADMIN_EMAIL to your email address, start again and sign in with it.',
    );
  return lines.join('\n');
}

function elapsed(): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}

function whereDataLies({ mongodbUri, dataDir }: Config): string {
  return mongodbUri === null ? `${resolve(dataDir)} (embedded MongoDB)` : 'the MongoDB that MONGODB_URI names';
}

/** The first signal drains; a second one ends at once. In production load balancers get a second to notice. */
function endOnSignals(usher: RunningUsher, config: Config): void {
  let ending = false;
  const end = async () => {
    if (ending) process.exit(1);
    ending = true;
    const complete = await usher.stop(config.production ? 1_000 : 0);
    process.exit(complete ? 0 : 1);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message);
  else console.error(`Usher could not start: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
