/** SCIM settings: how group names give roles, which group wins, and whether the directory names roles of people. */
import { changedFields, describeChange } from '../describe.ts';
import type { OrganizationEntry } from '../file/schema.ts';
import { kind } from '../kind.ts';

type Settings = NonNullable<OrganizationEntry['scimSettings']>;

export const scimSettings = kind<'scimSettings', Settings | null>({
  section: 'scimSettings',
  none: null,
  read: ({ api, path }) => api.call('GET', path('/scim/settings')),
  diff: (want, have, { api, path }) => {
    const changed = changedFields(want, have);
    const make = () => api.call<void>('PATCH', path('/scim/settings'), changed);
    const what = `SCIM settings: ${describeChange(changed, have)}`;
    const changes = Object.keys(changed).length === 0 ? [] : [{ mark: '~' as const, what, make }];
    return { changes, removals: [], faults: [] };
  },
  toEntry: (have) => {
    if (have === null) return undefined;
    const { separator, precedence, conventionEnabled, requiredPrefix, rolesEnabled, rolesMakeAdmins } = have;
    return { separator, precedence, conventionEnabled, requiredPrefix, rolesEnabled, rolesMakeAdmins };
  },
});
