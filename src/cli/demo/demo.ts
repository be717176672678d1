/**
 * `npm run demo`: the main job on real input, in one go. Starts the server in evaluation mode on an empty folder, syncs a
 * directory over SCIM as Okta does, reads back through the API who got which role, and compares that with what the
 * directory file says should come out.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { progress } from '@clack/prompts';
import type { Config } from '../../config/config.ts';
import { loadConfig, readEnvironment } from '../../config/load-config.ts';
import { createLogger } from '../../http/logging.ts';
import { type RunningUsher, startUsher } from '../../start.ts';
import { openDataFolder } from '../../storage/embedded/data-folder.ts';
import { lockFolder } from '../../storage/embedded/folder-lock.ts';
import { type AdminApi, adminApi } from '../admin-api.ts';
import { firstSync } from '../identity-provider/first-sync.ts';
import { okta } from '../identity-provider/okta.ts';
import { scimClient } from '../identity-provider/scim-client.ts';
import { bundledDirectory, type Directory, readDirectory } from './directory.ts';
import { explain, listIdleGroups, listMembers, type MemberRoles } from './members.ts';
import { compareRoles, describeIdleGroups, describePerson } from './report.ts';

export type DemoOptions = {
  /** A CSV of one's own; the bundled one otherwise. */
  readonly file?: string;
  /** Keep serving at the end, until a signal. */
  readonly stay: boolean;
};

/** @returns the exit code: 0 when everybody has the expected roles */
export async function runDemo({ file, stay }: DemoOptions): Promise<number> {
  const directory = readDirectory(file ? resolve(file) : bundledDirectory);
  const { config, apiKey } = await demoConfig();
  emptyDataOf(config);
  const usher = await startUsher(config, {
    logger: createLogger('error'),
    report: (line) => console.log(line),
    people: peopleOf(directory),
  });
  try {
    const api = adminApi(usher.publicUrl, apiKey);
    const orgId = usher.defaultOrgId;
    for (const name of directory.workspaces) await api.call('POST', `/organizations/${orgId}/workspaces`, { name });
    await sync(usher, directory);
    const idle = await listIdleGroups(api, orgId);
    if (idle.length > 0) console.log(describeIdleGroups(idle));
    const differences = await check(api, orgId, directory);
    if (differences.length > 0) {
      console.error(
        `\n${differences.length} differences from what was expected:\n${differences.map((line) => `  ${line}`).join('\n')}`,
      );
      return 1;
    }
    console.log(await explainThree(api, orgId, directory));
    console.log(
      `\nEverybody has the expected roles.\nSign in as one of them: ${usher.publicUrl}   (${stay ? 'Ctrl-C ends the demo' : 'in a terminal the demo stays up for that'})`,
    );
    if (stay) await untilSignal();
    return 0;
  } finally {
    await usher.stop();
  }
}

/** The demo's own folder: it starts from nothing each time, but never under another demo that still runs. */
function emptyDataOf({ dataDir }: Config): void {
  const unlock = lockFolder(openDataFolder(dataDir).root);
  unlock();
  rmSync(dataDir, { recursive: true, force: true });
}

async function demoConfig(): Promise<{ config: Config; apiKey: string }> {
  const { PORT, METRICS_PORT, DATA_DIR, LOG_LEVEL, NODE_ENV } = readEnvironment();
  if (NODE_ENV?.trim().toLowerCase() === 'production')
    throw new Error('The demo lets anybody sign in as anybody, so it does not run with NODE_ENV=production.');
  const apiKey = randomBytes(32).toString('base64url');
  const preferred = Number(PORT) || 3000;
  const port = (await isFree(preferred)) ? preferred : await freePort();
  const env = {
    PORT: String(port),
    DATA_DIR: join(DATA_DIR || 'data', 'demo'),
    BOOTSTRAP_API_KEY: apiKey,
    ...(METRICS_PORT ? { METRICS_PORT } : {}),
    ...(LOG_LEVEL ? { LOG_LEVEL } : {}),
  };
  return { config: loadConfig(env), apiKey };
}

function isFree(port: number): Promise<boolean> {
  return probe(port).then((found) => found !== null);
}

async function freePort(): Promise<number> {
  return (await probe(0)) ?? 0;
}

/** The port, if it can be had right now. */
function probe(port: number): Promise<number | null> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(null));
    server.listen(port, '127.0.0.1', () => {
      const bound = server.address();
      server.close(() => answer(typeof bound === 'object' && bound ? bound.port : null));
    });
  });
}

/** Active people can sign in at the demo provider, each listed under the first of their groups. */
function peopleOf({ people, groups }: Directory) {
  const groupOf = new Map(
    [...groups].toReversed().flatMap(([name, emails]) => emails.map((email) => [email, name] as const)),
  );
  const active = people.filter((person) => person.active);
  return active.map(({ email, givenName, familyName, title }) => {
    const group = groupOf.get(email);
    return {
      sub: email,
      email,
      name: `${givenName} ${familyName}`.trim() || email,
      ...(title ? { shows: title } : {}),
      ...(group ? { group } : {}),
    };
  });
}

async function sync(usher: RunningUsher, directory: Directory): Promise<void> {
  const token = await usher.issueScimToken('Demo: Okta');
  const { people, groups } = directory;
  const total = people.length + groups.size;
  console.log(`\nSyncing ${people.length} people and ${groups.size} groups over SCIM, as Okta does.`);
  const startedAt = performance.now();
  const bar = process.stdout.isTTY ? progress({ max: total, style: 'block' }) : null;
  bar?.start('People');
  const idp = okta({ put: false });
  await firstSync(idp, scimClient(usher.scimUrl, token, idp), {
    people,
    groups,
    onProgress: (step) => bar?.advance(1, step === 'person' ? 'People' : 'Groups'),
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const done = `${people.length} people and ${groups.size} groups synced in ${seconds} s`;
  if (bar) bar.stop(done);
  else console.log(done);
}

async function check(api: AdminApi, orgId: string, directory: Directory): Promise<string[]> {
  const members = new Map((await listMembers(api, orgId)).map((member) => [member.email, member]));
  return directory.people.flatMap(({ email }) =>
    compareRoles(email, directory.expected.get(email), members.get(email)),
  );
}

/** One admin, one with several groups, one other: the most telling three. */
async function explainThree(api: AdminApi, orgId: string, directory: Directory): Promise<string> {
  const members = (await listMembers(api, orgId)).filter(({ workspaces }) => workspaces.length > 0);
  const admin = members.find(({ organizationRole }) => organizationRole === 'Organization Admin');
  const several = members.find((member) => member !== admin && member.groups.length > 1);
  const other = members.find((member) => member !== admin && member !== several);
  const chosen = [admin, several, other].filter((member): member is MemberRoles => member !== undefined);
  const described = await Promise.all(
    chosen.map(async (member) => describePerson(member, await explain(api, orgId, member.id))),
  );
  return `\nWho got which role, and why (three of ${directory.people.length} people):\n\n${described.join('\n\n')}`;
}

function untilSignal(): Promise<void> {
  return new Promise((done) => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
}
