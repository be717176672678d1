/** Which organization of the deployment an entry of the file means, and what has to be done to it before what is in it. */
import type { AdminApi } from '../admin-api.ts';
import { shown } from './describe.ts';
import type { Declared } from './file/read.ts';
import type { Change, Fault } from './kind.ts';

export type Organization = {
  readonly id: string;
  readonly kind: 'shared' | 'personal';
  readonly name: string;
  readonly isDefault: boolean;
};

/** Those that files speak of: personal organizations are their owners' own. */
export async function sharedOrganizations(api: AdminApi): Promise<Organization[]> {
  return (await api.list<Organization>('/organizations')).filter(({ kind }) => kind === 'shared');
}

/** What an entry of the file means. */
export type Meant = {
  readonly name: string;
  /** null: it is yet to be made. */
  readonly present: Organization | null;
  readonly faults: readonly Fault[];
};

/**
 * An entry means the organization of its name. Without one of that name, `default: true` means the present default
 * organization, which gets the name, unless the file has an entry for that one.
 */
export function meantBy({ entry }: Declared, all: readonly Declared[], organizations: readonly Organization[]): Meant {
  const { name } = entry;
  const present = organizations.filter((organization) => organization.name === name);
  const fallback = organizations.find(({ isDefault }) => isDefault) ?? null;
  if (name === undefined) {
    const message = 'This key sees no default organization: give the organization a name, or use the deployment key.';
    const twin = all.some((other) => other.entry.name === fallback?.name);
    const faults = [
      ...(fallback ? [] : [{ path: [], message }]),
      ...(twin
        ? [{ path: [], message: `The default organization "${fallback?.name}" is declared by its name too.` }]
        : []),
    ];
    return { name: fallback?.name ?? '', present: fallback, faults };
  }
  if (present.length > 1) {
    const ids = present.map(({ id }) => id).join(', ');
    const message = `There are ${present.length} organizations named "${shown(name)}" (${ids}): give all but one another name first.`;
    return { name, present: null, faults: [{ path: ['name'], message }] };
  }
  const isNamed = fallback !== null && all.some((other) => other.entry.name === fallback.name);
  return { name, present: present[0] ?? (entry.default && !isNamed ? fallback : null), faults: [] };
}

/** Rename, and set as default. Making it is the plan's own. */
export function organizationChanges(
  api: AdminApi,
  { entry }: Declared,
  { name, present }: Meant,
  path: (rest: string) => string,
): Change[] {
  const changes: Change[] = [];
  if (present && present.name !== name)
    changes.push({
      mark: '~',
      what: `organization ${shown(present.name)}: name ${shown(present.name)} -> ${shown(name)}`,
      make: () => api.call('PATCH', path(''), { name }),
    });
  if (entry.default && !present?.isDefault)
    changes.push({
      mark: '~',
      what: `default organization: ${shown(name)}`,
      make: () => api.call('POST', path('/set-default')),
    });
  return changes;
}
