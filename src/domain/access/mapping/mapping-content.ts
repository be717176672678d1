/** What one explicit mapping gives: the targets of its rows together. */
import type { MappingDocument } from '../../model/mapping.ts';
import type { OrganizationRole, RoleId } from '../../model/role.ts';

export type MappingContent = {
  readonly targets: readonly { readonly workspaceId: string; readonly workspaceRole: RoleId }[];
  readonly organizationRole: OrganizationRole | null;
  readonly priority: number | null;
};

/** What the rows of one mapping give together. */
export function contentOf(rows: readonly MappingDocument[]): MappingContent {
  return {
    targets: rows
      .flatMap(({ workspaceId, workspaceRole }) =>
        workspaceId === null || workspaceRole === null ? [] : [{ workspaceId, workspaceRole }],
      )
      .sort((a, b) => (a.workspaceId < b.workspaceId ? -1 : 1)),
    organizationRole: rows.find(({ workspaceId }) => workspaceId === null)?.organizationRole ?? null,
    priority: rows[0]?.priority ?? null,
  };
}
