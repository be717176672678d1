/** Why somebody has a role, in words. */
import { noAccess } from './messages/general.ts';
import { reasonTexts as text } from './messages/reasons.ts';
import { dateOf } from './time.ts';
import type { Explained, Grant } from './types.ts';

const reasons: Readonly<Record<string, (grant: Grant) => string>> = {
  'sso-default': () => text.newcomer,
  invitation: () => text.invitation,
  manual: () => text.manual,
  creator: () => text.creator,
  'scim-group': ({ group, held }) => (held ? text.heldGroup(group?.displayName) : text.group(group?.displayName)),
  'admin-group': ({ group }) => text.adminGroup(group?.displayName),
  'scim-role': () => text.directoryRole,
  'sso-group': ({ group }) => text.signInGroup(group?.displayName),
  override: ({ reason }) => text.override(reason),
  'organization-admin': () => text.organizationAdmin,
  default: () => text.fallback,
};

/** The reason behind a grant, without a full stop: `because the group “Design” says so`. */
export function reasonOf(grant: Grant): string {
  const reason = reasons[grant.source]?.(grant) ?? grant.source;
  return grant.expiresAt ? text.until(reason, dateOf(grant.expiresAt)) : reason;
}

/** The role that a grant gives; a deny gives none. */
export function roleNameOf(role: string | null): string {
  return role ?? noAccess;
}

/** All roles that count in one place, as one text. */
export function roleNamesOf(roles: readonly string[]): string {
  return roles.length === 0 ? noAccess : roles.join(' + ');
}

/** The grants that count beside the winner, where an organization lets all roles count. */
export function countingGrants({ winner, grants }: Pick<Explained, 'winner' | 'grants'>): Explained['grants'] {
  return grants.filter(({ id, lostBecause }) => lostBecause === null && id !== winner?.id);
}

/** The grants that do not count. */
export function lostGrants({ grants }: Pick<Explained, 'grants'>): Explained['grants'] {
  return grants.filter(({ lostBecause }) => lostBecause !== null);
}
