/** Programs of operators that tests of docker/ need (operator-tools.sh). */
import { spawnSync } from 'node:child_process';

const script = new URL('operator-tools.sh', import.meta.url).pathname;

/** Where it is. Where it is missing its tests are skipped, and say so; where CI is set they must run, and fail. */
export function operatorTool(name: 'helm' | 'compose' | 'kubernetes-validate') {
  const found = spawnSync('bash', [script, name], { encoding: 'utf8' });
  if (found.status !== 0) console.warn(found.stderr);
  const program = found.stdout.trim();
  return { program, canRun: Boolean(process.env.CI) || program !== '' };
}
