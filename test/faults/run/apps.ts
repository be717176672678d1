/** Two processes of the product at one database, each of which can be killed, paused and started with a wrong clock. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../support/ports.ts';
import { type Environment, emptyFolder, runUsher, secret, type Usher } from '../../support/usher.ts';

export type App = {
  readonly index: number;
  readonly url: string;
  readonly now: () => Usher;
  readonly kill9: () => Promise<void>;
  /** By SIGTERM, as a rolling restart does; its exit code. */
  readonly end: () => Promise<unknown>;
  /** `clockAheadMs`: how far its clock is ahead of everybody else's. */
  readonly start: (options?: { clockAheadMs?: number }) => Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  /** The fault that was planted in it begins, where it waits for that. */
  readonly plant: () => void;
  /** When it was not running at all, by us: no answer is expected of a paused process. */
  readonly pauses: { readonly from: number; until: number }[];
};

export type Apps = { readonly all: readonly App[]; readonly token: string; readonly apiKey: string };

export const admin = { email: 'boss@acme.test', password: 'plain sailing after a storm' };

const preload = (name: string) => pathToFileURL(join(import.meta.dirname, 'preload', name)).href;

/** @param planted the name of a fault of the product, planted in both (`preload/`) */
export async function startApps(uri: string, planted?: string): Promise<Apps> {
  const same = { token: secret(), apiKey: secret() };
  const env: Environment = {
    MONGODB_URI: uri,
    BASIC_AUTH_ENABLED: 'true',
    INITIAL_ORG_ADMIN_EMAIL: admin.email,
    INITIAL_ORG_ADMIN_PASSWORD: admin.password,
  };
  const all: App[] = [];
  for (const index of [0, 1]) {
    const port = await freePort();
    const cwd = emptyFolder();
    const run = ({ clockAheadMs = 0 } = {}) => {
      const imports = [...(planted ? [preload(planted)] : []), ...(clockAheadMs ? [preload('clock.mjs')] : [])];
      const options = imports.map((file) => `--import=${file}`).join(' ');
      return runUsher({
        ...same,
        port,
        cwd,
        env: { ...env, ...(options ? { NODE_OPTIONS: options, CLOCK_AHEAD_MS: `${clockAheadMs}` } : {}) },
      });
    };
    let usher = await patiently(run);
    const pauses: App['pauses'] = [];
    all.push({
      index,
      url: usher.url,
      now: () => usher,
      kill9: () => usher.kill9(),
      end: () => usher.stop(),
      start: async (options) => {
        usher = await patiently(() => run(options));
      },
      pauses,
      plant: () => void usher.child.kill('SIGUSR2'),
      pause: () => {
        pauses.push({ from: Date.now(), until: Number.POSITIVE_INFINITY });
        usher.child.kill('SIGSTOP');
      },
      resume: () => {
        usher.child.kill('SIGCONT');
        const last = pauses.at(-1);
        if (last) last.until = Date.now();
      },
    });
  }
  return { all, ...same };
}

/** One that cannot start yet is started again, as whatever runs it does. */
async function patiently<T>(start: () => Promise<T>): Promise<T> {
  for (let left = 2; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}
