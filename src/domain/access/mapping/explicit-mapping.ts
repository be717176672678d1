/**
 * Explicit mappings: an admin says what a group gives, whatever its name. This file holds what a mapping is made of and
 * the pure step from an order to its rows; nothing here writes.
 */
import { newId } from '../../../storage/collection.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { type GroupDocument, isMadeByAdmins } from '../../model/group.ts';
import type { MappingDocument } from '../../model/mapping.ts';
import { findWorkspaceRole, type OrganizationRole } from '../../model/role.ts';
import { everyWorkspace } from '../../model/workspace.ts';
import type { NamesState } from './map-group.ts';
import { contentOf } from './mapping-content.ts';

export type MappingTarget = {
  /** `everyWorkspace`: all, also those that come later. In one that is named besides, the higher role counts. */
  readonly workspaceId: string;
  /** By name; custom ones by id as well. */
  readonly workspaceRole: string;
};

/** What is not given stays. */
export type MappingChange = {
  /** All of them: what is not in the list goes. */
  readonly targets?: readonly MappingTarget[] | undefined;
  readonly organizationRole?: OrganizationRole | null | undefined;
  /** 1 is first. Equal ones: the higher role. */
  readonly priority?: number | undefined;
};

/** Which mapping it is, and of which group. */
export type MappingHead = Pick<
  MappingDocument,
  'setId' | 'groupId' | 'awaits' | 'groupCreatedAt' | 'createdAt' | 'madeBy'
>;

/** The head of a new mapping of a group. */
export function newSetOf(
  { _id: groupId, createdAt: groupCreatedAt, madeBy }: Pick<GroupDocument, '_id' | 'createdAt' | 'madeBy'>,
  createdAt: Date,
): MappingHead {
  const made = madeBy === undefined ? {} : { madeBy };
  return { setId: newId(), groupId, awaits: null, groupCreatedAt, createdAt, ...made };
}

/** A mapping that waits does so for the directory, not for admins. @throws DomainError conflict/mapping_waits */
export function refuseAwaited(displayName: string, awaiting: readonly MappingDocument[]): void {
  if (awaiting.length === 0) return;
  throw new DomainError(
    'conflict',
    'mapping_waits',
    `A mapping waits for the directory to push a group called "${displayName}". Delete that mapping, or take another name.`,
    '/displayName',
  );
}

/**
 * The rows of an explicit mapping after a change, for `mapGroup`; those of targets that stay keep their ids.
 * @param present its rows now; none: it is new
 * @param lowest the priority of a new mapping without one: after all others
 * @throws DomainError not_found for a workspace or role that this organization does not have, invalid
 */
export function explicitRows(
  head: MappingHead,
  present: readonly MappingDocument[],
  change: MappingChange,
  { organization, workspaces, customRoles }: NamesState,
  lowest: number,
): MappingDocument[] {
  const targets = change.targets?.map((target, index) => {
    if (target.workspaceId !== everyWorkspace && !workspaces.some(({ _id }) => _id === target.workspaceId))
      throw new DomainError(
        'not_found',
        'workspace_not_found',
        `There is no workspace "${target.workspaceId}" in this organization.`,
        `/targets/${index}/workspaceId`,
      );
    const workspaceRole = findWorkspaceRole(target.workspaceRole, customRoles);
    if (workspaceRole === null)
      throw new DomainError(
        'not_found',
        'role_not_found',
        `There is no workspace role "${target.workspaceRole}" in this organization.`,
        `/targets/${index}/workspaceRole`,
      );
    return { workspaceId: target.workspaceId, workspaceRole };
  });
  const old = contentOf(present);
  const wanted = targets ?? old.targets;
  const organizationRole = change.organizationRole === undefined ? old.organizationRole : change.organizationRole;
  // A group that admins made may give nothing yet.
  if (wanted.length === 0 && organizationRole === null && !isMadeByAdmins(head))
    throw new DomainError(
      'invalid',
      'empty_mapping',
      'A mapping gives at least one workspace role or an organization role. To take all away, delete it.',
      '/targets',
    );
  const twice = wanted.find(
    ({ workspaceId }, index) => wanted.findIndex((row) => row.workspaceId === workspaceId) < index,
  );
  if (twice)
    throw new DomainError(
      'invalid',
      'workspace_twice',
      `Workspace "${twice.workspaceId}" is named twice: a mapping gives one role in a workspace.`,
      '/targets',
    );
  const priority = change.priority ?? old.priority ?? lowest;
  const rowOf = (
    workspaceId: string | null,
    gives: Pick<MappingDocument, 'workspaceRole' | 'organizationRole'>,
  ): MappingDocument => ({
    ...head,
    _id: present.find((row) => row.workspaceId === workspaceId)?._id ?? newId(),
    orgId: organization._id,
    kind: 'explicit',
    workspaceId,
    ...gives,
    priority,
  });
  return [
    ...wanted.map(({ workspaceId, workspaceRole }) => rowOf(workspaceId, { workspaceRole, organizationRole: null })),
    ...(organizationRole === null ? [] : [rowOf(null, { workspaceRole: null, organizationRole })]),
  ];
}
