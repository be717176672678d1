/** SCIM settings of an organization: how group names are read, which group wins where several give a role, and whether `roles` of a User do. */

import { isDeepStrictEqual } from 'node:util';
import { tenant } from '../../../storage/tenant.ts';
import { decideAccess, lastAdmin } from '../../access/decide-access.ts';
import { effective } from '../../access/grants/effective.ts';
import {
  byGroup,
  loadMappings,
  loadNesting,
  type NestingEdge,
  withAncestors,
  withGroupGrants,
} from '../../access/grants/group-grants.ts';
import { withRoleGrants } from '../../access/grants/role-grants.ts';
import { deferAccess, loadConcerned, membersPerCommit } from '../../access/large-change.ts';
import { mapGroup } from '../../access/mapping/map-group.ts';
import { type AccessState, rulesOf } from '../../access/state.ts';
import type { Context } from '../../kernel/context.ts';
import { type GroupDocument, groups } from '../../model/group.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { directGroupsOf, members, standingOf } from '../../model/member.ts';
import {
  type OrganizationDocument,
  organizations,
  type ScimSettings,
  scimSettingsOf,
} from '../../model/organization.ts';
import { isOrganizationAdmin } from '../../model/role.ts';
import { draftJob } from '../../operation/draft-job.ts';
import { changeNames } from '../../operation/names.ts';
import { operate } from '../../operation/operate.ts';
import { runSmallJobs } from '../jobs/run-jobs.ts';

/** What is not given stays. */
export type ScimSettingsChange = { readonly [K in keyof ScimSettings]?: ScimSettings[K] | undefined };

/** The organization after the change: what a preview decides with. */
export function withScimSettings(
  organization: OrganizationDocument,
  change: ScimSettingsChange,
): OrganizationDocument & { readonly scim: ScimSettings } {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...organization, scim: { ...scimSettingsOf(organization), ...given } };
}

/**
 * Changes how groups give roles, and whether the roles that the directory names do. Precedence and roles have their effect on everybody at once. After a change of the convention
 * every group's name is read again: in a small organization before this answers, else by a job.
 * @returns the settings, and the job that still runs
 * @throws DomainError conflict/last_admin, with nothing changed
 */
export async function changeScimSettings(
  context: Context,
  orgId: string,
  change: ScimSettingsChange,
): Promise<{ scim: ScimSettings; jobId: string | null }> {
  const { scim, jobIds } = await operate(orgId, context, {
    load: () => load(orgId),
    decide: ({ access, ...named }, draft) => {
      const before = access.organization;
      const after = withScimSettings(before, change);
      const { scim } = after;
      const jobIds: string[] = [];
      const old = scimSettingsOf(before);
      if (isDeepStrictEqual(scim, old)) return { scim, jobIds };
      draft.update(organizations, orgId, { scim }, { scim: before.scim });
      draft.event({ type: 'scim_settings.updated', subject: { organizationId: orgId }, before: old, after: scim });
      const reason = movesAtOnce(old, scim);
      if (reason !== null) {
        // Also for a member that is created meanwhile, by the rule of before.
        const { organization, jobId } = deferAccess(draft, context, after, { reason });
        jobIds.push(jobId);
        const state = { ...access, organization };
        const changes = [...access.members.values()].map(({ member, grants }) => ({
          memberId: member._id,
          status: member.status,
          grants: withRoleGrants(state, member, grants, draft.now),
        }));
        decideAccess(draft, state, changes);
      }
      if (readsNamesAgain(old, scim)) {
        requireAdminAfter({ ...access, organization: after }, named, draft.now);
        // Whoever reads a name by the convention of before does so again.
        changeNames(draft, before);
        jobIds.push(draftJob(draft, context, orgId, { kind: 'remap-groups', reason: 'another naming convention' }));
      }
      return { scim, jobIds };
    },
  });
  return { scim, jobId: await runSmallJobs(orgId, jobIds) };
}

/** Why everybody's access follows from the change, by no name that would have to be read; null: it does not. */
function movesAtOnce(before: ScimSettings, after: ScimSettings): string | null {
  if (after.precedence !== before.precedence) return 'another precedence of groups';
  const isSame = after.rolesEnabled === before.rolesEnabled && after.rolesMakeAdmins === before.rolesMakeAdmins;
  return isSame ? null : 'other rules for the roles that the directory names';
}

/** Whether group names may say something else after the change. They are read one by one: one of today's Organization Admins must stay. */
export function readsNamesAgain(before: ScimSettings, after: ScimSettings): boolean {
  const namingOf = ({ separator, conventionEnabled, requiredPrefix }: ScimSettings) => [
    separator,
    conventionEnabled,
    requiredPrefix,
  ];
  return !isDeepStrictEqual(namingOf(before), namingOf(after));
}

type NamedGroups = {
  readonly nesting: readonly NestingEdge[];
  /** The groups that the active Organization Admins are in. */
  readonly adminGroups: readonly GroupDocument[];
  readonly mappings: readonly MappingDocument[];
};

async function load(orgId: string): Promise<NamedGroups & { access: AccessState }> {
  const everybody = await tenant(orgId).find(
    members,
    {},
    {
      projection: { _id: 1 },
      limit: membersPerCommit + 1,
    },
  );
  const ids = everybody.map(({ _id }) => _id);
  const { access } = await loadConcerned(orgId, ids);
  const direct = [...access.adminIds].flatMap((id) => {
    const found = access.members.get(id);
    return found ? directGroupsOf(found.member) : [];
  });
  const nesting = await loadNesting(orgId);
  const groupIds = [...withAncestors(direct, nesting)];
  return {
    access,
    nesting,
    adminGroups: await tenant(orgId).find(groups, { _id: { $in: groupIds } }),
    mappings: await loadMappings(orgId, groupIds),
  };
}

/**
 * Whether somebody who is Organization Admin stays so when the names are read as the state's organization says.
 * @throws DomainError conflict/last_admin
 */
function requireAdminAfter(state: AccessState, { nesting, adminGroups, mappings }: NamedGroups, at: Date): void {
  const present = byGroup(mappings);
  const next = byGroup(
    adminGroups.flatMap((group) => mapGroup(group, present.get(group._id) ?? [], [], state, at).mappings),
  );
  const orgId = state.organization._id;
  const stays = [...state.adminIds].some((id) => {
    const found = state.members.get(id);
    if (!found) return false;
    const { member, grants } = found;
    const roles = withRoleGrants(state, member, grants, at);
    const given = withGroupGrants(orgId, id, roles, withAncestors(directGroupsOf(member), nesting), next, at);
    return isOrganizationAdmin(effective(standingOf(member), given, rulesOf(state), at).organization.role);
  });
  if (state.adminIds.size > 0 && !stays) throw lastAdmin();
}
