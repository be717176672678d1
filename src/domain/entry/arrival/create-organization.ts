/** New organizations: the default one at bootstrap, and those that people make. */
import { newId } from '../../../storage/collection.ts';
import { system } from '../../../storage/tenant.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { noAccessYet } from '../../access/state.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type AccountDocument, accounts, type IdentityDocument, identities } from '../../model/account.ts';
import { newGrant } from '../../model/grant.ts';
import { members } from '../../model/member.ts';
import { newMember } from '../../model/new-member.ts';
import { type OrganizationDocument, organizations } from '../../model/organization.ts';
import { profileContent } from '../../model/profile.ts';
import { type WorkspaceDocument, workspaces } from '../../model/workspace.ts';
import { count } from '../../operation/counter.ts';
import { draftNameStripes } from '../../operation/names.ts';
import { type Draft, operate } from '../../operation/operate.ts';

export type NewOrganization = {
  readonly kind: 'shared' | 'personal';
  readonly name: string;
  readonly workspaceName: string;
};

/** Drafts an organization with its first workspace, where newcomers will land. @param madeBy the account; null: the operator */
export function draftOrganization(
  draft: Draft,
  orgId: string,
  { kind, name, workspaceName }: NewOrganization,
  madeBy: string | null = null,
): { organization: OrganizationDocument; workspace: WorkspaceDocument } {
  const workspace: WorkspaceDocument = { _id: newId(), orgId, name: workspaceName, createdAt: draft.now, version: 1 };
  const organization: OrganizationDocument = {
    _id: orgId,
    kind,
    name,
    createdAt: draft.now,
    madeBy,
    scim: { separator: ':', precedence: 'highest', conventionEnabled: true, requiredPrefix: null },
    sso: {
      autoJoin: kind === 'shared',
      workspaceIds: [workspace._id],
      workspaceRole: 'Workspace Editor',
      organizationRole: 'Organization User',
    },
    adminRevision: 0,
    namesRevision: 0,
    nestingRevision: 0,
    accessEpoch: 0,
  };
  draft.insert(organizations, organization);
  draftNameStripes(draft, orgId);
  draft.insert(workspaces, workspace);
  draft.event({ type: 'organization.created', subject: { organizationId: orgId }, after: { name, kind } });
  draft.event({ type: 'workspace.created', subject: { workspaceId: workspace._id }, after: { name: workspaceName } });
  return { organization, workspace };
}

/**
 * Creates an organization whose only member is its creator, as Organization Admin. Without an account (the operator's
 * deployment key) it has no member yet. A personal organization is made once per account: a replay answers that one.
 * @throws DomainError not_found when the account is gone
 */
export function createOrganization(
  context: Context,
  order: NewOrganization,
  accountId: string | null,
): Promise<OrganizationDocument> {
  const orgId = newId();
  return operate(orgId, context, {
    load: async () => {
      if (accountId === null) return { account: null, existing: null, identity: null };
      const account = await system('deployment').findOne(accounts, { _id: accountId });
      if (!account) throw new DomainError('not_found', 'account_not_found', 'There is no such account.');
      const existing =
        order.kind === 'personal' && account.personalOrgId
          ? await system('deployment').findOne(organizations, { _id: account.personalOrgId })
          : null;
      const identity = await system('sign-in').findOne(identities, { accountId }, { sort: { _id: 1 } });
      return { account, existing, identity };
    },
    decide: ({ account, existing, identity }, draft) => {
      if (existing) return existing;
      const { organization, workspace } = draftOrganization(draft, orgId, order, accountId);
      if (account) draftCreator(draft, organization, workspace, { account, identity });
      if (account && order.kind === 'personal')
        draft.update(accounts, account._id, { personalOrgId: orgId }, { personalOrgId: null });
      return organization;
    },
  });
}

function draftCreator(
  draft: Draft,
  organization: OrganizationDocument,
  workspace: WorkspaceDocument,
  { account, identity }: { account: AccountDocument; identity: IdentityDocument | null },
): void {
  const orgId = organization._id;
  const { _id: accountId, email, emailKey, emailVerified, name } = account;
  const proven = emailVerified ? email : null;
  const content = profileContent({ userName: proven ?? `usher:${accountId}`, email: proven, name });
  const claimed = proven === null ? { claimedEmail: email, claimedEmailKey: emailKey } : {};
  const signIn = identity && {
    connectionId: identity.connectionId,
    issuer: identity.issuer,
    subject: identity.subject,
    verifiedEmailKey: emailVerified ? emailKey : null,
  };
  const member = { ...newMember(orgId, content, draft.now), ...claimed, signIn, accountId, scimManaged: false };
  draft.insert(members, member);
  count(draft, orgId, 'users', 1);
  const creator = { ...newGrant(orgId, member._id, draft.now), source: 'creator' as const, role: 'Organization Admin' };
  const state = {
    organization,
    workspaces: [workspace],
    customRoles: [],
    adminIds: new Set<string>(),
    members: new Map([[member._id, noAccessYet(member)]]),
  };
  decideAccess(draft, state, [{ memberId: member._id, status: 'active', grants: [creator] }]);
}
