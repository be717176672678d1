/** The program's side of the supervisor: starts it, listens to it, and replaces it when it was killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DataFolder } from './data-folder.ts';
import { EmbeddedDatabaseError } from './error.ts';
import { type FromSupervisor, MONGOD_EXIT, type SuperviseOrder, type ToSupervisor } from './supervisor-protocol.ts';

export type Supervision = Readonly<{
  port: number;
  /** Kills mongod; promises that it takes connections again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}>;

export type SuperviseOutcome =
  | Readonly<{ supervision: Supervision }>
  | Readonly<{ fault: 'port in use' | 'other'; message: string }>;

type Setup = Readonly<{ folder: DataFolder; binary: string; port: number; report: (line: string) => void }>;

/** What mongod may know of the environment: the program's own settings hold secrets. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

const SLOW_START_MS = 10_000;

/** Promises either a mongod that takes connections on `port`, or why there is none (then nothing is left running). */
export async function supervise(setup: Setup): Promise<SuperviseOutcome> {
  const first = startSupervisor(setup);
  const outcome = await first.up;
  if (outcome !== 'up') return outcome;

  let current = first.child;
  let stopping = false;
  const watch = (child: ChildProcess): void => {
    child.once('exit', (code) => void replace(code));
    if (child.exitCode !== null || child.signalCode !== null) void replace(child.exitCode);
  };
  /** Killed, not stopped: a new supervisor takes care of the mongod that was left, and starts it on the same port. */
  const replace = async (code: number | null): Promise<void> => {
    if (stopping) return;
    if (code === 0) return setup.report('Database: stopped, because its supervisor was asked to stop');
    setup.report('Database: its supervisor was killed, starting another one');
    for (let wait = 100; !stopping; wait = Math.min(wait * 2, 10_000)) {
      const next = startSupervisor(setup);
      current = next.child;
      const result = await next.up;
      if (result === 'up') return stopping ? undefined : watch(current);
      setup.report(`Database: ${result.message}`);
      await pause(wait, undefined, { ref: false });
    }
  };
  watch(current);

  return {
    supervision: {
      port: setup.port,
      restart: () => restartMongod(current),
      stop: async () => {
        stopping = true;
        await stopSupervisor(current);
      },
    },
  };
}

function startSupervisor(setup: Setup): {
  child: ChildProcess;
  up: Promise<'up' | Extract<SuperviseOutcome, { fault: string }>>;
} {
  const { folder, report } = setup;
  const log = openSync(folder.supervisorLogFile, 'w', 0o600);
  const env = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const child = spawn(process.execPath, [supervisorFile()], {
    cwd: folder.root,
    // A session and process group of its own.
    detached: true,
    env,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);

  const up = new Promise<'up' | Extract<SuperviseOutcome, { fault: string }>>((resolve) => {
    const other = (how: string) => resolve({ fault: 'other', message: failureMessage(setup, how) });
    let down = false;
    child.on('message', (message: FromSupervisor) => {
      if (message.type === 'listening') {
        if (down) report(`Database: mongod runs again (process ${message.pid})`);
        down = false;
        resolve('up');
      } else if (message.type === 'failed') {
        if (message.exitCode === MONGOD_EXIT.portInUse)
          resolve({ fault: 'port in use', message: `port ${setup.port} is taken` });
        else other(explain(message.exitCode, message.how));
      } else if (message.type === 'down') {
        down = true;
        report(`Database: mongod died (${message.how}), starting it again in ${message.retryInMs} ms`);
      } else {
        report(`Database: ${message.line}`);
      }
    });
    child.once('error', (error) => other(error.message));
    child.once('exit', (code, signal) => {
      // Its last message, which may say why, is read before the channel reports its end.
      const silent = () => other(`the supervisor ended (${signal ?? `exit code ${code}`})`);
      if (child.connected) child.once('disconnect', silent);
      else silent();
    });
  });
  const order: SuperviseOrder = {
    type: 'supervise',
    binary: setup.binary,
    dbPath: folder.dbPath,
    logFile: folder.logFile,
    keyFile: folder.keyFile,
    port: setup.port,
  };
  send(child, order);
  // The database serves the program, it is no reason for it to stay. `up` holds it until the start is over.
  const slow = setInterval(
    () => report('Database: mongod is still starting, perhaps recovering its data'),
    SLOW_START_MS,
  );
  void up.then(() => {
    clearInterval(slow);
    child.unref();
    child.channel?.unref();
  });
  return { child, up };
}

async function restartMongod(child: ChildProcess): Promise<void> {
  child.ref();
  child.channel?.ref();
  await new Promise<void>((resolve, reject) => {
    child.on('message', function heard(message: FromSupervisor) {
      if (message.type !== 'listening') return;
      child.off('message', heard);
      resolve();
    });
    child.once('exit', () => reject(new Error('the supervisor of mongod ended')));
    send(child, { type: 'restart' });
  });
  child.unref();
  child.channel?.unref();
}

async function stopSupervisor(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  send(child, { type: 'stop' });
  await exited;
}

function send(child: ChildProcess, message: ToSupervisor): void {
  if (child.connected) child.send(message, () => {});
}

/** Node runs the compiled file; when this one is run from its TypeScript source (by tests), that is in `dist/`. */
function supervisorFile(): string {
  const compiled = import.meta.url.endsWith('.ts')
    ? new URL('../../../dist/storage/embedded/supervisor.js', import.meta.url)
    : new URL('./supervisor.js', import.meta.url);
  const path = fileURLToPath(compiled);
  if (!existsSync(path)) {
    throw new EmbeddedDatabaseError(`${path} is missing. Build the program first: npm run build`);
  }
  return path;
}

function explain(exitCode: number | null, how: string): string {
  if (exitCode === MONGOD_EXIT.dbPathInUse) {
    return `its data is in use by a process that is not known here, perhaps in another container (${how}). Stop that one first`;
  }
  if (exitCode === MONGOD_EXIT.needsOtherVersion) {
    return `its data is from another version of MongoDB (${how}). Set MONGOMS_SYSTEM_BINARY to a mongod of that version`;
  }
  return how;
}

function failureMessage({ folder }: Setup, how: string): string {
  return `mongod for ${folder.root} did not start: ${how}. What it wrote is in ${folder.logFile} and ${folder.supervisorLogFile}.`;
}
