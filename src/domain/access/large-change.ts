/**
 * Changes of access for more members than one commit carries. The change itself bumps the organization's `accessEpoch`:
 * from then on whoever reads the access of a member that has an older one computes it from today's rules. A job then
 * visits these members and stores what follows, chunk by chunk, until none is behind.
 */
import { tenant } from '../../storage/tenant.ts';
import type { Context } from '../kernel/context.ts';
import { groups, groupsOf } from '../model/group.ts';
import type { JobDocument } from '../model/job.ts';
import { type MemberSummary, members } from '../model/member.ts';
import { getOrganization, type OrganizationDocument, organizations } from '../model/organization.ts';
import { draftJob } from '../operation/draft-job.ts';
import { type Draft, operate } from '../operation/operate.ts';
import { decideAccess } from './decide-access.ts';
import { keepLastAdmin } from './keep-last-admin-unattended.ts';
import { type AccessState, isBehind, loadAccess, loadAccessWithAdmins, type ReadBefore } from './state.ts';

/** How many members one commit decides about. What concerns more is left to a job. */
export const membersPerCommit = 1_000;

/** What a change decides about at once, and whether it leaves the rest to a job, by `deferAccess`. */
export type Concerned = { readonly access: AccessState; readonly deferred: boolean };

/**
 * Loads the access of those whom a change concerns. Where they are more than one commit carries, the Organization Admins' alone:
 * they are decided about at once, so that whether one is left is known.
 * @param atOnce of these, those whom the commit decides about in any case
 */
export async function loadConcerned(
  orgId: string,
  memberIds: readonly string[],
  { atOnce = [], ...read }: ReadBefore & { readonly atOnce?: readonly string[] } = {},
): Promise<Concerned> {
  const deferred = memberIds.length > membersPerCommit && memberIds.length > atOnce.length;
  const access = deferred ? await loadAccessWithAdmins(orgId, atOnce) : await loadAccess(orgId, memberIds, read);
  return { access, deferred };
}

/**
 * Drafts that every member's access follows from what this change makes of the organization, its roles or mappings.
 * @returns the organization as the draft leaves it. Whom the same draft decides about with this one is up to date, and the job does
 *   not visit them
 */
export function deferAccess(
  draft: Draft,
  context: Context,
  organization: OrganizationDocument,
  why: { readonly reason: string; readonly groupId?: string },
): { organization: OrganizationDocument; jobId: string } {
  const { _id: orgId, accessEpoch } = organization;
  draft.update(organizations, orgId, { accessEpoch: accessEpoch + 1 }, { accessEpoch });
  const jobId = draftJob(draft, context, orgId, { kind: 'resync-access', ...why });
  return { organization: { ...organization, accessEpoch: accessEpoch + 1 }, jobId };
}

const chunkSize = 250;

/** How many members are behind. */
export async function countBehind(orgId: string): Promise<number> {
  const { accessEpoch } = await getOrganization(orgId);
  return tenant(orgId).count(members, { accessEpoch: { $lt: accessEpoch } });
}

/**
 * Stores the access of one chunk of the members that are behind.
 * @returns how many it visited; 0: none is behind
 */
export function resyncChunk({
  orgId,
  context,
  groupId,
}: Pick<JobDocument, 'orgId' | 'context' | 'groupId'>): Promise<number> {
  return operate(orgId, context, {
    load: async () => {
      const { accessEpoch } = await getOrganization(orgId);
      const behind = await tenant(orgId).find(
        members,
        { accessEpoch: { $lt: accessEpoch } },
        { projection: { _id: 1 }, limit: chunkSize },
      );
      if (behind.length === 0) return null;
      const access = await loadAccess(
        orgId,
        behind.map(({ _id }) => _id),
      );
      return { access, ofDirectory: await findHandedOver(access) };
    },
    decide: (found, draft) => {
      if (found === null) return 0;
      const { access, ofDirectory } = found;
      const rows = [...access.members.values()].filter(({ member }) => isBehind(member, access.organization));
      const changes = rows.map(({ member, grants }) => ({ memberId: member._id, status: member.status, grants }));
      // Nobody is there to be told no.
      decideAccess(draft, access, keepLastAdmin(draft, access, changes));
      for (const { member } of rows) {
        const given = (member.adminGroupIds ?? []).filter((id) => ofDirectory.has(id));
        if (given.length > 0) draft.update(members, member._id, handedOver(member, given));
        else if (groupId !== null && member.groupIds.includes(groupId))
          draft.update(members, member._id, { derivedVersion: member.derivedVersion + 1 });
      }
      return access.members.size;
    },
  });
}

/** The groups that admins have handed over to the directory and that some of these members have among those of admins still. */
async function findHandedOver({ organization, members: found }: AccessState): Promise<ReadonlySet<string>> {
  const ids = [...found.values()].flatMap(({ member }) => member.adminGroupIds ?? []);
  if (ids.length === 0) return new Set();
  const filter = { _id: { $in: [...new Set(ids)] }, ...groupsOf('directory') };
  const rows = await tenant(organization._id).find(groups, filter, { projection: { _id: 1 } });
  return new Set(rows.map(({ _id }) => _id));
}

/** What a member is set to when these groups of admins are the directory's: SCIM shows them from now on. */
export function handedOver(
  { groupIds, adminGroupIds = [], derivedVersion }: MemberSummary,
  given: readonly string[],
): Partial<MemberSummary> {
  return {
    groupIds: [...new Set([...groupIds, ...given])],
    adminGroupIds: adminGroupIds.filter((id) => !given.includes(id)),
    derivedVersion: derivedVersion + 1,
  };
}
