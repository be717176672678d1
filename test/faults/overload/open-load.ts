/** Load that does not wait for answers: so many requests a second, whatever becomes of them, as from very many clients. */
import { setTimeout as pause } from 'node:timers/promises';
import { Agent } from 'undici';
import type { Call } from '../../bench/load.ts';

export type Flood = {
  readonly sent: number;
  /** Answers of success a second. */
  readonly goodput: number;
  /** Milliseconds from when it was due, of those. */
  readonly p50: number;
  readonly p99: number;
  /** How many answers of each status; `none`: no answer. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Of 429 and 503, how many did not say when to come again. */
  readonly withoutRetryAfter: number;
};

export async function flood(
  origin: string,
  always: Readonly<Record<string, string>>,
  next: (n: number) => Call,
  { perSecond, seconds, from = 0 }: { readonly perSecond: number; readonly seconds: number; readonly from?: number },
): Promise<Flood> {
  const agent = new Agent({ connections: 2_000, pipelining: 1 });
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  let withoutRetryAfter = 0;
  const one = async (n: number, due: number) => {
    const { method, path, body } = next(n);
    try {
      const answer = await agent.request({
        origin,
        method,
        path,
        headers: { ...always, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body ?? null,
        headersTimeout: 20_000,
      });
      await answer.body.dump();
      const { statusCode: status, headers } = answer;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status < 400) times.push(performance.now() - due);
      else if ((status === 429 || status === 503) && !(Number(headers['retry-after']) > 0)) withoutRetryAfter += 1;
    } catch {
      statuses.none = (statuses.none ?? 0) + 1;
    }
  };
  const all: Promise<void>[] = [];
  const started = performance.now();
  let sent = 0;
  for (let passed = 0; passed < seconds * 1_000; passed = performance.now() - started) {
    for (const due = Math.floor((passed / 1_000) * perSecond); sent < due; sent += 1)
      all.push(one(from + sent, started + (sent / perSecond) * 1_000));
    await pause(5);
  }
  await Promise.all(all);
  const took = (performance.now() - started) / 1_000;
  await agent.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  const goodput = Math.round(times.length / Math.max(seconds, took));
  return { sent, goodput, p50: at(0.5), p99: at(0.99), statuses, withoutRetryAfter };
}
