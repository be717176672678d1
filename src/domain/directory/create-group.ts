/** A directory pushes a group: the group, its members, the mapping of its name, and the access that follows, at once. */
import { newId } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import { loadAwaiting } from '../access/grants/group-grants.ts';
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
import {
  displayNameTaken,
  draftGroupMembers,
  findMentioned,
  inChunks,
  loadGroupAccess,
  resolveMembers,
} from './group-state.ts';
import type { ListedGroupMember } from './list-groups.ts';

/**
 * Creates a group with these members (ids of users or groups of the organization). Members beyond the first
 * `groupMembersPerCommit` are added in further commits; an unknown one is refused before the first.
 * @throws DomainError conflict/uniqueness when the name is taken, invalid/unknown_member, conflict/last_admin
 */
export async function createGroup(
  context: Context,
  orgId: string,
  content: GroupContent,
  memberIds: readonly string[],
): Promise<CreatedGroup> {
  const [first = [], ...rest] = inChunks([...new Set(memberIds)]);
  for (const chunk of rest) await resolveMembers(orgId, chunk);
  const created = await createOnce(context, orgId, content, first);
  const { group } = created;
  let { totals } = created;
  for (const values of rest)
    ({ totals } = await changeGroup(context, orgId, group._id, { members: [{ kind: 'add', values }] }));
  return rest.length === 0 ? created : { group, totals };
}

/** `members` in order of their ids; absent where there are more than one commit takes. */
export type CreatedGroup = ListedGroup & { readonly members?: readonly ListedGroupMember[] };

function createOnce(
  context: Context,
  orgId: string,
  content: GroupContent,
  memberIds: readonly string[],
): Promise<CreatedGroup> {
  const groupId = newId();
  return operate(orgId, context, {
    load: async () => {
      const rows = await findMentioned(orgId, memberIds);
      const added = await resolveMembers(orgId, memberIds, rows);
      const ofType = (wanted: 'User' | 'Group') =>
        added.filter(({ type }) => type === wanted).map(({ memberId }) => memberId);
      const [holder, loaded] = await Promise.all([
        tenant(orgId).findOne(groups, { nameKey: foldName(content.displayName) }),
        loadGroupAccess(orgId, groupId, ofType('User'), ofType('Group'), [], { rows }),
      ]);
      // After the names: whoever makes a mapping wait changes what names mean.
      const awaiting = await loadAwaiting(orgId, foldName(content.displayName));
      return { holder, added, loaded, awaiting };
    },
    decide: ({ holder, added, loaded, awaiting }, draft) => {
      if (holder) throw displayNameTaken(content.displayName);
      const named = { _id: groupId, displayName: content.displayName, createdAt: draft.now };
      const mapping = mapGroup(named, [], awaiting, loaded.access, draft.now);
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
        after: { displayName: group.displayName, mapping: mapping.state, members: added.length },
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
      count(draft, orgId, 'groups', 1);
      const members = added.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
      return { group, totals: { version: 1, members: delta, touchedAt: draft.now }, members };
    },
  });
}
