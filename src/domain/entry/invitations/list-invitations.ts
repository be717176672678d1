/** Invitations as admins, and as the invited person, see them. */
import type { Filter } from '../../../storage/query.ts';
import { system, tenant } from '../../../storage/tenant.ts';
import { groupByMember } from '../../access/member-rows.ts';
import { now } from '../../kernel/clock.ts';
import { foldName } from '../../kernel/fold-name.ts';
import type { IdPage } from '../../kernel/id-page.ts';
import { containing } from '../../kernel/search-pattern.ts';
import { accounts } from '../../model/account.ts';
import { grants } from '../../model/grant.ts';
import {
  getInvitation,
  type InvitationDocument,
  type InvitationStatus,
  invitations,
  statusOf,
} from '../../model/invitation.ts';
import { getOrganization } from '../../model/organization.ts';
import { roleName, roles } from '../../model/role.ts';
import { listWorkspaces } from '../../model/workspace.ts';
import type { Who } from '../reach/reach.ts';
import { findInvitationsFor } from './find-invitation.ts';

export type InvitationView = {
  readonly invitation: InvitationDocument;
  readonly status: InvitationStatus;
  readonly organizationName: string;
  /** What the invitation gives; empty when it is over. */
  readonly workspaces: readonly { readonly workspaceId: string; readonly name: string; readonly role: string }[];
};

export type InvitationFilter = Pick<IdPage, 'q'> & { readonly status?: InvitationStatus | undefined };

/** Newest first. */
export async function listInvitations(
  orgId: string,
  filter: InvitationFilter,
  { after, limit }: Omit<IdPage, 'q'>,
): Promise<InvitationView[]> {
  const before = after === null ? {} : { _id: { $lt: after } };
  const rows = await tenant(orgId).find(
    invitations,
    { ...conditionsOf(filter), ...before },
    { sort: { _id: -1 }, limit },
  );
  return view(orgId, rows);
}

export function countInvitations(orgId: string, filter: InvitationFilter): Promise<number> {
  return tenant(orgId).count(invitations, conditionsOf(filter));
}

/** @throws DomainError not_found */
export async function viewInvitation(orgId: string, invitationId: string): Promise<InvitationView> {
  return viewOf(await getInvitation(orgId, invitationId));
}

/** What this invitation says. @throws DomainError not_found when its organization is gone */
export async function viewOf(invitation: InvitationDocument): Promise<InvitationView> {
  const [shown] = await view(invitation.orgId, [invitation]);
  return shown as InvitationView;
}

/** The open invitations for the proven address of an account, of all organizations, newest first. */
export async function listInvitationsFor({ accountId, reach }: Who): Promise<InvitationView[]> {
  const account = await system('sign-in').findOne(accounts, { _id: accountId });
  const open = account ? await findInvitationsFor(account, reach) : [];
  return Promise.all(open.map(viewOf));
}

function conditionsOf({ status, q }: InvitationFilter): Filter<InvitationDocument> {
  const at = now();
  const mentioned = q ? { emailKey: containing(foldName(q)) } : {};
  if (status === 'expired') return { ...mentioned, status: 'pending', expiresAt: { $ne: null, $lte: at } };
  if (status !== 'pending') return { ...mentioned, ...(status === undefined ? {} : { status }) };
  return { ...mentioned, status, $or: [{ expiresAt: null }, { expiresAt: { $gt: at } }] };
}

async function view(orgId: string, rows: readonly InvitationDocument[]): Promise<InvitationView[]> {
  const memberIds = rows
    .filter(({ status }) => status === 'pending' || status === 'accepted')
    .map(({ memberId }) => memberId);
  const [{ name: organizationName }, workspaces, customRoles, given] = await Promise.all([
    getOrganization(orgId),
    listWorkspaces(orgId),
    tenant(orgId).find(roles, {}),
    tenant(orgId).find(grants, { memberId: { $in: memberIds }, source: 'invitation' }),
  ]);
  const names = new Map(workspaces.map(({ _id, name }) => [_id, name]));
  const grantsOf = groupByMember(given);
  const at = now();
  return rows.map((invitation) => ({
    invitation,
    status: statusOf(invitation, at),
    organizationName,
    workspaces: (grantsOf.get(invitation.memberId) ?? []).flatMap(({ workspaceId, role }) => {
      const name = names.get(workspaceId ?? '');
      if (workspaceId === null || name === undefined || role === null) return [];
      return [{ workspaceId, name, role: roleName(role, customRoles) }];
    }),
  }));
}
