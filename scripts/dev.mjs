/**
 * `npm run dev`: builds, starts Usher behind Vite, and then builds again and restarts whatever a change concerns; the
 * console changes in the open page. All of it answers at one port. Ctrl-C ends all of it. The embedded database ends and
 * starts with Usher; its data stays. `/`, `/docs` and `/guide` are as they were built.
 */
import { spawn, spawnSync } from 'node:child_process';

const node = process.execPath;
const isWindows = process.platform === 'win32';
const port = Number(process.env.PORT ?? 3000);
const behind = port + 1;

// A type error is told and keeps nothing from being written.
spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: isWindows });

// In development what is written is validated as well; `npm start` alone does not say which it is.
const env = { NODE_ENV: 'development', PUBLIC_URL: `http://localhost:${port}`, ...process.env };

const compiler = start(
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  {
    // The compiler is a program that `bin/tsc` starts: a process group of their own ends both.
    detached: !isWindows,
  },
);
const running = [
  compiler,
  start(['--watch', '--watch-preserve-output', 'dist/main.js'], { env: { ...env, PORT: String(behind) } }),
  start(['node_modules/vite/bin/vite.js', 'src/console', '--port', String(port), '--logLevel', 'warn'], {
    env: { ...env, USHER_BEHIND: `http://127.0.0.1:${behind}` },
  }),
];
for (const child of running) child.once('exit', end);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);

function start(args, options = {}) {
  return spawn(node, args, { stdio: 'inherit', env, ...options });
}

/** One that ends takes the others along. */
let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  const alive = running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const ended = alive.map((child) => new Promise((done) => child.once('exit', done)));
  for (const child of alive)
    if (child === compiler && !isWindows) process.kill(-child.pid, 'SIGTERM');
    else child.kill('SIGTERM');
  await Promise.all(ended);
  process.exit(0);
}
