/** Reads a group's name again after workspaces, roles or the convention changed. */

import { isDeepStrictEqual } from 'node:util';
import { tenant } from '../../storage/tenant.ts';
import { loadNesting, withDescendants } from '../access/group-grants.ts';
import { draftMapping, mapGroup } from '../access/map-group.ts';
import type { Context } from '../context.ts';
import { operate } from '../operation.ts';
import { assertNames } from '../organizations/names.ts';
import { type GroupDocument, groups } from './group.ts';
import { draftLinks, loadGroupAccess, loadStripes, touchGroup, usersOf } from './group-state.ts';

/** Maps the group by its present name and gives its members what follows. Changes nothing when nothing changed. */
export function remapGroup(context: Context, orgId: string, groupId: string): Promise<void> {
  return operate(orgId, context, {
    load: async () => {
      const stripes = await loadStripes(orgId, groupId);
      const group: GroupDocument | null = await tenant(orgId).findOne(groups, { _id: groupId });
      const below = [...withDescendants([groupId], await loadNesting(orgId))];
      const nested = below.filter((id) => id !== groupId);
      return { stripes, group, loaded: await loadGroupAccess(orgId, groupId, [], nested, await usersOf(orgId, below)) };
    },
    decide: ({ stripes, group, loaded }, draft) => {
      if (!group) return;
      const present = loaded.mappings.filter((mapping) => mapping.groupId === groupId);
      const next = mapGroup(group, present, loaded.access, draft.now);
      if (isDeepStrictEqual(next.state, group.mapping) && isDeepStrictEqual(next.mappings, present)) return;
      draft.update(groups, groupId, { mapping: next.state }, { nameKey: group.nameKey });
      draft.event({
        type: 'group.mapping_changed',
        subject: { groupId },
        before: { mapping: group.mapping },
        after: { mapping: next.state },
      });
      assertNames(draft, loaded.access.organization);
      draftMapping(draft, group, present, next);
      draftLinks(draft, context, group, loaded, { added: [], removed: [] }, next.mappings);
      touchGroup(draft, stripes, 0, 'version');
    },
  });
}
