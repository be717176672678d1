/** What an access decision reads. Revisions are read before the rows they cover (decision 2). */

import { CommitStale } from '../../storage/database-errors.ts';
import { tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import type { GrantDocument } from '../model/grant.ts';
import { directGroupsOf, type MemberDocument, type MemberSummary, memberSummary, members } from '../model/member.ts';
import type { MembershipDocument } from '../model/membership.ts';
import { getOrganization, type OrganizationDocument } from '../model/organization.ts';
import { type RoleDocument, roles } from '../model/role.ts';
import { everyWorkspace, listWorkspaces, type WorkspaceDocument } from '../model/workspace.ts';
import { hold } from '../operation/hold.ts';
import type { AccessRules } from './grants/effective.ts';
import { type EffectiveAccess, effective } from './grants/effective.ts';
import { byGroup, loadMappings, loadNesting, withAncestors, withGroupGrants } from './grants/group-grants.ts';
import { withRoleGrants } from './grants/role-grants.ts';
import { loadHolds, withHolds } from './grants/settle.ts';
import {
  findMany,
  findMemberRows,
  findStored,
  findWithContent,
  type MemberRows,
  type Rows,
  type StoredGrants,
  type Who,
} from './member-rows.ts';

export type MemberAccess = {
  readonly member: MemberSummary;
  /** The rows as they are. */
  readonly stored: readonly GrantDocument[];
  /**
   * What the member has: the rows, or, where a change for the whole organization has not reached this member yet, those
   * that its groups and their mappings give today.
   */
  readonly grants: readonly GrantDocument[];
  readonly memberships: readonly MembershipDocument[];
};

/** The access of a member that is drafted in the same change. */
export function noAccessYet(member: MemberSummary): MemberAccess {
  return { member, stored: [], grants: [], memberships: [] };
}

export type AccessState = {
  readonly organization: OrganizationDocument;
  readonly workspaces: readonly WorkspaceDocument[];
  readonly customRoles: readonly RoleDocument[];
  /** The active Organization Admins. */
  readonly adminIds: ReadonlySet<string>;
  /** The members that were asked for and exist, by id. */
  readonly members: ReadonlyMap<string, MemberAccess>;
};

/**
 * A member that was found before this was loaded.
 * @throws CommitStale when it is gone since: the operation is loaded and decided again
 */
export function memberIn({ members }: Pick<AccessState, 'members'>, memberId: string): MemberAccess {
  const found = members.get(memberId);
  if (!found) throw new CommitStale(`member ${memberId} is gone since it was found`);
  return found;
}

const activeAdmins = { organizationRole: 'Organization Admin', status: 'active' } as const;

/**
 * Loads the organization's rules and these members with their grants and memberships. Unknown ids are left out.
 * @param read what the caller has read before, in the same load
 */
export function loadAccess(orgId: string, memberIds: readonly string[], read: ReadBefore = {}): Promise<AccessState> {
  const { rows } = read;
  const missing = rows ? memberIds.filter((id) => !rows.has(id)) : memberIds;
  const given = rows ? memberIds.flatMap((id) => rows.get(id) ?? []) : [];
  return load(orgId, { given, read: findMemberRows(orgId, missing), organization: read.organization });
}

export type ReadBefore = {
  readonly organization?: OrganizationDocument | undefined;
  readonly rows?: MemberRows | undefined;
};

/** The same with all active Organization Admins besides: who they are is covered by `adminRevision`. */
export function loadAccessWithAdmins(orgId: string, memberIds: readonly string[] = []): Promise<AccessState> {
  return load(orgId, { read: findMany(orgId, { $or: [{ _id: { $in: memberIds } }, activeAdmins] }, memberSummary) });
}

/** The same as `loadAccess` of one member, with its content; `member` is null where there is none. */
export async function loadAccessAndContent(
  orgId: string,
  memberId: string,
): Promise<{ readonly access: AccessState; readonly member: MemberDocument | null }> {
  const found = findWithContent(orgId, memberId);
  const access = await load(orgId, { read: found.then((row) => (row ? [row] : [])) });
  return { access, member: (await found)?.member ?? null };
}

/**
 * What decisions read of an organization besides itself. Every change of workspaces and roles bumps `namesRevision`, every
 * change of the admins `adminRevision`, each in its own commit: what was read under these two is right as long as they are.
 */
const findRules = hold({
  key: ({ _id, namesRevision, adminRevision }: OrganizationDocument) => `${_id}/${namesRevision}/${adminRevision}`,
  load: async ({ _id: orgId }: OrganizationDocument): Promise<Rules> => {
    const [workspaces, customRoles, adminIds] = await Promise.all([
      listWorkspaces(orgId),
      tenant(orgId).find(roles, {}),
      activeAdminIds(orgId),
    ]);
    return { workspaces, customRoles, adminIds };
  },
  forMs: 60_000,
  most: 200,
});

type Rules = Pick<AccessState, 'workspaces' | 'customRoles' | 'adminIds'>;

/** The ids of the active Organization Admins, of whom one must stay. */
async function activeAdminIds(orgId: string): Promise<ReadonlySet<string>> {
  const admins = await tenant(orgId).find(members, activeAdmins, { projection: { _id: 1 } });
  return new Set(admins.map(({ _id }) => _id));
}

/** Enough to decide about somebody without grants: no workspace, role or admin can play a part. */
export async function accessOfNobody(orgId: string): Promise<AccessState> {
  const organization = await getOrganization(orgId);
  return { organization, workspaces: [], customRoles: [], adminIds: new Set(), members: new Map() };
}

/** Members go before or beside the organization: one that has been reached by a change of it is not behind it. */
async function load(
  orgId: string,
  {
    given = [],
    read,
    organization: known,
  }: {
    readonly given?: readonly Rows[];
    readonly read: Promise<readonly Rows[]>;
    readonly organization?: OrganizationDocument | undefined;
  },
): Promise<AccessState> {
  const [organization, found] = await Promise.all([known ?? getOrganization(orgId), read]);
  const { workspaces, customRoles, adminIds } = await findRules(organization);
  const rows = [...given, ...found];
  const behind = rows.filter(({ member }) => isBehind(member, organization));
  const caughtUp = await grantsToday({ organization, workspaces, customRoles }, behind);
  const members = new Map(
    rows.map((row): [string, MemberAccess] => [
      row.member._id,
      { ...row, grants: caughtUp.get(row.member._id) ?? row.stored },
    ]),
  );
  return { organization, workspaces, customRoles, adminIds, members };
}

/** What one person has at this moment. */
export type PresentAccess = {
  readonly state: Omit<AccessState, 'members' | 'adminIds'>;
  readonly member: MemberSummary;
  readonly grants: readonly GrantDocument[];
};

/** The same as `loadAccess` of one person, in one command, for who reads and decides nothing; null: there is no such member. */
export async function readPresentAccess(organization: OrganizationDocument, who: Who): Promise<PresentAccess | null> {
  const orgId = organization._id;
  const [{ workspaces, customRoles }, found] = await Promise.all([findRules(organization), findStored(orgId, who)]);
  if (!found) return null;
  const { stored, member } = found;
  const state = { organization, workspaces, customRoles };
  const behind = isBehind(member, organization) ? [{ member, stored }] : [];
  const caughtUp = await grantsToday(state, behind);
  return { state, member, grants: caughtUp.get(member._id) ?? stored };
}

/** A change for the whole organization has not reached this member yet: what is stored of its access may be old. */
export function isBehind(
  { accessEpoch }: Pick<MemberSummary, 'accessEpoch'>,
  organization: Pick<OrganizationDocument, 'accessEpoch'>,
): boolean {
  return accessEpoch < organization.accessEpoch;
}

/**
 * The grants of members that are behind, from their groups and the mappings as they are now, from the roles that their
 * directory names, and from what is decided about held changes.
 */
async function grantsToday(
  state: Omit<AccessState, 'members' | 'adminIds'>,
  rows: readonly StoredGrants[],
): Promise<ReadonlyMap<string, readonly GrantDocument[]>> {
  if (rows.length === 0) return new Map();
  const orgId = state.organization._id;
  const rules = rulesOf(state);
  const holds = await loadHolds(orgId, rows);
  const nesting = await loadNesting(orgId);
  const direct = new Set(rows.flatMap(({ member }) => directGroupsOf(member)));
  const mappings = byGroup(await loadMappings(orgId, withAncestors(direct, nesting)));
  const at = now();
  return new Map(
    rows.map((present) => {
      const { member, stored } = present;
      const groupIds = withAncestors(directGroupsOf(member), nesting);
      const named = withRoleGrants(state, member, stored, at);
      const given = withGroupGrants(orgId, member._id, named, groupIds, mappings, at);
      const all = withHolds(holds, present, given, { groupIds, mappings }, rules, at);
      const exists = ({ workspaceId }: GrantDocument) =>
        workspaceId === null || workspaceId === everyWorkspace || rules.workspaceIds.includes(workspaceId);
      return [member._id, all.filter(exists)];
    }),
  );
}

/** The access that these grants give to an active member. */
export function accessBy(
  state: Omit<AccessState, 'members' | 'adminIds'>,
  grants: readonly GrantDocument[],
  at: Date,
): EffectiveAccess<GrantDocument> {
  return effective('active', grants, rulesOf(state), at);
}

/** What `effective()` needs of the organization. */
export function rulesOf({
  organization,
  customRoles,
  workspaces,
}: Omit<AccessState, 'members' | 'adminIds'>): AccessRules {
  return { precedence: organization.scim.precedence, customRoles, workspaceIds: workspaces.map(({ _id }) => _id) };
}
