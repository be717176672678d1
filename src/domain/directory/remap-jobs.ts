/**
 * The jobs behind a change of what names mean: of the naming convention, for which all groups are read again, or of the
 * names of workspaces and roles, for which those are that gave nothing, and after them the roles that the directory names of
 * people and that gave nothing.
 */

import type { Filter } from '../../storage/query.ts';
import { tenant } from '../../storage/tenant.ts';
import { readName } from '../access/mapping/map-group.ts';
import { loadAccess } from '../access/state.ts';
import { type GroupDocument, groups } from '../model/group.ts';
import type { JobDocument } from '../model/job.ts';
import { isOrganizationAdmin } from '../model/role.ts';
import { remapGroup } from './remap-group.ts';
import { countToReread, rereadRoles } from './reread-roles.ts';

const chunkSize = 25;

/** The groups that a job reads again. */
function concerned(kind: JobDocument['kind']): Filter<GroupDocument> {
  return kind === 'remap-unmatched' ? { 'mapping.state': 'unmatched' } : {};
}

/** How many groups and people the job has before it. @param limit where counting stops, of each */
export async function countToRemap(
  { orgId, kind }: Pick<JobDocument, 'orgId' | 'kind'>,
  limit?: number,
): Promise<number> {
  const people = kind === 'remap-unmatched' ? await countToReread(orgId, limit) : 0;
  return people + (await tenant(orgId).count(groups, concerned(kind), limit));
}

type Step = { readonly visited: number; readonly cursor: string };

/** Stands before the id of a person in the cursor of a job; ids of groups have none. */
const ofPeople = 'people/';

/** Reads the names of one chunk again, in order of ids. @returns where it stands; null: nothing is left */
export async function remapStep(job: JobDocument): Promise<Step | null> {
  const { orgId, context, kind, cursor } = job;
  if (cursor?.startsWith(ofPeople)) return peopleStep(job, cursor.slice(ofPeople.length));
  const chunk = await tenant(orgId).find(
    groups,
    { ...concerned(kind), ...(cursor === null ? {} : { _id: { $gt: cursor } }) },
    { sort: { _id: 1 }, limit: chunkSize, projection: { _id: 1 } },
  );
  for (const { _id } of chunk) await remapGroup(context, orgId, _id);
  const last = chunk.at(-1);
  if (last) return { visited: chunk.length, cursor: last._id };
  return kind === 'remap-unmatched' ? peopleStep(job, '') : null;
}

async function peopleStep({ orgId, context }: JobDocument, after: string): Promise<Step | null> {
  const ids = await rereadRoles(context, orgId, after);
  const last = ids.at(-1);
  return last === undefined ? null : { visited: ids.length, cursor: `${ofPeople}${last}` };
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
