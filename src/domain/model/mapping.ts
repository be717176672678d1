/** Mappings: group -> workspace role, or group -> organization role. Names are resolved to ids once, here. */
import { anyShape, defineCollection, type TenantDocument } from '../../storage/collection.ts';
import type { OrganizationRole, RoleId } from './role.ts';

export type MappingDocument = TenantDocument & {
  kind: 'convention' | 'explicit';
  /** Of explicit ones: the mapping that admins see. Its rows, one for each target, share it. */
  setId: string | null;
  /** While the mapping waits for its group: `setId`, which is no group's id. */
  groupId: string;
  /** The group that it waits for, which no directory has pushed yet: its name as given and by `foldName`. */
  awaits: { readonly name: string; readonly key: string } | null;
  /** Of the group, for the precedence `newest`. */
  groupCreatedAt: Date;
  workspaceId: string | null;
  workspaceRole: RoleId | null;
  organizationRole: OrganizationRole | null;
  /** For the precedence `priority`: 1 is first; null comes last. */
  priority: number | null;
  createdAt: Date;
};

/** Bound to a group of the directory, or waiting for one. */
export function isWaiting({ awaits }: Pick<MappingDocument, 'awaits'>): boolean {
  return Boolean(awaits);
}

export const mappings = defineCollection<MappingDocument>(
  'mappings',
  'tenant',
  {
    kind: String,
    setId: String,
    groupId: String,
    awaits: anyShape,
    groupCreatedAt: Date,
    workspaceId: String,
    workspaceRole: String,
    organizationRole: String,
    priority: Number,
    createdAt: Date,
  },
  [
    { keys: { orgId: 1, groupId: 1, workspaceId: 1 }, unique: true },
    { keys: { orgId: 1, workspaceId: 1 } },
    { keys: { orgId: 1, setId: 1 } },
    { keys: { orgId: 1, 'awaits.key': 1 }, partial: { 'awaits.key': { $type: 'string' } } },
  ],
);
