/** The admin API as the commands call it, with the operator's deployment key or another API key. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export type AdminApi = {
  /** @throws AdminApiError */
  readonly call: <T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => Promise<T>;
  /** Every item of a list, page by page; the path may have a query. @throws AdminApiError */
  readonly list: <T>(path: string) => Promise<T[]>;
};

/** The server refused a call, or did not answer. The message says which call, and what the server said. */
class AdminApiError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AdminApiError';
  }
}

const attempts = 4;

/**
 * @param url the address of the server, as in PUBLIC_URL
 * A write that got no answer, or "not now", is sent again with its Idempotency-Key, so that it is done once.
 */
export function adminApi(url: string, apiKey: string): AdminApi {
  const base = `${url.replace(/\/+$/, '')}/api/v1`;
  const call: AdminApi['call'] = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = {
      Authorization: `Bearer ${apiKey}`,
      ...(body ? { 'Content-Type': 'application/json' } : {}),
      ...(method === 'GET' ? {} : { 'Idempotency-Key': randomUUID() }),
    };
    const init = { method, headers, redirect: 'manual' as const, ...(body ? { body: JSON.stringify(body) } : {}) };
    for (let attempt = 1; ; attempt += 1) {
      const response = await send(base + path, init).catch((error: unknown) => {
        if (attempt < attempts) return null;
        throw new AdminApiError(`Usher does not answer at ${url} (${reasonOf(error)}).`, error);
      });
      if (response?.ok) return (response.status === 204 ? null : await readJson(response, url)) as T;
      const later = response === null || response.status === 429 || response.status === 503;
      if (!later || attempt === attempts) throw await refusal(response, `${method} ${path}`, url);
      await response?.body?.cancel();
      await pause(Math.min(Number(response?.headers.get('retry-after')) || attempt * 0.2, 10) * 1_000);
    }
  };
  return { call, list: (path) => listAll(call, path) };
}

function send(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(120_000) });
}

async function listAll<T>(call: AdminApi['call'], path: string): Promise<T[]> {
  const all: T[] = [];
  const whole = `${path}${path.includes('?') ? '&' : '?'}limit=500`;
  for (let cursor: string | null = null; ; ) {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; nextCursor: string | null } = await call('GET', `${whole}${query}`);
    all.push(...page.items);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

/** fetch says "fetch failed"; what is behind it is what helps. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

async function readJson(response: Response, url: string): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new AdminApiError(`What answers at ${url} is not Usher: its answer is no JSON.`, error);
  }
}

type Problem = { readonly detail?: unknown; readonly code?: unknown };

async function refusal(response: Response | null, call: string, url: string): Promise<AdminApiError> {
  if (response === null) return new AdminApiError(`Usher does not answer at ${url}.`);
  const { status } = response;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  if (typeof problem?.detail !== 'string') {
    const location = response.headers.get('location');
    const hint = location === null ? 'Is this the address of Usher?' : `It sends on to ${location}: use that address.`;
    return new AdminApiError(`${call} was answered ${status} at ${url}. ${hint}`);
  }
  return new AdminApiError(`${call} was answered ${status} ${problem.code}: ${problem.detail}`);
}
