/**
 * The identity provider of evaluation mode and of tests: a real OpenID provider (oidc-provider) that asks for a name
 * instead of a password. Loopback only, unless all of evaluation mode is opened, and never in production.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { exportJWK, generateKeyPair } from 'jose';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { siteFiles } from '../../http/site-files.ts';
import { memoryAdapter } from './memory-adapter.ts';
import { notePage, peoplePage, signOutPage } from './pages.ts';
import type { DemoPerson } from './people.ts';

export type DemoProviderOptions = {
  readonly people: readonly DemoPerson[];
  /** Where it listens; whatever that is, its issuer is 127.0.0.1. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Gets a line when the provider itself fails. */
  readonly report?: (line: string) => void;
};

export type DemoProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Ends it and the connections to it. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts the demo provider with fresh keys and one client. Signing in is choosing one of `people`, anew at
 * each sign-in. Throws in production, and with code `EADDRINUSE` and a message for the operator when the port is taken.
 */
export async function startDemoProvider(options: DemoProviderOptions): Promise<DemoProvider> {
  // biome-ignore lint/style/noProcessEnv: the last fence must not depend on what a caller passes
  if (process.env.NODE_ENV?.toLowerCase() === 'production')
    throw new Error(
      'The demo provider lets anybody sign in as anybody, so it does not start with NODE_ENV=production. Set OAUTH_ISSUER_URL, OAUTH_CLIENT_ID and OAUTH_CLIENT_SECRET to use a real one.',
    );
  let listener: RequestListener | undefined;
  const server = createServer((request, response) => listener?.(request, response));
  const issuer = await listen(server, options.port, options.host ?? '127.0.0.1');
  const client = { clientId: 'usher-demo', clientSecret: randomBytes(32).toString('base64url') };
  try {
    const { interactionPolicy, Provider } = await loadLibrary();
    const policy = interactionPolicy.base();
    const { Check } = interactionPolicy;
    // Asks again although the browser has a session here: the point of the demo is to be one person after another.
    policy
      .get('login')
      ?.checks.add(
        new Check('choose_person', 'choose a person', 'login_required', ({ oidc }) => oidc.result?.login === undefined),
      );
    const provider = new Provider(issuer, {
      ...(await configure(options, client)),
      interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    });
    provider.on('server_error', (_ctx, error: Error) => options.report?.(`Demo provider: ${error.message}`));
    listener = application(provider, options);
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    issuer,
    ...client,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * oidc-provider warns on its import under Node 20, where it works (our tests run it there) but is not supported by its
 * author. Who tries the demo need not read that; everything else it says passes.
 */
async function loadLibrary() {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn(...words);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

const hour = 3_600;
const algorithm = 'ES256';

async function configure(
  options: DemoProviderOptions,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
): Promise<Configuration> {
  const { people, redirectUris, postLogoutRedirectUris } = options;
  const usher = addressOfClient(options);
  // Made in a millisecond, where an RSA key takes up to a second.
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const signingKey = {
    ...(await exportJWK(privateKey)),
    alg: algorithm,
    use: 'sig',
    kid: randomBytes(8).toString('hex'),
  };
  const bySub = new Map(people.map((person) => [person.sub, person]));
  return {
    adapter: memoryAdapter(),
    jwks: { keys: [signingKey] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [...redirectUris],
        post_logout_redirect_uris: [...postLogoutRedirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: algorithm,
        require_auth_time: true,
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: [algorithm] },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username', 'groups'],
    },
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => {
      const person = bySub.get(sub);
      return person && { accountId: sub, claims: () => claimsOf(person) };
    },
    loadExistingGrant: grantEverything,
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      IdToken: hour,
      Interaction: hour,
      Session: 24 * hour,
      Grant: 24 * hour,
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          const nonce = randomBytes(16).toString('base64url');
          ctx.set('Content-Security-Policy', `${ownFiles}; script-src 'nonce-${nonce}'`);
          ctx.body = signOutPage(form, nonce, usher);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = notePage('You are signed out', 'You can close this page.', usher);
        },
      },
    },
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = notePage('That did not work', `${description ?? error}. Go back and sign in again.`, usher);
    },
  };
}

/** There is one client and nothing to protect from it: no consent page. */
async function grantEverything({ oidc }: KoaContextWithOIDC) {
  if (oidc.client === undefined || oidc.session?.accountId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope('openid email profile');
  await grant.save();
  return grant;
}

function claimsOf({ sub, email, name, claims = {} }: DemoPerson) {
  const [given = name, ...family] = name.split(' ');
  const all = {
    email,
    email_verified: true,
    name,
    given_name: given,
    family_name: family.join(' ') || null,
    preferred_username: email,
    ...claims,
  };
  return { sub, ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) };
}

function application(provider: Provider, options: DemoProviderOptions): RequestListener {
  const { people, redirectUris } = options;
  const usher = addressOfClient(options);
  const app = express();
  app.disable('x-powered-by');
  app.use(siteFiles((_request, _response, next) => next()));
  // Browsers hold a form's redirects to `form-action` too, and these end at the client.
  const targets = ["'self'", ...new Set(redirectUris.map((uri) => new URL(uri).origin))].join(' ');
  app.get('/interaction/:uid', async (request, response) => {
    const { uid } = await provider.interactionDetails(request, response);
    response
      .set('Cache-Control', 'no-store')
      .set('Content-Security-Policy', `${ownFiles}; form-action ${targets}`)
      .type('html')
      .send(peoplePage(people, `/interaction/${uid}`, usher));
  });
  app.post('/interaction/:uid', express.urlencoded({ extended: false, limit: '8kb' }), async (request, response) => {
    const sub: unknown = request.body?.sub;
    if (!people.some((person) => person.sub === sub)) {
      response
        .status(400)
        .type('html')
        .send(notePage('There is no such person', 'Go back and sign in again.', usher));
      return;
    }
    await endSessionOfAnother(provider, await provider.interactionDetails(request, response), String(sub));
    await provider.interactionFinished(request, response, { login: { accountId: String(sub) } });
  });
  app.use('/interaction', forgotten(usher));
  app.use(provider.callback());
  return app;
}

/** Where the browser has been somebody else here. The library itself would ask by a bare page that needs a script. */
async function endSessionOfAnother(
  provider: Provider,
  interaction: Awaited<ReturnType<Provider['interactionDetails']>>,
  sub: string,
): Promise<void> {
  const { session } = interaction;
  if (session?.accountId === undefined || session.accountId === sub) return;
  await (await provider.Session.findByUid(session.uid))?.destroy();
  delete interaction.session;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1_000));
}

/** The interaction expired, or the browser sends no cookie for it. */
const forgotten =
  (usher: string): ErrorRequestHandler =>
  (_error, _request, response, _next) => {
    response
      .status(400)
      .type('html')
      .send(notePage('This page has expired', 'Go back and sign in again.', usher));
  };

/** What the pages load, and nothing else. */
const ownFiles = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'";

function addressOfClient({ redirectUris: [first] }: DemoProviderOptions): string {
  return first === undefined ? '/' : `${new URL(first).origin}/`;
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      const message = `port ${port} of the demo provider is in use: end what uses it, or set PORT`;
      reject(Object.assign(new Error(message, { cause: error }), { code: error.code }));
    });
    server.listen(port, host, resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
