/** Events: the append-only record of every change. Audit log, event feed and webhooks read this one collection. */
import { anyShape, defineCollection, type TenantDocument } from '../../storage/collection.ts';
import type { Actor } from '../context.ts';

export type EventType =
  | 'organization.created'
  | 'organization.updated'
  | 'organization.default_changed'
  | 'workspace.created'
  | 'workspace.updated'
  | 'workspace.deleted'
  | 'user.created'
  | 'user.updated'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.deleted'
  | 'user.joined'
  | 'user.linked'
  | 'invitation.created'
  | 'invitation.updated'
  | 'invitation.resent'
  | 'invitation.revoked'
  | 'invitation.accepted'
  | 'invitation.expired'
  | 'invitation.mailed'
  | 'invitation.mail_failed'
  | 'user.unlinked'
  | 'role.created'
  | 'role.updated'
  | 'role.deleted'
  | 'application_permissions.updated'
  | 'group.created'
  | 'group.updated'
  | 'group.deleted'
  | 'group.members_changed'
  | 'group.mapping_changed'
  | 'group.grants_admin'
  | 'mapping.created'
  | 'mapping.updated'
  | 'mapping.deleted'
  | 'scim_settings.updated'
  | 'membership.changed'
  | 'organization_role.changed'
  | 'override.set'
  | 'override.cleared'
  | 'override.expired'
  | 'sso_settings.updated'
  | 'sso_settings.fallback'
  | 'sso_connection.created'
  | 'sso_connection.updated'
  | 'sso_connection.deleted'
  | 'domain.added'
  | 'domain.verified'
  | 'domain.removed'
  | 'sign_in.refused'
  | 'scim_token.created'
  | 'scim_token.rotated'
  | 'scim_token.revoked'
  | 'api_key.created'
  | 'api_key.revoked';

type Subject = {
  readonly memberId?: string;
  readonly workspaceId?: string;
  readonly groupId?: string;
  readonly mappingId?: string;
  readonly roleId?: string;
  readonly tokenId?: string;
  readonly invitationId?: string;
  readonly organizationId?: string;
  readonly connectionId?: string;
  readonly domainId?: string;
};

/** What `decide` says about one change; the committer's side adds who, when and in which request. */
export type NewEvent = {
  /** Given where the same fact may be told twice and shall be recorded once. */
  readonly id?: string;
  readonly type: EventType;
  readonly subject: Subject;
  readonly before?: Record<string, unknown>;
  readonly after?: Record<string, unknown>;
};

export type EventDocument = TenantDocument & {
  /** Dense per organization, given after commit by the sealer; null until then. */
  seq: number | null;
  type: EventType;
  at: Date;
  actor: Actor;
  subject: Subject;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string | null;
  operationId: string;
};

export const events = defineCollection<EventDocument>(
  'events',
  'tenant',
  {
    seq: Number,
    type: String,
    at: Date,
    actor: anyShape,
    subject: anyShape,
    before: anyShape,
    after: anyShape,
    requestId: String,
    operationId: String,
  },
  [
    { keys: { orgId: 1, seq: 1 } },
    { keys: { orgId: 1, operationId: 1 } },
    { keys: { orgId: 1, requestId: 1 } },
    { keys: { orgId: 1, 'subject.memberId': 1, at: -1 } },
  ],
);
