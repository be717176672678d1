/** A real Keycloak on loopback, with a database in memory, set up by the commands of its guide. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../support/ports.ts';
import { until } from '../../support/usher.ts';

const admin = { name: 'admin', password: 'an-admin-of-the-tests' };

export type Keycloak = {
  readonly url: string;
  readonly issuer: string;
  /** Runs shell lines with `kcadm.sh`, signed in as the administrator; what they print. */
  readonly shell: (script: string, env?: Readonly<Record<string, string>>) => Promise<string>;
  readonly stop: () => Promise<void>;
};

export const realm = 'acme';

/** @throws Error that says what to do where there is none */
export async function startKeycloak(): Promise<Keycloak> {
  const home = process.env.KEYCLOAK_HOME;
  if (home === undefined || !existsSync(join(home, 'bin/kc.sh')))
    throw new Error(
      'Set KEYCLOAK_HOME to the folder of an unpacked Keycloak 26: docs/testing.md says where to get it.',
    );
  const [port, managementPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'keycloak-'));
  const args = ['start-dev', '--db=dev-mem', '--http-host=127.0.0.1', `--http-port=${port}`];
  const child = spawn(join(home, 'bin/kc.sh'), [...args, `--http-management-port=${managementPort}`], {
    env: { ...process.env, KC_BOOTSTRAP_ADMIN_USERNAME: admin.name, KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password },
    // Its Java process is a child of the script, and ends with its group.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`Keycloak ended before it was ready:\n${output}`);
    return fetch(`${url}/realms/master`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  const shell: Keycloak['shell'] = async (script, env = {}) => {
    const { stdout } = await promisify(execFile)('bash', ['-euc', script], {
      // kcadm.sh keeps its sign-in in the home folder.
      env: { ...process.env, ...env, HOME: folder, PATH: `${join(home, 'bin')}:${process.env.PATH}` },
    });
    return stdout.trim();
  };
  await shell(`kcadm.sh config credentials --server ${url} --realm master --user ${admin.name} --password ${admin.password}
    kcadm.sh create realms -s realm=${realm} -s enabled=true`);
  return {
    url,
    issuer: `${url}/realms/${realm}`,
    shell,
    stop: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The shell lines of the guide, in its order. */
const blocks = [...readFileSync('docs/idp/keycloak.md', 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
  ([, lines = '']) => lines,
);

function linesWith(word: string): string {
  const found = blocks.filter((lines) => lines.includes('kcadm.sh') && lines.includes(word));
  const [lines] = found;
  if (lines === undefined || found.length > 1) throw new Error(`the guide has ${found.length} times ${word}`);
  return lines;
}

/** Its examples of what the reader fills in, and the sign-in that asks for a password, go. */
const client = linesWith('create clients')
  .split('\n')
  .filter((line) => !/^(PUBLIC_URL|KEYCLOAK)=|config credentials/.test(line))
  .join('\n');

export const guide = {
  /** Prints the secret; the client's id stays in CLIENT for what follows in the same shell. */
  client,
  groups: linesWith('group-membership-mapper'),
  key: linesWith('client-jwt'),
  levels: linesWith('acr.loa.map'),
};
