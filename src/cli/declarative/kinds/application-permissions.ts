/** Application permissions. They are declared all together, so a new one is a declaration of the old ones and it. */
import { permissionTable } from '../../../domain/model/permissions.ts';
import { changedFields, describeChange, shown } from '../describe.ts';
import type { OrganizationEntry } from '../file/schema.ts';
import { type Change, kind, type Place } from '../kind.ts';

type Entry = NonNullable<OrganizationEntry['applicationPermissions']>[number];
type Role = NonNullable<Entry['roles']>[number];
type Stored = { readonly name: string; readonly description: string; readonly roles: Role[] };

export const applicationPermissions = kind<'applicationPermissions', readonly Stored[]>({
  section: 'applicationPermissions',
  none: [],
  read: ({ api, path }) => api.list(path('/application-permissions')),
  announce: (want, have, { names, prune }) => {
    for (const { name, scope } of permissionTable) if (scope === 'workspace') names.permissions.add(name);
    const stay = have.filter(({ name }) => !prune || !want || want.some((entry) => entry.name === name));
    for (const { name } of [...(want ?? []), ...stay]) names.permissions.add(name);
  },
  diff: (want, have, place) => {
    const differing = want.flatMap((entry) => {
      const stored = have.find(({ name }) => name === entry.name);
      const given = { ...entry, ...(entry.roles ? { roles: withAdmin(entry.roles) } : {}) };
      const changed = changedFields<Entry>(given, stored ?? null);
      return stored && Object.keys(changed).length === 0 ? [] : [{ given, changed, stored }];
    });
    const after = [...have.filter(({ name }) => !differing.some(({ given }) => given.name === name))];
    for (const { given, stored } of differing) after.push(merged(given, stored));
    const changes = differing.map(
      ({ given, changed, stored }, index): Change => ({
        mark: stored ? '~' : '+',
        what: described(given.name, changed, stored),
        // All are in the first.
        make: index === 0 ? () => declare(after, place) : async () => {},
      }),
    );
    const stay = after.filter(({ name }) => want.some((entry) => entry.name === name));
    const gone = after.filter(({ name }) => !want.some((entry) => entry.name === name));
    const removals = place.prune
      ? gone.map(
          ({ name }, index): Change => ({
            mark: '-',
            what: `application permission ${shown(name)}`,
            make: index === 0 ? () => declare(stay, place) : async () => {},
          }),
        )
      : [];
    return { changes, removals, faults: [] };
  },
  toEntry: (have) =>
    have.length === 0
      ? undefined
      : have.map(({ name, description, roles }) => ({
          name,
          ...(description ? { description } : {}),
          roles: [...roles],
        })),
});

/** As it is stored: Workspace Admin has every permission. */
function withAdmin(roles: readonly Role[]): Role[] {
  return [...new Set<Role>(['Workspace Admin', ...roles])];
}

function merged({ name, description, roles }: Entry, stored: Stored | undefined): Stored {
  return { name, description: description ?? stored?.description ?? '', roles: roles ?? stored?.roles ?? [] };
}

function described(name: string, { name: _, ...changed }: Partial<Entry>, stored: Stored | undefined): string {
  const more = describeChange(changed, stored ?? null);
  return `application permission ${shown(name)}${more === '' ? '' : `: ${more}`}`;
}

function declare(permissions: readonly Stored[], { api, path }: Place): Promise<void> {
  return api.call('PUT', path('/application-permissions'), {
    permissions: permissions.map(({ name, description, roles }) => ({ name, description, roles })),
  });
}
