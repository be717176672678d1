/** May this person do that here? One answer for `check` and for forward-auth, by the table of `permissions.ts`. */
import { tenant } from '../../../storage/tenant.ts';
import { now } from '../../kernel/clock.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { groups } from '../../model/group.ts';
import { type MemberSummary, standingOf } from '../../model/member.ts';
import { findOrganization, type OrganizationDocument } from '../../model/organization.ts';
import {
  isOrganizationPermission,
  isWorkspacePermission,
  mayAllInWorkspaces,
  permissionTable,
  rolesThatMay,
  workspaceRoleMay,
} from '../../model/permissions.ts';
import { type OrganizationRole, type RoleId, roleName } from '../../model/role.ts';
import { listWorkspaces } from '../../model/workspace.ts';
import { findHeldOrganization } from '../../operation/held-organization.ts';
import { hold } from '../../operation/hold.ts';
import { heldApplicationPermissions } from '../authority/application-permission.ts';
import { requireKnownPermission } from '../authority/known-permission.ts';
import { effective, type Resolution, whyNot } from '../grants/effective.ts';
import { type PresentAccess, readPresentAccess, rulesOf } from '../state.ts';
import { explainGrants } from './explain.ts';

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
    /** The names of the roles that count in the workspace in question, the highest first; none without one. */
    readonly workspaceRoles: readonly string[];
  } | null;
};

/** With what the answer was found by. */
type Verdict = CheckAnswer & {
  readonly present: PresentAccess | null;
  /** Where it was asked about; undefined: nothing is given there. */
  readonly resolution: Resolution<GrantDocument> | undefined;
  /** Of the grants that count there, the first whose role has the permission; where none has it, the one that won. */
  readonly answering: GrantDocument | null;
};

/**
 * Judges by the access of this moment: grants that have expired and members who are not active give none.
 * @throws DomainError not_found for a workspace that is not of this organization; invalid for a permission that does
 *   not exist (with the nearest that does) or that needs a workspace, or none
 */
export async function judge(orgId: string, who: Person, question: Question): Promise<CheckAnswer> {
  const { allowed, standing } = await verdictOn(orgId, who, question);
  return { allowed, standing };
}

/**
 * The person and the grants are read each time. The organization with its workspaces and roles may be a second old where
 * the answer is yes; a no is said by what they are now.
 */
async function verdictOn(orgId: string, who: Person, question: Question): Promise<Verdict> {
  const held = await verdictIn(await findHeldOrganization(orgId), who, question).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  return held?.allowed ? held : verdictIn(await findOrganization(orgId), who, question);
}

/** @param organization null: there is none, and nobody is a member of it */
async function verdictIn(organization: OrganizationDocument | null, who: Person, question: Question): Promise<Verdict> {
  const { permission, workspaceId } = question;
  const declared = await declaredFor(organization, question);
  const present =
    organization && (await readPresentAccess(organization, 'accountId' in who ? who : { _id: who.memberId }));
  const workspaces = present ? present.state.workspaces : organization ? await listWorkspaces(organization._id) : [];
  if (workspaceId !== null && !workspaces.some(({ _id }) => _id === workspaceId))
    throw new DomainError('not_found', 'workspace_not_found', 'There is no such workspace.');
  if (!present) return { allowed: false, standing: null, present, resolution: undefined, answering: null };

  const { state, member, grants } = present;
  const access = effective(standingOf(member), grants, rulesOf(state), now());
  const organizationRole = access.organization.role;
  const resolution = workspaceId === null ? access.organization : access.workspaces.get(workspaceId);
  if (organizationRole === null) return { allowed: false, standing: null, present, resolution, answering: null };
  const roles = workspaceId === null ? [] : (resolution?.roles ?? []);
  const workspaceRoles = roles.map((role) => roleName(role, state.customRoles));
  const standing = { member, organizationRole, workspaceRoles };
  return { allowed: isAllowed(), standing, present, resolution, answering: answeringGrant() };

  function includes(role: RoleId): boolean {
    return permission === null || workspaceRoleMay(role, permission, state.customRoles, declared);
  }

  function isAllowed(): boolean {
    if (permission === null) return workspaceId === null || roles.length > 0;
    if (workspaceId === null)
      return (
        isOrganizationPermission(permission) && rolesThatMay(permission).includes(organizationRole as OrganizationRole)
      );
    if (mayAllInWorkspaces(organizationRole as OrganizationRole)) return true;
    return roles.some(includes);
  }

  function answeringGrant(): GrantDocument | null {
    if (!resolution?.winner) return null;
    const { winner, others } = resolution;
    return workspaceId === null ? winner : ([winner, ...others].find(({ role }) => includes(role ?? '')) ?? winner);
  }
}

/** The application permissions, where the question is about one; the question itself is held against what there is. */
async function declaredFor(organization: OrganizationDocument | null, { permission, workspaceId }: Question) {
  if (permission === null) return [];
  if (isOrganizationPermission(permission)) {
    if (workspaceId === null) return [];
    throw invalid(`${permission} is a permission in the organization: leave the workspace out.`);
  }
  const declared =
    isWorkspacePermission(permission) || !organization ? [] : await heldApplicationPermissions(organization);
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
  /** The role that has the permission; where none has it, the highest; null when the person has none. */
  readonly role: string | null;
  /** The names of all roles that count, the highest first. */
  readonly roles: readonly string[];
  /** The grant that gives the role, or what stands against it, in short. */
  readonly reason: string;
};

/** `judge` with the reason. @throws DomainError as `judge` */
export async function explainAnswer(orgId: string, who: Person, question: Question): Promise<ExplainedAnswer> {
  const { allowed, standing, present, resolution, answering } = await verdictOn(orgId, who, question);
  if (!standing || !present) return { allowed, role: null, roles: [], reason: whyNobody(present) };
  const roles = question.workspaceId === null ? [standing.organizationRole] : standing.workspaceRoles;
  const [highest] = roles;
  if (highest === undefined || !resolution) return { allowed, role: null, roles, reason: whyNoAccess(resolution) };
  const role = answering?.role ? roleName(answering.role, present.state.customRoles) : highest;
  const group = await nameOfGroup(present, answering);
  const cause = `${role}: ${causeOf(answering?.source ?? resolution.source, answering, group)}`;
  if (allowed) return { allowed, role, roles, reason: cause };
  const lacking = roles.length > 1 ? `none of the roles (${roles.join(', ')}) includes` : 'the role does not include';
  return { allowed, role, roles, reason: `${cause}; ${lacking} ${question.permission}` };
}

function whyNobody(present: PresentAccess | null): string {
  if (!present) return 'not a member of this organization';
  const standing = standingOf(present.member);
  return standing === 'active' ? 'no access' : whyNot[standing];
}

const findGroupName = hold({
  key: ({ orgId, groupId }: { readonly orgId: string; readonly groupId: string }) => `${orgId}/${groupId}`,
  collections: [groups],
  load: ({ orgId, groupId }) => tenant(orgId).findOne(groups, { _id: groupId }, { projection: { displayName: 1 } }),
});

/** Of the group that gives it; of one that is gone, what a held change keeps. */
async function nameOfGroup(
  { state, member, grants }: PresentAccess,
  grant: GrantDocument | null,
): Promise<string | undefined> {
  if (!grant?.groupId) return undefined;
  if (grant.heldBy) return (await explainGrants(state, member, grants)).groupNames.get(grant.groupId);
  return (await findGroupName({ orgId: member.orgId, groupId: grant.groupId }))?.displayName;
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
  'scim-role': 'a role that the directory names',
  'sso-group': 'a group of the sign-in',
  invitation: 'an invitation',
  manual: 'an admin has given it',
  creator: 'has created the organization',
  'sso-default': 'the SSO member settings',
  'organization-admin': 'an Organization Admin is Workspace Admin everywhere',
  default: 'the role without any grant',
};

function causeOf(source: Resolution['source'], grant: GrantDocument | null, group: string | undefined): string {
  if (source === null) return 'unknown';
  const cause = group === undefined ? causes[source] : `${causes[source]}, "${group}"`;
  return grant?.heldBy ? `${cause}, which gives it no longer: held change ${grant.heldBy} keeps it` : cause;
}
