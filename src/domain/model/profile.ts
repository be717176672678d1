/** A person as a sign-in or an admin describes it: few attributes, all of them compared without case. */
import type { Json, JsonObject } from '../../json.ts';
import { foldName } from '../kernel/fold-name.ts';
import type { UserContent } from './user-content.ts';

export type Profile = {
  readonly userName: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly givenName?: string | null;
  readonly familyName?: string | null;
};

/** The directory content of somebody whom no directory has described. */
export function profileContent({ userName, email, name, givenName, familyName }: Profile): UserContent {
  const formatted = name ?? ([givenName, familyName].filter(Boolean).join(' ') || null);
  const resource: JsonObject = { userName };
  if (formatted) resource.displayName = formatted;
  if (formatted || givenName || familyName)
    resource.name = {
      ...(formatted ? { formatted } : {}),
      ...(givenName ? { givenName } : {}),
      ...(familyName ? { familyName } : {}),
    };
  if (email) resource.emails = [{ value: email, type: 'work', primary: true }];
  return {
    userName,
    externalId: null,
    active: true,
    emails: email ? [email] : [],
    roles: [],
    name: formatted ?? userName,
    resource,
    search: foldStrings(resource) as Record<string, unknown>,
  };
}

function foldStrings(value: Json | undefined): unknown {
  if (typeof value === 'string') return foldName(value);
  if (Array.isArray(value)) return value.map(foldStrings);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, foldStrings(inner)]));
  return value;
}
