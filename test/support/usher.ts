/** The product as its operators run it: a process of its own on a free port, in a folder of its own, ended with the test file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '../../src/json.ts';
import { freePort } from './ports.ts';

export type Environment = Readonly<Record<string, string>>;

export type Program = {
  readonly child: ChildProcess;
  readonly cwd: string;
  /** What it has written so far, both streams. */
  readonly output: () => string;
  /** Resolves to the exit code, or to the signal that ended it, when all output has been read. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
};

export type Usher = Program & {
  readonly url: string;
  readonly scimUrl: string;
  /** A SCIM token and the deployment key, both from the environment. */
  readonly token: string;
  readonly apiKey: string;
  /** A request to the admin API with the deployment key; throws unless the answer is good. */
  readonly api: <T>(path: string, init?: { method?: string; body?: object }) => Promise<T>;
  /** A SCIM request with the token; path from `/scim/v2` on. */
  readonly scim: (method: string, path: string, body?: object) => Promise<ScimAnswer>;
  /** Kills it at once and waits until it is gone. */
  readonly kill9: () => Promise<void>;
  /** Ends it as operators do, by SIGTERM; the exit code. */
  readonly stop: () => Promise<number | NodeJS.Signals | null>;
};

type ScimBody = JsonObject & { id: string; totalResults: number; Resources: (JsonObject & { id: string })[] };
/** The body as every good answer is; what else an answer holds is for the test to expect. */
export type ScimAnswer = { readonly status: number; readonly headers: Headers; readonly body: ScimBody };

const root = resolve(import.meta.dirname, '../..');
const started = new Set<Program>();
const folders = new Set<string>();

/** Called after each test file (see setup.ts). */
export async function endPrograms(): Promise<void> {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all([...started].map(({ ended }) => ended));
  started.clear();
  // An embedded database stops by itself when its program is gone.
  for (const folder of folders) {
    await until(() => databasesIn(folder).length === 0);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  folders.clear();
}

/** An empty folder, removed after the last test of the file. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usher-run-'));
  folders.add(folder);
  return folder;
}

/** Looks again and again until the condition holds; the time limit is the test's. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((wake) => setTimeout(wake, 20));
}

/** Process ids of the running mongods with data below `folder`, if it is a data folder or holds some. */
export function databasesIn(folder: string): number[] {
  const dataFolders = ['.', 'data', 'data/demo'].map((name) => join(folder, name, 'mongodb', 'db', 'mongod.lock'));
  return dataFolders
    .filter((file) => existsSync(file))
    .map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10))
    .filter((pid) => pid > 0 && runs(pid));
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Of our own environment only what finding a database needs: no setting of the product leaks into a test. */
const passedOn = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'LD_LIBRARY_PATH', 'MONGOMS_SYSTEM_BINARY', 'XDG_CACHE_HOME'];

/** Runs a compiled file of `dist/`, or one of another release by its whole path, with these arguments in a folder of its own, or in `cwd`. */
export function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  { env = {}, cwd = emptyFolder() }: { env?: Environment; cwd?: string } = {},
): Program {
  const inherited = Object.fromEntries(
    passedOn.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
  const child = spawn(process.execPath, [resolve(root, 'dist', file), ...args], {
    cwd,
    env: { ...inherited, ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const read = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const ended = new Promise<number | NodeJS.Signals | null>((done) => {
    child.once('close', (code, signal) => done(code ?? signal));
  });
  const program = { child, cwd, output: () => output, ended };
  started.add(program);
  return program;
}

export type RunOptions = {
  readonly env?: Environment;
  readonly cwd?: string;
  readonly port?: number;
  readonly token?: string;
  readonly apiKey?: string;
  /** The folder of another release, built. */
  readonly release?: string;
};

/**
 * Starts the server and waits until `/readyz` answers 200. Without MONGODB_URI in `env` its database is the embedded one
 * in `<cwd>/data`. Rejects with its output when it ends before.
 */
export async function runUsher(options: RunOptions = {}): Promise<Usher> {
  const usher = await beginUsher(options);
  let over = false;
  void usher.ended.then(() => {
    over = true;
  });
  await until(async () => {
    if (over) throw new Error(`Usher ended before it was ready:\n${usher.output()}`);
    return fetch(`${usher.url}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    );
  });
  return usher;
}

/** Starts the server and does not wait. It has no metrics, as the port for them can be had once, unless a test sets one. */
export async function beginUsher({ env = {}, ...options }: RunOptions = {}): Promise<Usher> {
  const { port = await freePort(), token = secret(), apiKey = secret() } = options;
  const settings = {
    PORT: String(port),
    METRICS_PORT: 'off',
    BOOTSTRAP_SCIM_TOKEN: token,
    BOOTSTRAP_API_KEY: apiKey,
    ...env,
  };
  const main = options.release ? join(options.release, 'dist/main.js') : 'main.js';
  const program = runProgram([main], { env: settings, ...(options.cwd ? { cwd: options.cwd } : {}) });
  const url = `http://localhost:${port}`;
  const scimUrl = `${url}/scim/v2`;
  const end = (signal: 'SIGKILL' | 'SIGTERM') => {
    program.child.kill(signal);
    return program.ended;
  };
  return {
    ...program,
    url,
    scimUrl,
    token,
    apiKey,
    api: (path, init) => callApi(`${url}/api/v1${path}`, apiKey, init),
    scim: (method, path, body) => callScim(scimUrl + path, token, method, body),
    kill9: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

export const secret = (): string => randomBytes(32).toString('base64url');

let faultOfAnswer: Promise<FaultOfAnswer> | undefined;
type FaultOfAnswer = (
  method: string,
  path: string,
  answer: { status: number; type: string; text: string },
) => string | null;

/** Every answer of the API is held against its document, which takes a second to load and not every file needs. */
function faultOfApi(): Promise<FaultOfAnswer> {
  faultOfAnswer ??= import('./api-document.ts').then(({ answerFaults, apiDocument }) => answerFaults(apiDocument()));
  return faultOfAnswer;
}

async function callApi<T>(
  url: string,
  key: string,
  { method = 'GET', body }: { method?: string; body?: object } = {},
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const fault = (await faultOfApi())(method, new URL(url).pathname.slice('/api/v1'.length), {
    status: response.status,
    type,
    text,
  });
  if (fault !== null) throw new Error(fault);
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}: ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}

async function callScim(url: string, token: string, method: string, body?: object): Promise<ScimAnswer> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/scim+json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
