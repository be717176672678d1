/**
 * Several processes at one port (WORKERS): this one hands connections out, and each of the others is a whole server of its own, as
 * if it ran on another machine. One that dies is replaced; the first that cannot even start ends all.
 */
import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import type { Config } from './config/config.ts';
import { metricsApp, serveMetrics } from './http/metrics.ts';

/** What one of them says when it serves. */
export type Serving = { readonly serving: { readonly hasAdmin: boolean } };

/** What one of them is told. Signals are for the first process alone: a terminal sends them to all at once. */
export const leave = 'leave';

/**
 * Resolves when all serve.
 * @returns `stop` ends them as they end by themselves, without losing requests; true when all did
 */
export async function startProcesses(
  count: number,
  { metrics }: Pick<Config, 'metrics'>,
  report: (line: string) => void,
): Promise<{ readonly hasAdmin: boolean; readonly stop: () => Promise<boolean>; readonly kill: () => void }> {
  let leaving = false;
  const own = new Set<Worker>();
  const serving = new Set<Worker>();
  const start = () => {
    const worker = cluster.fork();
    own.add(worker);
    worker.on('message', (message: Partial<Serving> | null) => message?.serving && serving.add(worker));
    worker.once('exit', () => own.delete(worker) && serving.delete(worker));
    return worker;
  };
  const keep = (worker: Worker) =>
    worker.once('exit', (code, signal) => {
      if (leaving) return;
      report(`Note: process ${worker.process.pid} ended (${signal ?? code}), and another one takes its place.`);
      const next = start();
      serves(next).then(
        () => keep(next),
        // Once more in a moment: what keeps it from starting may pass, as the others go on serving.
        () => setTimeout(() => leaving || keep(start()), 1_000),
      );
    });
  const kill = () => {
    for (const worker of own) worker.process.kill('SIGKILL');
  };

  try {
    const first = Array.from({ length: count }, start);
    const said = await Promise.all(first.map(serves));
    const all = new AggregatorRegistry();
    const read = { contentType: all.contentType, metrics: () => all.clusterMetrics() };
    const metricsServer = metrics && (await serveMetrics({ app: metricsApp(read) }, metrics, report));
    first.forEach(keep);
    return {
      hasAdmin: said.some(({ hasAdmin }) => hasAdmin),
      kill,
      stop: async () => {
        leaving = true;
        // Who does not serve yet hears nothing, and has nothing to lose.
        for (const worker of own) if (!serving.has(worker)) worker.process.kill('SIGKILL');
        const codes = await Promise.all([...own].filter((worker) => serving.has(worker)).map(ended));
        await metricsServer?.close();
        return codes.every((code) => code === 0);
      },
    };
  } catch (error) {
    leaving = true;
    kill();
    throw error;
  }
}

function serves(worker: Worker): Promise<Serving['serving']> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Partial<Serving> | null) => message?.serving && resolve(message.serving));
    worker.once('exit', () =>
      reject(new Error('one of the processes ended before it was ready; it has said why above')),
    );
  });
}

function ended(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.once('exit', (code) => resolve(code));
    worker.send(leave);
  });
}
