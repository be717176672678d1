/**
 * A client that behaves as identity providers do: it asks again on 429, 5xx and silence, at whichever process is next, and
 * notes every answer that no client should have to understand.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../../../src/json.ts';
import type { App, Apps } from './apps.ts';

/** No answer of the product takes longer (R1). */
const promisedMs = 10_000;
/** Who hears nothing for longer is told by its own clock. */
const silenceMs = 13_000;
/** A request is asked again for so long, and not for longer than this when nothing disturbs it any more. */
const patienceMs = 180_000;
const patienceAtTheEndMs = 20_000;

export type Answer = { readonly status: number; readonly body: JsonObject; readonly attempts: number };

export type Client = {
  /**
   * Sends until it is answered with something else than "later". `expected` are the statuses that the caller understands;
   * others are noted as wrong, and returned.
   * @throws Error when it is never answered: what came of it nobody knows
   */
  readonly send: (method: string, path: string, order: Order) => Promise<Answer>;
  /** The last fault is over and mended. */
  readonly undisturbed: () => void;
  readonly tally: Tally;
};

type Order = {
  readonly expected: readonly number[];
  readonly body?: JsonObject;
  readonly headers?: Record<string, string>;
  /** The session of a person, in place of the keys. */
  readonly as?: string;
  /** Always this process, and not the next one. */
  readonly at?: App;
};

export type Tally = {
  /** Answers that break a promise, in words. */
  readonly wrong: string[];
  /** Those that took longer than promised. */
  readonly late: string[];
  /** Requests that were answered, and those that had to be sent again. */
  answered: number;
  retried: number;
  /** The longest that an answer took, in ms. */
  longestMs: number;
  /** When writes were acknowledged, in order. */
  readonly writtenAt: number[];
};

export function startClient(apps: Apps, random: () => number): Client {
  const tally: Tally = { wrong: [], late: [], answered: 0, retried: 0, longestMs: 0, writtenAt: [] };
  let turn = 0;
  let lastAt = Number.POSITIVE_INFINITY;
  return {
    tally,
    undisturbed: () => {
      lastAt = Date.now() + patienceAtTheEndMs;
    },
    send: async (method, path, { expected, body, headers, as, at }) => {
      const giveUpAt = Date.now() + patienceMs;
      for (let attempts = 1; ; attempts += 1) {
        turn += 1;
        const app = at ?? (apps.all[turn % apps.all.length] as App);
        const begun = Date.now();
        const answer = await once(app, method, path, body, {
          ...(as === undefined ? bearer(path, apps) : { cookie: as }),
          ...headers,
        });
        const tookMs = Date.now() - begun;
        const wasPaused = app.pauses.some(({ from, until }) => from < begun + tookMs && until > begun);
        const what = `${method} ${path.split('?')[0]} at ${app.index}`;
        if (!wasPaused && answer !== 'unreachable') {
          tally.longestMs = Math.max(tally.longestMs, tookMs);
          if (tookMs > promisedMs) tally.late.push(`${what} took ${tookMs} ms`);
        }
        if (typeof answer === 'object') {
          tally.answered += 1;
          if (answer.status !== 429 && answer.status < 500) {
            if (!expected.includes(answer.status))
              tally.wrong.push(`${what} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`);
            if (method !== 'GET' && answer.status < 300) tally.writtenAt.push(Date.now());
            return { ...answer, attempts };
          }
          if (answer.status !== 429 && answer.status !== 503)
            tally.wrong.push(`${what} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`);
          if (!(answer.retryAfter > 0)) tally.wrong.push(`${what} was answered ${answer.status} without Retry-After`);
        }
        if (Date.now() > Math.min(giveUpAt, lastAt)) throw new Error(`${what} was never answered`);
        tally.retried += 1;
        await pause(100 + random() * 400);
      }
    },
  };
}

const bearer = (path: string, { token, apiKey }: Apps) => ({
  authorization: `Bearer ${path.startsWith('/scim/') ? token : apiKey}`,
});

async function once(
  app: App,
  method: string,
  path: string,
  body: JsonObject | undefined,
  headers: Record<string, string>,
): Promise<{ status: number; retryAfter: number; body: JsonObject } | 'silent' | 'unreachable'> {
  try {
    const response = await fetch(app.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body ? { 'content-type': path.startsWith('/scim/') ? 'application/scim+json' : 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(silenceMs),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      retryAfter: Number(response.headers.get('retry-after')),
      body: text !== '' && isJson ? JSON.parse(text) : {},
    };
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'silent' : 'unreachable';
  }
}
