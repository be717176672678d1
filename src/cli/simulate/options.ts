/** The options of `usher simulate`, read strictly: what is misspelt or makes no sense is told before anything is sent. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { BadUse } from '../bad-use.ts';
import { entra } from '../identity-provider/entra.ts';
import { okta } from '../identity-provider/okta.ts';
import type { SimulationOptions } from './simulate.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ base: text, token: text, users: text, groups: text, prefix: text, domain: text, retries: text, speed: text },
  ...{ keep: flag, json: flag, put: flag },
};

export type ReadOptions = {
  readonly simulation: Omit<SimulationOptions, 'stopped' | 'onRow'>;
  readonly json: boolean;
  /** The token is an option, and so in the list of processes. */
  readonly tokenShown: boolean;
};

/** @throws BadUse that names the option and what it may be */
export function readOptions(
  vendor: 'okta' | 'entra',
  rawArgs: readonly string[],
  environment: NodeJS.ProcessEnv,
): ReadOptions {
  const { values } = parseArgs({ args: [...rawArgs], options, strict: true, allowPositionals: false });
  if (values.put !== undefined && vendor !== 'okta') throw new BadUse("Unknown option '--put': only Okta has it.");
  const { base, query } = baseOf(values.base);
  const simulation = {
    idp: vendor === 'okta' ? okta({ put: values.put ?? false }) : entra({ compliant: query.has('aadOptscim062020') }),
    base,
    token: tokenOf(values.token ?? environment.SCIM_TOKEN),
    users: wholeNumber('--users', values.users, [1, 100_000], 20),
    groups: wholeNumber('--groups', values.groups, [0, 1_000], 3),
    retries: wholeNumber('--retries', values.retries, [0, 10], 3),
    speed: wholeNumber('--speed', values.speed, [1, 10_000_000], 1_200),
    prefix: `${nameOf('--prefix', values.prefix ?? 'scim-check')}-${randomBytes(4).toString('hex')}`,
    domain: nameOf('--domain', values.domain ?? 'example.com'),
    keep: values.keep ?? false,
  };
  return { simulation, json: values.json ?? false, tokenShown: values.token !== undefined };
}

function baseOf(text: string | undefined): { base: string; query: URLSearchParams } {
  if (text === undefined) throw new BadUse('Say which SCIM server: --base https://app.example/scim/v2');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new BadUse(`--base ${text} is no URL: write it as https://app.example/scim/v2`);
  if (url.username || url.password) throw new BadUse('--base has a user name or password in it: only tokens are sent.');
  return { base: url.origin + url.pathname.replace(/\/+$/, ''), query: url.searchParams };
}

function tokenOf(given: string | undefined): string {
  const token = given?.trim().replace(/^Bearer /i, '');
  if (!token) throw new BadUse('There is no token: set SCIM_TOKEN, or give --token.');
  if (!/^[\x21-\x7e]+$/.test(token)) throw new BadUse('The token has a character that cannot be sent in a header.');
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
  throw new BadUse(`${option} ${text} is no whole number from ${least} to ${most}.`);
}

/** Part of a user name, of an email address and of a group name. */
function nameOf(option: string, text: string): string {
  if (/^[a-z0-9](?:[a-z0-9.-]{0,60}[a-z0-9])?$/i.test(text)) return text;
  throw new BadUse(`${option} ${text}: only letters, digits, points and hyphens, at most 62 of them.`);
}
