/**
 * What becomes of a member's grants by held changes: while it is undecided they stay held, approval drops them, rejection
 * makes them the member's own. Used by the decision itself, and for members that a large change has not reached yet.
 */
import { tenant } from '../../../storage/tenant.ts';
import { systemContext } from '../../kernel/context.ts';
import type { GrantDocument } from '../../model/grant.ts';
import { type HeldChangeDocument, heldChanges } from '../../model/held-change.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import type { MemberSummary } from '../../model/member.ts';
import type { AccessRules } from './effective.ts';
import { byGroup, withGroupGrants } from './group-grants.ts';
import { withKept } from './keep-roles.ts';
import { lostGrants } from './losses.ts';

type Present = { readonly member: MemberSummary; readonly stored: readonly GrantDocument[] };

/** The held changes that have a say in the access of these members, who are behind. */
export function loadHolds(orgId: string, rows: readonly Present[]): Promise<HeldChangeDocument[]> {
  const marked = rows.flatMap(({ stored }) => stored.flatMap(({ heldBy }) => heldBy ?? []));
  const oldest = rows.reduce((least, { member }) => Math.min(least, member.accessEpoch), Number.POSITIVE_INFINITY);
  return tenant(orgId).find(
    heldChanges,
    { $or: [{ _id: { $in: [...new Set(marked)] } }, { deferredEpoch: { $gt: oldest } }] },
    { sort: { _id: 1 } },
  );
}

/**
 * The grants of a member that is behind, with what held changes keep of those that its groups do not give any more.
 * @param today what its groups and their mappings give now, held grants that are stored included
 */
export function withHolds(
  holds: readonly HeldChangeDocument[],
  { member, stored }: Present,
  today: readonly GrantDocument[],
  given: { readonly groupIds: ReadonlySet<string>; readonly mappings: ReadonlyMap<string, readonly MappingDocument[]> },
  rules: AccessRules,
  at: Date,
): GrantDocument[] {
  const held = member.status === 'active' ? heldOnTheWay() : [];
  return holds.reduce<GrantDocument[]>(
    (grants, hold) => settled(grants, hold, rules, at),
    [...today, ...held],
  );

  /** What the member would lose only now, as it had it when the change was made. */
  function heldOnTheWay(): GrantDocument[] {
    const due = holds.flatMap(({ _id, deferred }) =>
      deferred
        .filter(({ accessEpoch, groupId }) => member.accessEpoch < accessEpoch && member.groupIds.includes(groupId))
        .flatMap(({ mappings }) => mappings.map((mapping) => ({ heldBy: _id, mapping }))),
    );
    if (due.length === 0) return [];
    const heldByOf = new Map<string | null, string>(due.map(({ heldBy, mapping }) => [mapping._id, heldBy]));
    // Each once: others may still have by another group what this member has lost.
    const all = [...[...given.mappings.values()].flat(), ...due.map(({ mapping }) => mapping)];
    const then = byGroup([...new Map(all.map((mapping) => [mapping._id, mapping])).values()]);
    const groupIds = new Set([...given.groupIds, ...due.map(({ mapping }) => mapping.groupId)]);
    const before = withGroupGrants(member.orgId, member._id, stored, groupIds, then, at);
    return lostGrants(before, today, rules, at).flatMap((grant) => {
      const heldBy = heldByOf.get(grant.mappingId);
      return heldBy === undefined ? [] : [{ ...grant, heldBy }];
    });
  }
}

/** The grants after what was decided about a held change; the same while it is pending. */
export function settled(
  grants: readonly GrantDocument[],
  { _id, status, groupName, decidedBy }: HeldChangeDocument,
  rules: Pick<AccessRules, 'precedence' | 'customRoles'>,
  at: Date,
): GrantDocument[] {
  if (status === 'pending') return [...grants];
  const rest = grants.filter(({ heldBy }) => heldBy !== _id);
  const held = grants.filter(({ heldBy }) => heldBy === _id);
  if (status !== 'rejected' || held.length === 0) return rest;
  const [{ orgId, memberId }] = held as [GrantDocument];
  const by = {
    actor: decidedBy ?? systemContext.actor,
    reason: `kept when a change of group "${groupName}" was rejected`,
  };
  return withKept({ orgId, memberId, at, ...by }, rest, held, rules);
}
