/** Custom workspace roles, by name. */

import { foldName } from '../../../domain/kernel/fold-name.ts';
import { rankOf, workspaceRoles } from '../../../domain/model/role.ts';
import { changedFields, describeChange, shown, unknownName } from '../describe.ts';
import type { OrganizationEntry } from '../file/schema.ts';
import { type Change, type Fault, kind, type Place } from '../kind.ts';
import { orderRankMoves, type RankMove } from './rank-moves.ts';

type Entry = NonNullable<OrganizationEntry['roles']>[number];
type Stored = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly rank: number;
  readonly builtIn: boolean;
  readonly permissions: string[];
};
/** An entry beside what is stored under its name, and what it changes. */
type Compared = { readonly entry: Entry; readonly stored: Stored | undefined; readonly changed: Partial<Entry> };

const builtInRanks = workspaceRoles.map((role) => rankOf(role, []));

export const roles = kind<'roles', readonly Stored[]>({
  section: 'roles',
  none: [],
  read: async ({ api, path }) => (await api.list<Stored>(path('/roles'))).filter(({ builtIn }) => !builtIn),
  announce: (want, have, { names, prune }) => {
    const stay = have.filter(({ name }) => (want ? !prune && !want.some((entry) => isSame(entry.name, name)) : true));
    for (const { name } of [...(want ?? []), ...stay]) names.roles.add(name);
  },
  diff: (want, have, place) => {
    const compared = want.map((entry): Compared => {
      const stored = have.find(({ name }) => isSame(name, entry.name));
      return { entry, stored, changed: changedFields(entry, stored ?? null) };
    });
    const others = have.filter(({ name }) => !want.some((entry) => isSame(entry.name, name)));
    const faults = [...unknownPermissions(want, place), ...rankFaults(compared, place.prune ? [] : others)];
    if (faults.length > 0) return { changes: [], removals: [], faults };
    const removals = others.map(
      ({ id, name }): Change => ({
        mark: '-',
        what: `role ${shown(name)}`,
        make: () => place.api.call('DELETE', place.path(`/roles/${id}`)),
      }),
    );
    return { changes: changesOf(compared, have, place), removals: place.prune ? removals : [], faults };
  },
  toEntry: (have) =>
    have.length === 0
      ? undefined
      : have.map(({ name, description, rank, permissions }) => ({
          name,
          ...(description ? { description } : {}),
          rank,
          permissions,
        })),
});

function isSame(one: string, other: string): boolean {
  return foldName(one) === foldName(other);
}

function changesOf(compared: readonly Compared[], have: readonly Stored[], { api, path }: Place): Change[] {
  const update = (stored: Stored, changed: Partial<Entry>): Change => ({
    mark: '~',
    what: `role ${shown(stored.name)}: ${describeChange(changed, stored)}`,
    make: () => api.call('PATCH', path(`/roles/${stored.id}`), changed),
  });
  const create = ({ entry }: Compared): Change => {
    const { name, ...rest } = entry;
    const more = describeChange(rest, null);
    return {
      mark: '+',
      what: `role ${shown(name)}${more === '' ? '' : `: ${more}`}`,
      make: () => api.call('POST', path('/roles'), entry),
    };
  };
  const isMoved = ({ stored, changed }: Compared) => stored !== undefined && changed.rank !== undefined;
  const moved = compared.filter(isMoved);
  const targets = new Map(moved.map(({ stored, entry }) => [stored?.id ?? '', entry.rank ?? 0]));
  const news = compared.filter(({ stored }) => !stored);
  const needed = news.flatMap(({ entry }) => entry.rank ?? []);
  const inOrder = orderRankMoves(have, targets, needed, builtInRanks).flatMap(({ id, rank, lasting }: RankMove) => {
    const stored = have.find((role) => role.id === id);
    if (!stored) return [];
    if (!lasting) return [makeWay(stored, rank, api, path)];
    return [update(stored, moved.find((one) => one.stored === stored)?.changed ?? { rank })];
  });
  const rest = compared.flatMap((one) =>
    one.stored && !isMoved(one) && Object.keys(one.changed).length > 0 ? [update(one.stored, one.changed)] : [],
  );
  // Those with a rank first: the server chooses one of the others for the rest.
  const created = news.toSorted((a, b) => Number(b.entry.rank !== undefined) - Number(a.entry.rank !== undefined));
  return [...inOrder, ...rest, ...created.map(create)];
}

function makeWay({ id, name }: Stored, rank: number, api: Place['api'], path: Place['path']): Change {
  return {
    mark: '~',
    what: `role ${shown(name)}: rank ${rank} for now, to make way`,
    make: () => api.call('PATCH', path(`/roles/${id}`), { rank }),
  };
}

function unknownPermissions(want: readonly Entry[], { names }: Place): Fault[] {
  return want.flatMap(({ permissions = [] }, index) =>
    permissions.flatMap((name, position) =>
      names.permissions.has(name)
        ? []
        : [
            {
              path: ['roles', index, 'permissions', position],
              message: unknownName('permission', name, names.permissions),
            },
          ],
    ),
  );
}

/** @param staying roles that the file does not name and that stay */
function rankFaults(compared: readonly Compared[], staying: readonly Stored[]): Fault[] {
  return compared.flatMap(({ entry: { name, rank } }, index) => {
    if (rank === undefined) return [];
    const builtIn = workspaceRoles.find((role) => rankOf(role, []) === rank);
    const twin = compared.slice(0, index).find(({ entry }) => entry.rank === rank)?.entry.name;
    const unranked = compared.find(({ entry, stored }) => entry.rank === undefined && stored?.rank === rank)?.entry
      .name;
    const holder = builtIn ?? twin ?? unranked ?? staying.find((role) => role.rank === rank)?.name;
    if (holder === undefined) return [];
    const message = `The rank ${rank} of "${shown(name)}" is that of "${shown(holder)}": choose another.`;
    return [{ path: ['roles', index, 'rank'], message }];
  });
}
