/** Explicit mappings, by the name of the group, whether the directory has pushed it or not. */
import { foldName } from '../../../domain/kernel/fold-name.ts';
import { everyWorkspace } from '../../../domain/model/workspace.ts';
import { changedFields, describeChange, shown, unknownName } from '../describe.ts';
import type { OrganizationEntry } from '../file/schema.ts';
import { type Change, type Fault, kind, type Place } from '../kind.ts';

type Entry = NonNullable<OrganizationEntry['mappings']>[number];
type Content = Omit<Entry, 'group'>;
type Target = { readonly workspaceId: string; readonly workspaceName: string; readonly workspaceRole: string };
type Stored = {
  readonly id: string;
  readonly group: { readonly displayName: string };
  readonly targets: readonly Target[];
  readonly organizationRole: Entry['organizationRole'];
  readonly priority: number | null;
};

export const mappings = kind<'mappings', readonly Stored[]>({
  section: 'mappings',
  none: [],
  read: ({ api, path }) => api.list(path('/scim/mappings')),
  diff: (want, have, place) => {
    const changes: Change[] = [];
    const faults: Fault[] = [];
    for (const [index, { group, ...given }] of want.entries()) {
      const stored = have.find((mapping) => isSameGroup(mapping.group.displayName, group));
      const content = stored ? contentOf(stored) : null;
      const changed = changedFields<Content>(given, content);
      const path = ['mappings', index];
      faults.push(...unknownNames(given, path, place));
      if (givesNothing({ ...content, ...changed }))
        faults.push({
          path,
          message: `The mapping of "${shown(group)}" gives nothing: name a workspace or an organization role.`,
        });
      if (Object.keys(changed).length > 0) changes.push(changeTo(group, stored, changed, content, place));
    }
    const removals = have
      .filter(({ group }) => place.prune && !want.some((entry) => isSameGroup(entry.group, group.displayName)))
      .map(
        ({ id, group }): Change => ({
          mark: '-',
          what: `mapping of group ${shown(group.displayName)}, with what it gave`,
          make: () => place.api.call('DELETE', place.path(`/scim/mappings/${id}?onDelete=remove`)),
        }),
      );
    return { changes, removals, faults };
  },
  toEntry: (have) => (have.length === 0 ? undefined : have.map(toEntry)),
});

function isSameGroup(one: string, other: string): boolean {
  return foldName(one) === foldName(other);
}

function contentOf({ targets, organizationRole, priority }: Stored): Required<Content> {
  const nameOf = ({ workspaceId, workspaceName }: Target) =>
    workspaceId === everyWorkspace ? everyWorkspace : workspaceName;
  const workspaces = Object.fromEntries(targets.map((target) => [nameOf(target), target.workspaceRole]));
  return { organizationRole: organizationRole ?? null, workspaces, priority: priority ?? undefined };
}

/** Only what there is to say. */
function toEntry(stored: Stored): Entry {
  const { organizationRole, workspaces = {}, priority } = contentOf(stored);
  return {
    group: stored.group.displayName,
    ...(priority === undefined ? {} : { priority }),
    ...(organizationRole ? { organizationRole } : {}),
    ...(Object.keys(workspaces).length > 0 ? { workspaces } : {}),
  };
}

function givesNothing({ workspaces = {}, organizationRole }: Content): boolean {
  return Object.keys(workspaces).length === 0 && !organizationRole;
}

function changeTo(
  group: string,
  stored: Stored | undefined,
  changed: Content,
  before: Content | null,
  { api, path, workspaceIds }: Place,
): Change {
  const body = () => {
    const { workspaces, ...rest } = changed;
    const targets = Object.entries(workspaces ?? {}).map(([name, workspaceRole]) => ({
      workspaceId: name === everyWorkspace ? everyWorkspace : workspaceIds.get(name),
      workspaceRole,
    }));
    return { ...rest, ...(workspaces ? { targets } : {}) };
  };
  const what = `mapping of group ${shown(group)}: ${describeChange(changed, before)}`;
  return stored
    ? { mark: '~', what, make: () => api.call('PATCH', path(`/scim/mappings/${stored.id}`), body()) }
    : {
        mark: '+',
        what,
        make: () => api.call('POST', path('/scim/mappings'), { group: { displayName: group }, ...body() }),
      };
}

function unknownNames({ workspaces = {} }: Content, path: Fault['path'], { names }: Place): Fault[] {
  return Object.entries(workspaces).flatMap(([workspace, role]) => {
    const at = [...path, 'workspaces', workspace];
    return [
      ...(workspace === everyWorkspace || names.workspaces.has(workspace)
        ? []
        : [{ path: at, message: unknownName('workspace', workspace, names.workspaces) }]),
      ...(names.roles.has(role) ? [] : [{ path: at, message: unknownName('role', role, names.roles) }]),
    ];
  });
}
