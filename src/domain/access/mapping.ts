/** Mappings: group -> workspace role, or group -> organization role. Names are resolved to ids once, here. */
import { defineCollection, type TenantDocument } from '../../storage/collection.ts';
import type { OrganizationRole, RoleId } from './role.ts';

export type MappingDocument = TenantDocument & {
  kind: 'convention' | 'explicit';
  groupId: string;
  /** Of the group, for the precedence `newest`. */
  groupCreatedAt: Date;
  workspaceId: string | null;
  workspaceRole: RoleId | null;
  organizationRole: OrganizationRole | null;
  /** For the precedence `priority`: 1 is first; null comes last. */
  priority: number | null;
  createdAt: Date;
};

export const mappings = defineCollection<MappingDocument>(
  'mappings',
  'tenant',
  {
    kind: String,
    groupId: String,
    groupCreatedAt: Date,
    workspaceId: String,
    workspaceRole: String,
    organizationRole: String,
    priority: Number,
    createdAt: Date,
  },
  [{ keys: { orgId: 1, groupId: 1, workspaceId: 1 }, unique: true }, { keys: { orgId: 1, workspaceId: 1 } }],
);
