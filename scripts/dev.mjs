/**
 * `npm run dev`: builds, starts Usher, and then builds again and restarts whatever a change concerns. Ctrl-C ends all of it.
 * Reload the page yourself. The embedded database ends and starts with Usher; its data stays.
 */
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';

const node = process.execPath;
const isWindows = process.platform === 'win32';

// A type error is told and keeps nothing from being written.
spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit', shell: isWindows });

const compilers = [compile('tsconfig.build.json'), compile('tsconfig.console.json')];
const running = [...compilers, start(['--watch', '--watch-preserve-output', 'dist/main.js'])];
for (const child of running) child.once('exit', end);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end);

// The page's own files are copied, not compiled.
let waiting;
watch('src/console/page', { recursive: true }, () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => spawn(node, ['dist/console/assemble.js'], { stdio: 'inherit' }), 100);
});

/** The compiler is a program that `bin/tsc` starts: a process group of their own ends both. */
function compile(project) {
  const args = ['node_modules/typescript/bin/tsc', '-p', project, '--watch', '--preserveWatchOutput'];
  return start(args, { detached: !isWindows });
}

function start(args, options = {}) {
  // In development what is written is validated as well; `npm start` alone does not say which it is.
  const env = { NODE_ENV: 'development', ...process.env };
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
    if (compilers.includes(child) && !isWindows) process.kill(-child.pid, 'SIGTERM');
    else child.kill('SIGTERM');
  await Promise.all(ended);
  process.exit(0);
}
