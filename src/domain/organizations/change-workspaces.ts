/** Workspaces come, are renamed and go; access follows in the same commit. */
import { newId } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import { decideAccess } from '../access/decide-access.ts';
import { grants } from '../access/grant.ts';
import { loadNesting, withDescendants } from '../access/group-grants.ts';
import { type MappingDocument, mappings } from '../access/mapping.ts';
import { memberships } from '../access/membership.ts';
import { deferAccess, membersPerCommit } from '../access/resync.ts';
import { loadAccess, loadAccessWithAdmins } from '../access/state.ts';
import type { Context } from '../context.ts';
import { type GroupStripeDocument, groupStripes, groups } from '../directory/group.ts';
import { reviseAccess } from '../directory/group-state.ts';
import { remapGroup } from '../directory/remap-group.ts';
import { DomainError } from '../errors.ts';
import { type Draft, operate } from '../operation.ts';
import { changeNames, loadNameReads } from './names.ts';
import { getOrganization } from './organization.ts';
import { getWorkspace, listWorkspaces, type WorkspaceDocument, workspaces } from './workspace.ts';

/**
 * Creates a workspace. Organization Admins have access at once; groups whose names waited for this workspace are
 * mapped right after.
 * @throws DomainError conflict/uniqueness, forbidden for a personal organization
 */
export async function createWorkspace(context: Context, orgId: string, name: string): Promise<WorkspaceDocument> {
  const workspace = await operate(orgId, context, {
    load: () => loadAccessWithAdmins(orgId),
    decide: (state, draft) => {
      const { organization } = state;
      if (organization.kind === 'personal')
        throw new DomainError('forbidden', 'personal_organization', 'A personal organization has one workspace.');
      requireFreeName(state.workspaces, name);
      const created: WorkspaceDocument = { _id: newId(), orgId, name, createdAt: draft.now, version: 1 };
      draft.insert(workspaces, created);
      changeNames(draft, organization);
      draft.event({ type: 'workspace.created', subject: { workspaceId: created._id }, after: { name } });
      const next = { ...state, workspaces: [...state.workspaces, created] };
      decideAccess(
        draft,
        next,
        [...state.members.values()].map(({ member, grants }) => ({
          memberId: member._id,
          status: member.status,
          grants,
        })),
      );
      return created;
    },
  });
  await remapUnmatched(context, orgId);
  return workspace;
}

function requireFreeName(present: readonly WorkspaceDocument[], name: string): void {
  if (present.some((workspace) => workspace.name === name))
    throw new DomainError('conflict', 'uniqueness', `A workspace named "${name}" exists already.`, '/name');
}

async function remapUnmatched(context: Context, orgId: string): Promise<void> {
  const waiting = await tenant(orgId).find<{ _id: string }>(
    groups,
    { 'mapping.state': 'unmatched' },
    { projection: { _id: 1 } },
  );
  for (const { _id } of waiting) await remapGroup(context, orgId, _id);
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
  const renamed = await operate(orgId, context, {
    load: async () => ({
      organization: await getOrganization(orgId),
      workspace: await getWorkspace(orgId, workspaceId),
      others: (await listWorkspaces(orgId)).filter(({ _id }) => _id !== workspaceId),
    }),
    decide: ({ organization, workspace, others }, draft) => {
      if (workspace.name === name) return workspace;
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
      return { ...workspace, name, version: version + 1 };
    },
  });
  await remapUnmatched(context, orgId);
  return renamed;
}

/**
 * Deletes a workspace with its mappings, grants and memberships; many of them by a job, without effect from now on. SSO member settings that named it fall back at the
 * next newcomer.
 * @throws DomainError not_found, conflict/last_workspace
 */
export async function deleteWorkspace(context: Context, orgId: string, workspaceId: string): Promise<void> {
  await operate(orgId, context, {
    load: async () => {
      const organization = await getOrganization(orgId);
      const nameReads = await loadNameReads(orgId);
      const workspace = await getWorkspace(orgId, workspaceId);
      const mapped = await loadMapped(orgId, workspaceId);
      const inWorkspace = { workspaceId };
      const [grantRows, membershipRows] = await Promise.all([
        tenant(orgId).find<{ memberId: string }>(grants, inWorkspace, { projection: { memberId: 1 } }),
        tenant(orgId).find<{ memberId: string }>(memberships, inWorkspace, { projection: { memberId: 1 } }),
      ]);
      const memberIds = [...new Set([...grantRows, ...membershipRows].map(({ memberId }) => memberId))];
      const deferred = memberIds.length > membersPerCommit;
      const access = deferred ? await loadAccessWithAdmins(orgId) : await loadAccess(orgId, memberIds);
      return { organization, nameReads, workspace, mapped, access, deferred };
    },
    decide: ({ nameReads, workspace, mapped, access, deferred, ...loaded }, draft) => {
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
      draftUnmapping(draft, mapped);
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
    },
  });
  await remapUnmatched(context, orgId);
}

type Mapped = { stripes: GroupStripeDocument[]; rows: MappingDocument[] };

/** The mappings into a workspace, and the stripes of their groups and of those nested in them. */
async function loadMapped(orgId: string, workspaceId: string): Promise<Mapped> {
  const scope = tenant(orgId);
  const rows = await scope.find(mappings, { workspaceId });
  const mappedIds = rows.map(({ groupId }) => groupId);
  const groupIds = mappedIds.length === 0 ? [] : withDescendants(mappedIds, await loadNesting(orgId));
  return { rows, stripes: await scope.find(groupStripes, { groupId: { $in: [...groupIds] } }) };
}

/** The groups give nothing any more; whoever adds a member to one of them meanwhile notices. */
function draftUnmapping(draft: Draft, { stripes, rows }: Mapped): void {
  for (const { _id, groupId, kind } of rows) {
    draft.delete(mappings, _id);
    if (kind === 'convention')
      draft.update(groups, groupId, { mapping: { state: 'unmatched', reason: 'unknown_workspace' } });
  }
  reviseAccess(draft, stripes);
}
