/** Workspaces of an organization. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, number, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';

export const workspaces = defineCollection('workspaces', 'tenant', { name: text, createdAt: date, version: number }, [
  { keys: { orgId: 1, name: 1 }, unique: true },
]);

export type WorkspaceDocument = DocumentOf<typeof workspaces>;

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
