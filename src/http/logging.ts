/**
 * The request log: one line for each answered request, with nothing in it that could be used to get in (cases 83
 * and 99). It is safe by what it picks, not by what it strikes out: no header but the user agent, of the query
 * string only the parameters' names, of the path no part that could be a secret (`loggable.ts`). The redaction of the logger itself is the
 * second fence, for lines that other code writes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';
import { pinoHttp } from 'pino-http';
import { clientAddressOf } from './client-address.ts';
import { loggableUrl, withoutSecrets } from './loggable.ts';
import { requestIdOf } from './request-id.ts';

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
 * The process's logger: JSON lines on `destination` (standard output by default) from `level` on (a pino level name),
 * with every field that usually holds a credential replaced by `[redacted]`.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: redactedPaths, censor: '[redacted]' },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 1, sync: false }),
  );
}

const shownAgent = (text: string | undefined) => text && withoutSecrets(text).slice(0, 200);

function levelOf(request: IncomingMessage, response: ServerResponse, error?: Error): LevelWithSilent {
  if (error !== undefined || response.statusCode >= 500) return 'error';
  if (response.statusCode >= 400) return 'warn';
  return isProbe(request) ? 'debug' : 'info';
}

const probes = new Set(['/livez', '/readyz', '/metrics']);
const isProbe = (request: IncomingMessage) => probes.has(originalUrl(request).split('?')[0] ?? '');

/** Express shortens `url` inside a mounted router; the log wants the whole. */
function originalUrl(request: IncomingMessage & { readonly originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '';
}

/**
 * Logs each request once, when its answer is complete or its connection is lost: `info`, from status 400 on `warn`,
 * from 500 on `error`; probes of load balancers only at `debug`. Gives handlers `request.log`, whose lines carry the
 * request id. Wants `assignRequestId` before it.
 */
export function logRequests(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: requestIdOf,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId', responseTime: 'ms' },
    customLogLevel: levelOf,
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    // The error here would only repeat the status: who met the real one has logged it, with the same request id.
    customErrorObject: (_request, _response, _error, { err: _, ...line }) => line,
    wrapSerializers: false,
    serializers: {
      req: (request: IncomingMessage) => ({
        method: request.method,
        ...loggableUrl(originalUrl(request)),
        address: clientAddressOf(request),
        userAgent: shownAgent(request.headers['user-agent']),
      }),
      res: (response: ServerResponse) => ({
        status: response.headersSent ? response.statusCode : null,
        ...(response.writableFinished ? {} : { aborted: true }),
      }),
    },
  });
}
