/** Public keys at an address that an admin has chosen, read through what protects the operator's network. */
import { createRemoteJWKSet, customFetch } from 'jose';
import { ask } from './ask.ts';
import type { Outbound } from './outbound.ts';

export type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/** Those that a signature of somebody else may have: no secret is shared with them, so no symmetric one. */
export const asymmetricAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
] as const;

/** What one process keeps; whoever is dropped is read again at the next use. */
const maxKept = 200;

/** Keys are kept for a minute, and unknown ones are asked for at most every 30 seconds: made-up tokens make no traffic. */
export function remoteKeys(outbound: Outbound): (uri: string) => RemoteKeys {
  const kept = new Map<string, RemoteKeys>();
  return (uri) => {
    const keys =
      kept.get(uri) ??
      createRemoteJWKSet(new URL(uri), {
        cacheMaxAge: 60_000,
        cooldownDuration: 30_000,
        [customFetch]: async (url, { headers }) => {
          const { status, text } = await ask(outbound, url, { headers: Object.fromEntries(headers) });
          return new Response(text, { status });
        },
      });
    kept.delete(uri);
    kept.set(uri, keys);
    const [oldest] = kept.size > maxKept ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    return keys;
  };
}
