/** Tells whether a process id still means the process it once meant: ids are used again, in containers even at once. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Command line and a mark that no later process with the same id has. */
export type ProcessIdentity = Readonly<{ command: string; started: string }>;

/** The running process with this id, or null when there is none (or only a zombie is left of it). */
export function identify(pid: number): ProcessIdentity | null {
  return process.platform === 'linux' ? identifyByProc(pid) : identifyByPs(pid);
}

function identifyByProc(pid: number): ProcessIdentity | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the second field, in parentheses, may itself hold blanks and parentheses; state is 3, starttime is 22.
    const [state, ...rest] = fields.slice(fields.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { command, started: `${boot}/${rest[18]}` };
  } catch {
    return null;
  }
}

function identifyByPs(pid: number): ProcessIdentity | null {
  try {
    const show = (field: string) =>
      execFileSync('ps', ['-ww', '-o', `${field}=`, '-p', String(pid)], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    if (show('stat').startsWith('Z')) return null;
    return { command: `${show('command')} `, started: show('lstart') };
  } catch {
    return null;
  }
}
