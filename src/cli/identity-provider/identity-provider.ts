/** What an identity provider does at a SCIM server, whichever vendor it is of; `okta.ts` and `entra.ts` know their requests. */
import { isJsonObject, type Json, type JsonObject } from '../../json.ts';
import { type ScimClient, ScimFailure } from './scim-client.ts';

export type DirectoryPerson = {
  /** The directory's own key, which stays when everything else changes. */
  readonly externalId: string;
  /** Also the user name. */
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly title: string;
  readonly department: string;
  readonly active: boolean;
};

export type DirectoryGroup = { readonly externalId: string; readonly displayName: string };

export type MemberChange = { readonly add: readonly string[]; readonly remove: readonly string[] };

/** Every function sends the vendor's requests in the vendor's order, and may be called again when it failed half-way. @throws ScimFailure */
export type IdentityProvider = {
  readonly name: string;
  readonly userAgent: string;
  readonly timeoutMs: number;
  /** How long the vendor waits before it tries again what failed in passing, time after time. */
  readonly retryWaitsMs: readonly number[];
  readonly testConnection: (client: ScimClient) => Promise<void>;
  /** Looks for her, and creates her or brings her up to date; her id. */
  readonly pushPerson: (client: ScimClient, person: DirectoryPerson) => Promise<string>;
  /** The request that creates her, without looking first. */
  readonly creation: (person: DirectoryPerson) => JsonObject;
  readonly updatePerson: (
    client: ScimClient,
    id: string,
    before: DirectoryPerson,
    after: DirectoryPerson,
  ) => Promise<void>;
  readonly setActive: (client: ScimClient, id: string, active: boolean) => Promise<void>;
  /** Looks for it, creates it if need be, and adds the members; its id. */
  readonly pushGroup: (client: ScimClient, group: DirectoryGroup, memberIds: readonly string[]) => Promise<string>;
  readonly renameGroup: (client: ScimClient, id: string, displayName: string) => Promise<void>;
  readonly changeMembers: (client: ScimClient, id: string, name: string, change: MemberChange) => Promise<void>;
  readonly deleteGroup: (client: ScimClient, id: string) => Promise<void>;
  /** The group as the vendor reads it, and which of `candidates` are in it. */
  readonly readGroup: (
    client: ScimClient,
    id: string,
    candidates: readonly string[],
  ) => Promise<{ readonly displayName: Json; readonly memberIds: readonly string[] }>;
  /** Where the vendor can replace all members in one request. */
  readonly replaceMembers?: (client: ScimClient, id: string, memberIds: readonly string[]) => Promise<void>;
  /** Where the vendor links people to their managers. */
  readonly setManager?: (client: ScimClient, id: string, managerId: string) => Promise<void>;
  /** Where the vendor deletes people. */
  readonly deletePerson?: (client: ScimClient, id: string) => Promise<void>;
  /** Where the vendor reads everything that is there, page by page. */
  readonly readAll?: (client: ScimClient, endpoint: '/Users' | '/Groups') => Promise<readonly JsonObject[]>;
};

export const scimUrns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterpriseUser: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  patchOp: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
} as const;

export function patchOp(...operations: readonly JsonObject[]): JsonObject {
  return { schemas: [scimUrns.patchOp], Operations: [...operations] };
}

/** A quoted string of a filter is a JSON string (RFC 7644 3.4.2.2). */
export const equals = (attribute: string, value: string): string => `${attribute} eq ${JSON.stringify(value)}`;

/**
 * A list as RFC 7644 3.4.2 has it: the numbers as numbers, and resources wherever there are any.
 * @param body the answer to `request`
 */
export function listOf(request: string, body: JsonObject): { total: number; resources: readonly JsonObject[] } {
  const { totalResults, Resources: resources = [] } = body;
  if (typeof totalResults !== 'number') throw new ScimFailure(request, 'totalResults as a number', shown(totalResults));
  if (!Array.isArray(resources)) throw new ScimFailure(request, 'Resources as an array', shown(resources));
  return { total: totalResults, resources: objectsIn(resources) };
}

/**
 * The one resource that a look-up by a unique attribute may find. Everything that is found must have the value that was
 * asked for: a server that ignores filters must not make us change somebody else.
 * @param statuses that are an answer; a 404 means that there is none
 */
export async function lookUp(
  client: ScimClient,
  endpoint: '/Users' | '/Groups',
  [attribute, value]: readonly [string, string],
  query: string,
  statuses: readonly number[] = [200],
): Promise<JsonObject | undefined> {
  const filter = equals(attribute, value);
  const path = `${endpoint}?${query.replace('{filter}', encodeURIComponent(filter))}`;
  const { status, body } = await client.send('GET', path, { expected: statuses });
  if (status === 404) return undefined;
  const request = `GET ${endpoint}?filter=${filter}`;
  const { resources } = listOf(request, body);
  const other = resources.find((resource) => String(resource[attribute]).toLowerCase() !== value.toLowerCase());
  if (other)
    throw new ScimFailure(request, `only whose ${attribute} is that`, `${attribute} ${shown(other[attribute])}`);
  if (resources.length > 1) throw new ScimFailure(request, 'at most one', String(resources.length));
  return resources[0];
}

/** What a server should send as an object or a list of them, whatever it sends. */
export function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

export function idOf(request: string, { id }: JsonObject): string {
  if (typeof id === 'string' && id !== '') return id;
  throw new ScimFailure(request, 'the resource with its id', `id ${shown(id)}`);
}

export const shown = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));
