/** Workspaces come, are renamed and go; access follows in the same commit. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { deferAccess, loadConcerned, membersPerCommit } from '../../access/large-change.ts';
import { draftRows } from '../../access/mapping/map-group.ts';
import { loadMapped, type Mapped } from '../../access/mapping/mapped-groups.ts';
import { loadAccessWithAdmins } from '../../access/state.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { grants } from '../../model/grant.ts';
import { groups, isMadeByAdmins } from '../../model/group.ts';
import { isWaiting, type MappingDocument, mappings } from '../../model/mapping.ts';
import { memberships } from '../../model/membership.ts';
import { getOrganization } from '../../model/organization.ts';
import {
  everyWorkspace,
  getWorkspace,
  listWorkspaces,
  type WorkspaceDocument,
  workspaces,
} from '../../model/workspace.ts';
import { draftRemapUnmatched } from '../../operation/draft-job.ts';
import { reviseAccess } from '../../operation/group-stripes.ts';
import { changeNames, loadNameReads } from '../../operation/names.ts';
import { type Draft, operate } from '../../operation/operate.ts';
import { runSmallJobs } from '../jobs/run-jobs.ts';

/**
 * Creates a workspace. Organization Admins and who has a role in all workspaces have access at once; groups whose names waited for this workspace are
 * mapped right after.
 * @throws DomainError conflict/uniqueness, forbidden for a personal organization
 */
export async function createWorkspace(context: Context, orgId: string, name: string): Promise<WorkspaceDocument> {
  const { workspace, jobIds } = await operate(orgId, context, {
    load: async () => {
      const nameReads = await loadNameReads(orgId);
      const everywhere = await membersEverywhere(orgId);
      const deferred = everywhere.length > membersPerCommit;
      return { nameReads, deferred, state: await loadAccessWithAdmins(orgId, deferred ? [] : everywhere) };
    },
    decide: ({ nameReads, deferred, state }, draft) => {
      const why = { reason: `workspace "${name}" was created` };
      const later = deferred ? deferAccess(draft, context, state.organization, why) : null;
      const organization = later?.organization ?? state.organization;
      if (organization.kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has one workspace.');
      requireFreeName(state.workspaces, name);
      const created: WorkspaceDocument = { _id: newId(), orgId, name, createdAt: draft.now, version: 1 };
      draft.insert(workspaces, created);
      changeNames(draft, organization, nameReads);
      draft.event({ type: 'workspace.created', subject: { workspaceId: created._id }, after: { name } });
      const next = { ...state, organization, workspaces: [...state.workspaces, created] };
      decideAccess(
        draft,
        next,
        [...state.members.values()].map(({ member, grants }) => ({
          memberId: member._id,
          status: member.status,
          grants,
        })),
      );
      const jobId = draftRemapUnmatched(draft, context, orgId, why.reason);
      return { workspace: created, jobIds: [jobId, ...(later ? [later.jobId] : [])] };
    },
  });
  await runSmallJobs(orgId, jobIds);
  return workspace;
}

/** Who has a grant for every workspace, also those that come later. */
async function membersEverywhere(orgId: string): Promise<string[]> {
  const rows = await tenant(orgId).find(grants, { workspaceId: everyWorkspace }, { projection: { memberId: 1 } });
  return [...new Set(rows.map(({ memberId }) => memberId))];
}

function requireFreeName(present: readonly WorkspaceDocument[], name: string): void {
  if (present.some((workspace) => workspace.name === name))
    throw new DomainError('conflict', 'uniqueness', `A workspace named "${name}" exists already.`, '/name');
}

/**
 * Renames a workspace. Mappings hold ids, so access stays as it is.
 * @throws DomainError not_found, conflict/uniqueness
 */
export async function renameWorkspace(
  context: Context,
  orgId: string,
  workspaceId: string,
  name: string,
): Promise<WorkspaceDocument> {
  const { workspace: renamed, jobIds } = await operate(orgId, context, {
    load: async () => ({
      organization: await getOrganization(orgId),
      workspace: await getWorkspace(orgId, workspaceId),
      others: (await listWorkspaces(orgId)).filter(({ _id }) => _id !== workspaceId),
    }),
    decide: ({ organization, workspace, others }, draft) => {
      if (workspace.name === name) return { workspace, jobIds: [] };
      requireFreeName(others, name);
      const { version } = workspace;
      draft.update(workspaces, workspaceId, { name, version: version + 1 }, { version });
      changeNames(draft, organization);
      draft.event({
        type: 'workspace.updated',
        subject: { workspaceId },
        before: { name: workspace.name },
        after: { name },
      });
      const jobId = draftRemapUnmatched(draft, context, orgId, `workspace "${name}" has this name now`);
      return { workspace: { ...workspace, name, version: version + 1 }, jobIds: [jobId] };
    },
  });
  await runSmallJobs(orgId, jobIds);
  return renamed;
}

/**
 * Deletes a workspace with its mappings, grants and memberships; many of them by a job, without effect from now on. SSO member settings that named it fall back at the
 * next newcomer.
 * @throws DomainError not_found, conflict/last_workspace
 */
export async function deleteWorkspace(context: Context, orgId: string, workspaceId: string): Promise<void> {
  const jobId = await operate(orgId, context, {
    load: async () => {
      const organization = await getOrganization(orgId);
      const nameReads = await loadNameReads(orgId);
      const workspace = await getWorkspace(orgId, workspaceId);
      const mapped = await loadMapped(orgId, { workspaceId });
      const explicit = await rowsOfSets(orgId, mapped.rows);
      const inWorkspace = { workspaceId };
      const [grantRows, membershipRows] = await Promise.all([
        tenant(orgId).find(grants, inWorkspace, { projection: { memberId: 1 } }),
        tenant(orgId).find(memberships, inWorkspace, { projection: { memberId: 1 } }),
      ]);
      const memberIds = [...new Set([...grantRows, ...membershipRows].map(({ memberId }) => memberId))];
      const concerned = await loadConcerned(orgId, memberIds);
      return { organization, nameReads, workspace, mapped, explicit, ...concerned };
    },
    decide: ({ nameReads, workspace, mapped, explicit, access, deferred, ...loaded }, draft) => {
      const why = { reason: `workspace "${workspace.name}" was deleted` };
      const organization = deferred
        ? deferAccess(draft, context, loaded.organization, why).organization
        : loaded.organization;
      const remaining = access.workspaces.filter(({ _id }) => _id !== workspaceId);
      if (remaining.length === 0)
        throw new DomainError(
          'conflict',
          'last_workspace',
          'An organization keeps at least one workspace. Create another one first.',
        );
      draft.delete(workspaces, workspaceId, { version: workspace.version });
      draftUnmapping(draft, mapped, explicit);
      const gone = new Set(mapped.rows.map(({ _id }) => _id));
      // Who relied on the workspace since it was loaded has put it into rows that are not in this draft.
      changeNames(draft, organization, nameReads);
      draft.event({ type: 'workspace.deleted', subject: { workspaceId }, before: { name: workspace.name } });
      const changes = [...access.members.values()].map(({ member, grants }) => ({
        memberId: member._id,
        status: member.status,
        grants: grants.filter((grant) => grant.workspaceId !== workspaceId && !gone.has(grant.mappingId ?? '')),
      }));
      decideAccess(draft, { ...access, organization, workspaces: remaining }, changes);
      return draftRemapUnmatched(draft, context, orgId, why.reason);
    },
  });
  await runSmallJobs(orgId, [jobId]);
}

/** All rows of the explicit mappings that these belong to. */
async function rowsOfSets(orgId: string, rows: readonly MappingDocument[]): Promise<MappingDocument[]> {
  const setIds = rows.flatMap(({ kind, setId }) => (kind === 'explicit' ? [setId] : []));
  return setIds.length === 0 ? [] : tenant(orgId).find(mappings, { setId: { $in: setIds } });
}

/**
 * The groups give nothing there any more; whoever adds a member to one of them meanwhile notices. A group whose explicit
 * mapping has lost its last target is unmatched until its name is read, right after.
 */
function draftUnmapping(draft: Draft, { stripes, rows }: Mapped, explicit: readonly MappingDocument[]): void {
  const gone = new Set(rows.map(({ _id }) => _id));
  const stay = explicit.filter(({ _id }) => !gone.has(_id));
  draftRows(draft, explicit, stay);
  for (const row of rows) {
    if (row.kind === 'convention') draft.delete(mappings, row._id);
    if (!isWaiting(row) && !isMadeByAdmins(row) && !stay.some(({ setId }) => row.setId !== null && setId === row.setId))
      draft.update(groups, row.groupId, { mapping: { state: 'unmatched', reason: 'unknown_workspace' } });
  }
  reviseAccess(draft, stripes);
}
