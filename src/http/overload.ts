/**
 * What comes while there is more than the process can do: a bounded number is at work, some wait a moment, and the rest is
 * refused at once with when to come again. To refuse has to cost next to nothing, so it is done before anything else,
 * without a line in the log for each; a line every few seconds says how many there were.
 */
import { hash, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import { clientAddressOf, forwardedAddress, networksOf, type Trust } from './client-address.ts';
import { type FairQueue, fairQueue, type Place, type QueueRules } from './fair-queue.ts';

declare module 'http' {
  interface IncomingMessage {
    /** The organization that it is about, for logs and traces. */
    organization?: string | null;
    /**
     * Whose key or token it shows, an organization's or a person's, told by the door that has looked: what is sent with it counts for
     * them, whatever it asks for.
     */
    payer?: string | null;
  }
}

/** Some hundred that somebody sends at once are done one after the other, and not refused. */
const burstMs = 5_000;

/** What is told apart here: a sign-in that waits for a provider takes no place of a directory. */
const rules = {
  // A page of a long list may be the first that comes. 64 that make groups at once all get their turn.
  scim: { most: 64, least: 16, longestWaitMs: 1_000, burstMs, unknownCostMs: 25 },
  api: { most: 64, least: 16, longestWaitMs: 1_000, burstMs, unknownCostMs: 10 },
  // A whole company may come at nine from one network; most of a sign-in is waiting for its provider.
  page: { most: 256, least: 64, longestWaitMs: 4_000, burstMs, unknownCostMs: 5 },
} as const satisfies Record<string, QueueRules>;
export type Door = keyof typeof rules;
const doors = Object.keys(rules) as Door[];

/** Tells a client, in the form of its door, to come again. */
export type TellBusy = (
  request: IncomingMessage,
  response: ServerResponse,
  more: { readonly door: Door; readonly retryAfterSeconds: number; readonly requestId: string },
) => void;

/**
 * @param spend is told how long the processor was at work for it, in milliseconds
 * @param cameAt when it came, by `Date.now`: it may have waited
 */
type Serve = (request: IncomingMessage, response: ServerResponse, spend: (ms: number) => void, cameAt: number) => void;

const tickMs = 100;
const tellEveryMs = 10_000;
/** Ticks without anybody, after which nobody looks any more. */
const restAfter = 50;
/** A client that has not sent its body by then, or not taken what it was answered, is a slow one. */
const slowMs = 200;
const mostKnown = 10_000;
/** So long a key counts as what a door has told that it is: doors are not asked by every request, and a key may have ended. */
const knownForMs = 60_000;
const mostWeight = 4;

type AtWork = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly place: Place;
  readonly since: number;
};

/**
 * @param doorOf null: is always served, as it costs nothing and says whether the process lives
 * @param serve what is done for whoever gets in
 */
export function admission({
  doorOf,
  tellBusy,
  logger,
  registry,
  trust,
  serve,
}: {
  readonly doorOf: (request: IncomingMessage) => Door | null;
  readonly tellBusy: TellBusy;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly trust: Trust;
  readonly serve: Serve;
}): RequestListener {
  const queues = Object.fromEntries(doors.map((door) => [door, fairQueue(rules[door])])) as Record<Door, FairQueue>;
  const atWork = new Set<AtWork>();
  const { keyOf, learn } = payers(trust);
  const refused = new Counter({
    name: 'usher_requests_refused_total',
    help: 'Requests that were told to come again, since more came than the process could do.',
    labelNames: ['door'] as const,
    registers: [registry],
  });
  tellCounts(registry, queues);

  let timer: NodeJS.Timeout | undefined;
  let lookedAt = 0;
  let busy = performance.eventLoopUtilization();
  /** What was told to be for requests since then, and how much more it was: the driver, garbage and writing out are told by nobody. */
  let toldMs = 0;
  let weight = 1;
  let quietTicks = 0;
  let refusedSince = 0;
  let toldAt = Number.NEGATIVE_INFINITY;

  function tick(): void {
    const at = performance.now();
    const passedMs = at - lookedAt;
    const lateMs = passedMs - tickMs;
    lookedAt = at;
    weigh();
    for (const door of doors) queues[door].heed(passedMs, lateMs);
    for (const one of atWork) if (at - one.since > slowMs) heedClient(one);
    if (refusedSince > 0 && at - toldAt > tellEveryMs) tell(at, lateMs);
    quietTicks = atWork.size === 0 && refusedSince === 0 ? quietTicks + 1 : 0;
    if (quietTicks < restAfter) return;
    clearInterval(timer);
    timer = undefined;
  }

  function weigh(): void {
    const now = performance.eventLoopUtilization();
    const { active } = performance.eventLoopUtilization(now, busy);
    if (toldMs > 0) weight += (Math.min(mostWeight, Math.max(1, active / toldMs)) - weight) / 4;
    busy = now;
    toldMs = 0;
  }

  function tell(at: number, lateMs: number): void {
    const counts = Object.fromEntries(doors.map((door) => [door, queues[door].counts()]));
    const advice = 'more requests come than this process can answer: WORKERS or more pods, or a faster database';
    logger.warn({ refused: refusedSince, lateMs: Math.round(lateMs), ...counts }, advice);
    toldAt = at;
    refusedSince = 0;
  }

  /** An open stream of events is work for nobody. */
  function heedClient({ request, response, place }: AtWork): void {
    const isClients = !request.complete || response.writableNeedDrain || isEventStream(response);
    if (isClients) place.stepAside();
    else place.stepBack();
  }

  return (request, response) => {
    const door = doorOf(request);
    const cameAt = Date.now();
    if (door === null) return serve(request, response, () => {}, cameAt);
    if (timer === undefined) {
      lookedAt = performance.now();
      timer = setInterval(tick, tickMs).unref();
    }
    const { authorization } = request.headers;
    const credential = authorization === undefined ? null : hash('sha256', authorization, 'base64');
    const start = (place: Place) => {
      // Whoever waited and left.
      if (response.destroyed) return place.leave();
      const one = { request, response, place, since: performance.now() };
      atWork.add(one);
      // Log, metrics, traces and a stream of an answer wait for its end too, each once.
      response.setMaxListeners(20);
      response.once('close', () => {
        atWork.delete(one);
        place.leave();
        if (credential !== null) learn(credential, response.statusCode === 401 ? null : request.payer);
      });
      serve(
        request,
        response,
        (ms) => {
          toldMs += ms;
          place.spend(ms * weight);
        },
        cameAt,
      );
    };
    const refuse = () => {
      refused.inc({ door });
      refusedSince += 1;
      // Not all at the same moment.
      const retryAfterSeconds = 1 + Math.floor(Math.random() * 3);
      tellBusy(request, response, { door, retryAfterSeconds, requestId: randomUUID() });
    };
    queues[door].enter(keyOf(request, credential), start, refuse);
  };
}

function isEventStream(response: ServerResponse): boolean {
  return response.headersSent && String(response.getHeader('content-type')).startsWith('text/event-stream');
}

/** Who pays for a request: whose key or token it shows, as soon as a door has told, else the network. */
function payers(trust: Trust) {
  const known = new Map<string, { readonly payer: string; readonly until: number }>();
  return {
    keyOf: (request: IncomingMessage, credential: string | null): string => {
      const found = credential === null ? undefined : known.get(credential);
      if (found && performance.now() < found.until) return found.payer;
      const address = clientAddressOf({ ip: forwardedAddress(request, trust), socket: request.socket });
      if (address === null) return '';
      // Of IPv6 a customer has thousands of networks, and would be as many payers.
      const { network, site } = networksOf(address);
      return site ?? network;
    },
    /** @param payer null: it was refused, so nobody pays for it any more; undefined: no door has looked */
    learn: (credential: string, payer: string | null | undefined): void => {
      if (payer === undefined) return;
      known.delete(credential);
      if (payer === null) return;
      known.set(credential, { payer, until: performance.now() + knownForMs });
      const [oldest] = known.size > mostKnown ? known.keys() : [];
      if (oldest !== undefined) known.delete(oldest);
    },
  };
}

function tellCounts(registry: Registry, queues: Readonly<Record<Door, FairQueue>>): void {
  for (const state of ['running', 'waiting'] as const)
    new Gauge({
      name: `usher_requests_${state}`,
      help: state === 'running' ? 'Requests at work.' : 'Requests that wait to be let in.',
      labelNames: ['door'] as const,
      registers: [registry],
      collect() {
        for (const door of doors) this.set({ door }, queues[door].counts()[state]);
      },
    });
}
