/** A connected, bootstrapped deployment for tests that call the domain directly, and short ways to make people. */
import { afterAll, beforeAll } from 'vitest';
import { fullAuthority } from '../../src/domain/access/authority/authority.ts';
import { createPersonalKey } from '../../src/domain/administration/keys/personal-key.ts';
import { changeMember } from '../../src/domain/administration/members/change-member.ts';
import { bootstrap } from '../../src/domain/administration/organizations/bootstrap.ts';
import { changeUser } from '../../src/domain/directory/change-user.ts';
import { createOrganization } from '../../src/domain/entry/arrival/create-organization.ts';
import type { InvitationSettings } from '../../src/domain/entry/invitations/invitation-settings.ts';
import type { SignInPolicy } from '../../src/domain/entry/sign-in/decide-sign-in.ts';
import { type Context, systemContext } from '../../src/domain/kernel/context.ts';
import type { NewApiToken } from '../../src/domain/model/api-token.ts';
import type { MemberDocument } from '../../src/domain/model/member.ts';
import { profileContent } from '../../src/domain/model/profile.ts';
import type { OrganizationRole } from '../../src/domain/model/role.ts';
import { secretBoxOf } from '../../src/domain/model/secret-box.ts';
import type { GroupContent, UserContent } from '../../src/domain/model/user-content.ts';
import type { VerifiedClaims } from '../../src/domain/model/verified-claims.ts';
import { type ConnectOptions, connect, disconnect } from '../../src/storage/connection.ts';
import { testDatabase } from './mongod.ts';

export const context: Context = systemContext;

export const bootstrapSettings = {
  mode: 'configured' as 'configured' | 'evaluation',
  evaluationDataAllowed: false,
  orgName: 'Default',
  workspaceName: 'Workspace 1',
  adminEmail: null,
  adminPassword: null,
  linkByExternalId: true,
  hasProvider: true,
  flags: { workspaceScopeOrgInvitesEnabled: false },
  apiKeyMaxDays: 365,
  demoAdminEmail: null,
  scimToken: null,
  apiKey: null,
};

export const encryptionKey = 'an encryption key of the tests, 32 long';
export const secretBox = secretBoxOf(encryptionKey);

/** Nobody is mailed: who invites gets the link. */
export const invitationSettings: InvitationSettings = {
  publicUrl: 'http://localhost:3000',
  invitationTtlDays: 7,
  mail: null,
  secretBox,
};

export const policy: SignInPolicy = {
  jitProvisioningEnabled: true,
  allowMissingEmail: false,
  personalOrgsDisabled: true,
  workspaceName: 'Workspace 1',
  asked: {},
};

/**
 * Call at the top of a test file: connects to the worker's database and sets the deployment up. Who looks at plans of the
 * database gives one of its own, as plans are kept. Who measures turns off `validates`.
 */
export function testDeployment(
  database = testDatabase(),
  options: ConnectOptions = {},
): { defaultOrgId: () => string; uri: string } {
  const { uri } = database;
  let defaultOrgId = '';
  beforeAll(async () => {
    await connect(uri, options);
    ({
      deployment: { defaultOrgId },
    } = await bootstrap(bootstrapSettings));
  });
  afterAll(disconnect);
  return { uri, defaultOrgId: () => defaultOrgId };
}

/** As an operator lets Workspace Admins invite people to the organization, or forbids it again, by another start. */
export async function letWorkspaceAdminsInvite(workspaceScopeOrgInvitesEnabled: boolean): Promise<void> {
  await bootstrap({ ...bootstrapSettings, flags: { workspaceScopeOrgInvitesEnabled } });
}

/** A new organization with one workspace, for one test. */
export async function newOrganization(name = 'Test'): Promise<{ orgId: string; workspaceId: string }> {
  const organization = await createOrganization(context, { kind: 'shared', name, workspaceName: 'Workspace 1' }, null);
  return { orgId: organization._id, workspaceId: organization.sso.workspaceIds[0] as string };
}

export function person(email: string, more: Partial<UserContent> = {}): UserContent {
  return { ...profileContent({ userName: email, email, name: null }), ...more };
}

/** What a directory does that says of a user which roles it has. */
export function nameRoles(orgId: string, memberId: string, roles: readonly string[]): Promise<MemberDocument> {
  const attribute = roles.map((value) => ({ value }));
  return changeUser(context, orgId, memberId, (current) => ({
    ...current,
    roles,
    resource: { ...current.resource, roles: attribute },
  }));
}

export function named(displayName: string): GroupContent {
  return {
    displayName,
    externalId: null,
    resource: { displayName },
    search: { displayName: displayName.toLowerCase() },
  };
}

export function claimsOf(email: string, more: Partial<VerifiedClaims> = {}): VerifiedClaims {
  return {
    connectionId: 'default',
    issuer: 'https://idp.example',
    subject: `sub-${email}`,
    email,
    emailTrusted: true,
    name: null,
    givenName: null,
    familyName: null,
    trustedUserName: null,
    groups: null,
    ...more,
  };
}

/** A personal key, made in a session of the deployment's connection. */
export function personalKeyOf(accountId: string, order: NewApiToken): ReturnType<typeof createPersonalKey> {
  return createPersonalKey(context, { accountId, connectionId: 'default', countsFrom: null, address: null }, order);
}

/** As an Organization Admin of every organization decides it, the operator with the deployment key. */
export function setOrganizationRole(
  by: Context,
  orgId: string,
  memberId: string,
  organizationRole: OrganizationRole | null,
): Promise<void> {
  const decision = organizationRole && { role: organizationRole, reason: null, expiresAt: null };
  return changeMember(by, fullAuthority, orgId, memberId, { organizationRole: decision });
}
