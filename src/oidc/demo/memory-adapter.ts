import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

type Row = { readonly payload: AdapterPayload; readonly expiresAt: number };

/**
 * Where the demo provider keeps its sessions, codes and grants: in memory, gone with the process. Expired rows are
 * swept when new ones come.
 */
export function memoryAdapter(): AdapterFactory {
  const rows = new Map<string, Row>();

  const sweep = () => {
    const now = Date.now();
    for (const [key, { expiresAt }] of rows) if (expiresAt <= now) rows.delete(key);
  };
  const read = (key: string) => {
    const row = rows.get(key);
    return row !== undefined && row.expiresAt > Date.now() ? row.payload : undefined;
  };

  return (model): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`;
    const search = (matches: (payload: AdapterPayload) => boolean) => {
      for (const key of rows.keys()) {
        const payload = key.startsWith(`${model}:`) ? read(key) : undefined;
        if (payload !== undefined && matches(payload)) return payload;
      }
      return undefined;
    };
    return {
      async upsert(id, payload, expiresIn) {
        sweep();
        const expiresAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1_000;
        rows.set(keyOf(id), { payload, expiresAt });
      },
      find: async (id) => read(keyOf(id)),
      findByUid: async (uid) => search((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => search((payload) => payload.userCode === userCode),
      async consume(id) {
        const payload = read(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1_000);
      },
      async destroy(id) {
        rows.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        // Of this model only: an interaction under way names its grant too, and must outlive it.
        for (const [key, { payload }] of rows)
          if (key.startsWith(`${model}:`) && payload.grantId === grantId) rows.delete(key);
      },
    };
  };
}
