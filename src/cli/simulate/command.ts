/** `usher simulate okta|entra`, as operators type it. */
import { defineCommand } from 'citty';
import { readEnvironment } from '../../config/load-config.ts';
import { readOptions } from './options.ts';
import { describePlan, describeRow, heading, summarize } from './report.ts';
import { simulate as play, type SimulationOptions } from './simulate.ts';

const shared = {
  base: { type: 'string', valueHint: 'URL', description: 'The SCIM base URL, as in https://app.example/scim/v2' },
  token: { type: 'string', valueHint: 'TOKEN', description: 'The bearer token; better in SCIM_TOKEN' },
  users: { type: 'string', valueHint: 'N', description: 'How many users (default 20)' },
  groups: { type: 'string', valueHint: 'M', description: 'How many groups (default 3)' },
  prefix: {
    type: 'string',
    valueHint: 'NAME',
    description: 'What all names begin with (default scim-check); a random part follows',
  },
  domain: {
    type: 'string',
    valueHint: 'DOMAIN',
    description: 'The domain of user names and emails (default example.com)',
  },
  retries: {
    type: 'string',
    valueHint: 'N',
    description: 'How often to try again what got no answer or a 5xx (default 3)',
  },
  speed: {
    type: 'string',
    valueHint: 'N',
    description: "Divide the vendor's waits between tries by this (default 1200; 1 waits hours)",
  },
  keep: { type: 'boolean', description: 'Do not clean up' },
  json: { type: 'boolean', description: 'Write the report as JSON' },
} as const;

const oktaCommand = defineCommand({
  meta: { name: 'okta', description: 'Play Okta at a SCIM server.' },
  args: {
    ...shared,
    put: { type: 'boolean', description: 'Update by PUT, as apps of the App Integration Wizard do' },
  },
  run: ({ rawArgs }) => run('okta', rawArgs),
});

const entraCommand = defineCommand({
  meta: {
    name: 'entra',
    description: 'Play Microsoft Entra ID at a SCIM server; with ?aadOptscim062020 at the base URL, as there.',
  },
  args: shared,
  run: ({ rawArgs }) => run('entra', rawArgs),
});

export const simulate = defineCommand({
  meta: { name: 'simulate', description: 'Check any SCIM server by playing an identity provider at it.' },
  subCommands: { okta: oktaCommand, entra: entraCommand },
});

async function run(vendor: 'okta' | 'entra', rawArgs: readonly string[]): Promise<void> {
  const { simulation, json, tokenShown } = readOptions(vendor, rawArgs, readEnvironment());
  // Whoever lists the processes sees this instead of the token.
  if (tokenShown) process.title = 'usher simulate';
  const stop = new AbortController();
  // The second Ctrl-C ends it at once.
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const onRow: SimulationOptions['onRow'] = (row) => (json ? undefined : console.log(describeRow(row)));
  if (!json) console.log(`${describePlan(simulation)}\n\n${heading}`);
  const report = await play({ ...simulation, stopped: stop.signal, onRow });
  console.log(json ? JSON.stringify(report, null, 2) : `\n${summarize(report)}`);
  process.exitCode = report.ok ? 0 : 1;
}
