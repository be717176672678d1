/** People as a sign-in may meet them, and the ways by which they come. */
import { decideAccess } from '../../../../src/domain/access/decide-access.ts';
import { loadAccess, noAccessYet } from '../../../../src/domain/access/state.ts';
import {
  createConnection,
  type NewConnection,
} from '../../../../src/domain/administration/connections/change-connection.ts';
import {
  addEmailDomain,
  proofOfDomain,
  verifyEmailDomain,
} from '../../../../src/domain/administration/connections/change-email-domains.ts';
import { setDefaultOrganization } from '../../../../src/domain/administration/settings/organization-settings.ts';
import { type ConnectionDocument, usualClaimNames } from '../../../../src/domain/model/connection.ts';
import type { EmailDomainDocument } from '../../../../src/domain/model/email-domain.ts';
import { newGrant } from '../../../../src/domain/model/grant.ts';
import { invitations } from '../../../../src/domain/model/invitation.ts';
import { type MemberDocument, members } from '../../../../src/domain/model/member.ts';
import { newMember } from '../../../../src/domain/model/new-member.ts';
import { operate } from '../../../../src/domain/operation/operate.ts';
import { newId } from '../../../../src/storage/collection.ts';
import { tenant } from '../../../../src/storage/tenant.ts';
import { context, newOrganization, person, secretBox } from '../../../support/domain.ts';

/** A new organization as the deployment's default one. */
export async function newDefault(): Promise<{ orgId: string; workspaceId: string }> {
  const made = await newOrganization();
  await setDefaultOrganization(context, { kind: 'deployment' }, made.orgId);
  return made;
}

/** Somebody with a pending invitation into one workspace, as Workspace Viewer. */
export function invite(
  orgId: string,
  workspaceId: string,
  email: string,
  expiresAt: Date | null = null,
): Promise<string> {
  const memberId = newId();
  return operate(orgId, context, {
    load: () => loadAccess(orgId, []),
    decide: (access, draft) => {
      const member = {
        ...newMember(orgId, person(email), draft.now),
        _id: memberId,
        scimManaged: false,
        status: 'pending' as const,
      };
      draft.insert(members, member);
      draft.insert(invitations, {
        _id: newId(),
        orgId,
        memberId,
        email,
        emailKey: email,
        status: 'pending',
        organizationRole: 'Organization User',
        initialAdmin: false,
        scope: 'organization',
        tokenHash: null,
        linkMailed: false,
        expiryNoticed: false,
        createdAt: draft.now,
        createdBy: context.actor,
        acceptedAt: null,
        expiresAt,
      });
      const grant = {
        ...newGrant(orgId, memberId, draft.now),
        source: 'invitation' as const,
        workspaceId,
        role: 'Workspace Viewer',
      };
      const state = { ...access, members: new Map([[memberId, noAccessYet(member)]]) };
      decideAccess(draft, state, [{ memberId, status: 'pending', grants: [grant] }]);
      return memberId;
    },
  });
}

/** A connection of the organization's own, to a provider that nobody asks. */
export function newConnection(orgId: string, more: Partial<NewConnection> = {}): Promise<ConnectionDocument> {
  return createConnection(
    context,
    orgId,
    {
      name: 'Own',
      issuer: 'https://idp.example',
      clientId: 'usher',
      clientSecret: 'secret of the client',
      scopes: 'openid email profile',
      claims: usualClaimNames,
      trustEmail: false,
      trustUserName: false,
      groupSync: false,
      requiredGroups: [],
      enabled: true,
      ...more,
    },
    secretBox,
  );
}

/** Verifies a domain for the organization, as a DNS that shows the proof lets it. */
export async function ownDomain(orgId: string, name: string): Promise<EmailDomainDocument> {
  const domain = await addEmailDomain(context, orgId, name);
  return verifyEmailDomain(context, orgId, domain._id, async () => [proofOfDomain(domain)]);
}

export function memberNamed(orgId: string, userName: string): Promise<MemberDocument | null> {
  return tenant(orgId).findOne(members, { userNameKey: userName });
}
