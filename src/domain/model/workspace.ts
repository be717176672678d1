/** Workspaces of an organization. */
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';
import { tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/errors.ts';

export type WorkspaceDocument = TenantDocument & { name: string; createdAt: Date; version: number };

export const workspaces = defineCollection<WorkspaceDocument>(
  'workspaces',
  'tenant',
  { name: String, createdAt: Date, version: Number },
  [{ keys: { orgId: 1, name: 1 }, unique: true }],
);

/** All workspaces of the organization, oldest first. */
export function listWorkspaces(orgId: string): Promise<WorkspaceDocument[]> {
  return tenant(orgId).find(workspaces, {}, { sort: { _id: 1 } });
}

/** @throws DomainError not_found */
export async function getWorkspace(orgId: string, workspaceId: string): Promise<WorkspaceDocument> {
  const workspace = await tenant(orgId).findOne(workspaces, { _id: workspaceId });
  if (!workspace) throw new DomainError('not_found', 'workspace_not_found', 'There is no such workspace.');
  return workspace;
}
