/** The organization that an operator names. */
import type { AdminApi } from '../admin-api.ts';
import { shown } from '../declarative/describe.ts';
import type { Organization } from '../declarative/organizations.ts';

/**
 * @param named its id or its name; absent: the default one, or the only one that the key sees
 * @throws Error that lists what there is
 */
export async function findOrganization(api: AdminApi, named?: string): Promise<Organization> {
  const all = await api.list<Organization>('/organizations');
  const found = named === undefined ? unnamed(all) : matching(all, named);
  const [one, other] = found;
  if (one && !other) return one;
  if (named !== undefined && one)
    throw new Error(
      `There are ${found.length} organizations named ${shown(named)}: name it by its id, ${listOf(found)}.`,
    );
  const fault =
    named === undefined
      ? 'This key does not see the default organization'
      : `There is no organization ${shown(named)} that this key sees`;
  throw new Error(
    all.length === 0 ? `${fault}; it sees none.` : `${fault}: say --organization with one of ${listOf(all)}.`,
  );
}

function unnamed(all: readonly Organization[]): readonly Organization[] {
  const defaults = all.filter(({ isDefault }) => isDefault);
  return defaults.length > 0 || all.length > 1 ? defaults : all;
}

function matching(all: readonly Organization[], named: string): readonly Organization[] {
  const byId = all.filter(({ id }) => id === named);
  return byId.length > 0 ? byId : all.filter(({ name }) => name === named);
}

function listOf(organizations: readonly Organization[]): string {
  const some = organizations.slice(0, 20).map(({ id, name }) => `${shown(name)} (${id})`);
  const more = organizations.length - some.length;
  return some.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
