/** Runs a program that fetches something: shows its lines, and ends it when it has gone silent for too long. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

type Watched = Readonly<{
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Silence in ms after which it is ended: before the first sign of life, and after it. */
  silence: Readonly<{ first: number; later: number }>;
  onLine?: (line: string) => void;
  /** Asked every 2 s for signs of life other than lines on standard output. */
  watch?: () => Promise<boolean>;
}>;

/**
 * Promises that `program` ended with 0. Throws otherwise, with the last lines it wrote to standard error; when it is not
 * installed; or when it was ended because it was silent.
 */
export async function runWatched(program: string, args: readonly string[], how: Watched): Promise<void> {
  const child = spawn(program, args, { cwd: how.cwd, env: how.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  let silentFor: number | null = null;
  let timer = setTimeout(giveUp, how.silence.first, how.silence.first);

  function giveUp(limit: number): void {
    silentFor = limit;
    child.kill('SIGKILL');
  }
  function alive(): void {
    clearTimeout(timer);
    timer = setTimeout(giveUp, how.silence.later, how.silence.later);
  }

  createInterface({ input: child.stdout }).on('line', (line) => {
    alive();
    how.onLine?.(line.trim());
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.trim() !== '') complaints.push(line.trim());
    if (complaints.length > 3) complaints.shift();
  });
  const watching = setInterval(async () => {
    if (await how.watch?.()) alive();
  }, 2000);

  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (silentFor !== null) throw new Error(`${program} was given up: nothing came for ${silentFor / 1000} s`);
    if (code !== 0) throw new Error(complaints.join(' ') || `${program} ended with ${code}`);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw missing ? new Error(`${program} is not installed`) : error;
  } finally {
    clearTimeout(timer);
    clearInterval(watching);
  }
}

/** `12345678` -> `12 MB`. */
export function readableMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
