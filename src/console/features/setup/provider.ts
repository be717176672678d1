/** Which identity provider the reader has: as chosen in this browser, else as the issuer tells. */
import { setupProviders } from '../../lib/searches.ts';
import type { Setup } from '../../lib/types.ts';

export type Provider = (typeof setupProviders)[number];

const key = (linkId: string) => `usher-setup-provider-${linkId}`;

export function keepProvider(linkId: string, provider: Provider): void {
  localStorage.setItem(key(linkId), provider);
}

export function providerOf({ id, connection }: Setup): Provider | null {
  const kept = localStorage.getItem(key(id));
  if (kept !== null && isProvider(kept)) return kept;
  return connection && providerByIssuer(connection.issuer);
}

const known: readonly (readonly [RegExp, Provider])[] = [
  [/\.okta(?:preview|-emea)?\.com$/, 'okta'],
  [/^login\.microsoftonline\.(?:com|us)$/, 'entra'],
  [/^accounts\.google\.com$/, 'google'],
  [/\.onelogin\.com$/, 'onelogin'],
  [/\.jumpcloud\.com$/, 'jumpcloud'],
  [/\.auth0\.com$/, 'auth0'],
];

/** Pure. */
export function providerByIssuer(issuer: string): Provider {
  const { hostname, pathname } = new URL(issuer);
  if (pathname.includes('/realms/')) return 'keycloak';
  return known.find(([pattern]) => pattern.test(hostname))?.[1] ?? 'other';
}

function isProvider(text: string): text is Provider {
  return setupProviders.some((provider) => provider === text);
}
