/**
 * `npm run check`: all scripts named `check:...` at once, each with its output in one piece as soon as it is done. Fails
 * when one of them fails. `npm run check -- types lint` runs only these.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const all = Object.keys(scripts)
  .filter((name) => name.startsWith('check:'))
  .map((name) => name.slice('check:'.length));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no check "${unknown.join('", "')}". There are: ${all.join(', ')}.\n`);
  process.exit(2);
}

const results = await Promise.all((asked.length > 0 ? asked : all).map(run));
process.exit(results.every((passed) => passed) ? 0 : 1);

/** Whether it passed. What passes without a word needs only its line. */
async function run(name) {
  const started = performance.now();
  const { code, output } = await outputOf(scripts[`check:${name}`]);
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}, ${seconds} s\n${code === 0 ? '' : `${output}\n`}`);
  return code === 0;
}

/** Both streams, in order; a program that a signal ended has failed. npm has put the tools of `node_modules` on the path. */
function outputOf(command) {
  return new Promise((done) => {
    const child = spawn(command, { stdio: ['ignore', 'pipe', 'pipe'], shell: true });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.once('error', ({ message }) => done({ code: 1, output: message }));
    child.once('close', (code) => done({ code: code ?? 1, output: output.trimEnd() }));
  });
}
