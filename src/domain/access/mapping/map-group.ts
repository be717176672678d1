/** Which mappings a group has: explicit ones, else what its name gives by the convention, with names resolved to ids. */

import { isDeepStrictEqual } from 'node:util';
import { newId } from '../../../storage/collection.ts';
import { type GroupMappingState, isMadeByAdmins, type Made } from '../../model/group.ts';
import { isWaiting, type MappingDocument, mappings } from '../../model/mapping.ts';
import { isOrganizationAdmin, workspaceRoles } from '../../model/role.ts';
import type { Draft } from '../../operation/operate.ts';
import type { AccessState } from '../state.ts';
import { contentOf } from './mapping-content.ts';
import { type ConventionMatch, readGroupName } from './naming-convention.ts';

type GroupName = Made & { readonly _id: string; readonly displayName: string; readonly createdAt: Date };

/** What names mean in an organization. */
export type NamesState = Pick<AccessState, 'organization' | 'workspaces' | 'customRoles'>;

export type GroupMapping = {
  readonly state: GroupMappingState;
  readonly mappings: readonly MappingDocument[];
  /** Rows that waited for a group of this name; they are in `mappings` now, bound to it. */
  readonly taken: readonly MappingDocument[];
};

/**
 * The group's mappings, after it was named so or after its explicit mapping changed. Explicit ones, where there are
 * any, beat the convention and stay; else the mapping that waits for this name is bound; else the name is read. The name of a
 * group that admins made says nothing, and nothing waits for it: it gives what its explicit mapping gives, or nothing.
 * @param present the mappings that the group has; those that are still right keep their ids
 * @param awaiting the mapping that waits for a group of this name
 */
export function mapGroup(
  group: GroupName,
  present: readonly MappingDocument[],
  awaiting: readonly MappingDocument[],
  state: NamesState,
  at: Date,
): GroupMapping {
  const explicit = present.filter(({ kind }) => kind === 'explicit');
  if (explicit.length > 0 || isMadeByAdmins(group))
    return { state: { state: 'explicit' }, mappings: explicit, taken: [] };
  if (awaiting.length > 0)
    return { state: { state: 'explicit' }, mappings: awaiting.map((row) => bound(row, group)), taken: awaiting };
  return { ...byConvention(group, present, state, at), taken: [] };
}

/** With an id of its own, so that a row of the convention can make way for it in the same commit. */
function bound(row: MappingDocument, { _id, createdAt }: GroupName): MappingDocument {
  return { ...row, _id: newId(), groupId: _id, groupCreatedAt: createdAt, awaits: null };
}

function byConvention(
  group: GroupName,
  present: readonly MappingDocument[],
  state: NamesState,
  at: Date,
): Pick<GroupMapping, 'state' | 'mappings'> {
  if (!state.organization.scim.conventionEnabled)
    return { state: { state: 'unmatched', reason: 'not_in_the_convention' }, mappings: [] };
  const match = readName(group.displayName, state);
  if ('unmatched' in match) return { state: { state: 'unmatched', reason: match.unmatched }, mappings: [] };
  const { target } = match;
  const same = present.find(
    ({ kind, workspaceId, workspaceRole, organizationRole }) =>
      kind === 'convention' &&
      workspaceId === target.workspaceId &&
      workspaceRole === target.workspaceRole &&
      organizationRole === target.organizationRole,
  );
  const mapping: MappingDocument = same ?? {
    _id: newId(),
    orgId: state.organization._id,
    kind: 'convention',
    setId: null,
    groupId: group._id,
    awaits: null,
    groupCreatedAt: group.createdAt,
    ...target,
    priority: null,
    createdAt: at,
  };
  return { state: { state: 'convention' }, mappings: [mapping] };
}

/** Reads a group's name by the convention of the organization, whether it is switched on or not. */
export function readName(displayName: string, { organization, ...named }: NamesState): ConventionMatch {
  const { workspaces, roles } = namesOf(named);
  return readGroupName(displayName, organization.scim, workspaces, roles);
}

/** Workspaces and workspace roles, built-in and custom, as the convention reads them. */
export function namesOf({ workspaces, customRoles }: Pick<NamesState, 'workspaces' | 'customRoles'>) {
  return {
    workspaces: workspaces.map(({ _id, name }) => ({ id: _id, name })),
    roles: [
      ...workspaceRoles.map((name) => ({ id: name as string, name: name as string })),
      ...customRoles.map(({ _id, name }) => ({ id: _id, name })),
    ],
  };
}

/** Drafts the difference in mapping rows, and says loudly when a name or mapping makes members Organization Admins. */
export function draftMapping(
  draft: Draft,
  group: GroupName,
  present: readonly MappingDocument[],
  next: GroupMapping,
): void {
  draftRows(draft, [...present, ...next.taken], next.mappings);
  const givesAdmin = ({ organizationRole }: MappingDocument) => isOrganizationAdmin(organizationRole);
  const old = new Set(present.filter(givesAdmin).map(({ _id }) => _id));
  const gained = next.mappings.filter(givesAdmin).find(({ _id }) => !old.has(_id));
  if (gained)
    draft.event({
      type: 'group.grants_admin',
      subject: { groupId: group._id },
      after: { displayName: group.displayName, organizationRole: gained.organizationRole },
    });
}

/** Drafts the difference in mapping rows, with one event for each explicit mapping that comes, changes or goes. */
export function draftRows(draft: Draft, before: readonly MappingDocument[], after: readonly MappingDocument[]): void {
  const kept = new Set(after.map(({ _id }) => _id));
  const old = new Map(before.map((row) => [row._id, row]));
  for (const { _id } of before) if (!kept.has(_id)) draft.delete(mappings, _id);
  for (const row of after) {
    const present = old.get(row._id);
    if (!present) draft.insert(mappings, row);
    else if (!isDeepStrictEqual(present, row)) draft.update(mappings, row._id, row);
  }
  for (const setId of new Set([...before, ...after].map((row) => row.setId ?? null))) {
    if (setId === null) continue;
    const ofSet = (rows: readonly MappingDocument[]) => rows.filter((row) => row.setId === setId);
    draftSetEvent(draft, setId, ofSet(before), ofSet(after));
  }
}

function draftSetEvent(
  draft: Draft,
  mappingId: string,
  before: readonly MappingDocument[],
  after: readonly MappingDocument[],
): void {
  const [old, next] = [describe(before), describe(after)];
  if (isDeepStrictEqual(old, next)) return;
  const groupId = [...after, ...before].find((row) => !isWaiting(row))?.groupId;
  draft.event({
    type: old === null ? 'mapping.created' : next === null ? 'mapping.deleted' : 'mapping.updated',
    subject: { mappingId, ...(groupId === undefined ? {} : { groupId }) },
    ...(old === null ? {} : { before: old }),
    ...(next === null ? {} : { after: next }),
  });
}

/** An explicit mapping as events tell of it. */
function describe(rows: readonly MappingDocument[]): Record<string, unknown> | null {
  const [first] = rows;
  return first ? { waitsFor: first.awaits?.name ?? null, ...contentOf(rows) } : null;
}
