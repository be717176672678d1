/**
 * `usher/client`: the API for programs in TypeScript and JavaScript. Paths and shapes are those of the OpenAPI document
 * (`api-types.ts`). It runs outside the server and knows nothing of it.
 */
import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { components } from './api-types.ts';
import { type Patience, persist } from './persist.ts';
import type { AnyRequest, List, Method, Send, Stream } from './requests.ts';
import { refusalOf, UsherError } from './usher-error.ts';

export type { AnswerTo, RequestOf } from './requests.ts';
export { type ReceivedWebhook, verifyWebhook, type WebhookMessage } from './verify-webhook.ts';
export { UsherError };

/** The shapes of the API by name: `Schemas['Member']`. */
export type Schemas = components['schemas'];

/** Whether a person may do something. */
export type Question = {
  /** Its id, as of all that follow. */
  readonly organization: string;
  /** Needed for permissions in a workspace. */
  readonly workspace?: string;
  /** Of `GET /permissions`, or one that your application declares. */
  readonly permission: string;
  readonly signal?: AbortSignal;
} & (
  | {
      /** As `X-Usher-Account` and `GET /me` have it. */
      readonly account: string;
      readonly member?: never;
    }
  | {
      /** The id of the SCIM User. */
      readonly member: string;
      readonly account?: never;
    }
);

export type UsherClient = {
  /** May this person do that here? Of somebody unknown the answer is no. */
  readonly check: (question: Question) => Promise<Schemas['Verdict']>;
  readonly get: Send<'get'>;
  readonly post: Send<'post'>;
  readonly put: Send<'put'>;
  readonly patch: Send<'patch'>;
  readonly delete: Send<'delete'>;
  /** All items of a list, fetched page by page while they are read. */
  readonly list: List;
  /** The answer as it comes, for exports and for `/organizations/{org}/live`; the time-out is for its beginning. */
  readonly stream: Stream;
};

export type UsherOptions = Partial<Patience> & {
  /** Where Usher is: its PUBLIC_URL, or an address inside your network. */
  readonly url: string;
  /** An API key. */
  readonly key: string;
};

/**
 * Every method answers with the body, or throws an `UsherError`. What passes (429, 503, no connection) is tried again
 * within the time-out, writes with one `Idempotency-Key`, so that they are done once.
 * @param options timeout: 30 s for each call; retries: 3 at most
 */
export function usher({ url, key, timeout = 30_000, retries = 3 }: UsherOptions): UsherClient {
  if (!key) throw new TypeError('usher() needs a key: an API key of yours.');
  const client = createClient<Record<string, Record<Method, unknown>>>({
    baseUrl: new URL('/api/v1', url).href,
    headers: { Authorization: `Bearer ${key}` },
    // A redirect would turn writes into reads.
    redirect: 'manual',
    fetch: (request) => reached(fetch(request)),
  });

  const ask = (method: Method, at: string, request: AnyRequest, read: (response: Response) => unknown) => {
    const { path, query, body, signal: own, idempotencyKey = randomUUID() } = request;
    const headers = method === 'get' ? {} : { 'Idempotency-Key': idempotencyKey };
    const attempt = async (signal: AbortSignal) => {
      const init: Record<string, unknown> = { params: { path, query }, body, headers, signal, parseAs: 'stream' };
      const { response, error } = await client.request(method, at, init);
      if (!response.ok || response.headers.get('Content-Type')?.startsWith('text/html'))
        throw refusalOf(response, error);
      return reached(read(response));
    };
    return persist(attempt, { timeout, retries }, own);
  };
  const send = (method: Method) => (path: string, request?: AnyRequest) => ask(method, path, request ?? {}, bodyOf);
  const get = send('get');

  async function* list(path: string, request?: AnyRequest): AsyncGenerator<unknown> {
    let cursor: string | null = null;
    do {
      const query = cursor === null ? request?.query : { ...request?.query, cursor };
      const page = (await get(path, { ...request, ...(query ? { query } : {}) })) as Page;
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  const methods = {
    check: ({ organization, signal, ...query }: Question) =>
      get('/organizations/{org}/check', { path: { org: organization }, query, ...(signal ? { signal } : {}) }),
    get,
    post: send('post'),
    put: send('put'),
    patch: send('patch'),
    delete: send('delete'),
    list,
    stream: (path: string, request?: AnyRequest) => ask('get', path, request ?? {}, ({ body }) => body),
  };
  return methods as unknown as UsherClient;
}

type Page = { readonly items: readonly unknown[]; readonly nextCursor: string | null };

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const isJson = response.headers.get('Content-Type')?.split(';')[0] === 'application/json';
  return isJson ? response.json() : response.text();
}

/** @throws UsherError where there was no connection, or it broke off; what a signal says as it is */
async function reached<T>(answer: T | Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    const { message } = cause.cause instanceof Error ? cause.cause : cause;
    throw new UsherError('unreachable', `Usher cannot be reached: ${message || cause.message}.`, { cause });
  }
}
