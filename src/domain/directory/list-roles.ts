/** The roles that a directory may name of a person. */
import { isGiven, type NamedRole, namedRoles } from '../access/grants/role-grants.ts';
import { loadAccess } from '../access/state.ts';
import { roleName } from '../model/role.ts';
import { placeNamer } from '../model/workspace.ts';

export type ListedRole = NamedRole & {
  readonly roleName: string;
  /** null: it is given in the organization. */
  readonly workspaceName: string | null;
  /** Whether naming it gives it, as the organization is set now. */
  readonly supported: boolean;
};

/** All of them, organization roles first. */
export async function listDirectoryRoles(orgId: string): Promise<ListedRole[]> {
  const names = await loadAccess(orgId, []);
  const nameOfPlace = placeNamer(names.workspaces);
  return namedRoles(names).map((named) => ({
    ...named,
    roleName: roleName(named.role, names.customRoles),
    workspaceName: nameOfPlace(named.workspaceId),
    supported: isGiven(named.role, names.organization),
  }));
}
