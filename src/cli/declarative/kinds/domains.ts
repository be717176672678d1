/** Email domains: the file claims them, the DNS proves them. */
import { shown } from '../describe.ts';
import { type Change, kind, type Place } from '../kind.ts';

type Stored = { readonly id: string; readonly name: string; readonly verified: boolean; readonly txtRecord: string };

export const domains = kind<'domains', readonly Stored[]>({
  section: 'domains',
  none: [],
  read: ({ api, path }) => api.list(path('/domains')),
  diff: (want, have, place) => {
    for (const stored of have) if (want.includes(stored.name) && !stored.verified) noteProof(stored, place);
    const changes = want
      .filter((name) => !have.some((stored) => stored.name === name))
      .map(
        (name): Change => ({
          mark: '+',
          what: `domain ${shown(name)}`,
          make: async () => noteProof(await place.api.call<Stored>('POST', place.path('/domains'), { name }), place),
        }),
      );
    const removals = have
      .filter(({ name }) => place.prune && !want.includes(name))
      .map(
        ({ id, name }): Change => ({
          mark: '-',
          what: `domain ${shown(name)}`,
          make: () => place.api.call('DELETE', place.path(`/domains/${id}`)),
        }),
      );
    return { changes, removals, faults: [] };
  },
  toEntry: (have) => (have.length === 0 ? undefined : have.map(({ name }) => name)),
});

function noteProof({ id, name, txtRecord }: Stored, { notes, path }: Place): void {
  const call = `POST /api/v1${path(`/domains/${id}/verify`)}`;
  notes.push(`The domain ${name} is not verified yet: add the TXT record "${txtRecord}" to it, then ${call}.`);
}
