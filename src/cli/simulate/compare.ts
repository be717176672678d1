/** Reads back what the server holds, and compares it with what the directory says. */
import type { JsonObject } from '../../json.ts';
import { type IdentityProvider, objectOf, objectsIn, scimUrns, shown } from '../identity-provider/identity-provider.ts';
import { type ScimClient, ScimFailure } from '../identity-provider/scim-client.ts';
import type { Group, Person } from './directory.ts';

/** What a server may leave out by RFC 7644 3.3 and by what Okta and Microsoft ask of one: told, and no failure. */
export type OnMissing = (attribute: string) => void;

/** @throws ScimFailure that names the first attribute that differs */
export async function comparePerson(client: ScimClient, person: Person, onMissing: OnMissing): Promise<void> {
  const { body } = await client.send('GET', `/Users/${person.id}`, { expected: [200] });
  compareUser(`GET /Users/${person.id}`, body, person, onMissing);
}

function compareUser(request: string, user: JsonObject, { profile, manager, id }: Person, onMissing: OnMissing): void {
  const name = objectOf(user.name);
  const enterprise = objectOf(user[scimUrns.enterpriseUser]);
  const emails = objectsIn(user.emails);
  const rows: [attribute: string, wanted: unknown, got: JsonObject[string], optional?: 'optional'][] = [
    ['id', id, user.id],
    ['userName', profile.email, user.userName],
    ['active', profile.active, user.active],
    ['name.givenName', profile.givenName, name.givenName],
    ['name.familyName', profile.familyName, name.familyName],
    ['the work email', profile.email, emails.find(({ type }) => type === 'work')?.value],
    ['externalId', profile.externalId, user.externalId, 'optional'],
    ['title', profile.title, user.title, 'optional'],
    ['department', profile.department, enterprise.department, 'optional'],
  ];
  if (manager?.id) rows.push(['manager', manager.id, objectOf(enterprise.manager).value, 'optional']);
  for (const [attribute, wanted, got, optional] of rows) {
    if (got === undefined && optional) onMissing(attribute);
    else if (got !== wanted)
      throw new ScimFailure(request, `${attribute} ${JSON.stringify(wanted)}`, `${attribute} ${shown(got)}`);
  }
}

/**
 * @param outsiders who are not in the group and must not be found there
 * @throws ScimFailure
 */
export async function compareGroup(
  client: ScimClient,
  idp: IdentityProvider,
  { profile, members, id }: Group & { id: string },
  outsiders: readonly Person[],
): Promise<void> {
  const wanted = idsOf([...members]);
  const request = `GET /Groups/${id}`;
  const { displayName, memberIds } = await idp.readGroup(client, id, [...wanted, ...idsOf(outsiders)]);
  if (displayName !== profile.displayName)
    throw new ScimFailure(request, `displayName ${shown(profile.displayName)}`, `displayName ${shown(displayName)}`);
  const missing = wanted.filter((memberId) => !memberIds.includes(memberId));
  const beyond = memberIds.filter((memberId) => !wanted.includes(memberId));
  const twice = memberIds.length - new Set(memberIds).size;
  if (missing.length === 0 && beyond.length === 0 && twice === 0) return;
  const got = [
    ...(missing.length > 0 ? [`${missing.length} missing (${missing[0]})`] : []),
    ...(beyond.length > 0 ? [`${beyond.length} too many (${beyond[0]})`] : []),
    ...(twice > 0 ? [`${twice} twice`] : []),
  ];
  throw new ScimFailure(request, `its ${wanted.length} members`, got.join(', '));
}

/**
 * An import must show each of ours once, however many others there are.
 * @throws ScimFailure
 */
export function compareImport(
  endpoint: string,
  all: readonly JsonObject[],
  ours: readonly { readonly id: string | null }[],
): void {
  const seen = new Map<unknown, number>();
  for (const { id } of all) seen.set(id, (seen.get(id) ?? 0) + 1);
  const ids = idsOf(ours);
  const missing = ids.filter((id) => !seen.has(id));
  const twice = ids.filter((id) => (seen.get(id) ?? 0) > 1);
  if (missing.length === 0 && twice.length === 0) return;
  const got = [
    ...(missing.length > 0 ? [`${missing.length} missing (${missing[0]})`] : []),
    ...(twice.length > 0 ? [`${twice.length} more than once (${twice[0]})`] : []),
  ];
  throw new ScimFailure(
    `GET ${endpoint}?startIndex=1&count=100 and the pages after it`,
    `each of our ${ids.length} once`,
    `${all.length} resources, of ours ${got.join(', ')}`,
  );
}

export const idsOf = (list: readonly { readonly id: string | null }[]): string[] => list.flatMap(({ id }) => id ?? []);
