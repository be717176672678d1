/** SSO member settings: what newcomers get. */
import { changedFields, describeChange, unknownName } from '../describe.ts';
import type { OrganizationEntry } from '../file/schema.ts';
import { type Fault, kind, type Place } from '../kind.ts';

type Settings = NonNullable<OrganizationEntry['ssoSettings']>;
type Stored = Omit<Settings, 'workspaces'> & { readonly workspaceIds: readonly string[] };

export const ssoSettings = kind<'ssoSettings', Stored | null>({
  section: 'ssoSettings',
  none: null,
  read: ({ api, path }) => api.call('GET', path('/sso-settings')),
  diff: (want, have, place) => {
    const present = have && toEntry(have, place);
    const changed = changedFields(want, present);
    const make = () => place.api.call<void>('PATCH', place.path('/sso-settings'), toBody(changed, place));
    const what = `SSO member settings: ${describeChange(changed, present)}`;
    const changes = Object.keys(changed).length === 0 ? [] : [{ mark: '~' as const, what, make }];
    return { changes, removals: [], faults: unknownNames(want, place) };
  },
  toEntry: (have, place) => (have ? toEntry(have, place) : undefined),
});

function unknownNames({ workspaces = [], workspaceRole }: Settings, { names }: Place): Fault[] {
  const faults: Fault[] = workspaces.flatMap((name, index) =>
    names.workspaces.has(name)
      ? []
      : [{ path: ['ssoSettings', 'workspaces', index], message: unknownName('workspace', name, names.workspaces) }],
  );
  if (workspaceRole !== undefined && !names.roles.has(workspaceRole))
    faults.push({ path: ['ssoSettings', 'workspaceRole'], message: unknownName('role', workspaceRole, names.roles) });
  return faults;
}

function toBody({ workspaces, ...rest }: Partial<Settings>, { workspaceIds }: Place): object {
  return { ...rest, ...(workspaces ? { workspaceIds: workspaces.map((name) => workspaceIds.get(name)) } : {}) };
}

/** Of workspaces that were deleted since, there is no name to say. */
function toEntry({ autoJoin, workspaceIds, workspaceRole, organizationRole }: Stored, place: Place): Settings {
  const nameOf = new Map([...place.workspaceIds].map(([name, id]) => [id, name]));
  return { autoJoin, workspaces: workspaceIds.flatMap((id) => nameOf.get(id) ?? []), workspaceRole, organizationRole };
}
