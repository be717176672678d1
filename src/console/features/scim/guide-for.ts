import type { guides } from '../../lib/searches.ts';

type Guide = (typeof guides)[number];

/** The identity provider that somebody had in mind who named a token, such as `Okta production`. Pure. */
export function guideFor(names: readonly string[]): Guide {
  const all = names.join(' ').toLowerCase();
  if (/okta/.test(all)) return 'okta';
  if (/entra|azure|microsoft/.test(all)) return 'entra';
  return /jumpcloud|onelogin|keycloak|google|ping|authentik/.test(all) ? 'other' : 'okta';
}
