/**
 * Invitations: standing offers to join an organization. A pending member exists exactly as long as its one pending invitation does;
 * what it is invited to are grants with the source `invitation`, each with its inviter, which wake up with the member.
 */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { anyShape, boolean, date, nullable, oneOf, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import type { Actor } from '../kernel/context.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { organizationRoles } from './role.ts';

export const invitations = defineCollection(
  'invitations',
  'tenant',
  {
    /** The pending member that the invitation made. */
    memberId: text,
    email: text,
    emailKey: text,
    status: oneOf('pending', 'accepted', 'declined', 'revoked'),
    organizationRole: oneOf(...organizationRoles),
    /** `INITIAL_ORG_ADMIN_EMAIL`: stands without expiry; accepting it writes an override (A7). */
    initialAdmin: boolean,
    /** By which right `createdBy` admits the person: that of the whole organization, or that of a workspace alone. */
    scope: oneOf('organization', 'workspace'),
    /** SHA-256 of the secret in the link; null: there is none. */
    tokenHash: nullable(text),
    /** The link was mailed to the address and shown to nobody: who has it has the address (P7). */
    linkMailed: boolean,
    createdAt: date,
    /** Who answers for the organization role: must still be able to give it when the invitation is accepted. */
    createdBy: anyShape<Actor>(),
    acceptedAt: nullable(date),
    /** null: it does not expire. */
    expiresAt: nullable(date),
    /** Its expiry has been recorded as an event. */
    expiryNoticed: boolean,
  },
  [
    { keys: { orgId: 1, memberId: 1, status: 1 } },
    { keys: { orgId: 1, emailKey: 1 }, unique: true, partial: { status: 'pending' } },
    { keys: { tokenHash: 1 } },
    { keys: { emailKey: 1, status: 1 } },
    { keys: { status: 1, expiryNoticed: 1, expiresAt: 1 } },
  ],
);

export type InvitationDocument = DocumentOf<typeof invitations>;

/** As people see it: a pending one that has ended is `expired`, until it is sent again. */
export type InvitationStatus = InvitationDocument['status'] | 'expired';

export function isExpired({ expiresAt }: Pick<InvitationDocument, 'expiresAt'>, at: Date): boolean {
  return expiresAt !== null && expiresAt <= at;
}

export function statusOf(invitation: InvitationDocument, at: Date): InvitationStatus {
  return invitation.status === 'pending' && isExpired(invitation, at) ? 'expired' : invitation.status;
}

/** Who invites, as the invited person is told; null: a program or the operator. */
export function inviterNameOf({ createdBy }: Pick<InvitationDocument, 'createdBy'>): string | null {
  return createdBy.type === 'account' ? (createdBy.name ?? null) : null;
}

/** @throws DomainError not_found */
export async function getInvitation(orgId: string, invitationId: string): Promise<InvitationDocument> {
  const invitation = await tenant(orgId).findOne(invitations, { _id: invitationId });
  if (!invitation) throw invitationNotFound();
  return invitation;
}

export function invitationNotFound(): DomainError {
  return new DomainError('not_found', 'invitation_not_found', 'There is no such invitation.');
}
