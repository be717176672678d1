/** Why somebody has a role, in words for that person. */
import type { Explained, Grant } from './api.ts';

type Reason = (grant: Grant) => string;

const reasons: Readonly<Record<string, Reason>> = {
  'sso-default': () => 'as a newcomer (SSO member settings)',
  invitation: () => 'by an invitation',
  manual: () => 'added by an admin',
  creator: () => 'because you created it',
  'scim-group': ({ group, held }) =>
    held ? `because ${named(group)} said so, which waits for an admin` : `because ${named(group)} says so`,
  'sso-group': ({ group }) => `because ${named(group)} of your sign-in says so`,
  override: ({ reason }) => (reason ? `override by an admin: ${reason}` : 'override by an admin'),
  'organization-admin': () => 'because you are Organization Admin',
  default: () => 'default for members of the organization',
};

const named = (group: Grant['group']) => (group ? `the group “${group.displayName}”` : 'a group');

/** The reason behind a grant, without a full stop: `because the group “Design” says so`. */
export function reasonOf(grant: Grant): string {
  const reason = reasons[grant.source]?.(grant) ?? grant.source;
  return grant.expiresAt ? `${reason}, until ${dateOf(grant.expiresAt)}` : reason;
}

/** The role that a grant gives; a deny gives none. */
export function roleNameOf(role: string | null): string {
  return role ?? 'No access';
}

/** The grants that did not win. */
export function lostGrants({ grants }: Pick<Explained, 'grants'>): Explained['grants'] {
  return grants.filter(({ lostBecause }) => lostBecause !== null);
}

const dateOf = (iso: string) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso));
