/** People of whom the directory names roles that gave nothing, read again as a workspace or a role has another name. */
import { tenant } from '../../storage/tenant.ts';
import { decideAccess } from '../access/decide-access.ts';
import { withRoleGrants } from '../access/grants/role-grants.ts';
import { keepLastAdmin } from '../access/keep-last-admin-unattended.ts';
import { loadAccess } from '../access/state.ts';
import type { Context } from '../kernel/context.ts';
import { members } from '../model/member.ts';
import { getOrganization, scimSettingsOf } from '../model/organization.ts';
import { operate } from '../operation/operate.ts';

const chunkSize = 100;

/** How many there are. @param limit where counting stops */
export async function countToReread(orgId: string, limit?: number): Promise<number> {
  if (!scimSettingsOf(await getOrganization(orgId)).rolesEnabled) return 0;
  return tenant(orgId).count(members, { hasIdleRoles: true }, limit);
}

/** Reads those of the next chunk, in order of ids. @returns their ids; none: nobody is left, or roles give nothing here */
export async function rereadRoles(context: Context, orgId: string, after: string): Promise<readonly string[]> {
  if (!scimSettingsOf(await getOrganization(orgId)).rolesEnabled) return [];
  const found = await tenant(orgId).find(
    members,
    { hasIdleRoles: true, _id: { $gt: after } },
    { projection: { _id: 1 }, sort: { _id: 1 }, limit: chunkSize },
  );
  const ids = found.map(({ _id }) => _id);
  if (ids.length === 0) return [];
  return operate(orgId, context, {
    load: () => loadAccess(orgId, ids),
    decide: (access, draft) => {
      const changes = [...access.members.values()].flatMap(({ member, grants }) => {
        const next = withRoleGrants(access, member, grants, draft.now);
        return next === grants ? [] : [{ memberId: member._id, status: member.status, grants: next }];
      });
      // Nobody is there to be told no.
      decideAccess(draft, access, keepLastAdmin(draft, access, changes));
      return ids;
    },
  });
}
