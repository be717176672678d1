/** A person changes her own entry, with a SCIM token that is bound to her. */
import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import type { MemberDocument } from '../model/member.ts';
import type { ContentChange, UserContent } from '../model/user-content.ts';
import { changeUser, type Precondition } from './change-user.ts';

/**
 * What people may say about themselves: how to reach and to address them. Never who they are (userName, emails,
 * externalId: people are linked at sign-in by these), whether they are active, nor what others may build rights on
 * (names, title, roles, entitlements, userType, extensions): of those the directory is the authority.
 */
const ownAttributes: readonly string[] = [
  'nickName',
  'profileUrl',
  'photos',
  'phoneNumbers',
  'ims',
  'addresses',
  'preferredLanguage',
  'locale',
  'timezone',
];

/**
 * Applies `change` to the content of a member on her own behalf, in `ownAttributes` only; whose directory the member is
 * does not change by it. A change that changes nothing writes nothing.
 * @throws DomainError not_found, stale, forbidden/own_profile_only that names the other attributes
 */
export function changeOwnProfile(
  context: Context,
  orgId: string,
  memberId: string,
  change: ContentChange<UserContent>,
  precondition?: Precondition<MemberDocument>,
): Promise<MemberDocument> {
  const within = (current: UserContent) => {
    const next = change(current);
    const names = foreignChanges(current, next);
    if (names.length === 0) return next;
    throw new DomainError(
      'forbidden',
      'own_profile_only',
      `A token bound to a person cannot change ${names.join(', ')}, only ${ownAttributes.join(', ')}. Ask the directory or an Organization Admin.`,
    );
  };
  return changeUser(context, orgId, memberId, within, precondition, { by: 'member' });
}

function foreignChanges(current: UserContent, next: UserContent): string[] {
  const changed = [...new Set([...Object.keys(current.resource), ...Object.keys(next.resource)])].filter(
    (name) => !isDeepStrictEqual(current.resource[name], next.resource[name]),
  );
  const names = current.active === next.active ? changed : ['active', ...changed];
  return names.filter((name) => !ownAttributes.includes(name));
}
