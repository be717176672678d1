/** The smallest application around the OIDC door, for its own tests: a stand-in for the domain that admits everybody. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { signInAgain } from '../../src/domain/entry/sign-in/step-up.ts';
import type { SignInOutcome, VerifiedClaims } from '../../src/domain/model/verified-claims.ts';
import { csrfFault } from '../../src/http/csrf.ts';
import { outbound } from '../../src/http/outbound.ts';
import { assignRequestId, tellRequestId } from '../../src/http/request-id.ts';
import { sessions } from '../../src/http/session.ts';
import type { Connection } from '../../src/oidc/provider.ts';
import { type OidcRouterOptions, oidcRouter } from '../../src/oidc/router.ts';
import { mongoClient } from '../../src/storage/connection.ts';
import { policy, secretBox } from './domain.ts';

export type OidcApp = {
  readonly url: string;
  readonly loginUrl: string;
  /** What the door has passed to the domain, in order. */
  readonly signedIn: readonly VerifiedClaims[];
  /** What has reached the application's last error handler. */
  readonly faults: readonly unknown[];
  readonly stop: () => Promise<void>;
};

export type OidcAppOptions = {
  /** Gets the address of the application, since a provider has to know it first. */
  readonly connect: (publicUrl: string) => Promise<Connection> | Connection;
  /** Instead of the stand-in: the rules themselves. */
  readonly signIn?: OidcRouterOptions['signIn'];
  readonly outboundAllowedHosts?: readonly string[];
  /** More to serve beside the door. */
  readonly mount?: (publicUrl: string, session: RequestHandler) => Router;
  readonly decide?: (claims: VerifiedClaims) => SignInOutcome | Promise<SignInOutcome>;
  readonly subjectClaims?: Readonly<Record<string, string>>;
  readonly providerTimeoutMs?: number;
  readonly sessionMaxSeconds?: number;
  readonly now?: () => Date;
  /** Where people reach it, if not where it listens: behind a proxy that ends TLS. */
  readonly publicUrl?: string;
};

export const admitEverybody = ({ subject }: VerifiedClaims): SignInOutcome => ({
  outcome: 'signed-in',
  accountId: `account of ${subject}`,
  newcomer: false,
  hasWorkspace: true,
});

/** `GET /whoami` tells the session, `GET /ended-meanwhile` loses it halfway, `POST /write` wants the CSRF proof. The database must be connected. */
export async function startOidcApp(options: OidcAppOptions): Promise<OidcApp> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const publicUrl = options.publicUrl ?? url;
  const signedIn: VerifiedClaims[] = [];
  const faults: unknown[] = [];

  const session = sessions({
    client: mongoClient(),
    secret: ['a secret of the tests'],
    publicUrl,
    maxSeconds: options.sessionMaxSeconds ?? 24 * 3_600,
    ...(options.now ? { now: options.now } : {}),
  });
  app.use(assignRequestId(), tellRequestId());
  app.get('/whoami', session, (request, response) => {
    const { accountId = null, csrfToken = null } = request.session;
    response.json({ accountId, csrfToken });
  });
  app.post('/write', session, (request, response) => {
    const fault = csrfFault(request, publicUrl);
    response.status(fault === null ? 200 : 403).json({ fault });
  });
  app.get('/ended-meanwhile', session, async (request, response) => {
    await mongoClient().db().collection('sessions').deleteMany({});
    response.json({ accountId: request.session.accountId });
  });
  app.get('/plain', (_request, response) => {
    response.send('here');
  });
  if (options.mount) app.use(options.mount(publicUrl, session));
  app.use(
    oidcRouter({
      config: { publicUrl, subjectClaims: options.subjectClaims ?? {} },
      connections: [await options.connect(publicUrl)],
      outbound: outbound(options.outboundAllowedHosts ?? []),
      sessions: session,
      secretBox,
      signIn: async (context, claims, link, wants) => {
        signedIn.push(claims);
        if (options.signIn) return options.signIn(context, claims, link, wants);
        return (options.decide ?? admitEverybody)(claims);
      },
      signInAgain: (context, claims, accountId) => signInAgain(context, claims, policy, accountId),
      ...(options.providerTimeoutMs ? { providerTimeoutMs: options.providerTimeoutMs } : {}),
    }),
  );
  app.use(((error, _request, _response, next) => {
    faults.push(error);
    next(error);
  }) satisfies ErrorRequestHandler);
  app.use((_request, response) => {
    response.status(404).send('not here');
  });

  return {
    url,
    loginUrl: `${url}/auth/login`,
    signedIn,
    faults,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
