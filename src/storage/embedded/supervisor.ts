/**
 * The supervisor: a small process between the program and mongod, in a process group of its own, so that signals to the
 * program's group pass mongod by. It runs mongod as long as the IPC channel to the program is open: restarts it when it
 * dies, and stops it cleanly when the channel closes, which the kernel does even for a program that was killed.
 *
 * Imports nothing but Node and its neighbours here: it must start fast.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { settleOrphan } from './orphan.ts';
import {
  type FromSupervisor,
  MONGOD_EXIT,
  REPLICA_SET,
  type SuperviseOrder,
  type ToSupervisor,
} from './supervisor-protocol.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 10_000;
/** A mongod that ran this long had no trouble starting: the back-off begins anew. */
const SETTLED_MS = 60_000;
const STOP_PATIENCE_MS = 30_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
/** The log line "Waiting for connections" by its stable number; a TCP probe might meet a stranger on the port. */
const LISTENING = '"id":23016,';

let order: SuperviseOrder | undefined;
let mongod: ChildProcess | undefined;
let stopping = false;
let restarting = false;
let cameUp = false;
let retryMs = FIRST_RETRY_MS;
let occupied = 0;

process.on('message', (message: ToSupervisor) => {
  if (message.type === 'stop') stop();
  else if (message.type === 'supervise') {
    order = message;
    void launch(message);
  } else {
    restarting = true;
    mongod?.kill('SIGKILL');
  }
});
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('SIGHUP', () => {});

function tell(message: FromSupervisor): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

async function launch(run: SuperviseOrder): Promise<void> {
  try {
    await settleOrphan(run.dbPath, (line) => tell({ type: 'note', line }));
  } catch (error) {
    return fail(MONGOD_EXIT.dbPathInUse, error instanceof Error ? error.message : String(error));
  }
  if (stopping) return end();
  setLogAside(run.logFile);
  const started = Date.now();
  const child = spawn(run.binary, argumentsOf(run), { stdio: ['ignore', 'inherit', 'inherit'] });
  mongod = child;
  child.once('error', (error) => fail(null, error.message));
  child.once('exit', (code, signal) => {
    mongod = undefined;
    if (Date.now() - started > SETTLED_MS) retryMs = FIRST_RETRY_MS;
    void ended(run, code, signal);
  });
  while (mongod === child && !logShowsListening(run.logFile)) await pause(15);
  if (mongod !== child) return;
  cameUp = true;
  tell({ type: 'listening', pid: child.pid ?? 0 });
}

async function ended(run: SuperviseOrder, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
  if (stopping) return end();
  if (restarting) {
    restarting = false;
    return launch(run);
  }
  const how = `${code === null ? `ended by ${signal}` : `exit code ${code}`}${lastFault(run.logFile)}`;
  if (!cameUp) {
    // The mongod of an earlier run may hold the files before it has written its process id into them.
    if (code !== MONGOD_EXIT.dbPathInUse || ++occupied > 5) return fail(code, how);
  }
  const retryInMs = retryMs;
  retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  if (cameUp) tell({ type: 'down', how, retryInMs });
  await pause(retryInMs);
  await launch(run);
}

function fail(exitCode: number | null, how: string): void {
  tell({ type: 'failed', exitCode, how });
  end(1);
}

function stop(): void {
  if (stopping) return;
  stopping = true;
  if (mongod === undefined) end();
  else mongod.kill('SIGTERM');
  setTimeout(() => mongod?.kill('SIGKILL'), STOP_PATIENCE_MS).unref();
}

/** Closing the channel first lets the last message out. */
function end(code = 0): void {
  process.exitCode = code;
  stopping = true;
  if (process.connected) process.disconnect();
  setImmediate(() => process.exit());
}

function argumentsOf(run: SuperviseOrder): string[] {
  return [
    ...['--dbpath', run.dbPath, '--replSet', REPLICA_SET, '--bind_ip', '127.0.0.1', '--port', String(run.port)],
    // The path of the folder may be longer than a Unix socket's can be.
    '--nounixsocket',
    ...['--auth', '--keyFile', run.keyFile, '--wiredTigerCacheSizeGB', '0.25'],
    ...['--logpath', run.logFile, '--logappend', '--logRotate', 'reopen', '--quiet', '--slowms', '1000'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // There is no other member to hand over to: do not wait for one.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=0'],
  ];
}

/** Keeps the log of the run before as `mongod.log.1`; together with the watch below the logs stay below 2 x 10 MB. */
function setLogAside(logFile: string): void {
  try {
    renameSync(logFile, `${logFile}.1`);
  } catch {
    // There was none.
  }
}

setInterval(() => {
  if (order === undefined || mongod === undefined) return;
  try {
    if (statSync(order.logFile).size < LOG_LIMIT_BYTES) return;
  } catch {
    return;
  }
  setLogAside(order.logFile);
  mongod.kill('SIGUSR1');
}, 60_000).unref();

function readLog(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8');
  } catch {
    return '';
  }
}

function logShowsListening(logFile: string): boolean {
  return readLog(logFile).includes(LISTENING);
}

/** What mongod itself complained about last, for the operator. */
function lastFault(logFile: string): string {
  const fault = readLog(logFile)
    .split('\n')
    .findLast((line) => /"s":"[EF]"/.test(line));
  if (fault === undefined) return '';
  const message = /"msg":"((?:[^"\\]|\\.)*)"/.exec(fault)?.[1];
  const error = /"error":"((?:[^"\\]|\\.)*)"/.exec(fault)?.[1];
  return `: ${[message, error].filter(Boolean).join(': ')}`;
}
