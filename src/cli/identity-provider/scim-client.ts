/** The HTTP side of an identity provider: bearer token, SCIM media type, timeouts, and waiting when told to. */
import { setTimeout as pause } from 'node:timers/promises';
import { isJsonObject, type JsonObject } from '../../json.ts';

/** A request that was not answered as the identity provider needs it, or an answer that says something else than it sent. */
export class ScimFailure extends Error {
  /** Method and path from the base on; never a header or a body. */
  readonly request: string;
  readonly expected: string;
  readonly got: string;
  /** Nothing is known to be wrong with the request: no answer, 429 or 5xx. The same request may be answered later. */
  readonly passing: boolean;
  /** Of the answer, where that is what is wrong. */
  readonly status: number | null;
  constructor(
    request: string,
    expected: string,
    got: string,
    { passing = false, status = null, cause }: FailureOptions = {},
  ) {
    super(`${request}: expected ${expected}, got ${got}`, { cause });
    this.name = 'ScimFailure';
    this.request = request;
    this.expected = expected;
    this.got = got;
    this.passing = passing;
    this.status = status;
  }
}
type FailureOptions = { readonly passing?: boolean; readonly status?: number | null; readonly cause?: unknown };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type ScimAnswer = { readonly status: number; readonly body: JsonObject };
export type ScimRequest = { readonly body?: JsonObject; readonly expected: readonly number[] };

export type ScimClient = {
  /**
   * Resolves when the status is one of those expected; the body is empty where there is none.
   * @param path from the base on, with the query
   * @throws ScimFailure
   */
  readonly send: (method: Method, path: string, request: ScimRequest) => Promise<ScimAnswer>;
};

export type ClientOptions = {
  /** How long to wait for an answer. */
  readonly timeoutMs: number;
  readonly userAgent: string;
  /** Told after each request that went out, answered or not. */
  readonly onRequest?: (milliseconds: number) => void;
  /** Told before a request goes out again. */
  readonly onRetry?: () => void;
};

const attempts = 5;
/** Who is sent away for longer gives up for now. */
const longestWaitMs = 300_000;

/**
 * After a 429, or a 503 with `Retry-After`, the request is sent again when the server says, else after 1, 2, 4, 8 s; at
 * most 4 times.
 * @param base the SCIM base URL, without a trailing slash
 */
export function scimClient(base: string, token: string, options: ClientOptions): ScimClient {
  return {
    send: async (method, path, { body, expected }) => {
      const request = `${method} ${decoded(path)}`;
      for (let attempt = 1; ; attempt += 1) {
        const response = await sendOnce(base + path, method, token, body, options).catch((cause: unknown) => {
          throw new ScimFailure(request, named(expected), noAnswer(cause, options), { passing: true, cause });
        });
        const wait = waitOf(response, attempt);
        if (wait !== null && attempt < attempts && wait <= longestWaitMs) {
          options.onRetry?.();
          await pause(wait);
          continue;
        }
        const { status, text } = response;
        if (!expected.includes(status))
          throw new ScimFailure(request, named(expected), described(response), {
            passing: status === 429 || status >= 500,
            status,
          });
        return { status, body: text === '' ? {} : parsed(request, text) };
      }
    },
  };
}

type RawAnswer = { readonly status: number; readonly retryAfter: string | null; readonly text: string };

async function sendOnce(
  url: string,
  method: Method,
  token: string,
  body: JsonObject | undefined,
  { timeoutMs, userAgent, onRequest }: ClientOptions,
): Promise<RawAnswer> {
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'application/scim+json',
        'User-Agent': userAgent,
        ...(body ? { 'Content-Type': 'application/scim+json; charset=utf-8' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
  } finally {
    onRequest?.(performance.now() - started);
  }
}

/** RFC 9110 10.2.3: seconds or a date. */
function waitOf({ status, retryAfter }: RawAnswer, attempt: number): number | null {
  if (status !== 429 && !(status === 503 && retryAfter !== null)) return null;
  const seconds = Number(retryAfter ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(retryAfter ?? '');
  return Number.isNaN(date) ? 2 ** (attempt - 1) * 1_000 : Math.max(0, date - Date.now());
}

function parsed(request: string, text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new ScimFailure(request, 'a JSON object', cut(text));
}

function described({ status, text }: RawAnswer): string {
  try {
    const { detail, scimType } = JSON.parse(text) as { detail?: unknown; scimType?: unknown };
    return cut([status, scimType, detail].filter((part) => typeof part === 'string' || part === status).join(' '));
  } catch {
    return cut(`${status} ${text}`.trim());
  }
}

/** fetch says "fetch failed"; what is behind it is what helps. */
function noAnswer(error: unknown, { timeoutMs }: ClientOptions): string {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`;
  return `no answer (${cause?.code ?? cause?.message ?? message})`;
}

const named = (expected: readonly number[]) => expected.join(' or ');
const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
