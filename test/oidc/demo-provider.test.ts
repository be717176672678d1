import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { demoPeople } from '../../src/oidc/demo/people.ts';
import { type DemoProvider, startDemoProvider } from '../../src/oidc/demo/provider.ts';
import { openBrowser } from '../support/oidc-browser.ts';

const redirectUri = 'http://localhost:3000/auth/callback/default';
const options = { people: demoPeople, port: 0, redirectUris: [redirectUri], postLogoutRedirectUris: [] };
let provider: DemoProvider | undefined;

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await provider?.stop();
  provider = undefined;
});

const authorizeUrl = ({ issuer, clientId }: DemoProvider) => {
  const url = new URL('/auth', issuer);
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const parameters = { client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid email' };
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256', state: 's' };
  for (const [name, value] of Object.entries({ ...parameters, ...pkce })) url.searchParams.set(name, value);
  return url.href;
};

describe('the demo provider', () => {
  it.each(['production', 'Production'])('does not start with NODE_ENV=%s', async (mode) => {
    vi.stubEnv('NODE_ENV', mode);
    await expect(startDemoProvider(options)).rejects.toThrow(/does not start with NODE_ENV=production/);
  });

  it('says which port is taken', async () => {
    provider = await startDemoProvider(options);
    const port = Number(new URL(provider.issuer).port);
    await expect(startDemoProvider({ ...options, port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: expect.stringContaining(`port ${port} of the demo provider is in use`),
    });
  });

  it('is reached from outside of a container where Usher is, and from its own loopback otherwise', async () => {
    const addresses = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
    // Without a network Linux has further addresses on its loopback.
    const outside = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.2';
    const discovery = async ({ issuer }: DemoProvider) => {
      const { port } = new URL(issuer);
      return fetch(`http://${outside}:${port}/.well-known/openid-configuration`).then(
        (answer) => answer.json(),
        () => null,
      );
    };
    provider = await startDemoProvider({ ...options, host: '0.0.0.0' });
    expect(await discovery(provider)).toMatchObject({ issuer: provider.issuer });
    await provider.stop();
    provider = await startDemoProvider(options);
    expect(await discovery(provider)).toBeNull();
  });

  it('starts and serves a sign-in without a word on the console', async () => {
    const said = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
    provider = await startDemoProvider(options);
    const page = await openBrowser().visit(authorizeUrl(provider));
    expect(page.status).toBe(200);
    for (const method of said) expect(method).not.toHaveBeenCalled();
  });

  it('shows everybody by name and email, grouped and escaped', async () => {
    const staff = Array.from({ length: 200 }, (_, index) => ({
      sub: `staff-${index}`,
      email: `staff-${index}@acme.test`,
      name: index === 0 ? '<i>Zero</i>' : `Person ${index}`,
      group: index % 2 ? 'Odd' : 'Even',
    }));
    provider = await startDemoProvider({ ...options, people: [...demoPeople, ...staff] });
    const { text } = await openBrowser().visit(authorizeUrl(provider));
    expect(text.match(/<button class="person"/g)).toHaveLength(205);
    expect(text.match(/<h2>/g)).toHaveLength(2);
    expect(text).toContain('&lt;i&gt;Zero&lt;/i&gt;');
    expect(text).toContain('grace@demo.example');
  });

  it('asks again at the next sign-in, so that one browser can be several people', async () => {
    provider = await startDemoProvider(options);
    const browser = openBrowser();
    const stopAt = redirectUri;
    const first = await browser.submit(await browser.visit(authorizeUrl(provider)), { sub: 'demo-ada' }, { stopAt });
    expect(new URL(first.url).searchParams.has('code')).toBe(true);
    const again = await browser.visit(authorizeUrl(provider));
    expect(again.text).toContain('Who do you want to be?');
    const same = await browser.submit(again, { sub: 'demo-ada' }, { stopAt });
    expect(new URL(same.url).searchParams.has('code')).toBe(true);
    const other = await browser.submit(await browser.visit(authorizeUrl(provider)), { sub: 'demo-alan' }, { stopAt });
    expect(new URL(other.url).searchParams.has('code')).toBe(true);
  });

  it('knows nobody but its people, and says so on a page', async () => {
    provider = await startDemoProvider(options);
    const browser = openBrowser();
    const page = await browser.visit(authorizeUrl(provider));
    expect((await browser.submit(page, { sub: 'mallory' })).status).toBe(400);
    expect((await openBrowser().visit(page.url)).status).toBe(400);
  });
});
