/** The load client: so many requests at once over kept connections, each followed by the next. */
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  /** Beside the client's. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type Figures = {
  readonly requests: number;
  readonly opsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** The first lines of answers that were none of success, and how often. */
  readonly errors: Readonly<Record<string, number>>;
};

export type Client = {
  readonly call: (call: Call) => Promise<{ readonly status: number; readonly text: string }>;
  readonly close: () => Promise<void>;
};

export function clientOf(origin: string, always: Readonly<Record<string, string>> = {}): Client {
  const pool = new Pool(origin, { connections: 64, pipelining: 1 });
  return {
    call: async ({ method, path, body, headers = {} }) => {
      const answer = await pool.request({
        method,
        path,
        headers: { ...always, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        body: body ?? null,
      });
      return { status: answer.statusCode, text: await answer.body.text() };
    },
    close: () => pool.close(),
  };
}

/** Until so many milliseconds are over, or so many requests were made. `next` gets the number of the request. */
export async function load(
  client: Client,
  next: (n: number) => Call,
  {
    concurrency,
    ms = Number.POSITIVE_INFINITY,
    requests = Number.POSITIVE_INFINITY,
    from = 0,
  }: {
    readonly concurrency: number;
    readonly ms?: number;
    readonly requests?: number;
    /** The number of the first request: one that makes something new may not be repeated. */
    readonly from?: number;
  },
): Promise<Figures> {
  const times: number[] = [];
  const errors: Record<string, number> = {};
  const started = performance.now();
  let made = 0;
  const one = async () => {
    while (made < requests && performance.now() - started < ms) {
      const n = from + made;
      made += 1;
      const begun = performance.now();
      const { status, text } = await client.call(next(n));
      times.push(performance.now() - begun);
      if (status >= 400) {
        const line = `${status} ${text.slice(0, 200)}`;
        errors[line] = (errors[line] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, one));
  const seconds = (performance.now() - started) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { requests: made, opsPerSecond: made / seconds, p50: at(0.5), p99: at(0.99), errors };
}
