/** Two organizations in one server: the one whose keys the fuzzer has, and another of which it must never see a byte. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { loadConfig } from '../../src/config/load-config.ts';
import { createServiceKey } from '../../src/domain/administration/keys/service-key.ts';
import type { JsonObject } from '../../src/json.ts';
import { apiDocument } from '../support/api-document.ts';
import { basicApp, setUp } from '../support/basic-app.ts';
import { context, newOrganization } from '../support/domain.ts';
import { GROUP, newToken, USER } from '../support/scim-door.ts';
import { apiCases, pageCases } from './api-cases.ts';
import { type Case, canary, type World } from './case.ts';
import { type Discovered, scimCases } from './scim-cases.ts';

type Place = { readonly orgId: string; readonly token: string; readonly key: string };
type Item = JsonObject & { readonly id: string };

/** The database is connected. */
export async function openWorld(): Promise<World> {
  const config = loadConfig({ AUTH_TYPE: 'basic', SCIM_RATE_LIMIT: '0', PUBLIC_URL: 'http://localhost:3000' });
  const { deployment } = await setUp(config);
  const server = createServer({ maxHeaderSize: 32_768 }, basicApp(config, deployment.secret));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  const call = async (method: string, path: string, secret: string, body?: JsonObject): Promise<JsonObject> => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...sent });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as JsonObject);
  };

  const openPlace = async (name: string): Promise<Place> => {
    const { orgId } = await newOrganization(name);
    const key = await createServiceKey(context, orgId, {
      description: name,
      scopes: ['read', 'write'],
      expiresAt: null,
    });
    return { orgId, token: await newToken(orgId, { description: name }), key: key.secret };
  };
  /** Some of everything, so that there is something to find. */
  const furnish = async ({ orgId, token, key }: Place, name: string) => {
    const members: JsonObject[] = [];
    for (const who of ['ada', 'bob', 'eve']) {
      const user = {
        schemas: [USER],
        userName: `${who}.${name}@acme.test`,
        displayName: `${who} ${name}`,
        emails: [{ value: `${who}.${name}@acme.test`, type: 'work', primary: true }],
      };
      members.push({ value: (await call('POST', '/scim/v2/Users', token, user)).id ?? '' });
    }
    for (const group of ['Everyone', 'Organization User:Workspace 1:Workspace Editor'])
      await call('POST', '/scim/v2/Groups', token, { schemas: [GROUP], displayName: `${name} ${group}`, members });
    const at = `/api/v1/organizations/${orgId}`;
    await call('POST', `${at}/workspaces`, key, { name: `Research ${name}` });
    await call('POST', `${at}/webhooks`, key, { url: 'https://hooks.acme.example/', description: name, events: ['*'] });
  };

  const document = apiDocument();
  const [schemas, types] = await (async () => {
    const { token } = await openPlace('discovery');
    const lists = ['/Schemas', '/ResourceTypes'].map((path) => call('GET', `/scim/v2${path}`, token));
    return (await Promise.all(lists)).map(({ Resources }) => Resources as unknown as JsonObject[]);
  })();
  const discovered = {
    schemas,
    endpoints: types?.map(({ endpoint }) => String(endpoint)),
  } as unknown as Discovered;

  /** Ids of what is in an organization, by the name of the parameter that takes them. */
  const idsIn = async ({ orgId, key }: Place): Promise<Map<string, string[]>> => {
    const ids = new Map([['org', [orgId]]]);
    for (const path of Object.keys(document.paths)) {
      const [, list, name] = /^(\/organizations\/\{org\}\/[\w/-]+)\/\{(\w+)\}$/.exec(path) ?? [];
      if (list === undefined || name === undefined || !document.paths[list]?.get) continue;
      const { items = [] } = (await call('GET', `/api/v1${list.replace('{org}', orgId)}`, key).catch(() => ({
        items: [],
      }))) as unknown as { items?: Item[] };
      ids.set(name, [...(ids.get(name) ?? []), ...items.map(({ id }) => String(id))]);
    }
    return ids;
  };
  const stateOf = async ({ orgId, token, key }: Place) => {
    const lists = ['/scim/v2/Users', '/scim/v2/Groups'].map((path) => call('GET', path, token));
    const more = ['/workspaces', '/roles', '/webhooks', '/scim/groups', '/members'].map((path) =>
      call('GET', `/api/v1/organizations/${orgId}${path}`, key),
    );
    return Promise.all([...lists, ...more]);
  };

  const other = await openPlace(canary);
  await furnish(other, canary);
  const theirs = [...(await idsIn(other)).values()].flat();
  const asItWas = await stateOf(other);

  let own: Place;
  let cases: fc.Arbitrary<Case>;
  let opened = 0;
  const open = async () => {
    opened += 1;
    own = await openPlace(`own ${opened}`);
    await furnish(own, `own${opened}`);
    const known = await idsIn(own);
    const ours = [...known.values()].flat();
    // Now and then one of the others, as somebody might who has seen it somewhere.
    const all = [...ours, ...ours, ...theirs.slice(0, 40)];
    known.set('theirs', theirs);
    cases = fc.oneof(
      { weight: 5, arbitrary: scimCases(discovered, all) },
      { weight: 4, arbitrary: apiCases(document, known) },
      { weight: 1, arbitrary: pageCases(all) },
    );
  };
  await open();
  return {
    port,
    token: () => own.token,
    key: () => own.key,
    cases: () => cases,
    renew: async () => {
      await stateOf(own).catch(open);
    },
    othersAreAsTheyWere: async () => isDeepStrictEqual(await stateOf(other), asItWas),
    end: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
