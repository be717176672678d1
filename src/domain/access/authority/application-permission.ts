/**
 * Application permissions: what the application behind Usher lets people do in a workspace (`reports:export`). An
 * organization declares them; custom roles hold them beside those of Usher's own permission table, and `check` answers for both.
 */
import { isDeepStrictEqual } from 'node:util';
import { type DocumentOf, defineCollection, newId } from '../../../storage/collection.ts';
import { listOf, oneOf, text } from '../../../storage/fields.ts';
import { tenant } from '../../../storage/tenant.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { getOrganization, type OrganizationDocument } from '../../model/organization.ts';
import { permissionTable } from '../../model/permissions.ts';
import { type BuiltInWorkspaceRole, type RoleDocument, roles, workspaceRoles } from '../../model/role.ts';
import { hold } from '../../operation/hold.ts';
import { changeNames } from '../../operation/names.ts';
import { operate } from '../../operation/operate.ts';

export type ApplicationPermission = {
  readonly name: string;
  readonly description: string;
  /** The built-in workspace roles that have it; Workspace Admin has them all. */
  readonly roles: readonly BuiltInWorkspaceRole[];
};

const applicationPermissions = defineCollection(
  'applicationPermissions',
  'tenant',
  { name: text, description: text, roles: listOf(oneOf(...workspaceRoles)) },
  [{ keys: { orgId: 1, name: 1 }, unique: true }],
);

type ApplicationPermissionDocument = DocumentOf<typeof applicationPermissions>;

/** `area:action`, with more parts where an application needs them. */
export const applicationPermissionName = /^[a-z][a-z0-9-]*(:[a-z0-9][a-z0-9-]*)+$/;

/** By name. */
export function listApplicationPermissions(orgId: string): Promise<ApplicationPermissionDocument[]> {
  return tenant(orgId).find(applicationPermissions, {}, { sort: { name: 1 } });
}

/** The same of an organization that has been read: each change bumps `namesRevision`. */
export const heldApplicationPermissions = hold({
  key: ({ _id, namesRevision }: OrganizationDocument) => `${_id}/${namesRevision}`,
  load: ({ _id }: OrganizationDocument) => listApplicationPermissions(_id),
  forMs: 60_000,
  most: 200,
});

/**
 * Declares the application permissions of an organization: these and no others. Sending the same again changes nothing.
 * @throws DomainError invalid for a name in an area of Usher's own or given twice; conflict/permission_in_use when one
 *   that custom roles hold would go
 */
export function declareApplicationPermissions(
  context: Context,
  orgId: string,
  declared: readonly ApplicationPermission[],
): Promise<void> {
  requireOwnNames(declared);
  return operate(orgId, context, {
    load: async () => ({
      organization: await getOrganization(orgId),
      present: await listApplicationPermissions(orgId),
      customRoles: await tenant(orgId).find(roles, {}),
    }),
    decide: ({ organization, present, customRoles }, draft) => {
      const before = present.map(contentOf);
      const after = declared.map(contentOf).toSorted(byName);
      if (isDeepStrictEqual(before, after)) return;
      requireUnused(before, after, customRoles);
      for (const row of present)
        if (!after.some(({ name }) => name === row.name)) draft.delete(applicationPermissions, row._id);
      for (const content of after) {
        const old = present.find(({ name }) => name === content.name);
        const row = { ...content, roles: [...content.roles] };
        if (!old) draft.insert(applicationPermissions, { _id: newId(), orgId, ...row });
        else if (!isDeepStrictEqual(contentOf(old), content)) draft.update(applicationPermissions, old._id, row);
      }
      // Roles are made of these names: whoever changes one meanwhile decides again.
      changeNames(draft, organization);
      draft.event({
        type: 'application_permissions.updated',
        subject: { organizationId: orgId },
        before: { permissions: before },
        after: { permissions: after },
      });
    },
  });
}

function contentOf({ name, description, roles: given }: ApplicationPermission): ApplicationPermission {
  const holders = workspaceRoles.filter((role) => role === 'Workspace Admin' || given.includes(role));
  return { name, description, roles: holders };
}

function byName(a: ApplicationPermission, b: ApplicationPermission): number {
  return a.name < b.name ? -1 : 1;
}

/** Areas of the permission table stay Usher's, so that a permission it gains later meets none of an application. */
function requireOwnNames(declared: readonly ApplicationPermission[]): void {
  const reserved = new Set([...permissionTable.map(({ name }) => areaOf(name)), 'usher']);
  for (const [index, { name }] of declared.entries()) {
    const at = `/permissions/${index}/name`;
    if (!applicationPermissionName.test(name))
      throw new DomainError(
        'invalid',
        'invalid_permission',
        `"${name}" is no name of a permission: write area:action in lower case, as in reports:export.`,
        at,
      );
    if (reserved.has(areaOf(name)))
      throw new DomainError(
        'invalid',
        'reserved_permission',
        `Permissions that start with "${areaOf(name)}:" are Usher's own: choose another area for "${name}".`,
        at,
      );
    if (declared.findIndex((other) => other.name === name) < index)
      throw new DomainError('invalid', 'duplicate_permission', `"${name}" is declared twice.`, at);
  }
}

function areaOf(name: string): string {
  return name.slice(0, name.indexOf(':'));
}

function requireUnused(
  before: readonly ApplicationPermission[],
  after: readonly ApplicationPermission[],
  customRoles: readonly RoleDocument[],
): void {
  for (const { name } of before) {
    if (after.some((permission) => permission.name === name)) continue;
    const holders = customRoles.filter(({ permissions }) => permissions.includes(name)).map((role) => `"${role.name}"`);
    if (holders.length === 0) continue;
    throw new DomainError(
      'conflict',
      'permission_in_use',
      `The permission "${name}" is part of the custom roles ${holders.slice(0, 10).join(', ')}${
        holders.length > 10 ? ` and ${holders.length - 10} more` : ''
      }. Take it out of them first.`,
      '/permissions',
    );
  }
}
