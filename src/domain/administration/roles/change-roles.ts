/** Custom workspace roles come, change and go. Grants and mappings hold ids, so a new name changes nobody's access. */

import { newId } from '../../../storage/collection.ts';
import { tenant } from '../../../storage/tenant.ts';
import { listApplicationPermissions } from '../../access/authority/application-permission.ts';
import {
  chooseRank,
  knownPermissions,
  requireFreeRank,
  requireFreeRoleName,
} from '../../access/authority/custom-role-rules.ts';
import { decideAccess } from '../../access/decide-access.ts';
import { deferAccess, loadConcerned } from '../../access/large-change.ts';
import { loadMapped } from '../../access/mapping/mapped-groups.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { limits } from '../../model/limits.ts';
import { getOrganization } from '../../model/organization.ts';
import { permissionsOf } from '../../model/permissions.ts';
import { findWorkspaceRole, isCustomRole, type RoleDocument, type RoleId, roles } from '../../model/role.ts';
import { draftRemapUnmatched } from '../../operation/draft-job.ts';
import { reviseAccess } from '../../operation/group-stripes.ts';
import { changeNames, loadNameReads } from '../../operation/names.ts';
import { operate } from '../../operation/operate.ts';
import { runSmallJobs } from '../jobs/run-jobs.ts';
import { describeUsage, holdersOf, loadRoleUsage } from './role-usage.ts';

/** All of them are read by every access decision. */

export type NewRole = {
  readonly name: string;
  readonly description: string;
  /** A role by name or id: where the new one has no permissions or rank given, it takes after this one. */
  readonly basedOn?: string | undefined;
  readonly permissions?: readonly string[] | undefined;
  readonly rank?: number | undefined;
};

/** What is not given stays. */
export type RoleChange = {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly permissions?: readonly string[] | undefined;
  readonly rank?: number | undefined;
};

/**
 * Creates a custom workspace role; groups whose names waited for it are mapped right after.
 * @throws DomainError invalid, conflict/uniqueness, conflict/rank_taken
 */
export async function createRole(context: Context, orgId: string, order: NewRole): Promise<RoleDocument> {
  const { role, jobId } = await operate(orgId, context, {
    load: () => loadRoles(orgId),
    decide: ({ organization, customRoles, declared }, draft) => {
      if (customRoles.length >= limits.customRoles)
        throw new DomainError(
          'conflict',
          'too_many_roles',
          `An organization has ${limits.customRoles} custom roles at most.`,
        );
      requireFreeRoleName(order.name, customRoles);
      const base = order.basedOn === undefined ? null : requireBase(order.basedOn, customRoles);
      if (order.rank !== undefined) requireFreeRank(order.rank, customRoles);
      const given = order.permissions ?? (base === null ? [] : permissionsOf(base, customRoles, declared));
      const names = declared.map(({ name }) => name);
      const created: RoleDocument = {
        _id: newId(),
        orgId,
        name: order.name,
        nameKey: foldName(order.name),
        description: order.description,
        rank: order.rank ?? chooseRank(base ?? 'Workspace Editor', customRoles),
        permissions: knownPermissions(given, names),
        createdAt: draft.now,
        version: 1,
      };
      draft.insert(roles, created);
      changeNames(draft, organization);
      draft.event({ type: 'role.created', subject: { roleId: created._id }, after: contentOf(created) });
      return { role: created, jobId: draftRemapUnmatched(draft, context, orgId, `role "${created.name}" was created`) };
    },
  });
  await runSmallJobs(orgId, [jobId]);
  return role;
}

async function loadRoles(orgId: string) {
  const organization = await getOrganization(orgId);
  const [customRoles, declared] = await Promise.all([tenant(orgId).find(roles, {}), listApplicationPermissions(orgId)]);
  return { organization, customRoles, declared };
}

function requireBase(nameOrId: string, customRoles: readonly RoleDocument[]): RoleId {
  const base = findWorkspaceRole(nameOrId, customRoles);
  if (base === null)
    throw new DomainError('invalid', 'unknown_role', `There is no workspace role "${nameOrId}".`, '/basedOn');
  return base;
}

function contentOf({ name, description, rank, permissions }: RoleDocument) {
  return { name, description, rank, permissions };
}

/**
 * Changes a custom role. New permissions hold at the next request. A new rank may change which grant wins for those who
 * hold the role: their access is decided anew in the same commit, of many by a job. A new name maps the groups that waited for it.
 * @throws DomainError not_found, forbidden/built_in_role, invalid, conflict/uniqueness, conflict/rank_taken
 */
export async function changeRole(
  context: Context,
  orgId: string,
  nameOrId: string,
  change: RoleChange,
): Promise<RoleDocument> {
  const { role: changed, jobIds } = await operate(orgId, context, {
    load: async () => {
      const { organization, customRoles, declared } = await loadRoles(orgId);
      const role = requireCustomRole(nameOrId, customRoles);
      const rank = change.rank ?? role.rank;
      return { organization, customRoles, declared, role, held: rank === role.rank ? null : await loadHeld(role) };
    },
    decide: ({ customRoles, declared, role, held, ...loaded }, draft) => {
      const others = customRoles.filter(({ _id }) => _id !== role._id);
      const { name = role.name, description = role.description, rank = role.rank } = change;
      if (name !== role.name) requireFreeRoleName(name, others);
      if (rank !== role.rank) requireFreeRank(rank, others);
      const permissions = change.permissions
        ? knownPermissions(
            change.permissions,
            declared.map((permission) => permission.name),
          )
        : role.permissions;
      const next = { ...role, name, nameKey: foldName(name), description, rank, permissions };
      const [before, after] = [contentOf(role), contentOf(next)];
      if (JSON.stringify(before) === JSON.stringify(after)) return { role, jobIds: [] };
      const { version } = role;
      const written = { ...after, nameKey: next.nameKey, version: version + 1 };
      draft.update(roles, role._id, written, { version });
      const why = { reason: `role "${role.name}" has another rank` };
      const organization = held?.deferred
        ? deferAccess(draft, context, loaded.organization, why).organization
        : loaded.organization;
      // Where the rank changes, whoever gave the role to somebody meanwhile did so by the old one.
      changeNames(draft, organization, held?.nameReads);
      draft.event({ type: 'role.updated', subject: { roleId: role._id }, before, after });
      if (held) {
        reviseAccess(draft, held.mapped.stripes);
        const state = { ...held.access, organization, customRoles: [...others, next] };
        const holders = [...state.members.values()];
        decideAccess(
          draft,
          state,
          holders.map(({ member: { _id: memberId, status }, grants }) => ({ memberId, status, grants })),
        );
      }
      const jobIds =
        name === role.name ? [] : [draftRemapUnmatched(draft, context, orgId, `role "${name}" has this name now`)];
      return { role: { ...next, version: version + 1 }, jobIds };
    },
  });
  await runSmallJobs(orgId, jobIds);
  return changed;
}

/** The holders of a role with what covers them. Revisions first: see `deleteWorkspace`. */
async function loadHeld({ orgId, _id }: RoleDocument) {
  const nameReads = await loadNameReads(orgId);
  const mapped = await loadMapped(orgId, { workspaceRole: _id });
  const holders = await holdersOf(orgId, _id);
  return { nameReads, mapped, ...(await loadConcerned(orgId, holders)) };
}

/**
 * Deletes a custom role that nothing uses.
 * @throws DomainError not_found, forbidden/built_in_role, conflict/role_in_use with who uses it
 */
export async function deleteRole(context: Context, orgId: string, nameOrId: string): Promise<void> {
  const jobId = await operate(orgId, context, {
    load: async () => {
      const { organization, customRoles } = await loadRoles(orgId);
      const role = requireCustomRole(nameOrId, customRoles);
      const nameReads = await loadNameReads(orgId);
      return { organization, role, nameReads, usage: await loadRoleUsage(orgId, role._id) };
    },
    decide: ({ organization, role, nameReads, usage }, draft) => {
      const users = describeUsage(usage);
      if (users !== null)
        throw new DomainError(
          'conflict',
          'role_in_use',
          `The role "${role.name}" is in use by ${users}. Give them another role first.`,
        );
      draft.delete(roles, role._id, { version: role.version });
      changeNames(draft, organization, nameReads);
      draft.event({ type: 'role.deleted', subject: { roleId: role._id }, before: contentOf(role) });
      return draftRemapUnmatched(draft, context, orgId, `role "${role.name}" was deleted`);
    },
  });
  await runSmallJobs(orgId, [jobId]);
}

function requireCustomRole(nameOrId: string, customRoles: readonly RoleDocument[]): RoleDocument {
  const id = findWorkspaceRole(nameOrId, customRoles);
  if (id !== null && !isCustomRole(id))
    throw new DomainError('forbidden', 'built_in_role', `${id} is built in: it cannot be changed or deleted.`);
  const role = customRoles.find(({ _id }) => _id === id);
  if (!role) throw new DomainError('not_found', 'role_not_found', 'There is no such role.');
  return role;
}
