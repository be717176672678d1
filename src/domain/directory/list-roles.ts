/** The roles that a directory may name of a person. */
import { isGiven, type NamedRole, namedRoles, type RoleNames } from '../access/grants/role-grants.ts';
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
  return namedRoles(names).map(listedBy(names));
}

/** One of them by its id; null: there is none. */
export async function findDirectoryRole(orgId: string, id: string): Promise<ListedRole | null> {
  const names = await loadAccess(orgId, []);
  const named = namedRoles(names).find((each) => each.id === id);
  return named ? listedBy(names)(named) : null;
}

function listedBy({ organization, workspaces, customRoles }: RoleNames): (named: NamedRole) => ListedRole {
  const nameOfPlace = placeNamer(workspaces);
  return (named) => ({
    ...named,
    roleName: roleName(named.role, customRoles),
    workspaceName: nameOfPlace(named.workspaceId),
    supported: isGiven(named.role, organization),
  });
}
