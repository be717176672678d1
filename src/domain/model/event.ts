/**
 * Events: the append-only record of every change. Audit log, event feed and webhooks read this one collection. This
 * folder owns it, the chain that seals it (`seal.ts`, `chain.ts`, `verify.ts`), and how long it is kept (`retain.ts`).
 */
import { type Collection, type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, date, nullable, number, oneOf, optional, text } from '../../storage/fields.ts';
import type { Actor } from '../kernel/context.ts';

/** Every type there is, with what it means in docs/events.md. */
export const eventTypes = [
  'organization.created',
  'organization.updated',
  'organization.default_changed',
  'workspace.created',
  'workspace.updated',
  'workspace.deleted',
  'user.created',
  'user.updated',
  'user.deactivated',
  'user.reactivated',
  'user.deleted',
  'user.locked',
  'user.unlocked',
  'user.joined',
  'user.linked',
  'user.unlinked',
  'user.expected',
  'user.merged',
  'invitation.created',
  'invitation.updated',
  'invitation.resent',
  'invitation.revoked',
  'invitation.accepted',
  'invitation.declined',
  'invitation.expired',
  'invitation.mailed',
  'invitation.mail_failed',
  'role.created',
  'role.updated',
  'role.deleted',
  'application_permissions.updated',
  'group.created',
  'group.updated',
  'group.deleted',
  'group.members_changed',
  'group.mapping_changed',
  'group.handed_over',
  'group.grants_admin',
  'mapping.created',
  'mapping.updated',
  'mapping.deleted',
  'scim_settings.updated',
  'membership.changed',
  'organization_role.changed',
  'held_change.created',
  'held_change.updated',
  'held_change.approved',
  'held_change.rejected',
  'held_change.obsolete',
  'directory.wave',
  'override.set',
  'override.cleared',
  'override.expired',
  'sso_settings.updated',
  'sso_settings.fallback',
  'sso_connection.created',
  'sso_connection.updated',
  'sso_connection.deleted',
  'signal_stream.created',
  'signal_stream.deleted',
  'domain.added',
  'domain.verified',
  'domain.missing',
  'domain.found_again',
  'domain.lapsed',
  'domain.removed',
  'setup_link.created',
  'setup_link.renewed',
  'setup_link.opened',
  'setup_link.sign_in_tested',
  'setup_link.finished',
  'setup_link.revoked',
  'sign_in.succeeded',
  'sign_in.refused',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'password.removed',
  'password.refused',
  'password.mail_failed',
  'scim_token.created',
  'scim_token.rotated',
  'scim_token.revoked',
  'scim_client.created',
  'scim_client.rotated',
  'scim_client.revoked',
  'api_key.created',
  'api_key.revoked',
  'api_key.used_from_new_address',
  'session.ended',
  'session.stepped_up',
  'session.step_up_refused',
  'webhook.created',
  'webhook.updated',
  'webhook.deleted',
  'webhook.secret_rotated',
  'webhook.disabled',
  'access.denied',
] as const;

export type EventType = (typeof eventTypes)[number];

/** In the audit log only: a stranger's attempts are no news for the programs that follow what changed. */
export const undelivered: readonly EventType[] = [
  'access.denied',
  'sign_in.succeeded',
  'sign_in.refused',
  'password.reset_requested',
  'password.refused',
  'session.step_up_refused',
];

export type Subject = {
  readonly memberId?: string;
  readonly workspaceId?: string;
  readonly groupId?: string;
  readonly mappingId?: string;
  readonly roleId?: string;
  readonly tokenId?: string;
  readonly invitationId?: string;
  readonly webhookId?: string;
  readonly organizationId?: string;
  readonly connectionId?: string;
  readonly domainId?: string;
  readonly heldChangeId?: string;
  readonly setupLinkId?: string;
  /** In the deployment's own log, where nobody is a member. */
  readonly accountId?: string;
};

/** What `decide` says about one change; the committer's side adds who, when and in which request. */
export type NewEvent = {
  /** Given where the same fact may be told twice and shall be recorded once. */
  readonly id?: string;
  /** Of an operation of no organization: in whose log it is told. */
  readonly orgId?: string;
  /** Told without who did it and in which request: that is another organization's business. */
  readonly unsigned?: boolean;
  readonly type: EventType;
  readonly subject: Subject;
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
};

export type SealedEvent = EventDocument & { seq: number; digest: string; link: string };

/** Events that end somebody's access: `user.deactivated` and `user.deleted`, which have no others between them. */
export const endsOfAccess = { type: { $gte: 'user.deactivated', $lte: 'user.deleted' } } as const;

export const events = defineCollection(
  'events',
  'tenant',
  {
    /** Dense per organization, given after commit by the sealer; null until then. */
    seq: nullable(number),
    /** The database's logical clock at the insert: the order in which the sealer takes events. */
    recorded: optional(anyShape<unknown>()),
    type: oneOf(...eventTypes),
    at: date,
    actor: anyShape<Actor>(),
    subject: anyShape<Subject>(),
    before: nullable(anyShape<Record<string, unknown>>()),
    after: nullable(anyShape<Record<string, unknown>>()),
    requestId: nullable(text),
    /** Of the client; absent where no request did it. */
    address: optional(text),
    operationId: text,
    /** Of one that counts: it may change until then, and is sealed afterwards (`count-event.ts`). Gone with the seal. */
    countsUntil: optional(date),
    /** With the seal: the digest of the fields above, and the link of the chain over it (`chain.ts`). */
    digest: optional(text),
    link: optional(text),
  },
  [
    // No number is given twice, whatever happens to the sealer.
    { keys: { orgId: 1, seq: -1 }, unique: true, partial: { seq: { $gt: 0 } } },
    // What waits for the sealer: as small as that is.
    { keys: { seq: 1, orgId: 1, recorded: 1, _id: 1 }, partial: { seq: null } },
    { keys: { orgId: 1, operationId: 1 } },
    { keys: { orgId: 1, requestId: 1 } },
    { keys: { orgId: 1, 'subject.memberId': 1, at: -1 } },
    { keys: { orgId: 1, at: 1 }, partial: endsOfAccess },
  ],
);

export type EventDocument = DocumentOf<typeof events>;

/** The same collection, where a filter on `seq` finds sealed events only. */
export const sealedEvents = events as Collection<SealedEvent>;
