/** SCIM settings of an organization: how group names are read, and which group wins where several give a role. */

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
import { deferAccess, loadConcerned, membersPerCommit } from '../../access/large-change.ts';
import { mapGroup } from '../../access/mapping/map-group.ts';
import { type AccessState, rulesOf } from '../../access/state.ts';
import type { Context } from '../../kernel/context.ts';
import { type GroupDocument, groups } from '../../model/group.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { directGroupsOf, members, standingOf } from '../../model/member.ts';
import { type OrganizationDocument, organizations } from '../../model/organization.ts';
import { isOrganizationAdmin } from '../../model/role.ts';
import { draftJob } from '../../operation/draft-job.ts';
import { changeNames } from '../../operation/names.ts';
import { operate } from '../../operation/operate.ts';
import { runSmallJobs } from '../jobs/run-jobs.ts';

type ScimSettings = OrganizationDocument['scim'];

/** What is not given stays. */
export type ScimSettingsChange = { readonly [K in keyof ScimSettings]?: ScimSettings[K] | undefined };

/** The organization after the change: what a preview decides with. */
export function withScimSettings(organization: OrganizationDocument, change: ScimSettingsChange): OrganizationDocument {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...organization, scim: { ...organization.scim, ...given } };
}

/**
 * Changes how groups give roles. A new precedence has its effect on everybody at once. After a change of the convention
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
      if (isDeepStrictEqual(scim, before.scim)) return { scim, jobIds };
      draft.update(organizations, orgId, { scim }, { scim: before.scim });
      draft.event({
        type: 'scim_settings.updated',
        subject: { organizationId: orgId },
        before: before.scim,
        after: scim,
      });
      if (scim.precedence !== before.scim.precedence) {
        // Also for a member that is created meanwhile, by the rule of before.
        const { organization, jobId } = deferAccess(draft, context, after, { reason: 'another precedence of groups' });
        jobIds.push(jobId);
        const changes = [...access.members.values()].map(({ member: { _id: memberId, status }, grants }) => ({
          memberId,
          status,
          grants,
        }));
        decideAccess(draft, { ...access, organization }, changes);
      }
      if (!isDeepStrictEqual({ ...scim, precedence: null }, { ...before.scim, precedence: null })) {
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
    const given = withGroupGrants(orgId, id, grants, withAncestors(directGroupsOf(member), nesting), next, at);
    return isOrganizationAdmin(effective(standingOf(member), given, rulesOf(state), at).organization.role);
  });
  if (state.adminIds.size > 0 && !stays) throw lastAdmin();
}
