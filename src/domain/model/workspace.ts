/** Workspaces of an organization. */
import { type DocumentOf, defineCollection } from '../../storage/collection.ts';
import { date, number, text } from '../../storage/fields.ts';
import { tenant } from '../../storage/tenant.ts';
import { DomainError } from '../kernel/domain-error.ts';

export const workspaces = defineCollection('workspaces', 'tenant', { name: text, createdAt: date, version: number }, [
  { keys: { orgId: 1, name: 1 }, unique: true },
]);

export type WorkspaceDocument = DocumentOf<typeof workspaces>;

/** Stands where the id of a workspace would: all of the organization, also those that come later. */
export const everyWorkspace = '*';

/** Whether what is given at one place is given at another. A place is a workspace, or the organization itself (null). */
export function includesPlace(given: string | null, asked: string | null): boolean {
  return given === asked || (given === everyWorkspace && asked !== null);
}

/** What names a place where roles are given; null: the organization, or a workspace that is gone. */
export function placeNamer(
  workspaces: readonly Pick<WorkspaceDocument, '_id' | 'name'>[],
): (workspaceId: string | null) => string | null {
  const names = new Map<string | null, string>(workspaces.map(({ _id, name }) => [_id, name]));
  return (workspaceId) => (workspaceId === everyWorkspace ? 'All workspaces' : (names.get(workspaceId) ?? null));
}

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
