/**
 * A directory pushes a group, or an admin makes one: the group, its members, the mapping of its name or by the admin's word,
 * and the access that follows, at once.
 */
import { newId } from '../../storage/collection.ts';
import { beginPart } from '../../storage/patience.ts';
import { tenant } from '../../storage/tenant.ts';
import { loadAwaiting, lowestPriority } from '../access/grants/group-grants.ts';
import { explicitRows, type MappingChange, newSetOf, refuseAwaited } from '../access/mapping/explicit-mapping.ts';
import { draftMapping, mapGroup } from '../access/mapping/map-group.ts';
import type { Context } from '../kernel/context.ts';
import { foldName } from '../kernel/fold-name.ts';
import { allStripes } from '../kernel/stripe.ts';
import { type GroupDocument, groupStripes, groups, stripeId } from '../model/group.ts';
import type { GroupContent } from '../model/user-content.ts';
import { count } from '../operation/counter.ts';
import type { ListedGroup } from '../operation/group-stripes.ts';
import { assertNames } from '../operation/names.ts';
import { operate } from '../operation/operate.ts';
import { changeGroup } from './change-group.ts';
import { displayNameTaken, draftGroupMembers, inChunks, loadGroupAccess } from './group-state.ts';
import type { ListedGroupMember } from './list-groups.ts';
import { findMentioned, resolveMembers } from './resolve-members.ts';

/**
 * Creates a group with these members (ids of users or groups of the organization). Members beyond the first
 * `groupMembersPerCommit` are added in further commits; an unknown one is refused before the first.
 * @param order what a group gives that an admin makes; null: a directory pushes it
 * @throws DomainError conflict/uniqueness when the name is taken, conflict/mapping_waits, conflict/last_admin, as
 *   `resolveMembers` and `explicitRows`
 */
export async function createGroup(
  context: Context,
  orgId: string,
  content: GroupContent,
  memberIds: readonly string[],
  order: MappingChange | null = null,
): Promise<CreatedGroup> {
  const maker = order === null ? 'directory' : 'admin';
  const [first = [], ...rest] = inChunks([...new Set(memberIds)]);
  for (const chunk of rest) await resolveMembers(orgId, chunk, maker);
  const created = await createOnce(context, orgId, content, first, order);
  const { group } = created;
  let { totals } = created;
  for (const values of rest) {
    beginPart();
    const change = { members: [{ kind: 'add', values }] } as const;
    ({ totals } = await changeGroup(context, orgId, group._id, change, undefined, maker));
  }
  return rest.length === 0 ? created : { group, totals };
}

/** `members` in order of their ids; absent where there are more than one commit takes. */
export type CreatedGroup = ListedGroup & { readonly members?: readonly ListedGroupMember[] };

function createOnce(
  context: Context,
  orgId: string,
  content: GroupContent,
  memberIds: readonly string[],
  order: MappingChange | null,
): Promise<CreatedGroup> {
  const groupId = newId();
  const madeBy = order === null ? 'directory' : 'admin';
  return operate(orgId, context, {
    load: async () => {
      const rows = await findMentioned(orgId, memberIds);
      const added = await resolveMembers(orgId, memberIds, madeBy, rows);
      const ofType = (wanted: 'User' | 'Group') =>
        added.filter(({ type }) => type === wanted).map(({ memberId }) => memberId);
      const [holder, loaded] = await Promise.all([
        tenant(orgId).findOne(groups, { nameKey: foldName(content.displayName) }),
        loadGroupAccess(orgId, groupId, ofType('User'), ofType('Group'), [], { rows }),
      ]);
      // After the names: whoever makes a mapping wait changes what names mean.
      const awaiting = await loadAwaiting(orgId, foldName(content.displayName));
      const lowest = order === null ? 0 : (await lowestPriority(orgId)) + 1;
      return { holder, added, loaded, awaiting, lowest };
    },
    decide: ({ holder, added, loaded, awaiting, lowest }, draft) => {
      if (holder) throw displayNameTaken(content.displayName, holder);
      const named = { _id: groupId, displayName: content.displayName, createdAt: draft.now, madeBy } as const;
      if (order) refuseAwaited(content.displayName, awaiting);
      const rows = order ? explicitRows(newSetOf(named, draft.now), [], order, loaded.access, lowest) : [];
      const mapping = mapGroup(named, rows, awaiting, loaded.access, draft.now);
      const group: GroupDocument = {
        ...named,
        orgId,
        nameKey: foldName(content.displayName),
        externalId: content.externalId,
        resource: content.resource,
        search: content.search,
        mapping: mapping.state,
        updatedAt: draft.now,
      };
      draft.insert(groups, group);
      assertNames(draft, loaded.access.organization);
      draft.event({
        type: 'group.created',
        subject: { groupId },
        after: { displayName: group.displayName, madeBy, mapping: mapping.state, members: added.length },
      });
      draftMapping(draft, group, [], mapping);
      const delta = draftGroupMembers(draft, context, group, loaded, { added, removed: [] }, mapping.mappings);
      for (const stripe of allStripes)
        draft.insert(groupStripes, {
          _id: stripeId(groupId, stripe),
          orgId,
          groupId,
          stripe,
          accessRevision: 0,
          version: stripe === draft.stripe ? 1 : 0,
          members: stripe === draft.stripe ? delta : 0,
          touchedAt: draft.now,
        });
      // Of the groups that SCIM shows.
      if (madeBy === 'directory') count(draft, orgId, 'groups', 1);
      const members = added.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
      return { group, totals: { version: 1, members: delta, touchedAt: draft.now }, members };
    },
  });
}
