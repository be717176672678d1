import type { AuditEvent } from '../types.ts';

/** What happened, in words: every type that the API knows. */
const names: Readonly<Record<AuditEvent['type'], string>> = {
  'user.created': 'Record created',
  'user.updated': 'Record changed',
  'user.deactivated': 'Deactivated',
  'user.reactivated': 'Reactivated',
  'user.deleted': 'Removed',
  'user.locked': 'Locked',
  'user.unlocked': 'Unlocked',
  'user.joined': 'Joined the organization',
  'user.linked': 'Linked to an account',
  'user.unlinked': 'Sign-in unlinked',
  'user.merged': 'Joined with another record',
  'invitation.created': 'Invited',
  'invitation.updated': 'Invitation changed',
  'invitation.resent': 'Invited again',
  'invitation.revoked': 'Invitation revoked',
  'invitation.accepted': 'Invitation accepted',
  'invitation.declined': 'Invitation declined',
  'invitation.expired': 'Invitation expired',
  'invitation.mailed': 'Invitation mailed',
  'invitation.mail_failed': 'Mail of the invitation failed',
  'membership.changed': 'Workspace role changed',
  'organization_role.changed': 'Organization role changed',
  'override.set': 'Override set',
  'override.cleared': 'Override cleared',
  'override.expired': 'Override ended',
  'session.ended': 'Session ended',
  'api_key.created': 'API key made',
  'api_key.revoked': 'API key revoked',
  'api_key.used_from_new_address': 'API key used from a new address',
  'sign_in.refused': 'Sign-in refused',
  'group.created': 'Group created',
  'group.updated': 'Group changed',
  'group.deleted': 'Group deleted',
  'group.members_changed': 'Members of a group changed',
  'group.mapping_changed': 'What a group gives changed',
  'group.grants_admin': 'A group gives Organization Admin',
  'mapping.created': 'Group mapped',
  'mapping.updated': 'Mapping changed',
  'mapping.deleted': 'Mapping deleted',
  'role.created': 'Role created',
  'role.updated': 'Role changed',
  'role.deleted': 'Role deleted',
  'workspace.created': 'Workspace created',
  'workspace.updated': 'Workspace changed',
  'workspace.deleted': 'Workspace deleted',
  'organization.created': 'Organization created',
  'organization.updated': 'Organization changed',
  'scim_token.created': 'SCIM token made',
  'scim_token.rotated': 'SCIM token rotated',
  'scim_token.revoked': 'SCIM token revoked',
  'scim_settings.updated': 'Rules of group names changed',
  'sso_settings.updated': 'SSO member settings changed',
  'sso_settings.fallback': 'A newcomer got something else',
  'sso_connection.created': 'SSO connection added',
  'sso_connection.updated': 'SSO connection changed',
  'sso_connection.deleted': 'SSO connection removed',
  'domain.added': 'Domain added',
  'domain.verified': 'Domain proven',
  'domain.removed': 'Domain given up',
  'held_change.created': 'A change of a group is held',
  'held_change.updated': 'More of a change is held',
  'held_change.approved': 'Held change approved',
  'held_change.rejected': 'Held change rejected',
  'held_change.obsolete': 'Held change settled by itself',
  'directory.wave': 'The directory ended many people at once',
  'webhook.created': 'Webhook added',
  'webhook.updated': 'Webhook changed',
  'webhook.deleted': 'Webhook deleted',
  'webhook.secret_rotated': 'Secret of a webhook rotated',
  'webhook.disabled': 'Webhook disabled',
  'organization.default_changed': 'Another default organization',
  'application_permissions.updated': 'Application permissions changed',
  'access.denied': 'Request refused',
};

/** By type. One that only a newer server knows is shown as it is. */
export const eventNames: Readonly<Record<string, string>> = names;

type KindOf<T> = T extends `${infer Kind}.${string}` ? Kind : never;
export type EventKind = KindOf<AuditEvent['type']>;

/** Types by what stands before the dot, in the order of their first ones. */
export const eventKinds = [...new Set(Object.keys(names).map((type) => type.split('.')[0]))] as readonly EventKind[];

/** What a kind is called. */
export const kindNames: Readonly<Record<EventKind, string>> = {
  user: 'People',
  group: 'Groups',
  mapping: 'Mappings',
  role: 'Roles',
  membership: 'Workspace roles',
  organization_role: 'Organization roles',
  override: 'Overrides',
  invitation: 'Invitations',
  session: 'Sessions',
  sign_in: 'Sign-ins',
  api_key: 'API keys',
  access: 'Refused requests',
  application_permissions: 'Application permissions',
  scim_token: 'SCIM tokens',
  scim_settings: 'Rules of group names',
  sso_settings: 'SSO member settings',
  sso_connection: 'SSO connections',
  directory: 'What the directory did at once',
  domain: 'Domains',
  held_change: 'Held changes',
  webhook: 'Webhooks',
  workspace: 'Workspaces',
  organization: 'The organization',
};

export const actorNames: Readonly<Record<string, string>> = {
  'scim-token': 'the directory',
  system: 'Usher itself',
  account: 'somebody',
};

export const happened = {
  by: (actor: string) => `by ${actor}`,
};
