/** An organization's switch: whether people may be invited to it. */
import { DomainError } from '../../kernel/domain-error.ts';
import type { OrganizationDocument } from '../../model/organization.ts';

type Switch = Pick<OrganizationDocument, 'invitationsEnabled'>;

export function mayBeInvited({ invitationsEnabled = true }: Switch): boolean {
  return invitationsEnabled;
}

export const invitationsDisabled = {
  reason: 'invitations_disabled',
  message:
    'Nobody is invited to this organization: its admins have switched invitations off. Let your identity provider bring the person, or ask an Organization Admin to switch them on.',
} as const;

/** To somebody who was invited before. */
export function invitationRests(organizationName: string): DomainError {
  return new DomainError(
    'forbidden',
    invitationsDisabled.reason,
    `${organizationName} has switched invitations off since you were invited, so yours does not count at present. Ask an administrator there how people join now.`,
  );
}

/** @throws DomainError forbidden/invitations_disabled */
export function requireInvitations(organization: Switch): void {
  if (mayBeInvited(organization)) return;
  throw new DomainError('forbidden', invitationsDisabled.reason, invitationsDisabled.message);
}
