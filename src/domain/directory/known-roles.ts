/** A strict client has a role that names nothing refused. By default it is kept and its reason shown, as nothing must stop a directory. */
import { type RoleNames, readRoleAt } from '../access/grants/role-grants.ts';
import { describeNoRole } from '../access/mapping/nearest-names.ts';
import { DomainError } from '../kernel/domain-error.ts';
import { scimSettingsOf } from '../model/organization.ts';

export type Strictness = {
  /** Whether the client asked for what nobody understands to be refused. */
  readonly strict?: boolean;
};

/**
 * Where roles give nothing at all, they are attributes like any other.
 * @param before those that were there already: nobody is refused for them
 * @throws DomainError invalid/unknown_role
 */
export function requireKnownRoles(names: RoleNames, values: readonly string[], before: readonly string[] = []): void {
  if (!scimSettingsOf(names.organization).rolesEnabled) return;
  for (const [at, value] of values.entries()) {
    const reading = readRoleAt(at, value, names);
    if ('target' in reading || before.includes(value)) continue;
    const detail = `"roles" has "${value.slice(0, 200)}". ${describeNoRole(value, reading.none, names)}`;
    throw new DomainError('invalid', reading.none, detail, 'roles');
  }
}
