/**
 * An OpenID provider that is not ours: oidc-provider nearly as it comes, with its own login and consent pages, RS256, and
 * claims that it tells at the userinfo endpoint only.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import type { Answer, Browser } from '../support/oidc-browser.ts';
import { type Environment, secret } from '../support/usher.ts';

export type Person = {
  readonly sub: string;
  readonly email: string;
  readonly emailVerified?: boolean;
  readonly name?: string;
};

export type ForeignProvider = {
  readonly issuer: string;
  /** The variables that make a server use it. */
  readonly env: Environment;
  /** Somebody who can sign in from now on. */
  readonly add: (person: Person) => void;
  readonly stop: () => Promise<void>;
};

/** @param urls the public addresses of the servers that use it */
export async function startForeignProvider(urls: readonly string[]): Promise<ForeignProvider> {
  const people = new Map<string, Person>();
  const server = createServer((request, response) => void provider.callback()(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientId = 'usher-of-acme';
  const clientSecret = secret();
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: urls.map((url) => `${url}/auth/callback/default`),
        post_logout_redirect_uris: urls.map((url) => `${url}/`),
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' }] },
    cookies: { keys: [secret()] },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, sub) => {
      const person = people.get(sub);
      if (!person) return undefined;
      const { email, emailVerified: email_verified = true, name = sub } = person;
      return { accountId: sub, claims: () => ({ sub, email, email_verified, name }) };
    },
  });
  return {
    issuer,
    env: { OAUTH_ISSUER_URL: issuer, OAUTH_CLIENT_ID: clientId, OAUTH_CLIENT_SECRET: clientSecret },
    add: (person) => void people.set(person.sub, person),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/**
 * Goes to `loginUrl`, logs in as `sub` where the provider asks, and agrees to everything. Stops before the address that the
 * provider sends it back to, and returns that.
 */
export async function logIn(browser: Browser, loginUrl: string, sub: string): Promise<string> {
  const stopAt = `${new URL(loginUrl).origin}/auth/callback/`;
  let answer = await browser.visit(loginUrl, { stopAt });
  while (!answer.url.startsWith(stopAt)) {
    if (answer.status >= 400) throw new Error(`${answer.url} answered ${answer.status}: ${answer.text.slice(0, 500)}`);
    const fields = answer.text.includes('name="login"') ? { login: sub, password: 'x' } : {};
    answer = await browser.submit(answer, fields, { stopAt });
  }
  return answer.url;
}

/** Logs in and ends where that leads. */
export async function signIn(browser: Browser, loginUrl: string, sub: string): Promise<Answer> {
  return browser.visit(await logIn(browser, loginUrl, sub));
}
