/** Which identity provider an issuer belongs to. Pure. */
import type { setupProviders } from '../../lib/searches.ts';

export type Provider = (typeof setupProviders)[number];

const known: readonly (readonly [RegExp, Provider])[] = [
  [/\.okta(?:preview|-emea)?\.com$/, 'okta'],
  [/^login\.microsoftonline\.(?:com|us)$/, 'entra'],
  [/^accounts\.google\.com$/, 'google'],
  [/\.onelogin\.com$/, 'onelogin'],
  [/\.jumpcloud\.com$/, 'jumpcloud'],
  [/\.auth0\.com$/, 'auth0'],
];

export function providerByIssuer(issuer: string): Provider {
  const { hostname, pathname } = new URL(issuer);
  if (pathname.includes('/realms/')) return 'keycloak';
  return known.find(([pattern]) => pattern.test(hostname))?.[1] ?? 'other';
}
