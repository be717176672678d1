import { describe, expect, it } from 'vitest';
import { providerByIssuer } from '../../src/console/features/setup/provider-by-issuer.ts';
import { setupGuides } from '../../src/console/lib/messages/setup-guides.ts';
import { setupProviders } from '../../src/console/lib/searches.ts';

describe('the instructions of a set-up link', () => {
  it('are there for each provider, which is known again by its issuer', () => {
    expect(Object.keys(setupGuides)).toEqual([...setupProviders]);
    for (const [provider, { signIn }] of Object.entries(setupGuides))
      expect(providerByIssuer(signIn.issuer)).toBe(provider);
  });

  it.each([
    ['https://acme.okta-emea.com/oauth2/default', 'okta'],
    ['https://login.microsoftonline.us/0/v2.0', 'entra'],
    ['https://okta.com.evil.example', 'other'],
    ['https://notokta.com', 'other'],
  ])('take %s for %s', (issuer, provider) => expect(providerByIssuer(issuer)).toBe(provider));
});
