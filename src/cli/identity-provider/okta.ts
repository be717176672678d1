/**
 * Okta's requests, as its SCIM 2.0 reference and its answers to frequent questions show them: people are looked up by
 * user name, created, read and replaced; groups are pushed empty and filled in chunks; nobody is ever deleted.
 */
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../json.ts';
import {
  type DirectoryGroup,
  type DirectoryPerson,
  type IdentityProvider,
  idOf,
  listOf,
  lookUp,
  type MemberChange,
  objectsIn,
  patchOp,
  scimUrns,
} from './identity-provider.ts';
import { type ScimClient, ScimFailure } from './scim-client.ts';

/** Okta says that it may split membership updates, and not where; this is the page size of everything else. */
const membersPerPatch = 100;
const pageSize = 100;
const minute = 60_000;

/** @param put update by PUT, as apps made by the App Integration Wizard do; those of the catalogue use PATCH */
export function okta({ put }: { readonly put: boolean }): IdentityProvider {
  return {
    name: 'Okta',
    userAgent: 'Okta SCIM Client 1.0.0 (simulated)',
    timeoutMs: minute,
    // What failed stays with the tasks until an admin tries it again; Okta names no time. Assumed here: after an hour.
    retryWaitsMs: [60 * minute],
    testConnection,
    pushPerson: async (client, person) => {
      const found = await lookUp(client, '/Users', ['userName', person.email], oneByFilter, [200, 404]);
      if (found) {
        const id = idOf('GET /Users', found);
        await replacePerson(client, id, person);
        return id;
      }
      const { body } = await client.send('POST', '/Users', { body: creation(person), expected: [201] });
      const id = idOf('POST /Users', body);
      if (!person.active) await setActive(client, id, false, put);
      return id;
    },
    creation,
    updatePerson: (client, id, _before, after) => replacePerson(client, id, after),
    setActive: (client, id, active) => setActive(client, id, active, put),
    pushGroup: async (client, { displayName }, memberIds) => {
      const id = await pushEmptyGroup(client, displayName);
      if (put) await putGroup(client, id, { displayName, memberIds });
      else await addInChunks(client, id, memberIds);
      return id;
    },
    renameGroup: (client, id, displayName) =>
      put ? putGroup(client, id, { displayName }) : patchName(client, id, displayName),
    changeMembers: async (client, id, displayName, change) => {
      if (put) return putGroup(client, id, { change });
      // Okta sends the name each time that it sends members.
      await patchName(client, id, displayName);
      await patchMembers(client, id, change);
    },
    replaceMembers: (client, id, memberIds) =>
      put
        ? putGroup(client, id, { memberIds })
        : patchGroup(client, id, { op: 'replace', path: 'members', value: memberIds.map((value) => ({ value })) }),
    deleteGroup: async (client, id) => {
      await client.send('DELETE', `/Groups/${id}`, { expected: [204] });
    },
    readGroup: async (client, id) => {
      const group = await read(client, `/Groups/${id}`);
      return { displayName: group.displayName ?? null, memberIds: memberIdsOf(group) };
    },
    readAll,
  };
}

const oneByFilter = `filter={filter}&startIndex=1&count=${pageSize}`;

async function testConnection(client: ScimClient): Promise<void> {
  for (const path of ['/Users?startIndex=1&count=2', `/Groups?startIndex=1&count=${pageSize}`]) {
    const { body } = await client.send('GET', path, { expected: [200] });
    listOf(`GET ${path}`, body);
  }
  const nobody = `nobody-${randomBytes(8).toString('hex')}@example.com`;
  const found = await lookUp(client, '/Users', ['userName', nobody], oneByFilter, [200, 404]);
  if (found) throw new ScimFailure('GET /Users?filter=userName eq a random one', 'nobody', 'a user');
}

function profile(person: DirectoryPerson): JsonObject {
  const { externalId, email, givenName, familyName, title, department } = person;
  return {
    schemas: [scimUrns.user, ...(department ? [scimUrns.enterpriseUser] : [])],
    userName: email,
    name: { ...(givenName ? { givenName } : {}), ...(familyName ? { familyName } : {}) },
    emails: [{ primary: true, value: email, type: 'work' }],
    displayName: [givenName, familyName].filter(Boolean).join(' ') || email,
    locale: 'en-US',
    externalId,
    ...(title ? { title } : {}),
    ...(department ? { [scimUrns.enterpriseUser]: { department } } : {}),
    active: true,
  };
}

/** Okta makes up a password for whomever it creates. */
function creation(person: DirectoryPerson): JsonObject {
  return { ...profile(person), groups: [], password: `${randomBytes(12).toString('base64url')}aA1!` };
}

/** Read, changed and written back: what the server said of itself goes with it, `id`, `meta` and `groups` too. */
async function replacePerson(client: ScimClient, id: string, person: DirectoryPerson): Promise<void> {
  const known = await read(client, `/Users/${id}`);
  const ours = profile(person);
  const schemas = [...new Set([...stringsOf(known.schemas), ...stringsOf(ours.schemas)])];
  const body = { ...known, ...ours, schemas, id, active: person.active };
  await client.send('PUT', `/Users/${id}`, { body, expected: [200] });
}

async function setActive(client: ScimClient, id: string, active: boolean, put: boolean): Promise<void> {
  if (put) {
    const body = { ...(await read(client, `/Users/${id}`)), active };
    await client.send('PUT', `/Users/${id}`, { body, expected: [200] });
  } else {
    const body = patchOp({ op: 'replace', value: { active } });
    await client.send('PATCH', `/Users/${id}`, { body, expected: [200, 204] });
  }
}

async function pushEmptyGroup(client: ScimClient, displayName: DirectoryGroup['displayName']): Promise<string> {
  const found = await lookUp(client, '/Groups', ['displayName', displayName], oneByFilter, [200, 404]);
  if (found) return idOf('GET /Groups', found);
  const body = { schemas: [scimUrns.group], displayName, members: [] };
  return idOf('POST /Groups', (await client.send('POST', '/Groups', { body, expected: [201] })).body);
}

async function addInChunks(client: ScimClient, id: string, memberIds: readonly string[]): Promise<void> {
  for (let start = 0; start < memberIds.length; start += membersPerPatch)
    await patchMembers(client, id, { add: memberIds.slice(start, start + membersPerPatch), remove: [] });
}

function patchMembers(client: ScimClient, id: string, { add, remove }: MemberChange): Promise<void> {
  const removals = remove.map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` }));
  const value = add.map((memberId) => ({ value: memberId }));
  return patchGroup(client, id, ...removals, ...(add.length > 0 ? [{ op: 'add', path: 'members', value }] : []));
}

function patchName(client: ScimClient, id: string, displayName: string): Promise<void> {
  return patchGroup(client, id, { op: 'replace', value: { id, displayName } });
}

async function patchGroup(client: ScimClient, id: string, ...operations: readonly JsonObject[]): Promise<void> {
  await client.send('PATCH', `/Groups/${id}`, { body: patchOp(...operations), expected: [200, 204] });
}

type GroupChange = { displayName?: string; memberIds?: readonly string[]; change?: MemberChange };

async function putGroup(
  client: ScimClient,
  id: string,
  { displayName, memberIds, change }: GroupChange,
): Promise<void> {
  const known = await read(client, `/Groups/${id}`);
  const kept = memberIds ?? memberIdsOf(known).filter((memberId) => !change?.remove.includes(memberId));
  const members = [...new Set([...kept, ...(change?.add ?? [])])].map((value) => ({ value }));
  const body = { schemas: [scimUrns.group], id, displayName: displayName ?? known.displayName ?? null, members };
  await client.send('PUT', `/Groups/${id}`, { body, expected: [200] });
}

/** The import: page after page, until as many were seen as the server says there are. */
async function readAll(client: ScimClient, endpoint: '/Users' | '/Groups'): Promise<readonly JsonObject[]> {
  const all: JsonObject[] = [];
  const seen = new Set<unknown>();
  for (let startIndex = 1; ; startIndex += pageSize) {
    const path = `${endpoint}?startIndex=${startIndex}&count=${pageSize}`;
    const { body } = await client.send('GET', path, { expected: [200] });
    const { total, resources } = listOf(`GET ${path}`, body);
    if (resources.length > pageSize)
      throw new ScimFailure(`GET ${path}`, `at most ${pageSize} resources`, String(resources.length));
    all.push(...resources);
    // A server that counts wrongly must not keep us for ever.
    const isNew = resources.filter(({ id }) => !seen.has(id) && seen.add(id)).length > 0;
    if (startIndex + pageSize > total || !isNew) return all;
  }
}

async function read(client: ScimClient, path: string): Promise<JsonObject> {
  return (await client.send('GET', path, { expected: [200] })).body;
}

const stringsOf = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const memberIdsOf = ({ members }: JsonObject) => objectsIn(members).map(({ value }) => String(value));
