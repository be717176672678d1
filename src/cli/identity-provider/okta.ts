/**
 * A first sync as Okta does it, over SCIM: each person is looked up by userName and created (or replaced, when already
 * there); each group is looked up by name and created, and its members are pushed in chunks.
 */
import { type ScimClient, type ScimResource, scimUrns } from './scim-client.ts';

export type DirectoryPerson = {
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly title: string;
  readonly department: string;
  readonly active: boolean;
};

export type FirstSync = {
  readonly people: readonly DirectoryPerson[];
  /** Group name -> emails of its members. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Called after each person and each group. */
  readonly onProgress: (step: 'person' | 'group') => void;
};

export type SyncResult = {
  /** Email -> id of the SCIM User. */
  readonly userIds: ReadonlyMap<string, string>;
  readonly groupIds: ReadonlyMap<string, string>;
};

/** Okta pushes group members in chunks. */
const membersPerPatch = 100;
/** Okta works on a few people at a time. */
const atOnce = 5;

/** @throws ScimRequestError when the server refuses a call */
export async function syncAsOkta(client: ScimClient, { people, groups, onProgress }: FirstSync): Promise<SyncResult> {
  const userIds = new Map<string, string>();
  const waiting = [...people];
  const worker = async () => {
    for (let person = waiting.shift(); person; person = waiting.shift()) {
      userIds.set(person.email, await pushPerson(client, person));
      onProgress('person');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));

  const groupIds = new Map<string, string>();
  for (const [displayName, emails] of groups) {
    const memberIds = emails.flatMap((email) => userIds.get(email) ?? []);
    groupIds.set(displayName, await pushGroup(client, displayName, memberIds));
    onProgress('group');
  }
  return { userIds, groupIds };
}

async function pushPerson(client: ScimClient, person: DirectoryPerson): Promise<string> {
  const found = await findOne(client, '/Users', `userName eq ${JSON.stringify(person.email)}`);
  const body = userBody(person);
  if (found) return (await client.call('PUT', `/Users/${found.id}`, { id: found.id, ...body })).id;
  const { id } = await client.call('POST', '/Users', body);
  if (!person.active) await deactivate(client, id);
  return id;
}

function userBody({ email, givenName, familyName, title, department }: DirectoryPerson) {
  const displayName = [givenName, familyName].filter(Boolean).join(' ') || email;
  return {
    schemas: [scimUrns.user, scimUrns.enterpriseUser],
    userName: email,
    externalId: email,
    name: { ...(givenName ? { givenName } : {}), ...(familyName ? { familyName } : {}) },
    displayName,
    emails: [{ primary: true, value: email, type: 'work' }],
    ...(title ? { title } : {}),
    active: true,
    ...(department ? { [scimUrns.enterpriseUser]: { department } } : {}),
  };
}

async function deactivate(client: ScimClient, id: string): Promise<void> {
  await client.call('PATCH', `/Users/${id}`, patch([{ op: 'replace', value: { active: false } }]));
}

async function pushGroup(client: ScimClient, displayName: string, memberIds: readonly string[]): Promise<string> {
  const found = await findOne(client, '/Groups', `displayName eq ${JSON.stringify(displayName)}`);
  const { id } =
    found ?? (await client.call('POST', '/Groups', { schemas: [scimUrns.group], displayName, members: [] }));
  for (let start = 0; start < memberIds.length; start += membersPerPatch) {
    const value = memberIds.slice(start, start + membersPerPatch).map((memberId) => ({ value: memberId }));
    await client.call('PATCH', `/Groups/${id}`, patch([{ op: 'add', path: 'members', value }]));
  }
  return id;
}

function patch(operations: readonly object[]) {
  return { schemas: [scimUrns.patchOp], Operations: operations };
}

async function findOne(client: ScimClient, endpoint: string, filter: string): Promise<ScimResource | undefined> {
  const query = new URLSearchParams({ filter, startIndex: '1', count: '100' });
  return (await client.list(`${endpoint}?${query}`)).Resources[0];
}
