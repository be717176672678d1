/** What a custom role may be called, where it ranks and what it may be made of. */

import { DomainError } from '../../kernel/domain-error.ts';
import { foldName } from '../../kernel/fold-name.ts';
import { limits } from '../../model/limits.ts';
import { permissionTable } from '../../model/permissions.ts';
import {
  organizationRoles,
  type RoleDocument,
  type RoleId,
  rankOf,
  roleName,
  workspaceRoles,
} from '../../model/role.ts';
import { requireKnownPermission } from './known-permission.ts';

/**
 * @param others the custom roles that this one must differ from
 * @throws DomainError invalid/reserved_name, conflict/uniqueness
 */
export function requireFreeRoleName(name: string, others: readonly RoleDocument[]): void {
  const key = foldName(name);
  if ([...organizationRoles, ...workspaceRoles].some((builtIn) => foldName(builtIn) === key))
    throw new DomainError('invalid', 'reserved_name', `"${name}" is the name of a built-in role.`, '/name');
  // Requests name roles by name or id.
  if (/^[0-9a-f]{24}$/.test(key))
    throw new DomainError('invalid', 'reserved_name', `"${name}" looks like the id of a role: choose a name.`, '/name');
  const twin = others.find(({ nameKey }) => nameKey === key);
  if (twin) throw new DomainError('conflict', 'uniqueness', `A role named "${twin.name}" exists already.`, '/name');
}

/** @throws DomainError conflict/rank_taken */
export function requireFreeRank(rank: number, others: readonly RoleDocument[]): void {
  const holder = holderOf(rank, others);
  if (holder !== null)
    throw new DomainError(
      'conflict',
      'rank_taken',
      `The rank ${rank} is that of "${holder}": choose another.`,
      '/rank',
    );
}

/**
 * A free rank right below `base`, with room for others between where there is some; above it when all below are taken.
 * @throws DomainError conflict/no_free_rank
 */
export function chooseRank(base: RoleId, others: readonly RoleDocument[]): number {
  const start = Math.min(rankOf(base, others), limits.rank + 1);
  const candidates = [...ranks(start - 10, -10), ...ranks(start - 1, -1), ...ranks(start + 1, 1)];
  const free = candidates.find((rank) => holderOf(rank, others) === null);
  if (free === undefined)
    throw new DomainError('conflict', 'no_free_rank', 'All ranks below Workspace Admin are taken.', '/rank');
  return free;
}

function ranks(from: number, step: number): number[] {
  const list: number[] = [];
  for (let rank = from; rank >= 1 && rank <= limits.rank; rank += step) list.push(rank);
  return list;
}

function holderOf(rank: number, others: readonly RoleDocument[]): string | null {
  const holder = [...workspaceRoles, ...others.map(({ _id }) => _id)].find((role) => rankOf(role, others) === rank);
  return holder === undefined ? null : roleName(holder, others);
}

/**
 * The permissions of a custom role, each once and in order.
 * @param declared the names of the organization's application permissions
 * @throws DomainError invalid/unknown_permission with the nearest known one
 */
export function knownPermissions(given: readonly string[], declared: readonly string[]): string[] {
  const known = [...permissionTable.flatMap(({ name, scope }) => (scope === 'workspace' ? [name] : [])), ...declared];
  for (const [index, name] of given.entries()) requireKnownPermission(name, known, `/permissions/${index}`);
  return [...new Set(given)].toSorted();
}
