/** Whether people come in by the organization's own identity provider only. It is the last: what it asks for is made before. */
import { kind } from '../kind.ts';

export const ssoOnly = kind<'ssoOnly', boolean>({
  section: 'ssoOnly',
  none: false,
  read: async ({ api, path }) => (await api.call<{ ssoOnly: boolean }>('GET', path(''))).ssoOnly,
  diff: (want, have, { api, path }) => {
    const make = () => api.call<void>('PATCH', path(''), { ssoOnly: want });
    const say = (on: boolean) => (on ? 'on' : 'off');
    const what = `only by the own identity provider: ${say(have)} -> ${say(want)}`;
    return { changes: want === have ? [] : [{ mark: '~' as const, what, make }], removals: [], faults: [] };
  },
  toEntry: (have) => have || undefined,
});
