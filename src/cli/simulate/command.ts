/** `usher simulate okta|entra`, as operators type it. */
import { randomBytes } from 'node:crypto';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { defineCommand } from 'citty';
import { readEnvironment } from '../../config.ts';
import { entra } from '../identity-provider/entra.ts';
import type { IdentityProvider } from '../identity-provider/identity-provider.ts';
import { okta } from '../identity-provider/okta.ts';
import { tellFaults } from '../tell-faults.ts';
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
  run: ({ rawArgs }) =>
    tellFaults(async () => {
      const values = strictly(rawArgs, { ...options, put: flag });
      await run(okta({ put: values.put ?? false }), values, baseOf(values.base).base);
    }),
});

const entraCommand = defineCommand({
  meta: {
    name: 'entra',
    description: 'Play Microsoft Entra ID at a SCIM server; with ?aadOptscim062020 at the base URL, as there.',
  },
  args: shared,
  run: ({ rawArgs }) =>
    tellFaults(async () => {
      const values = strictly(rawArgs, options);
      const { base, query } = baseOf(values.base);
      await run(entra({ compliant: query.has('aadOptscim062020') }), values, base);
    }),
});

export const simulate = defineCommand({
  meta: { name: 'simulate', description: 'Check any SCIM server by playing an identity provider at it.' },
  subCommands: { okta: oktaCommand, entra: entraCommand },
});

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ base: text, token: text, users: text, groups: text, prefix: text, domain: text, retries: text, speed: text },
  ...{ keep: flag, json: flag },
};
type TextOption = 'base' | 'token' | 'users' | 'groups' | 'prefix' | 'domain' | 'retries' | 'speed';
type Values = { readonly [K in TextOption]?: string } & { readonly keep?: boolean; readonly json?: boolean };

/** citty lets unknown options pass; a misspelt --keep must not delete anything. */
function strictly<const O extends NonNullable<ParseArgsConfig['options']>>(rawArgs: string[], allowed: O) {
  return parseArgs({ args: rawArgs, options: allowed, strict: true, allowPositionals: false }).values;
}

async function run(idp: IdentityProvider, values: Values, base: string): Promise<void> {
  // Whoever lists the processes sees this instead of the token.
  if (values.token !== undefined) process.title = 'usher simulate';
  const { json = false, keep = false } = values;
  const stop = new AbortController();
  // The second Ctrl-C ends it at once.
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const simulation: SimulationOptions = {
    idp,
    base,
    token: tokenOf(values.token),
    users: wholeNumber('--users', values.users, [1, 100_000], 20),
    groups: wholeNumber('--groups', values.groups, [0, 1_000], 3),
    retries: wholeNumber('--retries', values.retries, [0, 10], 3),
    speed: wholeNumber('--speed', values.speed, [1, 10_000_000], 1_200),
    prefix: `${nameOf('--prefix', values.prefix ?? 'scim-check')}-${randomBytes(4).toString('hex')}`,
    domain: nameOf('--domain', values.domain ?? 'example.com'),
    keep,
    stopped: stop.signal,
    onRow: (row) => (json ? undefined : console.log(describeRow(row))),
  };
  if (!json) console.log(`${describePlan(simulation)}\n\n${heading}`);
  const report = await play(simulation);
  console.log(json ? JSON.stringify(report, null, 2) : `\n${summarize(report)}`);
  process.exitCode = report.ok ? 0 : 1;
}

function baseOf(text: string | undefined): { base: string; query: URLSearchParams } {
  if (text === undefined) throw new Error('Say which SCIM server: --base https://app.example/scim/v2');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`--base ${text} is no URL: write it as https://app.example/scim/v2`);
  if (url.username || url.password) throw new Error('--base has a user name or password in it: only tokens are sent.');
  return { base: url.origin + url.pathname.replace(/\/+$/, ''), query: url.searchParams };
}

function tokenOf(option: string | undefined): string {
  const token = (option ?? readEnvironment().SCIM_TOKEN)?.trim().replace(/^Bearer /i, '');
  if (!token) throw new Error('There is no token: set SCIM_TOKEN, or give --token.');
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('The token has a character that cannot be sent in a header.');
  return token;
}

function wholeNumber(
  option: string,
  text: string | undefined,
  [least, most]: [number, number],
  preset: number,
): number {
  const value = text === undefined ? preset : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`${option} ${text} is no whole number from ${least} to ${most}.`);
}

/** Part of a user name, of an email address and of a group name. */
function nameOf(option: string, text: string): string {
  if (/^[a-z0-9](?:[a-z0-9.-]{0,60}[a-z0-9])?$/i.test(text)) return text;
  throw new Error(`${option} ${text}: only letters, digits, points and hyphens, at most 62 of them.`);
}
