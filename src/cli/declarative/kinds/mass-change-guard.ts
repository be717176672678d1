/** The mass-change guard: when changes of groups by the directory are held for an admin; null: never. */
import { isDeepStrictEqual } from 'node:util';
import { shown } from '../describe.ts';
import type { OrganizationEntry } from '../file/schema.ts';
import { kind } from '../kind.ts';

type Setting = Exclude<OrganizationEntry['massChangeGuard'], undefined>;

export const massChangeGuard = kind<'massChangeGuard', Setting>({
  section: 'massChangeGuard',
  none: null,
  read: async ({ api, path }) => (await api.call<{ massChangeGuard: Setting }>('GET', path(''))).massChangeGuard,
  diff: (want, have, { api, path }) => {
    const make = () => api.call<void>('PATCH', path(''), { massChangeGuard: want });
    const say = (setting: Setting) => (setting === null ? 'off' : shown(setting));
    const what = `mass-change guard: ${say(have)} -> ${say(want)}`;
    const changes = isDeepStrictEqual(want, have) ? [] : [{ mark: '~' as const, what, make }];
    return { changes, removals: [], faults: [] };
  },
  toEntry: (have) => have,
});
