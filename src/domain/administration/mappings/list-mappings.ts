/** Explicit mappings of the directory's groups as admins see them. */
import { tenant } from '../../../storage/tenant.ts';
import { contentOf } from '../../access/mapping/mapping-content.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import type { IdPage } from '../../kernel/id-page.ts';
import { groups, groupsOf } from '../../model/group.ts';
import { type MappingDocument, mappings } from '../../model/mapping.ts';
import { type OrganizationRole, roleName, roles } from '../../model/role.ts';
import { everyWorkspace, listWorkspaces, placeNamer } from '../../model/workspace.ts';

export type ListedMapping = {
  readonly id: string;
  /** `id` is null while the mapping waits for a group of this name. */
  readonly group: { readonly id: string | null; readonly displayName: string };
  readonly targets: readonly {
    readonly workspaceId: string;
    readonly workspaceName: string;
    /** The role's name. */
    readonly workspaceRole: string;
  }[];
  readonly organizationRole: OrganizationRole | null;
  readonly priority: number | null;
  readonly createdAt: Date;
};

/** Oldest first, those that wait included. */
export async function listMappings(
  orgId: string,
  { groupId, workspaceId }: { groupId?: string | undefined; workspaceId?: string | undefined },
  { after, limit }: Omit<IdPage, 'q'>,
): Promise<ListedMapping[]> {
  const sets = await tenant(orgId).aggregate<{ _id: string }>(mappings, [
    {
      $match: {
        kind: 'explicit',
        ...groupsOf('directory'),
        ...(groupId === undefined ? {} : { groupId }),
        ...(workspaceId === undefined ? {} : { workspaceId: { $in: [workspaceId, everyWorkspace] } }),
        ...(after === null ? {} : { setId: { $gt: after } }),
      },
    },
    { $group: { _id: '$setId' } },
    { $sort: { _id: 1 } },
    { $limit: limit },
  ]);
  return describeSets(
    orgId,
    sets.map(({ _id }) => _id),
  );
}

/** @throws DomainError not_found */
export async function getMapping(orgId: string, setId: string): Promise<ListedMapping> {
  const [found] = await describeSets(orgId, [setId]);
  if (!found) throw new DomainError('not_found', 'mapping_not_found', 'There is no such mapping.');
  return found;
}

async function describeSets(orgId: string, setIds: readonly string[]): Promise<ListedMapping[]> {
  const scope = tenant(orgId);
  const rows = await scope.find(mappings, { setId: { $in: setIds }, ...groupsOf('directory') });
  const [named, workspaces, customRoles] = await Promise.all([
    scope.find(groups, { _id: { $in: rows.map(({ groupId }) => groupId) } }, { projection: { displayName: 1 } }),
    listWorkspaces(orgId),
    scope.find(roles, {}),
  ]);
  const groupNames = new Map(named.map(({ _id, displayName }) => [_id, displayName]));
  const nameOf = placeNamer(workspaces);
  return setIds.flatMap((id) => {
    const own: MappingDocument[] = rows.filter(({ setId }) => setId === id);
    const [first] = own;
    if (!first) return [];
    const { targets, organizationRole, priority } = contentOf(own);
    return {
      id,
      group: first.awaits
        ? { id: null, displayName: first.awaits.name }
        : { id: first.groupId, displayName: groupNames.get(first.groupId) ?? '' },
      targets: targets.map((target) => ({
        workspaceId: target.workspaceId,
        workspaceName: nameOf(target.workspaceId) ?? '',
        workspaceRole: roleName(target.workspaceRole, customRoles),
      })),
      organizationRole,
      priority,
      createdAt: first.createdAt,
    };
  });
}
