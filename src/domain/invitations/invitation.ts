/** Invitations: a standing offer to join an organization. This folder owns them and their acceptance. */
import { anyShape, defineCollection, type TenantDocument } from '../../storage/collection.ts';
import type { OrganizationRole } from '../access/role.ts';
import type { Actor } from '../context.ts';

export type InvitationDocument = TenantDocument & {
  /** The pending member that the invitation made. */
  memberId: string;
  email: string;
  emailKey: string;
  status: 'pending' | 'accepted' | 'revoked';
  organizationRole: OrganizationRole;
  /** `INITIAL_ORG_ADMIN_EMAIL`: stands without expiry; accepting it writes an override (design 1.2). */
  initialAdmin: boolean;
  createdAt: Date;
  createdBy: Actor;
  acceptedAt: Date | null;
  /** null: it does not expire. */
  expiresAt: Date | null;
};

export const invitations = defineCollection<InvitationDocument>(
  'invitations',
  'tenant',
  {
    memberId: String,
    email: String,
    emailKey: String,
    status: String,
    organizationRole: String,
    initialAdmin: Boolean,
    createdAt: Date,
    createdBy: anyShape,
    acceptedAt: Date,
    expiresAt: Date,
  },
  [
    { keys: { orgId: 1, memberId: 1, status: 1 } },
    { keys: { orgId: 1, emailKey: 1 }, unique: true, partial: { status: 'pending' } },
  ],
);
