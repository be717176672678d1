/** A first sync: everybody is pushed, a few at a time, and then the groups with their members. */
import type { DirectoryPerson, IdentityProvider } from './identity-provider.ts';
import type { ScimClient } from './scim-client.ts';

export type FirstSync = {
  readonly people: readonly DirectoryPerson[];
  /** Group name -> emails of its members. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Called after each person and each group. */
  readonly onProgress: (step: 'person' | 'group') => void;
};

/** Okta and Entra work on a few people at a time; neither says how many. */
export const atOnce = 5;

/**
 * @returns email -> id of the SCIM User
 * @throws ScimFailure when the server refuses a request
 */
export async function firstSync(
  idp: IdentityProvider,
  client: ScimClient,
  { people, groups, onProgress }: FirstSync,
): Promise<ReadonlyMap<string, string>> {
  const userIds = new Map<string, string>();
  const waiting = [...people];
  const worker = async () => {
    for (let person = waiting.shift(); person; person = waiting.shift()) {
      userIds.set(person.email, await idp.pushPerson(client, person));
      onProgress('person');
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  for (const [displayName, emails] of groups) {
    const memberIds = emails.flatMap((email) => userIds.get(email) ?? []);
    await idp.pushGroup(client, { externalId: displayName, displayName }, memberIds);
    onProgress('group');
  }
  return userIds;
}
