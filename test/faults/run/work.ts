/**
 * What goes on while faults happen: directories that push people and groups, admins, people who sign in. Everybody owns
 * what they write, so that the last acknowledged word about each thing is known and nothing else may be found.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../../src/json.ts';
import { type App, type Apps, admin } from './apps.ts';
import type { Client } from './client.ts';

/** The last acknowledged word about a person; null: deleted. */
export type Person = { readonly id: string; readonly title: string; readonly active: boolean };
export type History = {
  readonly people: Map<string, Person | null>;
  /** Those who were ever made, with how often: somebody deleted may come again. */
  readonly made: Map<string, number>;
  /** Every acknowledged title of each person, in order. */
  readonly titles: Map<string, string[]>;
  /** Members of each group, by userName. */
  readonly groups: Map<string, Set<string>>;
  readonly workspaces: Set<string>;
  /** Acknowledged overrides in the first workspace: role by userName; null: cleared. */
  readonly overrides: Map<string, string | null>;
  acknowledged: number;
  signIns: number;
};

const sharedGroup = 'Organization User:Workspace 1:Workspace Viewer';
export const refusedTitle = 'refused, and never to be seen';

export type Work = { readonly history: History; readonly client: Client; readonly apps: Apps };

const patchOf = (...operations: JsonObject[]): JsonObject => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
});

/** Creates by filter and POST, as Okta does; whether a POST without an answer took place is found out by looking. */
async function create(
  { client }: Work,
  endpoint: '/Users' | '/Groups',
  attribute: 'userName' | 'displayName',
  name: string,
): Promise<string> {
  const filter = encodeURIComponent(`${attribute} eq "${name}"`);
  const look = async () => {
    const { body } = await client.send('GET', `/scim/v2${endpoint}?filter=${filter}`, { expected: [200] });
    return (body.Resources as { id: string }[] | undefined)?.[0]?.id;
  };
  const known = await look();
  if (known) return known;
  const answer = await client.send('POST', `/scim/v2${endpoint}`, {
    expected: [201, 409],
    body: { [attribute]: name, ...(endpoint === '/Users' ? { title: 'new', nickName: 'new' } : {}) },
  });
  return answer.status === 201 ? String(answer.body.id) : ((await look()) ?? `${name} was refused and is not there`);
}

/** One directory's worker: a stream of changes of its own people and its own group, until `over()`. */
export async function push(work: Work, worker: number, random: () => number, over: () => boolean): Promise<void> {
  const { client, history } = work;
  const own = `Team ${worker}`;
  const groupIds = new Map([
    [own, await create(work, '/Groups', 'displayName', own)],
    [sharedGroup, await create(work, '/Groups', 'displayName', sharedGroup)],
  ]);
  history.groups.set(own, new Set());
  if (!history.groups.has(sharedGroup)) history.groups.set(sharedGroup, new Set());
  const names: string[] = [];
  const living = () => names.filter((name) => history.people.get(name));
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let versions = 0;

  const steps: Record<string, () => Promise<void>> = {
    create: async () => {
      const name = `w${worker}-${names.length}@acme.test`;
      const id = await create(work, '/Users', 'userName', name);
      names.push(name);
      history.people.set(name, { id, title: 'new', active: true });
      history.made.set(name, 1);
      history.titles.set(name, []);
    },
    patch: async () => {
      const name = any(living());
      const { id } = history.people.get(name) as Person;
      versions += 1;
      const title = `version ${versions}`;
      const active = random() < 0.7;
      await client.send('PATCH', `/scim/v2/Users/${id}`, {
        expected: [200, 204],
        // Both names are written by one PATCH: nobody may ever see one without the other.
        body: patchOf(
          { op: 'replace', path: 'title', value: title },
          { op: 'replace', value: { nickName: title } },
          { op: 'replace', path: 'active', value: active },
        ),
      });
      history.people.set(name, { id, title, active });
      history.titles.get(name)?.push(title);
    },
    refuse: async () => {
      const { id } = history.people.get(any(living())) as Person;
      await client.send('PATCH', `/scim/v2/Users/${id}`, {
        expected: [400],
        body: patchOf(
          { op: 'replace', path: 'title', value: refusedTitle },
          { op: 'replace', path: 'no.such.path', value: 'x' },
        ),
      });
    },
    member: async () => {
      const group = any([own, sharedGroup]);
      const inIt = history.groups.get(group) as Set<string>;
      const some = living()
        .filter(() => random() < 0.3)
        .slice(0, 8);
      if (some.length === 0) return;
      const op = random() < 0.6 ? 'add' : 'remove';
      const ids = some.map((name) => (history.people.get(name) as Person).id);
      await client.send('PATCH', `/scim/v2/Groups/${groupIds.get(group)}`, {
        expected: [200, 204],
        body:
          op === 'add'
            ? patchOf({ op, path: 'members', value: ids.map((value) => ({ value })) })
            : patchOf(...ids.map((id) => ({ op, path: `members[value eq "${id}"]` }))),
      });
      for (const name of some) op === 'add' ? inIt.add(name) : inIt.delete(name);
    },
    remove: async () => {
      const name = any(living());
      const { id } = history.people.get(name) as Person;
      const { status, attempts } = await client.send('DELETE', `/scim/v2/Users/${id}`, { expected: [204, 404] });
      if (status === 404 && attempts === 1) client.tally.wrong.push(`${name} was gone before its DELETE`);
      history.people.set(name, null);
      for (const inIt of history.groups.values()) inIt.delete(name);
    },
    /** Both processes are asked to make the same person at once, several times. */
    twins: async () => {
      const name = `w${worker}-twin-${names.length}@acme.test`;
      const answers = await Promise.all(
        [...work.apps.all, ...work.apps.all, ...work.apps.all].map((at) =>
          client.send('POST', '/scim/v2/Users', {
            at,
            expected: [201, 409],
            body: { userName: name, title: 'new', nickName: 'new' },
          }),
        ),
      );
      const id = answers.find(({ status }) => status === 201)?.body.id;
      names.push(name);
      history.people.set(name, {
        // Neither may have heard that it was the one.
        id: id === undefined ? await create(work, '/Users', 'userName', name) : String(id),
        title: 'new',
        active: true,
      });
      history.made.set(name, 1);
      history.titles.set(name, []);
    },
  };
  const weighted = [
    'create',
    'create',
    'create',
    'patch',
    'patch',
    'patch',
    'member',
    'member',
    'member',
    'refuse',
    'twins',
    'remove',
  ];
  while (!over()) {
    const step = living().length < 5 ? 'create' : any(weighted);
    await steps[step]?.();
    if (step !== 'refuse') history.acknowledged += 1;
  }
}

/** An admin: workspaces, each asked for with an Idempotency-Key until it is there, and overrides of own people. */
export async function administer(work: Work, random: () => number, over: () => boolean): Promise<void> {
  const { client, history } = work;
  const api = (path: string) => `/api/v1${path}`;
  const { body } = await client.send('GET', api('/organizations'), { expected: [200] });
  const organization = api(`/organizations/${(body.items as { id: string }[])[0]?.id}`);
  const found = await client.send('GET', `${organization}/workspaces`, { expected: [200] });
  const [first] = found.body.items as { id: string }[];
  const ids = new Map<string, string>();
  for (let n = 0; !over(); n += 1) {
    if (n % 3 === 0) {
      const name = `Made under fire ${n}`;
      await client.send('POST', `${organization}/workspaces`, {
        expected: [201],
        headers: { 'idempotency-key': `workspace-${n}` },
        body: { name },
      });
      history.workspaces.add(name);
    } else {
      const name = `override-${n % 7}@acme.test`;
      if (!ids.has(name)) {
        ids.set(name, await create(work, '/Users', 'userName', name));
        history.people.set(name, { id: ids.get(name) as string, title: 'new', active: true });
        history.made.set(name, 1);
        history.titles.set(name, []);
      }
      const role = random() < 0.3 ? null : random() < 0.5 ? 'Workspace Admin' : 'Workspace Viewer';
      await client.send(
        role ? 'PUT' : 'DELETE',
        `${organization}/workspaces/${first?.id}/members/${ids.get(name)}/override`,
        {
          expected: role ? [200, 201] : [200, 204, 404],
          ...(role ? { body: { effect: 'allow', role } } : {}),
        },
      );
      history.overrides.set(name, role);
    }
    history.acknowledged += 1;
  }
}

/** Somebody who signs in by password again and again, and asks each process who they are. */
export async function signIn({ client, apps, history }: Work, over: () => boolean): Promise<void> {
  while (!over()) {
    const at = apps.all[history.signIns % apps.all.length] as App;
    const cookie = await passwordSession(at);
    if (cookie !== null) {
      history.signIns += 1;
      for (const app of apps.all) await client.send('GET', '/api/v1/me', { at: app, expected: [200], as: cookie });
    }
    await pause(500);
  }
}

/** null: not now. */
async function passwordSession(at: App): Promise<string | null> {
  try {
    const response = await fetch(`${at.url}/auth/login/basic`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: at.url },
      body: new URLSearchParams(admin),
      signal: AbortSignal.timeout(13_000),
    });
    if (response.status !== 303) return null;
    return response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  } catch {
    return null;
  }
}
