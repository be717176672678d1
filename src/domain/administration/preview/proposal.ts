/** What previews of changes of groups have in common. */
import { tenant } from '../../../storage/tenant.ts';
import { byGroup, type NestingEdge, withAncestors, withGroupGrants } from '../../access/grants/group-grants.ts';
import { withKeptRoles } from '../../access/grants/keep-roles.ts';
import { withRoleGrants } from '../../access/grants/role-grants.ts';
import type { NamesState } from '../../access/mapping/map-group.ts';
import { rulesOf } from '../../access/state.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type GroupDocument, type GroupMaker, groups, groupsOf as madeByThem } from '../../model/group.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { directGroupsOf, type MemberSummary } from '../../model/member.ts';
import type { Proposal } from './preview.ts';

export type State = NamesState & {
  readonly nesting: readonly NestingEdge[];
  readonly mappings: readonly MappingDocument[];
  readonly at: Date;
};

/** What becomes of one group: its mappings, and those that go but whose roles its members keep. */
export type Regrouped = {
  readonly groupId: string;
  readonly rows: readonly MappingDocument[];
  readonly kept?: readonly MappingDocument[];
};

/** @param groupsOf the groups that a member would be in directly */
export function proposal(
  context: Context,
  state: State,
  changed: readonly Regrouped[],
  groupsOf: (member: MemberSummary) => readonly string[] = directGroupsOf,
): Omit<Proposal, 'memberIds'> {
  const { organization, nesting, at } = state;
  const mappingsOf = byGroup(state.mappings);
  for (const { groupId, rows } of changed) mappingsOf.set(groupId, [...rows]);
  const kept = new Map(changed.flatMap(({ groupId, kept: rows = [] }) => (rows.length > 0 ? [[groupId, rows]] : [])));
  return {
    rules: rulesOf(state),
    adminsMustStay: false,
    permissions: null,
    grantsOf: ({ member, grants }) => {
      const memberId = member._id;
      const all = withAncestors(groupsOf(member), nesting);
      const named = withRoleGrants(state, member, grants, at);
      const given = withGroupGrants(organization._id, memberId, named, all, mappingsOf, at);
      const keeps = [...kept].flatMap(([groupId, rows]) => (all.has(groupId) ? rows : []));
      const of = { orgId: organization._id, memberId, at, context };
      return withKeptRoles(of, given, keeps, rulesOf(state));
    },
  };
}

export function rowsOfGroup({ mappings }: State, groupId: string): MappingDocument[] {
  return mappings.filter((row) => row.groupId === groupId);
}

/** Of explicit mappings, the number that comes last. */
export function lowestPriority({ mappings }: State): number {
  return Math.max(0, ...mappings.map(({ priority }) => priority ?? 0));
}

export async function findGroup(
  orgId: string,
  groupId: string,
  at: string,
  maker?: GroupMaker,
): Promise<GroupDocument> {
  const group = await tenant(orgId).findOne(groups, { _id: groupId, ...(maker && madeByThem(maker)) });
  if (!group) throw new DomainError('not_found', 'group_not_found', 'There is no such group.', at);
  return group;
}
