/** What a route asks first: may this caller do that here? */
import {
  type Authority,
  requireOrganizationPermission,
  requireWorkspacePermission,
} from '../domain/access/authority.ts';
import type { OrganizationPermission, WorkspacePermission } from '../domain/access/permissions.ts';
import { authorityOf } from '../domain/entry/authority-of.ts';
import { getWorkspace } from '../domain/organizations/workspace.ts';
import { type Caller, principalOf } from './caller.ts';

/** @throws DomainError not_found to who is no active member; forbidden */
export async function authorize(caller: Caller, org: string, permission: OrganizationPermission): Promise<Authority> {
  const authority = await authorityOf(org, principalOf(caller));
  requireOrganizationPermission(authority, permission);
  return authority;
}

/** @throws DomainError not_found to who is no active member, or for a workspace of another organization; forbidden */
export async function authorizeIn(
  caller: Caller,
  org: string,
  ws: string,
  permission: WorkspacePermission,
): Promise<Authority> {
  const authority = await authorityOf(org, principalOf(caller));
  await getWorkspace(org, ws);
  requireWorkspacePermission(authority, ws, permission);
  return authority;
}
