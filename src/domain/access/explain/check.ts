/** May this person do that here? One answer for `check` and for forward-auth, by the table of `permissions.ts`. */
import { tenant } from '../../../storage/tenant.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { type MemberSummary, members, standingOf } from '../../model/member.ts';
import {
  isOrganizationPermission,
  isWorkspacePermission,
  permissionTable,
  rolesThatMay,
} from '../../model/permissions.ts';
import { type OrganizationRole, roleName } from '../../model/role.ts';
import { getWorkspace } from '../../model/workspace.ts';
import { listApplicationPermissions } from '../authority/application-permission.ts';
import { type Authority, mayInWorkspace, memberAuthority } from '../authority/authority.ts';
import { requireKnownPermission } from '../authority/known-permission.ts';
import { type Resolution, whyNot } from '../grants/effective.ts';
import { explainAccess } from './explain.ts';

export type Person = { readonly accountId: string } | { readonly memberId: string };

export type Question = {
  /** null: is the person in the workspace, or without one in the organization, at all? */
  readonly permission: string | null;
  /** null: in the organization. */
  readonly workspaceId: string | null;
};

export type CheckAnswer = {
  readonly allowed: boolean;
  /** null: the person is no active member, and so may nothing. */
  readonly standing: {
    readonly member: MemberSummary;
    readonly organizationRole: OrganizationRole;
    /** The name of the role in the workspace in question; null without one. */
    readonly workspaceRole: string | null;
  } | null;
};

/**
 * Judges by the access of this moment: grants that have expired and members who are not active give none.
 * @throws DomainError not_found for a workspace that is not of this organization; invalid for a permission that does
 *   not exist (with the nearest that does) or that needs a workspace, or none
 */
export async function judge(orgId: string, who: Person, question: Question): Promise<CheckAnswer> {
  const { permission, workspaceId } = question;
  const declared = await declaredFor(orgId, question);
  if (workspaceId !== null) await getWorkspace(orgId, workspaceId);
  const authority = await memberAuthority(orgId, 'accountId' in who ? who : { _id: who.memberId });
  if (!authority) return { allowed: false, standing: null };
  const { member, organizationRole } = authority;
  const workspaceRole = workspaceId === null ? null : roleNameIn(authority, workspaceId);
  return { allowed: isAllowed(), standing: { member, organizationRole, workspaceRole } };

  function isAllowed(): boolean {
    if (workspaceId === null)
      return permission === null || (isOrganizationPermission(permission) && mayInOrganization(permission));
    if (permission === null) return workspaceRole !== null;
    return mayInWorkspace(authority as Authority, workspaceId, permission, declared);
  }

  function mayInOrganization(asked: Parameters<typeof rolesThatMay>[0]): boolean {
    return rolesThatMay(asked).includes(organizationRole);
  }
}

function roleNameIn({ workspaceRoles, customRoles }: Authority, workspaceId: string): string | null {
  const role = workspaceRoles.get(workspaceId);
  return role === undefined ? null : roleName(role, customRoles);
}

/** The application permissions, where the question is about one; the question itself is held against what there is. */
async function declaredFor(orgId: string, { permission, workspaceId }: Question) {
  if (permission === null) return [];
  if (isOrganizationPermission(permission)) {
    if (workspaceId === null) return [];
    throw invalid(`${permission} is a permission in the organization: leave the workspace out.`);
  }
  const declared = isWorkspacePermission(permission) ? [] : await listApplicationPermissions(orgId);
  requireKnownPermission(
    permission,
    [...permissionTable, ...declared].map(({ name }) => name),
  );
  if (workspaceId === null) throw invalid(`${permission} is a permission in a workspace: name one.`);
  return declared;
}

function invalid(message: string): DomainError {
  return new DomainError('invalid', 'invalid_question', message);
}

export type ExplainedAnswer = {
  readonly allowed: boolean;
  /** The role that was asked for the permission; null when the person has none. */
  readonly role: string | null;
  /** The grant that gives the role, or what stands against it, in short. */
  readonly reason: string;
};

/** `judge` with the reason. @throws DomainError as `judge` */
export async function explainAnswer(orgId: string, who: Person, question: Question): Promise<ExplainedAnswer> {
  const { allowed, standing } = await judge(orgId, who, question);
  if (!standing) return { allowed, role: null, reason: await whyNobody(orgId, who) };
  const role = question.workspaceId === null ? standing.organizationRole : standing.workspaceRole;
  const { organization, workspaces, groupNames } = await explainAccess(orgId, standing.member._id);
  const resolution =
    question.workspaceId === null
      ? organization
      : workspaces.find(({ workspaceId }) => workspaceId === question.workspaceId)?.resolution;
  if (role === null || !resolution) return { allowed, role, reason: whyNoAccess(resolution) };
  const cause = `${role}: ${causeOf(resolution, groupNames)}`;
  return { allowed, role, reason: allowed ? cause : `${cause}; the role does not include ${question.permission}` };
}

async function whyNobody(orgId: string, who: Person): Promise<string> {
  const filter = 'accountId' in who ? who : { _id: who.memberId };
  const member = await tenant(orgId).findOne(members, filter, { projection: { status: 1, lock: 1 } });
  if (!member) return 'not a member of this organization';
  const standing = standingOf(member);
  return standing === 'active' ? 'no access' : whyNot[standing];
}

function whyNoAccess(resolution: Resolution<GrantDocument> | undefined): string {
  if (resolution?.winner?.effect === 'deny') return 'no access: an admin has denied it';
  return resolution?.verdicts.some(({ lostBecause }) => lostBecause !== null)
    ? 'no access: the grants have expired'
    : 'no access to this workspace';
}

const causes: Record<NonNullable<Resolution['source']>, string> = {
  override: 'an admin has decided it',
  'scim-group': 'a SCIM group',
  'admin-group': 'a group that admins made',
  'sso-group': 'a group of the sign-in',
  invitation: 'an invitation',
  manual: 'an admin has given it',
  creator: 'has created the organization',
  'sso-default': 'the SSO member settings',
  'organization-admin': 'an Organization Admin is Workspace Admin everywhere',
  default: 'the role without any grant',
};

function causeOf({ source, winner }: Resolution<GrantDocument>, groupNames: ReadonlyMap<string, string>): string {
  if (source === null) return 'unknown';
  const group = winner?.groupId ? groupNames.get(winner.groupId) : undefined;
  const cause = group === undefined ? causes[source] : `${causes[source]}, "${group}"`;
  return winner?.heldBy ? `${cause}, which gives it no longer: held change ${winner.heldBy} keeps it` : cause;
}
