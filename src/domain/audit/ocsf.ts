/**
 * An event in the words of the Open Cybersecurity Schema Framework, for security systems that read those. Pure. Used are only
 * attributes and values that versions 1.3 to 1.8 have in common; what has no place in it stands below `unmapped`.
 */
import type { Actor } from '../kernel/context.ts';
import type { EventType } from '../model/event.ts';
import type { EventView } from './event-view.ts';
import type { SubjectNames } from './name-subjects.ts';

export type NamedEvent = EventView & { readonly names: SubjectNames };

const version = '1.6.0';

/** What follows from the kind of event: the class, and what was done. */
type Activity = {
  readonly class: keyof typeof classes;
  readonly id: number;
  readonly name: string;
  readonly failed?: boolean;
};

const classes = {
  account: { class_uid: 3001, class_name: 'Account Change', category_uid: 3 },
  authentication: { class_uid: 3002, class_name: 'Authentication', category_uid: 3 },
  entity: { class_uid: 3004, class_name: 'Entity Management', category_uid: 3 },
  access: { class_uid: 3005, class_name: 'User Access Management', category_uid: 3 },
  group: { class_uid: 3006, class_name: 'Group Management', category_uid: 3 },
  api: { class_uid: 6003, class_name: 'API Activity', category_uid: 6 },
} as const;

const categories = { 3: 'Identity & Access Management', 6: 'Application Activity' } as const;

const activity = (of: Activity['class'], id: number, name: string, failed = false): Activity => ({
  class: of,
  id,
  name,
  failed,
});
const other = (of: Activity['class'], name: string, failed = false) => activity(of, 99, name, failed);

/** Those whose name alone does not say it. */
const known: Partial<Record<EventType, Activity>> = {
  'sign_in.succeeded': activity('authentication', 1, 'Logon'),
  'sign_in.refused': activity('authentication', 1, 'Logon', true),
  'session.step_up_refused': other('authentication', 'Confirm the person', true),
  'session.ended': activity('authentication', 2, 'Logoff'),
  'api_key.used_from_new_address': other('authentication', 'API key used from a new address'),
  'password.changed': activity('account', 3, 'Password Change'),
  'password.refused': activity('account', 3, 'Password Change', true),
  'password.reset': activity('account', 4, 'Password Reset'),
  'password.mail_failed': other('account', 'Mail about the password', true),
  'password.removed': other('account', 'Password removed'),
  'password.reset_requested': other('account', 'Password reset requested'),
  'user.created': activity('account', 1, 'Create'),
  'user.updated': other('account', 'Update'),
  'user.reactivated': activity('account', 2, 'Enable'),
  'user.deactivated': activity('account', 5, 'Disable'),
  'user.deleted': activity('account', 6, 'Delete'),
  'user.locked': activity('account', 9, 'Lock'),
  'user.unlocked': other('account', 'Unlock'),
  'user.joined': other('account', 'Join the organization'),
  'user.linked': other('account', 'Link a sign-in'),
  'user.unlinked': other('account', 'Unlink a sign-in'),
  'user.expected': other('account', 'Expect a sign-in at the provider'),
  'user.merged': other('account', 'Merge with another record'),
  'override.set': activity('access', 1, 'Assign Privileges'),
  'override.cleared': activity('access', 2, 'Revoke Privileges'),
  'override.expired': activity('access', 2, 'Revoke Privileges'),
  'group.created': activity('group', 6, 'Create'),
  'group.deleted': activity('group', 5, 'Delete'),
  'group.updated': other('group', 'Update'),
  'group.members_changed': other('group', 'Members changed'),
  'group.mapping_changed': other('group', 'Mapping changed'),
  'group.handed_over': other('group', 'Hand over to the directory'),
  'group.grants_admin': activity('group', 1, 'Assign Privileges'),
};

const mediumTypes: readonly EventType[] = ['group.grants_admin', 'directory.wave', 'user.locked'];

/** @param orgId of whose log it is; '' of the deployment's own */
export function toOcsf(event: NamedEvent, orgId: string): Record<string, unknown> {
  const { type, at, seq, id, requestId, address, subject, before, after, names } = event;
  const done = activityOf(event);
  const { class_uid, class_name, category_uid } = classes[done.class];
  const type_uid = class_uid * 100 + done.id;
  const [severity_id, severity] = severityOf(type, done);
  const detail = [after?.reason, after?.rule].find((value) => typeof value === 'string');
  const count = typeof after?.count === 'number' ? after.count : 1;
  return {
    activity_id: done.id,
    activity_name: done.name,
    category_uid,
    category_name: categories[category_uid],
    class_uid,
    class_name,
    type_uid,
    type_name: `${class_name}: ${done.id === 99 ? 'Other' : done.name}`,
    time: Date.parse(at),
    severity_id,
    severity,
    status_id: done.failed ? 2 : 1,
    status: done.failed ? 'Failure' : 'Success',
    ...(detail === undefined ? {} : { status_detail: detail }),
    ...(count > 1 ? { count } : {}),
    message: messageOf(event),
    metadata: {
      version,
      product: { name: 'Usher', vendor_name: 'Usher' },
      uid: id,
      sequence: seq,
      event_code: type,
      log_name: 'audit',
      original_time: at,
      tenant_uid: orgId === '' ? 'deployment' : orgId,
      ...(requestId === null ? {} : { correlation_uid: requestId }),
    },
    actor: actorOf(event.actor, names),
    ...(address === null ? {} : { src_endpoint: { ip: address } }),
    ...particularsOf(event, done),
    unmapped: { subject, before, after },
  };
}

function activityOf({ type, before, after, subject }: NamedEvent): Activity {
  const own = known[type];
  if (own) return own;
  const [kind = '', verb = ''] = type.split('.');
  if (type === 'membership.changed' || type === 'organization_role.changed')
    return (after?.role ?? null) === null && before?.role !== undefined
      ? activity('access', 2, 'Revoke Privileges')
      : activity('access', 1, 'Assign Privileges');
  if (kind === 'mapping' && subject.groupId !== undefined) {
    if (verb === 'created') return activity('group', 1, 'Assign Privileges');
    return verb === 'deleted' ? activity('group', 2, 'Revoke Privileges') : other('group', 'Mapping changed');
  }
  if (type === 'access.denied') return deniedActivity(String(after?.target ?? ''));
  if (/^(?:created|added)$/.test(verb)) return activity('entity', 1, 'Create');
  if (/^(?:deleted|removed|revoked)$/.test(verb)) return activity('entity', 4, 'Delete');
  if (/^(?:updated|rotated|renewed|secret_rotated|default_changed|verified)$/.test(verb))
    return activity('entity', 3, 'Update');
  return other('entity', type.replaceAll(/[._]/g, ' '));
}

/** Of what was refused, the method says what it would have been. */
function deniedActivity(target: string): Activity {
  const method = target.split(' ', 1)[0] ?? '';
  const by: Readonly<Record<string, readonly [number, string]>> = {
    POST: [1, 'Create'],
    GET: [2, 'Read'],
    PUT: [3, 'Update'],
    PATCH: [3, 'Update'],
    DELETE: [4, 'Delete'],
  };
  const [id, name] = by[method] ?? [99, 'Other'];
  return activity('api', id, name, true);
}

function severityOf(type: EventType, { failed }: Activity): readonly [number, string] {
  if (mediumTypes.includes(type)) return [3, 'Medium'];
  return failed ? [2, 'Low'] : [1, 'Informational'];
}

/** "Password changed: Ada Lovelace": the type in words, and whom or what it is about. */
function messageOf({ type, names }: NamedEvent): string {
  const words = type.replaceAll(/[._]/g, ' ');
  const about = [names.member, names.group, names.workspace, names.role].filter((name) => name !== undefined);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${about.length > 0 ? `: ${about.join(', ')}` : ''}`;
}

function actorOf(actor: Actor, names: SubjectNames): Record<string, unknown> {
  if (actor.type === 'system') return { app_name: 'Usher' };
  if (actor.type === 'sign-in' && names.member === undefined) return { app_name: 'Usher', app_uid: actor.id };
  const name = actor.type === 'sign-in' ? names.member : (('name' in actor ? actor.name : undefined) ?? names.actor);
  const isPerson = actor.type === 'account' || actor.type === 'sign-in';
  return {
    user: {
      uid: actor.id,
      name: name ?? actor.type,
      type_id: isPerson ? 1 : 3,
      type: isPerson ? 'User' : 'System',
    },
  };
}

function userOf({ subject, names, after }: NamedEvent) {
  const email = typeof after?.email === 'string' ? after.email : null;
  const uid = subject.memberId ?? subject.accountId;
  return {
    ...(uid === undefined ? {} : { uid }),
    name: names.member ?? email ?? uid ?? 'unknown',
    ...(email === null ? {} : { email_addr: email }),
  };
}

/** What the class asks for. */
function particularsOf(event: NamedEvent, done: Activity): Record<string, unknown> {
  const { subject, names, before, after, address } = event;
  const roles = [after?.role, before?.role].filter((role) => typeof role === 'string');
  switch (done.class) {
    case 'authentication': {
      const protocol = after?.by === 'provider' ? { auth_protocol_id: 4, auth_protocol: 'OpenID' } : {};
      return { user: userOf(event), service: { name: 'Usher' }, is_remote: true, ...protocol };
    }
    case 'account':
      return { user: userOf(event) };
    case 'access': {
      const workspace = names.workspace ?? subject.workspaceId;
      const resource = workspace === undefined ? {} : { resource: { name: workspace, type: 'workspace' } };
      return { user: userOf(event), privileges: roles.length > 0 ? roles.slice(0, 1) : ['access'], ...resource };
    }
    case 'group':
      return {
        group: {
          name: names.group ?? subject.groupId ?? 'unknown',
          ...(subject.groupId === undefined ? {} : { uid: subject.groupId }),
        },
        privileges: roles.slice(0, 1),
      };
    case 'api':
      return {
        api: { operation: String(after?.target ?? 'unknown') },
        src_endpoint: address === null ? { name: 'unknown' } : { ip: address },
      };
    case 'entity':
      return { entity: entityOf(event) };
  }
}

function entityOf({ type, subject, names, before, after }: NamedEvent) {
  const [kind = ''] = type.split('.');
  const ids: Readonly<Record<string, string | undefined>> = {
    workspace: subject.workspaceId,
    role: subject.roleId,
    invitation: subject.invitationId,
    webhook: subject.webhookId,
    domain: subject.domainId,
    mapping: subject.mappingId,
    held_change: subject.heldChangeId,
    setup_link: subject.setupLinkId,
    sso_connection: subject.connectionId,
    signal_stream: subject.connectionId,
    scim_token: subject.tokenId,
    scim_client: subject.tokenId,
    api_key: subject.tokenId,
    organization: subject.organizationId,
  };
  const uid = ids[kind];
  const said = [after, before].flatMap((content) => [
    content?.name,
    content?.displayName,
    content?.description,
    content?.email,
  ]);
  const name = { workspace: names.workspace, role: names.role }[kind] ?? said.find((text) => typeof text === 'string');
  const words = kind.replaceAll('_', ' ');
  return { type: words, name: name ?? words, ...(uid === undefined ? {} : { uid }) };
}
