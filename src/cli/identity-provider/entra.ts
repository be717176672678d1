/**
 * Microsoft Entra ID's requests, as its documentation for makers of SCIM endpoints shows them: people are looked up,
 * created and patched; groups are read without their members, whose membership is asked for one by one; who is deleted
 * is deactivated first.
 */
import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../../json.ts';
import {
  type DirectoryPerson,
  equals,
  type IdentityProvider,
  idOf,
  listOf,
  lookUp,
  patchOp,
  scimUrns,
  shown,
} from './identity-provider.ts';
import { type ScimClient, ScimFailure } from './scim-client.ts';

const minute = 60_000;
const hour = 60 * minute;
const workEmail = 'emails[type eq "work"].value';
const department = `${scimUrns.enterpriseUser}:department`;
const manager = `${scimUrns.enterpriseUser}:manager`;

/**
 * @param compliant the flag `aadOptscim062020` of the tenant URL: booleans as such, lower-case operations, several
 * attributes in one value, members removed by a path
 */
export function entra({ compliant }: { readonly compliant: boolean }): IdentityProvider {
  const op = (name: 'Add' | 'Replace' | 'Remove') => (compliant ? name.toLowerCase() : name);
  const patchUser = async (client: ScimClient, id: string, operations: readonly JsonObject[]) => {
    if (operations.length === 0) return;
    await client.send('PATCH', `/Users/${id}`, { body: patchOp(...operations), expected: [200, 204] });
  };
  const patchGroup = async (client: ScimClient, id: string, ...operations: readonly JsonObject[]) => {
    await client.send('PATCH', `/Groups/${id}`, { body: patchOp(...operations), expected: [200, 204] });
  };
  const addMembers = (client: ScimClient, id: string, ids: readonly string[]) =>
    patchGroup(client, id, { op: op('Add'), path: 'members', value: references(ids) });

  const update = (changed: Readonly<Record<string, string>>): JsonObject[] => {
    const entries = Object.entries(changed);
    if (!compliant) return entries.map(([path, value]) => ({ op: 'Replace', path, value }));
    const filtered = entries.filter(([path]) => path.includes('['));
    const plain = entries.filter(([path]) => !path.includes('['));
    return [
      ...filtered.map(([path, value]) => ({ op: 'replace', path, value })),
      ...(plain.length > 0 ? [{ op: 'replace', value: Object.fromEntries(plain) }] : []),
    ];
  };

  return {
    name: 'Microsoft Entra ID',
    userAgent: 'Microsoft Entra ID (simulated)',
    // Microsoft names none.
    timeoutMs: minute,
    // The next cycle, then the retries that its page on quarantine lists: 6, 12 and 24 hours after the first failure.
    retryWaitsMs: [40 * minute, 6 * hour, 6 * hour, 12 * hour],
    testConnection,
    pushPerson: async (client, person) => {
      const found = await lookUp(client, '/Users', ['userName', person.email], 'filter={filter}');
      if (!found) {
        const { body } = await client.send('POST', '/Users', { body: creation(person), expected: [201] });
        return idOf('POST /Users', body);
      }
      const id = idOf('GET /Users', found);
      await patchUser(client, id, update(attributesOf(person)));
      return id;
    },
    creation,
    updatePerson: async (client, id, before, after) => {
      await lookUp(client, '/Users', ['userName', before.email], 'filter={filter}');
      const known = attributesOf(before);
      const changed = Object.entries(attributesOf(after)).filter(([path, value]) => known[path] !== value);
      await patchUser(client, id, update(Object.fromEntries(changed)));
    },
    setActive: (client, id, active) =>
      patchUser(client, id, [
        { op: op('Replace'), path: 'active', value: compliant ? active : active ? 'True' : 'False' },
      ]),
    pushGroup: async (client, { displayName, externalId }, memberIds) => {
      const query = 'excludedAttributes=members&filter={filter}';
      const found = await lookUp(client, '/Groups', ['displayName', displayName], query);
      const id = found ? idOf('GET /Groups', found) : await createGroup(client, displayName, externalId);
      for (const memberId of memberIds)
        if (!(await isMember(client, id, memberId))) await addMembers(client, id, [memberId]);
      return id;
    },
    renameGroup: (client, id, displayName) =>
      patchGroup(client, id, { op: op('Replace'), path: 'displayName', value: displayName }),
    changeMembers: async (client, id, _name, { add, remove }) => {
      await readWithoutMembers(client, id);
      if (add.length > 0) await addMembers(client, id, add);
      for (const memberId of remove) {
        const removal = compliant
          ? { op: 'remove', path: `members[value eq "${memberId}"]` }
          : { op: 'Remove', path: 'members', value: references([memberId]) };
        await patchGroup(client, id, removal);
      }
    },
    deleteGroup: async (client, id) => {
      await client.send('DELETE', `/Groups/${id}`, { expected: [204] });
    },
    readGroup: async (client, id, candidates) => {
      const { displayName = null } = await readWithoutMembers(client, id);
      const memberIds: string[] = [];
      for (const candidate of candidates) if (await isMember(client, id, candidate)) memberIds.push(candidate);
      return { displayName, memberIds };
    },
    setManager: async (client, id, managerId) => {
      // Of all attributes of people, only this one is asked for before it is changed.
      const filter = `${equals('id', id)} and ${equals(manager, managerId)}`;
      const path = `/Users?filter=${encodeURIComponent(filter)}&attributes=id`;
      const { body } = await client.send('GET', path, { expected: [200] });
      if (listOf(`GET /Users?filter=${filter}`, body).total > 0) return;
      const value = references([managerId]);
      await patchUser(client, id, [{ op: op('Add'), path: manager, value }]);
    },
    deletePerson: async (client, id) => {
      await client.send('DELETE', `/Users/${id}`, { expected: [204] });
    },
  };
}

/** "Test connection" asks for somebody who is not there; each cycle begins with the same. */
async function testConnection(client: ScimClient): Promise<void> {
  const user = await lookUp(client, '/Users', ['userName', randomUUID()], 'filter={filter}');
  const query = 'excludedAttributes=members&filter={filter}';
  const group = await lookUp(client, '/Groups', ['displayName', randomUUID()], query);
  if (user || group) throw new ScimFailure('GET with a filter for a random UUID', 'an empty list', 'a resource');
}

function creation(person: DirectoryPerson): JsonObject {
  const { externalId, email, givenName, familyName, title, active } = person;
  return {
    schemas: [scimUrns.user, scimUrns.enterpriseUser],
    externalId,
    userName: email,
    active,
    displayName: nameOf(person),
    emails: [{ primary: true, type: 'work', value: email }],
    meta: { resourceType: 'User' },
    name: { formatted: nameOf(person), familyName, givenName },
    roles: [],
    ...(title ? { title } : {}),
    ...(person.department ? { [scimUrns.enterpriseUser]: { department: person.department } } : {}),
  };
}

/** By their paths in a PATCH. */
function attributesOf(person: DirectoryPerson): Readonly<Record<string, string>> {
  const { email, givenName, familyName, title } = person;
  return {
    userName: email,
    [workEmail]: email,
    displayName: nameOf(person),
    'name.givenName': givenName,
    'name.familyName': familyName,
    'name.formatted': nameOf(person),
    ...(title ? { title } : {}),
    ...(person.department ? { [department]: person.department } : {}),
  };
}

const nameOf = ({ givenName, familyName }: DirectoryPerson) => `${givenName} ${familyName}`.trim();
const references = (ids: readonly string[]): Json[] => ids.map((value) => ({ $ref: null, value }));

async function createGroup(client: ScimClient, displayName: string, externalId: string): Promise<string> {
  const body = {
    schemas: [scimUrns.group, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId,
    displayName,
    meta: { resourceType: 'Group' },
  };
  return idOf('POST /Groups', (await client.send('POST', '/Groups', { body, expected: [201] })).body);
}

async function readWithoutMembers(client: ScimClient, id: string): Promise<JsonObject> {
  const path = `/Groups/${id}?excludedAttributes=members`;
  const { body } = await client.send('GET', path, { expected: [200] });
  if (Array.isArray(body.members) && body.members.length > 0)
    throw new ScimFailure(`GET ${path}`, 'the group without its members', `${body.members.length} members`);
  return body;
}

async function isMember(client: ScimClient, groupId: string, userId: string): Promise<boolean> {
  const filter = `${equals('id', groupId)} and ${equals('members', userId)}`;
  const path = `/Groups?excludedAttributes=members&filter=${encodeURIComponent(filter)}`;
  const { body } = await client.send('GET', path, { expected: [200] });
  const { resources } = listOf(`GET /Groups?filter=${filter}`, body);
  const other = resources.find(({ id }) => id !== groupId);
  if (other) throw new ScimFailure(`GET /Groups?filter=${filter}`, 'only that group', `the group ${shown(other.id)}`);
  return resources.length > 0;
}
