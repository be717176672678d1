import cluster from 'node:cluster';
import { type IncomingMessage, METHODS } from 'node:http';
import express, { type Express } from 'express';
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Tally, tallies } from '../tally.ts';
import { version } from '../version.ts';
import { type RunningServer, startServer } from './listen.ts';
import type { PlainHandler } from './request-id.ts';
import { originalUrl } from './url.ts';

declare module 'http' {
  interface IncomingMessage {
    /** The route that was found for it, as the code declares it. */
    route?: { readonly path?: unknown };
    /** Express: where the router that has it is mounted. */
    baseUrl?: string;
  }
}

export type Metrics = {
  /** For counters and gauges of other parts. Labels must be closed sets: never ids, names or addresses of tenants. */
  readonly registry: Registry;
  /** A number that is read whenever somebody reads the metrics; left out when it cannot be had. */
  readonly gauge: (name: string, help: string, read: () => Promise<number>) => void;
  /** Measures every request that passes; mount it before the doors. */
  readonly measure: PlainHandler;
  /** All of the metrics' own port: `GET /metrics` in the Prometheus text format. Never mount it where people come. */
  readonly app: Express;
};

/** The first path segments that are doors; everything else counts as a page. */
const doors: ReadonlyMap<string, string> = new Map([
  ['scim', 'scim'],
  ['api', 'api'],
  ['auth', 'oidc'],
  ['livez', 'health'],
  ['readyz', 'health'],
]);

/**
 * Metrics of this process, in a registry of its own. Requests are counted by door, route template (`/scim/v2/Users/:id`),
 * method and status class: a raw path would show one tenant's ids to whoever reads the metrics, and grow without end.
 */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'usher_http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer, by door, route template, method and status class.',
    labelNames: ['door', 'route', 'method', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'usher_build_info',
    help: 'Always 1; the labels say which version runs, and on which Node.',
    labelNames: ['version', 'node'] as const,
    registers: [registry],
    aggregator: 'max',
  }).set({ version: version(), node: process.version }, 1);
  for (const each of tallies()) showTally(each, registry);
  if (cluster.isWorker) answerForAll(registry);
  return {
    registry,
    gauge: (name, help, read) => {
      const gauge = new Gauge({
        name,
        help,
        registers: [registry],
        // All processes read the same.
        aggregator: 'max',
        async collect() {
          await read().then(
            (value) => gauge.set(value),
            () => gauge.remove(),
          );
        },
      });
    },
    app: metricsApp(registry),
    measure: (request, response, next) => {
      const stop = duration.startTimer();
      response.once('close', () => {
        const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';
        stop({ door: doorOf(request), route: routeOf(request), method: methodOf(request), status });
      });
      next();
    },
  };
}

function showTally({ name, help, labels, counted }: Tally, registry: Registry): void {
  const counter = new Counter({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect() {
      counter.reset();
      for (const [values, count] of counted())
        counter.inc(Object.fromEntries(labels.map((label, index) => [label, values[index] ?? ''])), count);
    },
  });
}

/** Where several processes share a port, the first of them asks each for its metrics. */
function answerForAll(registry: Registry): void {
  AggregatorRegistry.setRegistries(registry);
  // Whoever makes one listens to what is asked.
  void new AggregatorRegistry();
}

/** `GET /metrics` of what these are read from. */
export function metricsApp(from: { readonly contentType: string; readonly metrics: () => Promise<string> }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/metrics', async (_request, response) => {
    response.type(from.contentType).send(await from.metrics());
  });
  return app;
}

/**
 * Answers `GET /metrics` at the port of its own; null and a line for the operator where the default port cannot be had,
 * since nobody asked for it. Rejects with a message for the operator where a port that was asked for cannot be had.
 */
export async function serveMetrics(
  { app }: Pick<Metrics, 'app'>,
  { host, port, isDefault }: { readonly host: string; readonly port: number; readonly isDefault: boolean },
  report: (line: string) => void,
): Promise<RunningServer | null> {
  try {
    return await startServer(app, { host, port, prefix: 'METRICS_' });
  } catch (error) {
    if (!isDefault) throw error;
    report(`Note: there are no metrics, since ${(error as Error).message}, or METRICS_PORT=off.`);
    return null;
  }
}

const doorOf = (request: IncomingMessage): string =>
  doors.get(originalUrl(request).split(/[/?]/, 2)[1]?.toLowerCase() ?? '') ?? 'page';

/**
 * The route that was found, as it is declared: `/scim/v2/Users/:id`, or `unmatched`. Express, and the doors that do without, leave it on
 * the request; its path is what the code declared, not what the client sent. Where its router is mounted is declared too, though Express
 * shows it in the client's spelling.
 */
export function routeOf(request: IncomingMessage): string {
  const { route, baseUrl } = request;
  if (typeof route?.path !== 'string') return 'unmatched';
  const whole = `${baseUrl?.toLowerCase() ?? (doorOf(request) === 'scim' ? '/scim/v2' : '')}${route.path}`;
  return whole.length > 1 && whole.endsWith('/') ? whole.slice(0, -1) : whole;
}

const known: ReadonlySet<string> = new Set(METHODS);
const methodOf = ({ method = '' }: IncomingMessage): string => (known.has(method) ? method : 'other');
