/**
 * What every start makes sure of: the deployment, its default organization, the first admin's invitation and the
 * secrets for automation. Idempotent, and safe from several processes at once: unique ids decide who was first.
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../../storage/collection.ts';
import { runsFrom, schemaVersion } from '../../../storage/data-version.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { loadAccess } from '../../access/state.ts';
import { draftOrganization } from '../../entry/arrival/create-organization.ts';
import { asInitialAdmin } from '../../entry/offer/acceptance.ts';
import { meantBy, withAddress } from '../../entry/proof/proof.ts';
import { giveInitialPassword } from '../../entry/sign-in/sign-in-by-password.ts';
import { systemContext } from '../../kernel/context.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { type DeploymentDocument, deployment, deploymentId, getDeployment, type Mode } from '../../model/deployment.ts';
import { grants, newGrant } from '../../model/grant.ts';
import { invitations } from '../../model/invitation.ts';
import { members } from '../../model/member.ts';
import { newMember } from '../../model/new-member.ts';
import { profileContent } from '../../model/profile.ts';
import { operate } from '../../operation/operate.ts';
import { keepDeploymentKey, keepScimToken } from '../keys/keep-bootstrap-secrets.ts';
import { migrate } from '../migrations/migrate.ts';
import { enterMode } from './mode.ts';

export type BootstrapSettings = {
  readonly mode: Mode;
  /** Data of evaluation mode may be used in the other one. */
  readonly evaluationDataAllowed: boolean;
  readonly orgName: string;
  readonly workspaceName: string;
  readonly adminEmail: string | null;
  /** Where people sign in with passwords: that of `adminEmail`. */
  readonly adminPassword: string | null;
  /** Evaluation mode: the demo person who is admin unless `adminEmail` names another; null in every other mode. */
  readonly demoAdminEmail: string | null;
  /** The default organization's directory sends the subjects of the deployment's connection as `externalId`. */
  readonly linkByExternalId: boolean;
  /** The deployment has an identity provider of its own. */
  readonly hasProvider: boolean;
  /** A Workspace Admin may invite people who are new to the organization. */
  readonly flags: { readonly workspaceScopeOrgInvitesEnabled: boolean };
  /** Days that a personal API key lives at most. */
  readonly apiKeyMaxDays: number;
  readonly scimToken: string | null;
  readonly apiKey: string | null;
};

/**
 * @param tell gets a line for the operator where this takes longer
 * @returns the deployment, and whether its default organization has, or has invited, an Organization Admin
 * @throws DomainError conflict/used_otherwise when the database was used in another mode; nothing has been changed then
 */
export async function bootstrap(
  settings: BootstrapSettings,
  tell: (line: string) => void = () => {},
): Promise<{ deployment: DeploymentDocument; hasAdmin: boolean }> {
  await provisionDefaultOrganization(settings);
  await enterMode(settings.mode, settings.evaluationDataAllowed);
  await migrate(tell);
  const { defaultOrgId } = await getDeployment();
  if (settings.adminEmail !== null) await inviteInitialAdmin(defaultOrgId, settings.adminEmail, 'initialAdminInvited');
  else if (settings.demoAdminEmail !== null)
    await inviteInitialAdmin(defaultOrgId, settings.demoAdminEmail, 'demoAdminInvited');
  if (settings.adminEmail !== null && settings.adminPassword !== null)
    await giveInitialPassword(defaultOrgId, settings.adminEmail, settings.adminPassword);
  if (settings.scimToken !== null) await keepScimToken(defaultOrgId, settings.scimToken);
  if (settings.apiKey !== null) await keepDeploymentKey(settings.apiKey);
  const [admin, invited] = await Promise.all([
    tenant(defaultOrgId).findOne(members, { organizationRole: 'Organization Admin', status: 'active' }),
    tenant(defaultOrgId).findOne(invitations, { initialAdmin: true, status: 'pending' }),
  ]);
  return { deployment: await getDeployment(), hasAdmin: admin !== null || invited !== null };
}

function provisionDefaultOrganization({
  mode,
  orgName,
  workspaceName,
  linkByExternalId,
  hasProvider,
  flags: { workspaceScopeOrgInvitesEnabled: workspaceAdminsInvite },
  apiKeyMaxDays,
}: BootstrapSettings): Promise<void> {
  const orgId = newId();
  const settings = { linkByExternalId, hasProvider, workspaceAdminsInvite, apiKeyMaxDays };
  return operate(orgId, systemContext, {
    load: () => system('deployment').findOne(deployment, { _id: deploymentId }),
    decide: (existing, draft) => {
      if (existing) {
        const isSet = isDeepStrictEqual({ ...existing, ...settings }, existing);
        if (!isSet) draft.update(deployment, deploymentId, settings);
        return;
      }
      draftOrganization(draft, orgId, { kind: 'shared', name: orgName, workspaceName });
      draft.insert(deployment, {
        _id: deploymentId,
        defaultOrgId: orgId,
        schemaVersion,
        runsFrom,
        revision: 0,
        initialAdminInvited: false,
        demoAdminInvited: false,
        ...settings,
        modes: [mode],
        secret: randomBytes(32).toString('base64url'),
        createdAt: draft.now,
      });
    },
  });
}

/**
 * `INITIAL_ORG_ADMIN_EMAIL`, once: a standing invitation as Organization Admin, or, for somebody who is an active member
 * already, the role itself.
 */
function inviteInitialAdmin(
  orgId: string,
  email: string,
  once: 'initialAdminInvited' | 'demoAdminInvited',
): Promise<void> {
  return operate(orgId, systemContext, {
    load: async () => {
      const emailKey = foldName(email);
      const [known] = meantBy(emailKey, await tenant(orgId).find(members, withAddress(emailKey)));
      const settled = await getDeployment();
      const access = await loadAccess(orgId, known ? [known._id] : []);
      const open = known && (await tenant(orgId).findOne(invitations, { memberId: known._id, status: 'pending' }));
      return { settled, known, access, open };
    },
    decide: ({ settled, known, access, open }, draft) => {
      if (settled.initialAdminInvited || settled[once]) return;
      const mark = (is: boolean) =>
        once === 'initialAdminInvited' ? { initialAdminInvited: is } : { demoAdminInvited: is };
      draft.update(deployment, deploymentId, mark(true), mark(false));
      const present = known && access.members.get(known._id);
      if (known && present && known.status !== 'pending') {
        const next = asInitialAdmin(draft, { orgId, memberId: known._id }, present.grants);
        decideAccess(draft, access, [{ memberId: known._id, status: known.status, grants: next }]);
        return;
      }
      const standing = {
        organizationRole: 'Organization Admin',
        initialAdmin: true,
        scope: 'organization',
        createdBy: systemContext.actor,
        expiresAt: null,
      } as const;
      const after = { email, organizationRole: standing.organizationRole, expiresAt: null };
      if (open) {
        // Whoever made the link has it, and was never asked whether they may make an administrator.
        draft.update(invitations, open._id, { ...standing, tokenHash: null }, { status: 'pending' });
        draft.event({
          type: 'invitation.updated',
          subject: { memberId: open.memberId, invitationId: open._id },
          before: { organizationRole: open.organizationRole, expiresAt: open.expiresAt },
          after,
        });
        return;
      }
      const member = known ?? {
        ...newMember(orgId, profileContent({ userName: email, email, name: null }), draft.now),
        status: 'pending' as const,
        scimManaged: false,
      };
      if (!known) draft.insert(members, member);
      const invited = { ...newGrant(orgId, member._id, draft.now), source: 'invitation' as const };
      draft.insert(grants, { ...invited, role: 'Organization Admin' });
      const invitationId = newId();
      draft.insert(invitations, {
        _id: invitationId,
        orgId,
        memberId: member._id,
        email,
        emailKey: foldName(email),
        status: 'pending',
        tokenHash: null,
        linkMailed: false,
        createdAt: draft.now,
        acceptedAt: null,
        expiryNoticed: false,
        ...standing,
      });
      draft.event({ type: 'invitation.created', subject: { memberId: member._id, invitationId }, after });
    },
  });
}
