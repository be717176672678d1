/** Which identity provider the reader has: as chosen in this browser, else as the issuer tells. */
import { setupProviders } from '../../lib/searches.ts';
import type { Setup } from '../../lib/types.ts';
import { type Provider, providerByIssuer } from './provider-by-issuer.ts';

const key = (linkId: string) => `usher-setup-provider-${linkId}`;

export function keepProvider(linkId: string, provider: Provider): void {
  localStorage.setItem(key(linkId), provider);
}

export function providerOf({ id, connection }: Setup): Provider | null {
  const kept = localStorage.getItem(key(id));
  if (kept !== null && isProvider(kept)) return kept;
  return connection && providerByIssuer(connection.issuer);
}

function isProvider(text: string): text is Provider {
  return setupProviders.some((provider) => provider === text);
}
