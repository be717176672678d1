/** What an access decision reads. Revisions are read before the rows they cover (decision 2). */

import { CommitStale } from '../../storage/database-errors.ts';
import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { now } from '../kernel/clock.ts';
import { type GrantDocument, grants } from '../model/grant.ts';
import { type MemberDocument, type MemberSummary, memberSummary, members } from '../model/member.ts';
import { type MembershipDocument, memberships } from '../model/membership.ts';
import { getOrganization, type OrganizationDocument } from '../model/organization.ts';
import { type RoleDocument, roles } from '../model/role.ts';
import { listWorkspaces, type WorkspaceDocument } from '../model/workspace.ts';
import { hold } from '../operation/hold.ts';
import type { AccessRules } from './grants/effective.ts';
import { type EffectiveAccess, effective } from './grants/effective.ts';
import { byGroup, loadMappings, loadNesting, withAncestors, withGroupGrants } from './grants/group-grants.ts';
import { loadHolds, withHolds } from './grants/settle.ts';

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
 * @param organization as the caller read it before
 */
export function loadAccess(
  orgId: string,
  memberIds: readonly string[],
  organization?: OrganizationDocument,
): Promise<AccessState> {
  return load(orgId, memberIds.length === 0 ? null : { _id: { $in: memberIds } }, organization);
}

/** The same with all active Organization Admins besides: who they are is covered by `adminRevision`. */
export function loadAccessWithAdmins(orgId: string, memberIds: readonly string[] = []): Promise<AccessState> {
  return load(orgId, { $or: [{ _id: { $in: memberIds } }, activeAdmins] });
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

async function load(
  orgId: string,
  wanted: Filter<MemberDocument> | null,
  known?: OrganizationDocument,
): Promise<AccessState> {
  const organization = known ?? (await getOrganization(orgId));
  const scope = tenant(orgId);
  const [{ workspaces, customRoles, adminIds }, found] = await Promise.all([
    findRules(organization),
    wanted === null ? [] : scope.find(members, wanted, { projection: memberSummary }),
  ]);
  const ofFound = { memberId: { $in: found.map(({ _id }) => _id) } };
  const [grantRows, membershipRows] =
    found.length === 0 ? [[], []] : await Promise.all([scope.find(grants, ofFound), scope.find(memberships, ofFound)]);
  const storedOf = groupByMember(grantRows);
  const membershipsOf = groupByMember(membershipRows);
  const rows = found.map((member) => ({ member, stored: storedOf.get(member._id) ?? [] }));
  const behind = rows.filter(({ member }) => isBehind(member, organization));
  const caughtUp = await grantsToday(orgId, rulesOf({ organization, workspaces, customRoles }), behind);
  return {
    organization,
    workspaces,
    customRoles,
    adminIds,
    members: new Map(
      rows.map(({ member, stored }) => [
        member._id,
        {
          member,
          stored,
          grants: caughtUp.get(member._id) ?? stored,
          memberships: membershipsOf.get(member._id) ?? [],
        },
      ]),
    ),
  };
}

/** What one person has at this moment. */
export type PresentAccess = {
  readonly state: Omit<AccessState, 'members' | 'adminIds'>;
  readonly member: MemberSummary;
  readonly grants: readonly GrantDocument[];
};

/** The same as `loadAccess` of one person, in one command, for who reads and decides nothing; null: there is no such member. */
export async function readPresentAccess(
  organization: OrganizationDocument,
  who: { readonly accountId: string } | { readonly _id: string },
): Promise<PresentAccess | null> {
  const orgId = organization._id;
  const [{ workspaces, customRoles }, [found]] = await Promise.all([
    findRules(organization),
    tenant(orgId).aggregate<MemberSummary & { readonly stored: GrantDocument[] }>(members, [
      { $match: who },
      { $project: memberSummary },
      { $lookup: { from: grants.name, localField: '_id', foreignField: 'memberId', as: 'stored' } },
    ]),
  ]);
  if (!found) return null;
  const { stored, ...member } = found;
  const state = { organization, workspaces, customRoles };
  const behind = isBehind(member, organization) ? [{ member, stored }] : [];
  const caughtUp = await grantsToday(orgId, rulesOf(state), behind);
  return { state, member, grants: caughtUp.get(member._id) ?? stored };
}

/** A change for the whole organization has not reached this member yet: what is stored of its access may be old. */
export function isBehind(
  { accessEpoch }: Pick<MemberSummary, 'accessEpoch'>,
  organization: Pick<OrganizationDocument, 'accessEpoch'>,
): boolean {
  return accessEpoch < organization.accessEpoch;
}

type StoredGrants = Pick<MemberAccess, 'member' | 'stored'>;

/**
 * The grants of members that are behind, from their groups and the mappings as they are now, and from what is decided
 * about held changes.
 */
async function grantsToday(
  orgId: string,
  rules: AccessRules,
  rows: readonly StoredGrants[],
): Promise<ReadonlyMap<string, readonly GrantDocument[]>> {
  if (rows.length === 0) return new Map();
  const holds = await loadHolds(orgId, rows);
  const nesting = await loadNesting(orgId);
  const direct = new Set(rows.flatMap(({ member }) => member.groupIds));
  const mappings = byGroup(await loadMappings(orgId, withAncestors(direct, nesting)));
  const at = now();
  return new Map(
    rows.map((present) => {
      const { member, stored } = present;
      const groupIds = withAncestors(member.groupIds, nesting);
      const given = withGroupGrants(orgId, member._id, stored, groupIds, mappings, at);
      const all = withHolds(holds, present, given, { groupIds, mappings }, rules, at);
      const exists = ({ workspaceId }: GrantDocument) =>
        workspaceId === null || rules.workspaceIds.includes(workspaceId);
      return [member._id, all.filter(exists)];
    }),
  );
}

/** Rows by the member they are about. */
export function groupByMember<T extends { memberId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.memberId);
    if (group) group.push(row);
    else groups.set(row.memberId, [row]);
  }
  return groups;
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
