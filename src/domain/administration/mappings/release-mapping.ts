/** The job behind "delete this mapping, but let them keep what it gave" for groups larger than one commit. */
import { tenant } from '../../../storage/tenant.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { loadNesting, withDescendants } from '../../access/grants/group-grants.ts';
import { withKeptRoles } from '../../access/grants/keep-roles.ts';
import { keepLastAdmin } from '../../access/keep-last-admin-unattended.ts';
import { loadAccess, rulesOf } from '../../access/state.ts';
import { groupMembers } from '../../model/group.ts';
import type { JobDocument } from '../../model/job.ts';
import { directGroupsOf } from '../../model/member.ts';
import { operate } from '../../operation/operate.ts';
import { deleteMapping, loadMappingRows } from './change-mappings.ts';

const chunkSize = 250;

/**
 * Gives one chunk of the group's members grants of their own, dormant while the mapping is there; after the last chunk
 * the mapping goes.
 * @returns how many it visited and where it stands; null: done
 */
export async function releaseStep({
  orgId,
  context,
  mappingId,
  cursor,
}: JobDocument): Promise<{ visited: number; cursor: string } | null> {
  const setId = mappingId ?? '';
  const [first] = await loadMappingRows(orgId, setId);
  if (!first) return null;
  const within = withDescendants([first.groupId], await loadNesting(orgId));
  const links = await tenant(orgId).find(
    groupMembers,
    { groupId: { $in: [...within] }, type: 'User', ...(cursor === null ? {} : { memberId: { $gt: cursor } }) },
    { sort: { memberId: 1 }, limit: chunkSize },
  );
  const last = links.at(-1);
  if (!last) {
    await deleteMapping(context, orgId, setId, 'remove');
    return null;
  }
  const memberIds = [...new Set(links.map(({ memberId }) => memberId))];
  await operate(orgId, context, {
    load: async () => ({ access: await loadAccess(orgId, memberIds), rows: await loadMappingRows(orgId, setId) }),
    decide: ({ access, rows }, draft) => {
      const inside = [...access.members.values()].filter(({ member }) =>
        directGroupsOf(member).some((id) => within.has(id)),
      );
      const changes = inside.map(({ member: { _id: memberId, status }, grants }) => {
        const of = { orgId, memberId, at: draft.now, context };
        return { memberId, status, grants: withKeptRoles(of, grants, rows, rulesOf(access)) };
      });
      decideAccess(draft, access, keepLastAdmin(draft, access, changes));
    },
  });
  return { visited: memberIds.length, cursor: last.memberId };
}
