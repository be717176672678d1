/** Workspaces, by name. */
import { shown } from '../describe.ts';
import { type Change, kind } from '../kind.ts';

export type Workspace = { readonly id: string; readonly name: string };

export const workspaces = kind<'workspaces', readonly Workspace[]>({
  section: 'workspaces',
  none: [],
  read: ({ api, path }) => api.list<Workspace>(path('/workspaces')),
  announce: (want, have, { workspaceIds, names, prune }) => {
    for (const { id, name } of have) workspaceIds.set(name, id);
    const stay = have.map(({ name }) => name).filter((name) => !prune || !want || want.includes(name));
    for (const name of [...(want ?? []), ...stay]) names.workspaces.add(name);
  },
  diff: (want, have, { api, path, workspaceIds, prune }) => ({
    changes: want
      .filter((name) => !have.some((workspace) => workspace.name === name))
      .map(
        (name): Change => ({
          mark: '+',
          what: `workspace ${shown(name)}`,
          make: async () => {
            // The first workspace of a new organization came with it.
            if (workspaceIds.has(name)) return;
            const { id } = await api.call<Workspace>('POST', path('/workspaces'), { name });
            workspaceIds.set(name, id);
          },
        }),
      ),
    removals: have
      .filter(({ name }) => prune && !want.includes(name))
      .map(
        ({ id, name }): Change => ({
          mark: '-',
          what: `workspace ${shown(name)}, with all access to it`,
          make: () => api.call('DELETE', path(`/workspaces/${id}`)),
        }),
      ),
    faults: [],
  }),
  toEntry: (have) => have.map(({ name }) => name),
});
