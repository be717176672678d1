/**
 * Sessions of people who signed in: rows in MongoDB, found by the hash of the id in the cookie. Who owns the account
 * behind a session, and whether it still may do anything, is for the doors to ask on each request.
 */
import { createHash, randomBytes } from 'node:crypto';
import { callbackify, promisify } from 'node:util';
import MongoStore from 'connect-mongo';
import { type CookieOptions, type Request, type RequestHandler, Router } from 'express';
import session from 'express-session';
import type { ProviderSession } from '../domain/model/session.ts';
import type { VerifiedClaims } from '../domain/model/verified-claims.ts';
import { patiently } from '../storage/patience.ts';
import { clientAddressOf } from './client-address.ts';

declare module 'express-session' {
  interface SessionData {
    accountId: string;
    /** The connection that the person came in by. */
    connectionId: string;
    signedInAt: Date;
    /** What a write has to send back in `X-CSRF-Token`. */
    csrfToken: string;
    /** What the browser calls itself, for the person's own list of sessions. */
    userAgent: string | null;
    /** Nobody yet: somebody whom a provider has confirmed, and who is asked whether to join by this link (P7). */
    arriving: { link: string; claims: VerifiedClaims; provider: ProviderSession | null; since: Date };
    /** Where the person signed in from. */
    address: string | null;
    /** What the provider calls this sign-in; null: the person came without one. */
    provider: ProviderSession | null;
  }
}

const idleMs = 8 * 3_600_000;
const maxUserAgentLength = 200;

export type SessionOptions = {
  /** MongoDB's client, connected; the sessions live in its default database. */
  readonly client: NonNullable<Parameters<typeof MongoStore.create>[0]['client']>;
  /** Signs the cookies: the first signs, all verify. */
  readonly secret: readonly string[];
  readonly publicUrl: string;
  /** Seconds after the sign-in at which a session ends, however busy. */
  readonly maxSeconds: number;
  readonly now?: () => Date;
};

/**
 * The middleware that reads the session of a request into `request.session`: 8 hours idle, `maxSeconds` in all, or as long as the provider said. A
 * request without a session gets an empty one that is never stored. Mount it where sessions are needed, nowhere else.
 */
export function sessions(options: SessionOptions): RequestHandler {
  const { publicUrl, maxSeconds, now = () => new Date() } = options;
  const { name, options: cookie } = hostCookie(publicUrl, 'usher');
  return Router().use(
    declareSecure(publicUrl),
    session({
      name,
      secret: [...options.secret],
      cookie: { ...cookie, maxAge: idleMs },
      genid: () => randomBytes(32).toString('base64url'),
      store: sessionStore(options.client),
      saveUninitialized: false,
      resave: false,
      rolling: true,
    }),
    limitAge(maxSeconds * 1_000, now),
  );
}

/**
 * A cookie that only this host gets and only https carries, as the browser itself enforces by the name; over plain http
 * (loopback) the same without prefix and Secure.
 */
export function hostCookie(publicUrl: string, name: string): { name: string; options: CookieOptions } {
  const secure = publicUrl.startsWith('https:');
  return {
    name: secure ? `__Host-${name}` : name,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  };
}

/**
 * A `Cookie` header without our own cookies, all others as they were. Whoever holds ours is the person, so they are not
 * for the applications that live on our host. Pure.
 */
export function withoutOwnCookies(header: string): string {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair !== '' && !ownCookie.test(pair.split('=', 1)[0] ?? '')).join('; ');
}

/** `usher` and all that begin with `usher-`: the names that `hostCookie` is called with, here and at the sign-in. */
const ownCookie = /^(?:__Host-)?usher(?:-|\s*$)/;

export type SignedInSession = {
  readonly accountId: string;
  readonly connectionId: string;
  readonly signedInAt: Date;
  readonly provider: ProviderSession | null;
};

/** Signs an account in: a fresh session id and CSRF token, stored when this resolves. Whatever was there is destroyed. */
export async function startSession(
  request: Request,
  { accountId, connectionId, signedInAt, provider }: SignedInSession,
): Promise<void> {
  await settled((done) => request.session.regenerate(done));
  const csrfToken = randomBytes(32).toString('base64url');
  const userAgent = request.headers['user-agent']?.slice(0, maxUserAgentLength) ?? null;
  const address = clientAddressOf(request);
  Object.assign(request.session, { accountId, connectionId, signedInAt, csrfToken, userAgent, address, provider });
  const endsAt = provider?.endsAt ?? null;
  if (endsAt !== null) request.session.cookie.maxAge = Math.min(idleMs, endsAt.getTime() - signedInAt.getTime());
  await settled((done) => request.session.save(done));
}

const arrivalMs = 10 * 60_000;

/** Keeps whom a provider has confirmed, for ten minutes, until they say whether they want to join. */
export async function holdArrival(
  request: Request,
  arriving: Omit<session.SessionData['arriving'], 'since'>,
  at: Date,
): Promise<void> {
  await settled((done) => request.session.regenerate(done));
  const csrfToken = randomBytes(32).toString('base64url');
  Object.assign(request.session, { csrfToken, arriving: { ...arriving, since: at } });
  await settled((done) => request.session.save(done));
}

/** Who is asked whether to join by this link; null: nobody, or too long ago. */
export function arrivalBy({ session: { arriving } }: Request, link: string, at: Date) {
  const isTheirs = arriving?.link === link && new Date(arriving.since).getTime() + arrivalMs > at.getTime();
  return arriving && isTheirs ? arriving : null;
}

/** Ends the session at once, on every node. The request goes on with an empty one. */
export async function endSession(request: Request): Promise<void> {
  await settled((done) => request.session.regenerate(done));
}

/**
 * For a request that goes on for long: takes its session away if that has ended meanwhile, on any node. What is in a session
 * never changes under one id, so what was read at the beginning is still right.
 */
export async function dropEndedSession(request: Request): Promise<void> {
  const { session: present, sessionStore: store, sessionID } = request;
  if (present?.accountId === undefined) return;
  const lives = await new Promise<boolean>((resolve, reject) => {
    store.get(sessionID, (error, found) => (error ? reject(error) : resolve(Boolean(found))));
  });
  // Nobody writes back at the end what is not there any more.
  if (!lives) Reflect.deleteProperty(request, 'session');
}

/** Where the session with this secret id is stored. */
export function rowIdOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('base64url');
}

const settled = (start: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });

function sessionStore(client: SessionOptions['client']): session.Store {
  const store = MongoStore.create({
    client,
    collectionName: 'sessions',
    // The fields stay readable for queries by account; the row is no use as a key, since it does not hold the id.
    stringify: false,
    transformId: rowIdOf,
    ttl: idleMs / 1_000,
    // What is over is an event first (`expire-sessions.ts`).
    autoRemove: 'disabled',
    // One write a minute keeps a busy session from expiring.
    touchAfter: 60,
  });
  // It makes its index in the background: a server that ends in that moment must not fail for it.
  (store as unknown as { collectionP: Promise<unknown> }).collectionP.catch(() => {});
  const get = promisify(store.get.bind(store));
  const set = promisify(store.set.bind(store));
  const destroy = promisify(store.destroy.bind(store));
  const touch = store.touch.bind(store);
  // The answer has been made by then: neither a session that another request has ended meanwhile nor a database that is
  // away may break or delay it.
  return Object.assign(store, {
    get: callbackify((id: string) => patiently(get(id))),
    set: callbackify((id: string, data: session.SessionData) => patiently(set(id, data))),
    destroy: callbackify((id: string) => patiently(destroy(id))),
    touch: (id: string, data: session.SessionData, done?: () => void) => {
      void touch(id, data, () => {});
      done?.();
    },
  });
}

/**
 * express-session sets a Secure cookie only where it sees https. Behind a proxy that ends TLS it sees http and would
 * silently set none, so the public address decides, not the connection or a header.
 */
const declareSecure =
  (publicUrl: string): RequestHandler =>
  (request, _response, next) => {
    if (publicUrl.startsWith('https:')) Object.defineProperty(request, 'secure', { value: true, configurable: true });
    next();
  };

const limitAge =
  (maxMs: number, now: () => Date): RequestHandler =>
  (request, _response, next) => {
    const { signedInAt, provider } = request.session;
    if (signedInAt === undefined) return next();
    // Never longer than the provider said.
    const providersEnd = provider?.endsAt ? new Date(provider.endsAt).getTime() : Number.POSITIVE_INFINITY;
    const remainingMs = Math.min(new Date(signedInAt).getTime() + maxMs, providersEnd) - now().getTime();
    if (remainingMs <= 0) return request.session.regenerate(next);
    request.session.cookie.maxAge = Math.min(idleMs, remainingMs);
    next();
  };
