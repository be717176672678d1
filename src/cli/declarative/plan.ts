/** The difference between what files declare and what is there, as steps in the order in which they can be made. */
import { workspaceRoles } from '../../domain/model/role.ts';
import type { AdminApi } from '../admin-api.ts';
import { shown } from './describe.ts';
import { type Declared, SetUpFault } from './file/read.ts';
import type { Change, Difference, Place } from './kind.ts';
import type { Workspace } from './kinds/workspaces.ts';
import { kinds } from './kinds.ts';
import { type Meant, meantBy, type Organization, organizationChanges, sharedOrganizations } from './organizations.ts';

export type PlanOptions = Pick<Place, 'prune' | 'sendSecrets' | 'environment'> & {
  /** Delete organizations that the files do not name. */
  readonly pruneOrganizations: boolean;
};

export type Plan = {
  /** In the order of the files, those without changes too. */
  readonly organizations: readonly { readonly name: string; readonly changes: readonly Change[] }[];
  /** What is left to do for people; grows while the plan is carried out. */
  readonly notes: readonly string[];
};

/**
 * Reads what is there and compares. Writes nothing.
 * @throws SetUpFault with every fault in what the files ask for; AdminApiError
 */
export async function makePlan(api: AdminApi, declared: readonly Declared[], options: PlanOptions): Promise<Plan> {
  const present = await sharedOrganizations(api);
  const notes: string[] = [];
  const faults: string[] = [];
  const kept = new Set<string>();
  const organizations: { name: string; changes: Change[] }[] = [];
  for (const one of declared) {
    const meant = meantBy(one, declared, present);
    if (meant.present) kept.add(meant.present.id);
    const difference =
      meant.faults.length > 0
        ? { changes: [], removals: [], faults: meant.faults }
        : await differenceOf(api, one, meant, { ...options, notes, variables: new Set() });
    faults.push(...difference.faults.map(({ path, message }) => `${one.placeOf(path)}: ${message}`));
    organizations.push({ name: meant.name, changes: [...difference.changes, ...difference.removals] });
  }
  if (faults.length > 0) throw new SetUpFault(faults);
  const removed = options.pruneOrganizations ? removals(api, present, declared, kept) : [];
  return { organizations: [...organizations, ...removed], notes };
}

/** Organizations that no entry means, and that will not be the default one. */
function removals(
  api: AdminApi,
  present: readonly Organization[],
  declared: readonly Declared[],
  kept: ReadonlySet<string>,
): Plan['organizations'] {
  const isReplaced = declared.some(({ entry }) => entry.default);
  return present
    .filter(({ id, isDefault }) => !kept.has(id) && (!isDefault || isReplaced))
    .map(({ id, name }) => ({
      name,
      changes: [
        {
          mark: '-',
          what: `organization ${shown(name)}, with everything in it`,
          make: () => api.call('DELETE', `/organizations/${id}`),
        },
      ],
    }));
}

async function differenceOf(
  api: AdminApi,
  declared: Declared,
  meant: Meant,
  options: PlaceOptions,
): Promise<Difference> {
  const { entry } = declared;
  const { present } = meant;
  const made: { id: string | null } = { id: present?.id ?? null };
  const place = newPlace(api, meant.name, made, options);
  const compared = [];
  for (const kind of kinds) {
    const want = entry[kind.section];
    if (want === undefined && !kind.announce) continue;
    const have = present ? await kind.read(place) : kind.none;
    kind.announce?.(want, have, place);
    if (want !== undefined) compared.push({ kind, want, have });
  }
  const differences = compared.map(({ kind, want, have }) => kind.diff(want, have, place));
  return {
    changes: [
      ...(present ? [] : [creation(declared, meant, place, made)]),
      ...organizationChanges(api, declared, meant, place.path),
      ...differences.flatMap(({ changes }) => changes),
    ],
    removals: differences.toReversed().flatMap(({ removals }) => removals),
    faults: differences.flatMap(({ faults }) => faults),
  };
}

type PlaceOptions = Pick<Place, 'prune' | 'sendSecrets' | 'environment' | 'notes' | 'variables'>;

/** A place to read from; `made.id` may come later, by the change that makes the organization. */
export function newPlace(
  api: AdminApi,
  organization: string,
  made: { readonly id: string | null },
  { prune, sendSecrets, environment, notes, variables }: PlaceOptions,
): Place {
  return {
    api,
    organization,
    prune,
    sendSecrets,
    environment,
    notes,
    variables,
    path: (rest) => {
      if (made.id === null) throw new Error('The organization is yet to be made.');
      return `/organizations/${made.id}${rest}`;
    },
    workspaceIds: new Map(),
    names: { workspaces: new Set(), roles: new Set(workspaceRoles), permissions: new Set() },
  };
}

/** Makes the organization, whose first workspace comes with it. */
function creation({ entry }: Declared, { name }: Meant, place: Place, made: { id: string | null }): Change {
  const workspaceName = entry.workspaces?.[0];
  const body = { name, ...(workspaceName === undefined ? {} : { workspaceName }) };
  return {
    mark: '+',
    what: `organization ${shown(name)}`,
    make: async () => {
      made.id = (await place.api.call<Organization>('POST', '/organizations', body)).id;
      for (const { id, name: first } of await place.api.list<Workspace>(place.path('/workspaces')))
        place.workspaceIds.set(first, id);
    },
  };
}
