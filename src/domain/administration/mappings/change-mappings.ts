/** Admins map groups by hand: for groups of the directory, and for those that it has not pushed yet. */
import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { loadAwaiting, lowestPriority } from '../../access/grants/group-grants.ts';
import { explicitRows, type MappingChange } from '../../access/mapping/explicit-mapping.ts';
import { draftRows, mapGroup } from '../../access/mapping/map-group.ts';
import { loadAccess } from '../../access/state.ts';
import { draftRemap, type GroupToMap, loadGroupToMap } from '../../directory/remap-group.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { groups, isMadeByAdmins } from '../../model/group.ts';
import { type MappingDocument, mappings } from '../../model/mapping.ts';
import { draftJob } from '../../operation/draft-job.ts';
import { changeNames, loadNameReads } from '../../operation/names.ts';
import { newDraft, operate } from '../../operation/operate.ts';

/** A group of the organization, or the name of one that may yet come. */
export type GroupChoice = { readonly id: string } | { readonly displayName: string };

/**
 * Maps a group explicitly, which beats its name. A name that no group has yet waits for the directory to push it. A
 * mapping without a priority comes after those there are.
 * @returns the id of the mapping
 * @throws DomainError not_found for a group, workspace or role that this organization does not have; invalid;
 *   conflict/uniqueness when the group is mapped already; conflict/last_admin
 */
export function createMapping(
  context: Context,
  orgId: string,
  choice: GroupChoice,
  order: MappingChange,
): Promise<string> {
  const setId = newId();
  return operate(orgId, context, {
    load: async () => {
      // Before the groups: who creates or renames one decides by what names mean.
      const nameReads = await loadNameReads(orgId);
      const found = await findChosen(orgId, choice);
      const state = found === null ? null : await loadGroupToMap(orgId, found);
      const access = state?.loaded.access ?? (await loadAccess(orgId, []));
      const awaiting = 'id' in choice ? [] : await loadAwaiting(orgId, foldName(choice.displayName));
      return { nameReads, state, access, awaiting, lowest: (await lowestPriority(orgId)) + 1 };
    },
    decide: ({ nameReads, state, access, awaiting, lowest }, draft) => {
      const createdAt = draft.now;
      if (state) {
        const { group, present } = state;
        if (isMadeByAdmins(group)) throw madeByAdmins(group.displayName);
        if (present.some(({ kind }) => kind === 'explicit')) throw mappedAlready(group.displayName);
        const head = { setId, groupId: group._id, awaits: null, groupCreatedAt: group.createdAt, createdAt };
        const rows = explicitRows(head, [], order, access, lowest);
        draftRemap(draft, context, state, mapGroup(group, [...present, ...rows], [], access, draft.now));
        return setId;
      }
      if ('id' in choice) throw new DomainError('not_found', 'group_not_found', 'There is no such group.', '/group/id');
      const name = choice.displayName;
      if (awaiting.length > 0) throw mappedAlready(name);
      const head = {
        setId,
        groupId: setId,
        awaits: { name, key: foldName(name) },
        groupCreatedAt: createdAt,
        createdAt,
      };
      draftRows(draft, [], explicitRows(head, [], order, access, lowest));
      changeNames(draft, access.organization, nameReads);
      return setId;
    },
  });
}

async function findChosen(orgId: string, choice: GroupChoice): Promise<string | null> {
  if ('id' in choice) return choice.id;
  const group = await tenant(orgId).findOne(groups, { nameKey: foldName(choice.displayName) });
  return group?._id ?? null;
}

function madeByAdmins(name: string): DomainError {
  return new DomainError(
    'conflict',
    'made_by_admins',
    `Admins made group "${name}": change the group itself to say what it gives (PATCH /organizations/{org}/groups/{group}).`,
    '/group',
  );
}

function mappedAlready(name: string): DomainError {
  return new DomainError('conflict', 'uniqueness', `Group "${name}" has a mapping already: change that one.`, '/group');
}

/** @throws DomainError not_found, invalid, conflict/last_admin */
export function changeMapping(context: Context, orgId: string, setId: string, change: MappingChange): Promise<void> {
  return operate(orgId, context, {
    load: () => loadSet(orgId, setId),
    decide: ({ rows, first, state, access, nameReads }, draft) => {
      const { groupId, awaits, groupCreatedAt, createdAt } = first;
      const head = { setId, groupId, awaits, groupCreatedAt, createdAt };
      const next = explicitRows(head, rows, change, access, first.priority ?? 1);
      if (state) draftRemap(draft, context, state, mapGroup(state.group, next, [], access, draft.now));
      else {
        draftRows(draft, rows, next);
        changeNames(draft, access.organization, nameReads);
      }
    },
  });
}

/**
 * Deletes a mapping: the group has what its name gives by the convention again.
 * @param onDelete `remove`: what it gave goes with it. `keep`: whoever is in the group now, directly or through nesting,
 *   keeps it as a `manual` grant, which decides where no group and no override does.
 * @returns the id of the job that keeps it for the members of a large group and deletes the mapping last; null: done
 * @throws DomainError not_found, conflict/last_admin
 */
export function deleteMapping(
  context: Context,
  orgId: string,
  setId: string,
  onDelete: 'keep' | 'remove',
): Promise<string | null> {
  return operate(orgId, context, {
    load: () => loadSet(orgId, setId),
    decide: ({ rows, state, access, nameReads }, draft) => {
      if (!state) {
        draftRows(draft, rows, []);
        changeNames(draft, access.organization, nameReads);
        return null;
      }
      const rest = state.present.filter((row) => row.setId !== setId);
      const next = mapGroup(state.group, rest, state.awaiting, access, draft.now);
      if (onDelete === 'keep' && state.loaded.deferred) {
        // What would be refused is refused now: nobody waits for the job.
        draftRemap(newDraft(), context, state, next, rows);
        const reason = `what the mapping of group "${state.group.displayName}" gave is kept for its members`;
        return draftJob(draft, context, orgId, { kind: 'release-mapping', reason, mappingId: setId });
      }
      draftRemap(draft, context, state, next, onDelete === 'keep' ? rows : []);
      return null;
    },
  });
}

type LoadedSet = {
  readonly rows: readonly MappingDocument[];
  readonly first: MappingDocument;
  /** null: it waits for its group. */
  readonly state: GroupToMap | null;
  readonly access: GroupToMap['loaded']['access'];
  readonly nameReads: Awaited<ReturnType<typeof loadNameReads>>;
};

async function loadSet(orgId: string, setId: string): Promise<LoadedSet> {
  const nameReads = await loadNameReads(orgId);
  const [first, ...more] = await loadMappingRows(orgId, setId);
  // What a group gives that admins made is changed with the group.
  if (!first || isMadeByAdmins(first))
    throw new DomainError('not_found', 'mapping_not_found', 'There is no such mapping.');
  const state = first.awaits ? null : await loadGroupToMap(orgId, first.groupId);
  // Of a group, the rows that its stripes cover.
  const rows = state ? state.present.filter((row) => row.setId === setId) : [first, ...more];
  return { rows, first, state, access: state?.loaded.access ?? (await loadAccess(orgId, [])), nameReads };
}

/** The rows of one explicit mapping; none: there is no such mapping. */
export function loadMappingRows(orgId: string, setId: string): Promise<MappingDocument[]> {
  return tenant(orgId).find(mappings, { setId }, { sort: { _id: 1 } });
}
