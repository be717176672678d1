/** `usher token` and `usher key`, as operators type them: made, listed and revoked by the admin API. */
import { type ArgsDef, defineCommand } from 'citty';
import { readEnvironment } from '../../config/load-config.ts';
import { agreed } from '../ask.ts';
import { BadUse } from '../bad-use.ts';
import { shown } from '../declarative/describe.ts';
import { connect, serverOptions } from '../server-options.ts';
import { findOrganization } from './organization.ts';
import { type Bounds, type BoundsTyped, readBounds } from './read-bounds.ts';
import { type Credential, describeCreated, tableOf } from './show.ts';

const organization = {
  type: 'string',
  valueHint: 'NAME|ID',
  description: 'Whose (default: the default organization)',
} as const;
const json = { type: 'boolean', description: 'Write one JSON object and nothing else' } as const;
const strict = { type: 'boolean', description: 'Refuse attributes that no schema knows' } as const;
const personal = { type: 'boolean', description: 'Your own keys instead of those of an organization' } as const;
const yes = { type: 'boolean', alias: 'y', description: 'Do not ask; needed without a terminal' } as const;
const id = { type: 'positional', required: true, description: 'The id that list tells' } as const;
const bounds = {
  description: { type: 'string', required: true, valueHint: 'TEXT', description: 'What it is for, as in Okta' },
  scopes: { type: 'string', valueHint: 'SCOPES', description: 'read, write or read,write (default read,write)' },
  expires: { type: 'string', valueHint: 'WHEN', description: 'As 90d, or a day or time as 2027-01-31 (default never)' },
} as const;

/** What both kinds have in common; each command declares of it what it takes. */
type Typed = {
  readonly organization?: string | undefined;
  readonly personal?: boolean | undefined;
  readonly url?: string | undefined;
  readonly key?: string | undefined;
};

type Noun = 'SCIM token' | 'API key';

/** The address of the collection, and the API to ask. */
async function open(noun: Noun, typed: Typed) {
  if (typed.personal && typed.organization !== undefined)
    throw new BadUse('--personal keys belong to no organization: leave --organization out.');
  const api = connect(typed, readEnvironment());
  if (typed.personal) return { api, path: '/me/api-keys', whose: 'of your own' };
  const { id, name } = await findOrganization(api, typed.organization);
  const path = `/organizations/${id}/${noun === 'SCIM token' ? 'scim/tokens' : 'service-keys'}`;
  return { api, path, whose: `of organization ${shown(name)}` };
}

async function create(noun: Noun, typed: Typed & BoundsTyped & { readonly json?: boolean | undefined }, more: object) {
  const order: Bounds & object = { ...readBounds(typed), ...more };
  const { api, path, whose } = await open(noun, typed);
  const made = await api.call<Credential & { token: string }>('POST', path, order).catch((error: Error) => {
    // The API speaks of its own field.
    throw error.message.includes('expiresAt') ? new Error(`${error.message} Here it is --expires.`) : error;
  });
  if (typed.json) return console.log(JSON.stringify(made));
  // The secret alone goes to the standard output, so that a script can take it from there.
  console.error(describeCreated(`${noun} ${whose}`, made));
  console.log(made.token);
}

async function list(noun: Noun, typed: Typed & { readonly json?: boolean | undefined }): Promise<void> {
  const { api, path, whose } = await open(noun, typed);
  const items = await api.list<Credential>(path);
  if (typed.json) console.log(JSON.stringify({ items }));
  else console.log(items.length === 0 ? `There is no ${noun} ${whose}.` : tableOf(items, new Date()));
}

async function revoke(noun: Noun, typed: Typed & { readonly id: string; readonly yes?: boolean | undefined }) {
  const { api, path, whose } = await open(noun, typed);
  const one = `${path}/${encodeURIComponent(typed.id)}`;
  const { description } = await api.call<Credential>('GET', one);
  const what = `${noun} ${shown(description)} (${typed.id}) ${whose}`;
  const unasked = `Nothing was revoked: there is no terminal to ask at. Add --yes to revoke the ${what}.`;
  if (!typed.yes && !(await agreed(`Revoke the ${what}? Whatever uses it is refused at once.`, unasked))) {
    console.log('Nothing was revoked.');
    process.exitCode = 1;
    return;
  }
  await api.call('DELETE', one);
  console.log(`Revoked: ${what}`);
}

const whichToken = { organization, ...serverOptions } satisfies ArgsDef;
const whichKey = { organization, personal, ...serverOptions } satisfies ArgsDef;

export const token = defineCommand({
  meta: { name: 'token', description: 'SCIM tokens, by which identity providers push people and groups.' },
  subCommands: {
    create: defineCommand({
      meta: { name: 'create', description: 'Make a SCIM token and print its secret, this once.' },
      args: { ...bounds, strict, json, ...whichToken },
      run: ({ args }) => create('SCIM token', args, { strict: args.strict ?? false }),
    }),
    list: defineCommand({
      meta: { name: 'list', description: 'List the SCIM tokens that are not revoked, without their secrets.' },
      args: { json, ...whichToken },
      run: ({ args }) => list('SCIM token', args),
    }),
    revoke: defineCommand({
      meta: { name: 'revoke', description: 'End a SCIM token at once.' },
      args: { id, yes, ...whichToken },
      run: ({ args }) => revoke('SCIM token', args),
    }),
  },
});

export const key = defineCommand({
  meta: { name: 'key', description: 'API keys: service keys of an organization, or your own.' },
  subCommands: {
    create: defineCommand({
      meta: { name: 'create', description: 'Make an API key and print its secret, this once.' },
      args: { ...bounds, json, ...whichKey },
      run: ({ args }) => create('API key', args, {}),
    }),
    list: defineCommand({
      meta: { name: 'list', description: 'List the API keys that are not revoked, without their secrets.' },
      args: { json, ...whichKey },
      run: ({ args }) => list('API key', args),
    }),
    revoke: defineCommand({
      meta: { name: 'revoke', description: 'End an API key at once.' },
      args: { id, yes, ...whichKey },
      run: ({ args }) => revoke('API key', args),
    }),
  },
});
