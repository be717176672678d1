/**
 * The request log: one line for each answered request, with nothing in it that could be used to get in (cases 83
 * and 99). It is safe by what it picks, not by what it strikes out: no header but the user agent, of the query
 * string only the parameters' names, of the path no part that could be a secret (`loggable.ts`). The redaction of the logger itself is the
 * second fence, for lines that other code writes.
 */
import cluster from 'node:cluster';
import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { clientAddressOf } from './client-address.ts';
import { loggableUrl, withoutSecrets } from './loggable.ts';
import { type PlainHandler, requestIdOf } from './request-id.ts';
import { originalUrl, pathOf } from './url.ts';

declare module 'http' {
  interface IncomingMessage {
    /** Its lines carry the request id. */
    readonly log: Logger;
    /** Whose session or key it shows, by id; told by whoever has looked. */
    account?: string | null;
  }
}

const credentials = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-csrf-token"]',
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'token',
  'access_token',
  'id_token',
  'refresh_token',
];

/** Secret only as parameters of a request: elsewhere `code` is what names an error. */
const oauthParameters = ['code', 'code_verifier', 'state', 'nonce'];

/** Paths in pino's syntax: each field in each parent (`''` is the line itself). */
function pathsOf(parents: readonly string[], fields: readonly string[]): string[] {
  return parents.flatMap((parent) =>
    fields.map((field) => (parent === '' || field.startsWith('[') ? `${parent}${field}` : `${parent}.${field}`)),
  );
}

const redactedPaths = [
  ...pathsOf(['', '*', '*.headers', '*.query', '*.body'], credentials),
  ...pathsOf(['query', 'body', '*.query', '*.body'], oauthParameters),
];

/**
 * A write for each line costs as much as the line. Not so where several processes write to one place: only what is
 * written at once and is shorter than a page stays in one piece there.
 */
const byThePage = { fd: 1, sync: false, minLength: 4_096, periodicFlush: 100 };

const lineFormat = {
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label: string) => ({ level: label }) },
};

/**
 * The process's logger: JSON lines on `destination` (standard output by default) from `level` on (a pino level name),
 * with every field that usually holds a credential replaced by `[redacted]`.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      ...lineFormat,
      level,
      redact: { paths: redactedPaths, censor: '[redacted]' },
    },
    destination ?? pino.destination(cluster.isPrimary ? byThePage : { fd: 1, sync: true }),
  );
}

const shownAgent = (text: string | undefined) => text && withoutSecrets(text).slice(0, 200);

const probes = new Set(['/livez', '/readyz', '/metrics']);

/** Who shows nothing and is told to sign in first has done nothing that anybody needs to look at; so with files of pages. */
function levelOf(path: string, status: number, showsKey: boolean): Level {
  if (status >= 500) return 'error';
  if (status === 401 && !showsKey) return 'debug';
  if (status >= 400) return 'warn';
  return probes.has(path) || path.startsWith('/assets/') ? 'debug' : 'info';
}

/**
 * Logs each request once, when its answer is complete or its connection is lost: `info`, from status 400 on `warn`,
 * from 500 on `error`; only at `debug` what says little: probes of load balancers, files of pages, and a 401 to whoever showed no key. Gives handlers `request.log`, whose lines carry the
 * request id. Wants `assignRequestId` before it.
 */
export function logRequests(logger: Logger): PlainHandler {
  const lines = withoutRedaction(logger);
  return (request, response, next) => {
    const started = performance.now();
    let own: Logger | undefined;
    Object.defineProperty(request, 'log', {
      get: () => {
        own ??= logger.child({ requestId: requestIdOf(request) });
        return own;
      },
    });
    response.once('close', () => {
      const url = originalUrl(request);
      const { statusCode: status, headersSent, writableFinished } = response;
      const level = levelOf(pathOf(url), status, request.headers.authorization !== undefined);
      if (!lines.isLevelEnabled(level)) return;
      const { account, organization, traceId } = request;
      const line = {
        requestId: requestIdOf(request),
        ...(traceId ? { traceId } : {}),
        ...(account ? { account } : {}),
        ...(organization ? { organization } : {}),
        req: {
          method: request.method,
          ...loggableUrl(url),
          address: clientAddressOf(request),
          userAgent: shownAgent(request.headers['user-agent']),
        },
        res: { status: headersSent ? status : null, ...(writableFinished ? {} : { aborted: true }) },
        ms: Math.round(performance.now() - started),
      };
      // The error here would only repeat the status: who met the real one has logged it, with the same request id.
      lines[level](line, status >= 500 ? 'request failed' : 'request');
    });
    next();
  };
}

/** For lines that are made of harmless parts alone: looking through each of them for secrets costs as much as writing it. */
function withoutRedaction(logger: Logger): Logger {
  const destination = (logger as unknown as { [pino.symbols.streamSym]: DestinationStream })[pino.symbols.streamSym];
  return pino({ ...lineFormat, level: logger.level }, destination);
}
