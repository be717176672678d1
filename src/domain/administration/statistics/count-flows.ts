/** Of how many people a group, or something else, decides the role in a workspace. */
import { tenant } from '../../../storage/tenant.ts';
import { upToDate } from '../../access/count-access.ts';
import { outdatedAccess } from '../../access/outdated-access.ts';
import { type MembershipDocument, memberships } from '../../model/membership.ts';
import type { RoleId } from '../../model/role.ts';

/** Active people with one role in one workspace, by one thing that won. Nobody is in two flows into a workspace. */
export type AccessFlow = {
  readonly workspaceId: string;
  readonly role: RoleId;
  readonly source: MembershipDocument['source'];
  /** Of a SCIM group's grant. */
  readonly groupId: string | null;
  readonly mappingId: string | null;
  readonly people: number;
};

type FlowKey = Omit<AccessFlow, 'people'>;

/** @returns `counting`: a large change is being stored, so that the numbers still move */
export async function countFlows(orgId: string): Promise<{ flows: AccessFlow[]; counting: boolean }> {
  const outdated = await outdatedAccess(orgId);
  const [others, ofGroups] = await Promise.all([
    countRows(orgId, [{ $match: { source: { $ne: 'scim-group' }, ...upToDate(outdated) } }], noGroup),
    countRows(orgId, withGroups(upToDate(outdated)), { groupId: '$groupId', mappingId: '$mappingId' }),
  ]);
  const computed = [...outdated.access.values()].flat().map(({ workspaceId, role, source, winner }) => {
    const { groupId, mappingId } = winner?.source === 'scim-group' ? winner : noGroup;
    return { workspaceId, role, source, groupId, mappingId, people: 1 };
  });
  return { flows: [...others, ...ofGroups, ...computed], counting: outdated.counting };
}

const noGroup = { groupId: null, mappingId: null };

/**
 * Memberships by SCIM groups with what their grants say. Put together by id in one pass over both collections: looking
 * up a grant for each membership takes the database many times as long.
 */
function withGroups(of: object): Stage[] {
  const grantRows = [
    { $match: { source: 'scim-group', workspaceId: { $type: 'string' } } },
    { $project: { groupId: 1, mappingId: 1 } },
  ];
  return [
    { $match: { source: 'scim-group', ...of } },
    { $project: { _id: '$grantId', workspaceId: 1, role: 1, source: 1 } },
    { $unionWith: { coll: 'grants', pipeline: grantRows } },
    { $group: { _id: '$_id', ...largestOf('workspaceId', 'role', 'source', 'groupId', 'mappingId') } },
    // A grant that has not won.
    { $match: { workspaceId: { $ne: null } } },
  ];
}

/** Of each field the value that is there: in one of the two rows it is missing. */
function largestOf(...fields: readonly string[]) {
  return Object.fromEntries(fields.map((field) => [field, { $max: `$${field}` }]));
}

type Stage = Record<string, unknown>;

async function countRows(orgId: string, stages: Stage[], by: object): Promise<AccessFlow[]> {
  const rows = await tenant(orgId).aggregate<{
    _id: FlowKey;
    people: number;
  }>(memberships, [
    ...stages,
    {
      $group: { _id: { workspaceId: '$workspaceId', role: '$role', source: '$source', ...by }, people: { $sum: 1 } },
    },
  ]);
  return rows.map(({ _id, people }) => ({ ..._id, people }));
}
