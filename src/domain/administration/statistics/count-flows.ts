/** Of how many people a group, or something else, decides the role in a workspace. */
import { tenant } from '../../../storage/tenant.ts';
import { upToDate } from '../../access/count-access.ts';
import { outdatedAccess } from '../../access/outdated-access.ts';
import { groupSources } from '../../model/grant.ts';
import { type MembershipDocument, memberships } from '../../model/membership.ts';
import type { RoleId } from '../../model/role.ts';

/**
 * Active people with one role in one workspace, by one thing that counts. Somebody is in two flows into a workspace only
 * where all that is given there counts (A13).
 */
export type AccessFlow = {
  readonly workspaceId: string;
  readonly role: RoleId;
  readonly source: MembershipDocument['source'];
  /** Of the grant of a group, of the directory or made by admins. */
  readonly groupId: string | null;
  readonly mappingId: string | null;
  readonly people: number;
  /** Of these, by what decides which role is shown: each person is counted so once in a workspace. */
  readonly shown: number;
};

type FlowKey = Pick<MembershipDocument, 'workspaceId' | 'role' | 'source' | 'groupId' | 'mappingId'>;

/** @returns `counting`: a large change is being stored, so that the numbers still move */
export async function countFlows(orgId: string): Promise<{ flows: AccessFlow[]; counting: boolean }> {
  const outdated = await outdatedAccess(orgId);
  const counted = { $group: { _id: everyOf(''), people: { $sum: 1 } } };
  const ofAlso = { $group: { _id: { ...everyOf('also.'), workspaceId: '$workspaceId' }, people: { $sum: 1 } } };
  const inAlso = { 'also.source': { $type: 'string' }, ...upToDate(outdated) } as const;
  const [stored, besides] = await Promise.all([
    // From the index alone.
    tenant(orgId).aggregate<Counted>(memberships, [{ $match: upToDate(outdated) }, counted]),
    outdated.combines
      ? tenant(orgId).aggregate<Counted>(memberships, [{ $match: inAlso }, { $unwind: '$also' }, ofAlso])
      : [],
  ]);
  const computed = [...outdated.access.values()].flat().flatMap(({ winner, others, ...access }) => {
    const { groupId, mappingId } = winner ?? noGroup;
    const { workspaceId } = access;
    const besides = others.flatMap(({ role, ...grant }) => (role === null ? [] : { ...grant, role, workspaceId }));
    return [flowOf({ ...access, groupId, mappingId }, 1, 1), ...besides.map((key) => flowOf(key, 1, 0))];
  });
  const flows = [
    ...stored.map(({ _id, people }) => flowOf(_id, people, people)),
    ...besides.map(({ _id, people }) => flowOf(_id, people, 0)),
    ...computed,
  ];
  return { flows, counting: outdated.counting };
}

type Counted = { readonly _id: FlowKey; readonly people: number };

function everyOf(within: '' | 'also.') {
  const fields: readonly (keyof FlowKey)[] = ['workspaceId', 'role', 'source', 'groupId', 'mappingId'];
  return Object.fromEntries(fields.map((field) => [field, `$${within}${field}`]));
}

const noGroup = { groupId: null, mappingId: null };

function flowOf({ workspaceId, role, source, ...given }: FlowKey, people: number, shown: number): AccessFlow {
  const { groupId = null, mappingId = null } =
    source !== 'organization-admin' && groupSources.includes(source) ? given : noGroup;
  return { workspaceId, role, source, groupId, mappingId, people, shown };
}
