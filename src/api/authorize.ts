/** What a route asks first: may this caller do that here? */
import {
  type Authority,
  requireOrganizationPermission,
  requireWorkspacePermission,
} from '../domain/access/authority/authority.ts';
import { authorityOf } from '../domain/entry/reach/authority-of.ts';
import type { OrganizationPermission, WorkspacePermission } from '../domain/model/permissions.ts';
import { getWorkspace } from '../domain/model/workspace.ts';
import type { Caller } from './caller.ts';
import { principalOf } from './caller-in-domain.ts';

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
