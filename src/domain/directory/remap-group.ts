/** What a group gives changes without the directory: its name is read again, or an admin maps it. */

import { isDeepStrictEqual } from 'node:util';
import { tenant } from '../../storage/tenant.ts';
import { loadAwaiting, loadNesting, withDescendants } from '../access/grants/group-grants.ts';
import { draftMapping, type GroupMapping, mapGroup } from '../access/mapping/map-group.ts';
import type { Context } from '../kernel/context.ts';
import { type GroupDocument, type GroupStripeDocument, groups } from '../model/group.ts';
import type { MappingDocument } from '../model/mapping.ts';
import { loadStripes, touchGroup } from '../operation/group-stripes.ts';
import { assertNames } from '../operation/names.ts';
import { type Draft, operate } from '../operation/operate.ts';
import { draftGroupMembers, type GroupAccess, loadGroupAccess, usersOf } from './group-state.ts';

/** A group with everything that a change of what it gives concerns. */
export type GroupToMap = {
  readonly stripes: readonly GroupStripeDocument[];
  readonly group: GroupDocument;
  readonly loaded: GroupAccess;
  /** The mappings it has. */
  readonly present: readonly MappingDocument[];
  /** The mapping that waits for a group of its name; without effect while it has an explicit one. */
  readonly awaiting: readonly MappingDocument[];
};

/** null: there is no such group, whoever made it. */
export async function loadGroupToMap(orgId: string, groupId: string): Promise<GroupToMap | null> {
  const stripes = await loadStripes(orgId, groupId);
  const group = await tenant(orgId).findOne(groups, { _id: groupId });
  if (!group) return null;
  const below = [...withDescendants([groupId], await loadNesting(orgId))];
  const nested = below.filter((id) => id !== groupId);
  const loaded = await loadGroupAccess(orgId, groupId, [], nested, await usersOf(orgId, below));
  const present = loaded.mappings.filter((mapping) => mapping.groupId === groupId);
  return { stripes, group, loaded, present, awaiting: await loadAwaiting(orgId, group.nameKey) };
}

/**
 * Drafts that the group has these mappings, and all that follows for its members. Nothing when nothing changes.
 * @param kept mappings that go, but what they gave the present members stays theirs as grants of their own
 */
export function draftRemap(
  draft: Draft,
  context: Context,
  { stripes, group, loaded, present }: GroupToMap,
  next: GroupMapping,
  kept: readonly MappingDocument[] = [],
): void {
  if (isDeepStrictEqual(next.state, group.mapping) && isDeepStrictEqual(byId(next.mappings), byId(present))) return;
  draft.update(groups, group._id, { mapping: next.state }, { nameKey: group.nameKey });
  if (!isDeepStrictEqual(next.state, group.mapping))
    draft.event({
      type: 'group.mapping_changed',
      subject: { groupId: group._id },
      before: { mapping: group.mapping },
      after: { mapping: next.state },
    });
  assertNames(draft, loaded.access.organization);
  draftMapping(draft, group, present, next);
  draftGroupMembers(draft, context, group, loaded, { added: [], removed: [] }, next.mappings, { kept });
  touchGroup(draft, stripes, 0, 'version');
}

function byId(rows: readonly MappingDocument[]): MappingDocument[] {
  return rows.toSorted((a, b) => (a._id < b._id ? -1 : 1));
}

/** Maps the group by its present name and gives its members what follows. Changes nothing when nothing changed. */
export function remapGroup(context: Context, orgId: string, groupId: string): Promise<void> {
  return operate(orgId, context, {
    load: () => loadGroupToMap(orgId, groupId),
    decide: (state, draft) => {
      if (!state) return;
      const { group, present, awaiting, loaded } = state;
      draftRemap(draft, context, state, mapGroup(group, present, awaiting, loaded.access, draft.now));
    },
  });
}
