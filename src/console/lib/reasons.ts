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

/** The grants that did not win. */
export function lostGrants({ grants }: Pick<Explained, 'grants'>): Explained['grants'] {
  return grants.filter(({ lostBecause }) => lostBecause !== null);
}
