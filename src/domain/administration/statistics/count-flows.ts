/** Of how many people a group, or something else, decides the role in a workspace. */
import { tenant } from '../../../storage/tenant.ts';
import { upToDate } from '../../access/count-access.ts';
import { outdatedAccess } from '../../access/outdated-access.ts';
import { groupSources } from '../../model/grant.ts';
import { type MembershipDocument, memberships } from '../../model/membership.ts';
import type { RoleId } from '../../model/role.ts';

/** Active people with one role in one workspace, by one thing that won. Nobody is in two flows into a workspace. */
export type AccessFlow = {
  readonly workspaceId: string;
  readonly role: RoleId;
  readonly source: MembershipDocument['source'];
  /** Of the grant of a group, of the directory or made by admins. */
  readonly groupId: string | null;
  readonly mappingId: string | null;
  readonly people: number;
};

type FlowKey = Pick<MembershipDocument, 'workspaceId' | 'role' | 'source' | 'groupId' | 'mappingId'>;

/** @returns `counting`: a large change is being stored, so that the numbers still move */
export async function countFlows(orgId: string): Promise<{ flows: AccessFlow[]; counting: boolean }> {
  const outdated = await outdatedAccess(orgId);
  const stored = await tenant(orgId).aggregate<{ _id: FlowKey; people: number }>(memberships, [
    { $match: upToDate(outdated) },
    // From the index alone.
    { $group: { _id: everyOf('workspaceId', 'role', 'source', 'groupId', 'mappingId'), people: { $sum: 1 } } },
  ]);
  const computed = [...outdated.access.values()].flat().map(({ winner, ...access }) => {
    const { groupId, mappingId } = winner ?? noGroup;
    return flowOf({ ...access, groupId, mappingId }, 1);
  });
  return { flows: [...stored.map(({ _id, people }) => flowOf(_id, people)), ...computed], counting: outdated.counting };
}

function everyOf(...fields: readonly (keyof FlowKey)[]) {
  return Object.fromEntries(fields.map((field) => [field, `$${field}`]));
}

const noGroup = { groupId: null, mappingId: null };

function flowOf({ workspaceId, role, source, ...given }: FlowKey, people: number): AccessFlow {
  const { groupId = null, mappingId = null } =
    source !== 'organization-admin' && groupSources.includes(source) ? given : noGroup;
  return { workspaceId, role, source, groupId, mappingId, people };
}
