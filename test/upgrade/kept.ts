/** Whether a server goes on with the data of an earlier release as that release left it. */
import { expect } from 'vitest';
import { isJsonObject, type Json } from '../../src/json.ts';
import type { Usher } from '../support/usher.ts';
import type { ReleaseData } from './release-data.ts';

/** Told of today, or for the first time when somebody asked. */
const passing = new Set(['lastUsedAt', 'lastSignInAt', 'position']);
/** Of the server, whose port is another one each time. */
const origin = /http:\/\/localhost:\d+/g;
const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Without what tells when something was, as times are moved with the data. */
function timeless(value: Json): Json {
  if (typeof value === 'string') return time.test(value) ? '(a time)' : value.replaceAll(origin, 'http://localhost');
  if (Array.isArray(value)) return value.map(timeless);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => !passing.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, timeless(inner ?? null)]));
}

/** The person whose address nobody has proven: an earlier release took it for proven (migration 2). */
export const claimer = 'claimer@acme.example';
const isOfClaimer = (value: Json) => JSON.stringify(value).includes(claimer);

/**
 * What the earlier release answered, and what is answered now in the same places: answers have more fields today, rows are found by
 * their ids.
 */
export async function expectAnswersKept({ answers }: ReleaseData, usher: Usher): Promise<void> {
  for (const [path, answer] of Object.entries(answers)) {
    const isOne = path.includes('/members/');
    if (path.endsWith('/verification') || (isOne && isOfClaimer(answer))) continue;
    expect(await answerOf(usher, path), path).toMatchObject(byId(timeless(answer)) as object);
  }
}

async function answerOf(usher: Usher, path: string): Promise<Json> {
  const response = await fetch(`${usher.url}/api/v1${path}`, { headers: { authorization: `Bearer ${usher.apiKey}` } });
  expect(response.status, path).toBe(200);
  return byId(timeless((await response.json()) as Json));
}

function byId(answer: Json): Json {
  if (!isJsonObject(answer) || !Array.isArray(answer.items)) return answer;
  const rows = answer.items.filter((row) => !isOfClaimer(row)).filter(isJsonObject);
  return { items: Object.fromEntries(rows.map((row) => [String(row.id), row])) };
}

/** Every secret that was good is, and those that were not are not. */
export async function expectSecretsKept({ secrets }: ReleaseData, { url, scimUrl }: Usher): Promise<void> {
  const status = async (address: string, headers: Record<string, string>) => (await fetch(address, { headers })).status;
  for (const [name, token] of Object.entries(secrets.scimTokens))
    expect(await status(`${scimUrl}/Users`, { authorization: `Bearer ${token}` }), `SCIM token ${name}`).toBe(
      name === 'revoked' ? 401 : 200,
    );
  for (const [name, key] of Object.entries(secrets.apiKeys))
    expect(await status(`${url}/api/v1/organizations`, { authorization: `Bearer ${key}` }), `key ${name}`).toBe(200);
  for (const [name, cookie] of Object.entries(secrets.sessions)) {
    const response = await fetch(`${url}/api/v1/me`, { headers: { cookie } });
    const { account } = (await response.json()) as { account: { email: string } };
    expect(account.email, `session ${name}`).toBe(name);
  }
}
