/**
 * The jobs behind a change of what names mean: of the naming convention, for which all groups are read again, or of the
 * names of workspaces and roles, for which those are that gave nothing.
 */

import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { readName } from '../access/mapping/map-group.ts';
import { loadAccess } from '../access/state.ts';
import { type GroupDocument, groups } from '../model/group.ts';
import type { JobDocument } from '../model/job.ts';
import { isOrganizationAdmin } from '../model/role.ts';
import { remapGroup } from './remap-group.ts';

const chunkSize = 25;

/** The groups that a job reads again. */
function concerned(kind: JobDocument['kind']): Filter<GroupDocument> {
  return kind === 'remap-unmatched' ? { 'mapping.state': 'unmatched' } : {};
}

/** How many groups the job has before it. @param limit where counting stops */
export function countToRemap({ orgId, kind }: Pick<JobDocument, 'orgId' | 'kind'>, limit?: number): Promise<number> {
  return tenant(orgId).count(groups, concerned(kind), limit);
}

/** Reads the names of one chunk again, in order of ids. @returns where it stands; null: no group is left */
export async function remapStep({
  orgId,
  context,
  kind,
  cursor,
}: JobDocument): Promise<{ visited: number; cursor: string } | null> {
  const chunk = await tenant(orgId).find(
    groups,
    { ...concerned(kind), ...(cursor === null ? {} : { _id: { $gt: cursor } }) },
    { sort: { _id: 1 }, limit: chunkSize, projection: { _id: 1 } },
  );
  for (const { _id } of chunk) await remapGroup(context, orgId, _id);
  const last = chunk.at(-1);
  return last ? { visited: chunk.length, cursor: last._id } : null;
}

/**
 * Reads first the names that make Organization Admins now, so that on the way from one admin group to another the
 * organization is never without an admin.
 */
export async function remapAdminGroups({ orgId, context }: Pick<JobDocument, 'orgId' | 'context'>): Promise<void> {
  const state = await loadAccess(orgId, []);
  const all = await tenant(orgId).find(
    groups,
    {},
    {
      projection: { displayName: 1 },
    },
  );
  for (const { _id, displayName } of all) {
    const match = readName(displayName, state);
    if ('target' in match && isOrganizationAdmin(match.target.organizationRole)) await remapGroup(context, orgId, _id);
  }
}
