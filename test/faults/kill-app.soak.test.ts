/**
 * What was acknowledged survives: a client that behaves as Okta syncs people and groups while the process that serves it,
 * or the database below it, is killed at bad moments (R2).
 */
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { firstSync } from '../../src/cli/identity-provider/first-sync.ts';
import type { DirectoryPerson } from '../../src/cli/identity-provider/identity-provider.ts';
import { okta } from '../../src/cli/identity-provider/okta.ts';
import type { ScimClient } from '../../src/cli/identity-provider/scim-client.ts';
import { organizations } from '../../src/domain/model/organization.ts';
import { connect, disconnect } from '../../src/storage/connection.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/storage/embedded/start.ts';
import { system } from '../../src/storage/tenant.ts';
import { faultsOf } from '../domain/invariants.ts';
import { parentOf } from '../storage/embedded/processes.ts';
import { freePort } from '../support/ports.ts';
import {
  databasesIn,
  type Environment,
  emptyFolder,
  type RunOptions,
  runUsher,
  secret,
  type Usher,
} from '../support/usher.ts';
import { type Acknowledged, stubbornClient } from './stubborn-client.ts';

vi.setConfig({ testTimeout: 300_000 });

const idp = okta({ put: false });

const provider: Environment = {
  OAUTH_ISSUER_URL: 'http://127.0.0.1:9',
  OAUTH_CLIENT_ID: 'usher',
  OAUTH_CLIENT_SECRET: 'the secret of the client',
};

const people: DirectoryPerson[] = Array.from({ length: 120 }, (_, index) => ({
  externalId: `person-${index}`,
  email: `person-${index}@acme.test`,
  givenName: 'Person',
  familyName: String(index),
  title: '',
  department: index % 2 ? 'Research' : '',
  active: index % 10 !== 0,
}));
const groupNames = ['Viewer', 'Editor', 'Admin'].map((role) => `Organization User:Workspace 1:Workspace ${role}`);
/** Each group has more people than fit into one PATCH of the client. */
const groups = new Map(
  groupNames.map((name, index) => [name, people.filter((_, at) => (at + index) % 7 !== 0).map(({ email }) => email)]),
);

/**
 * A database of its own, which gives up the transaction of a killed process after 2 seconds. By default MongoDB waits for
 * a minute, in which whoever changes the same rows is answered 503.
 */
function impatientDatabase(): { uri: string } {
  const database = { uri: '' };
  let running: EmbeddedDatabase | undefined;
  beforeAll(async () => {
    running = await startEmbedded({ dataDir: emptyFolder(), report: () => {} });
    database.uri = running.uri;
    const client = await new mongoose.mongo.MongoClient(running.uri).connect();
    await client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 2 });
    await client.close();
  });
  afterAll(() => running?.stop());
  return database;
}

type Resource = {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly active: boolean;
};
type GroupResource = Resource & { readonly members?: readonly { readonly value: string }[] };

async function allOf<T>(usher: Usher, endpoint: string): Promise<T[]> {
  const { status, body } = await usher.scim('GET', `${endpoint}?count=1000`);
  expect(status).toBe(200);
  return body.Resources as unknown as T[];
}

/** Everybody is there once, and every acknowledged id and membership. */
async function expectComplete(usher: Usher, { users, groups: ownGroups, added }: Acknowledged): Promise<void> {
  const stored = await allOf<Resource>(usher, '/Users');
  expect(stored.map(({ userName }) => userName).sort()).toEqual(people.map(({ email }) => email).sort());
  for (const { id, userName, active } of stored) {
    expect(users.get(userName)).toBe(id);
    expect(active).toBe(people.find(({ email }) => email === userName)?.active);
  }
  const storedGroups = await allOf<GroupResource>(usher, '/Groups');
  expect(storedGroups.map(({ displayName }) => displayName).sort()).toEqual([...groupNames].sort());
  for (const { id, displayName } of storedGroups) {
    expect(ownGroups.get(displayName)).toBe(id);
    const { body } = await usher.scim('GET', `/Groups/${id}`);
    const memberIds = (body.members as { value: string }[]).map(({ value }) => value);
    expect(memberIds.toSorted()).toEqual((groups.get(displayName) ?? []).map((email) => users.get(email)).toSorted());
    for (const patch of added.filter(({ groupId }) => groupId === id))
      expect(memberIds).toEqual(expect.arrayContaining([...patch.memberIds]));
  }
}

/** Memberships recomputed are those stored, counters are right, nothing points nowhere, each event continues the last. */
async function faultsIn(uri: string): Promise<string[]> {
  await connect(uri);
  try {
    const all = await system('deployment').find(organizations, {});
    return (await Promise.all(all.map(({ _id }) => faultsOf(_id)))).flat();
  } finally {
    await disconnect();
  }
}

/** Keeps a program running through kills: the same port, secrets and data each time. */
async function killable(options: RunOptions) {
  const same = { port: await freePort(), token: secret(), apiKey: secret(), ...options };
  let usher = await runUsher(same);
  return {
    now: () => usher,
    killAndRestart: async () => {
      await usher.kill9();
      usher = await runUsher(same);
    },
  };
}

/** Starts a sync; `reached(n)` resolves when n people and groups are done, and rejects when the sync fails before. */
function beginSync(client: ScimClient) {
  let done = 0;
  const waiting = new Map<number, () => void>();
  const onProgress = () => {
    done += 1;
    waiting.get(done)?.();
  };
  const sync = firstSync(idp, client, { people, groups, onProgress });
  sync.catch(() => {});
  const step = (n: number) => new Promise<void>((resolve) => (done >= n ? resolve() : waiting.set(n, resolve)));
  return { sync, reached: (n: number): Promise<unknown> => Promise.race([step(n), sync]) };
}

describe('kill -9 of the process in mid-sync', () => {
  const database = impatientDatabase();

  it('loses nothing that was acknowledged, makes no twins and no half changes', async () => {
    const killed = await killable({ env: { ...provider, MONGODB_URI: database.uri } });
    const { client, acknowledged, retried } = stubbornClient(killed.now().scimUrl, killed.now().token);
    const { sync, reached } = beginSync(client);
    const seen: (readonly [string, string])[] = [];
    for (const moment of [20, 70, people.length + 1]) {
      await reached(moment);
      seen.push(...acknowledged.users);
      await killed.killAndRestart();
      // What had been acknowledged is there before the client says anything again about it.
      const ids = new Set((await allOf<Resource>(killed.now(), '/Users')).map(({ id }) => id));
      expect(seen.filter(([, id]) => !ids.has(id))).toEqual([]);
    }
    await sync;
    expect(retried()).toBeGreaterThan(0);
    await expectComplete(killed.now(), acknowledged);
    expect(await faultsIn(database.uri)).toEqual([]);
  });
});

describe('a PATCH whose process is killed', () => {
  const database = impatientDatabase();

  it('is done as a whole or not at all', async () => {
    const killed = await killable({ env: { ...provider, MONGODB_URI: database.uri } });
    const { client } = stubbornClient(killed.now().scimUrl, killed.now().token);
    const userIds = await firstSync(idp, client, {
      people: people.slice(0, 40),
      groups: new Map(),
      onProgress: () => {},
    });
    const members = [...userIds.values()].map((value) => ({ value }));
    const outcomes: string[] = [];
    for (const delayMs of [0, 10, 40]) {
      const { body: group } = await killed.now().scim('POST', '/Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName: `${delayMs} Organization User:Workspace 1:Workspace Viewer`,
      });
      const patch = killed
        .now()
        .scim('PATCH', `/Groups/${group.id}`, {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [
            { op: 'replace', path: 'externalId', value: 'changed' },
            { op: 'add', path: 'members', value: members },
          ],
        })
        .then(
          ({ status }) => String(status),
          () => 'no answer',
        );
      await pause(delayMs);
      await killed.killAndRestart();
      const { body } = await killed.now().scim('GET', `/Groups/${group.id}`);
      const state = [body.externalId ?? null, (body.members as unknown[] | undefined)?.length ?? 0];
      const answer = await patch;
      outcomes.push(answer);
      const [whole, nothing] = [
        ['changed', members.length],
        [null, 0],
      ];
      if (answer === 'no answer') expect([whole, nothing]).toContainEqual(state);
      else expect(state).toEqual(whole);
    }
    expect(outcomes).toContain('no answer');
    expect(await faultsIn(database.uri)).toEqual([]);
  });
});

describe('with the embedded database', () => {
  const cwd = emptyFolder();
  let killed: Awaited<ReturnType<typeof killable>> | undefined;
  afterAll(() => killed?.now().stop());

  it('kill -9 of the process, then of mongod, in mid-sync loses nothing; meanwhile requests get 503 with Retry-After', async () => {
    killed = await killable({ cwd });
    const { client, acknowledged } = stubbornClient(killed.now().scimUrl, killed.now().token);
    const { sync, reached } = beginSync(client);
    await reached(30);
    await killed.killAndRestart();
    await reached(80);
    const [mongod] = databasesIn(cwd);
    expect(mongod).toBeDefined();
    // Stopped, the supervisor cannot start it again before we have seen what is answered without a database.
    const supervisor = parentOf(mongod ?? 0);
    process.kill(supervisor, 'SIGSTOP');
    process.kill(mongod ?? 0, 'SIGKILL');
    try {
      const { status, headers } = await killed.now().scim('GET', '/Users?count=1');
      expect(status, killed.now().output()).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      const [live, ready] = ['livez', 'readyz'].map((path) => fetch(`${killed?.now().url}/${path}`));
      expect([(await live)?.status, (await ready)?.status]).toEqual([200, 503]);
    } finally {
      process.kill(supervisor, 'SIGCONT');
    }
    await sync;
    await expectComplete(killed.now(), acknowledged);
    expect(databasesIn(cwd)).not.toContain(mongod);
  });
});
