/**
 * Every command of the documentation, as a shell reads it: bash runs each page with no program on its path, so that whatever
 * it would run is told instead. Then each is held against what there is. Which pages are run for real stands below.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCommandLine } from '../../src/cli/command-line.ts';
import { usher } from '../../src/cli/root-command.ts';

/** Page -> the test that runs its commands as they stand there; null: they are held against what there is, and the reason why no more. */
const runBy: Readonly<Record<string, string | { readonly not: string }>> = {
  'README.md': {
    not: 'npm start and the demo have tests of their own: test/server/start.test.ts, test/cli/demo-command.soak.test.ts',
  },
  'CONTRIBUTING.md': { not: 'for whoever develops: .ci/run runs what it names' },
  'docs/access-guard.md': 'test/server/guides.soak.test.ts',
  'docs/api.md': { not: 'each operation is called by test/api/contract.test.ts' },
  'docs/backup.md': 'test/server/guides.soak.test.ts',
  'docs/cli.md': 'test/server/guides.soak.test.ts',
  'docs/client.md': { not: 'test/tools/package.soak.test.ts unpacks what npm pack makes, and uses it' },
  'docs/declarative.md': { not: 'its file is applied by test/cli/apply.test.ts, by the same commands' },
  'docs/events.md': { not: 'ids and heads are of another deployment; test/cli/audit.test.ts runs both commands' },
  'docs/hardening.md': 'test/server/guides.soak.test.ts',
  'docs/install.md': { not: 'npm ci, Docker and Kubernetes: see below' },
  'docs/key-rotation.md': 'test/server/guides.soak.test.ts',
  'docs/migrate-auth.md': { not: 'it wants a provider: test/cli/migrate-auth.test.ts runs the same commands' },
  'docs/moving.md': 'test/server/guides.soak.test.ts',
  'docs/performance.md': { not: 'benches take an hour' },
  'docs/scaling.md': 'test/server/guides.soak.test.ts',
  'docs/scim.md': 'test/server/docs-examples.test.ts',
  'docs/setup-link.md': 'test/server/guides.soak.test.ts',
  'docs/siem.md': 'test/cli/siem.test.ts',
  'docs/sign-in.md': { not: 'it wants a transmitter of signals: test/oidc/signals.test.ts makes the same request' },
  'docs/testing.md': { not: 'they run tests' },
  'docs/troubleshooting.md': 'test/server/guides.soak.test.ts',
  'docs/idp/auth0.md': { not: 'variables alone' },
  'docs/idp/authentik.md': { not: 'variables alone' },
  'docs/idp/entra.md': { not: 'variables alone' },
  'docs/idp/google.md': { not: 'variables alone' },
  'docs/idp/jumpcloud.md': { not: 'variables alone' },
  'docs/idp/keycloak.md': 'test/idp/keycloak/keycloak.try.ts',
  'docs/idp/okta.md': { not: 'variables alone' },
  'docs/idp/onelogin.md': { not: 'variables alone' },
};

/** Programs that are not ours, and why nothing more is said of them here. */
const elsewhere = new Map([
  ['docker', 'there is no Docker engine where the tests run'],
  ['kubectl', 'no cluster'],
  ['helm', 'no cluster; the chart itself has test/tools/helm.soak.test.ts'],
  ['kcadm.sh', 'of a Keycloak: test/idp/keycloak/keycloak.try.ts'],
  ['mvn', 'fetches that Keycloak'],
  ['tar', 'unpacks it'],
  ['mongodump', 'MongoDB’s own tools are not here, as docs/backup.md says'],
  ['mongorestore', 'the same'],
  ...['openssl', 'git', 'cp', 'cat', 'grep', 'jq', 'sleep'].map((name) => [name, 'of the system'] as const),
]);

const files = readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name));
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...files.filter((name) => name.endsWith('.md'))]
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  .map(({ file, text }) => ({
    file,
    shell: [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)]
      .map(([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
      .join('\n'),
    // Named in the text.
    spans: [...text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '').matchAll(/`(usher [^`]+)`/g)].map(
      ([, span = '']) => span,
    ),
  }));
const withCommands = pages.filter(({ shell }) => shell !== '');

const folder = mkdtempSync(join(tmpdir(), 'usher-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash would run, each with its words as they would come to the program. */
function commandsOf(shell: string): string[][] {
  const script = `exec 3>&1 1>/dev/null 2>&1
command_not_found_handle() { local words; printf -v words '%s\\1' "$@"; printf '%s\\2' "$words" >&3; }
PATH=/nowhere
${shell}
wait`;
  const told = execFileSync('/bin/bash', ['--norc', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ONCE: '1', ...places },
  });
  return told.split('\u0002').flatMap((words) => (words === '' ? [] : [words.split('\u0001').slice(0, -1)]));
}

/** What earlier steps have answered. */
const places = {
  USHER: 'http://localhost:3000',
  USHER_URL: 'http://localhost:3000',
  ...Object.fromEntries(
    ['ORG', 'MEMBER', 'WORKSPACE', 'CONNECTION', 'ID', 'KEY', 'API_KEY', 'TOKEN'].map((name) => [name, '...']),
  ),
};

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const operations = [
  ...readFileSync('src/client/api-types.ts', 'utf8').matchAll(/^ {4}"(\/[^"]*)": \{([\s\S]*?)^ {4}\};/gm),
].flatMap(([, path = '', item = '']) =>
  [...item.matchAll(/^ {8}(get|post|put|patch|delete): /gm)].map(
    ([, method = '']) => `${method.toUpperCase()} /api/v1${path.replaceAll(/\{[^}]*\}/g, 'ID')}`,
  ),
);
const otherPaths =
  /^(GET|HEAD) \/(livez|readyz|metrics)?$|^POST \/oauth\/token$|^\w+ \/scim\/v2\/(Users|Groups|Bulk)(\/|$)/;

/** What is wrong with a command; null: nothing. */
async function faultOf([program = '', ...words]: readonly string[]): Promise<string | null> {
  if (program === 'node' && words[0] === 'dist/cli/usher.js') return faultOf(['usher', ...words.slice(1)]);
  if (program === 'usher')
    return checkCommandLine(usher, words).then(
      () => null,
      (error: Error) => error.message,
    );
  if (program === 'npm') {
    const script = words[0] === 'run' ? words[1] : words[0];
    return script === 'ci' || script === 'install' || (script !== undefined && script in scripts)
      ? null
      : `no script ${script}`;
  }
  if (program === 'npx') return words.filter((word) => word.startsWith('test/') && !existsSync(word)).join() || null;
  if (program === 'curl') return faultOfRequest(words);
  return elsewhere.has(program) ? null : `${program} is not known`;
}

function faultOfRequest(words: readonly string[]): string | null {
  const address = words.find((word) => /^https?:/.test(word)) ?? '';
  const given = words[words.indexOf('-X') + 1];
  const sends = words.includes('-d') && !words.includes('-G');
  const heads = words.some((word) => /^-\w*I$/.test(word));
  const method = words.includes('-X') ? given : sends ? 'POST' : heads ? 'HEAD' : 'GET';
  const path = new URL(address).pathname.replaceAll(/(?<=\/)(?:\.\.\.|%7B.*?%7D|[0-9a-f]{24})(?=\/|$)/g, 'ID');
  const asked = `${method} ${path}`;
  return operations.includes(asked) || otherPaths.test(asked) ? null : `there is no ${asked}`;
}

describe('the commands of the documentation', () => {
  it('are run page by page, or it says here why not', () => {
    expect(withCommands.map(({ file }) => file).toSorted()).toEqual(Object.keys(runBy).toSorted());
    const runners = Object.entries(runBy).flatMap(([file, by]) =>
      typeof by === 'string' ? [[file, by] as const] : [],
    );
    expect(runners.filter(([file, by]) => !readFileSync(by, 'utf8').includes(file.replace(/^docs\//, '')))).toEqual([]);
  });

  it.each(withCommands)('$file has no command, option, script or request that is not there', async ({ shell }) => {
    const commands = commandsOf(shell);
    const faults = await Promise.all(
      commands.map(async (words) => ({ command: words.join(' '), fault: await faultOf(words) })),
    );
    expect(faults.filter(({ fault }) => fault !== null)).toEqual([]);
  });

  it.each(pages.filter(({ spans }) => spans.length > 0))(
    '$file names no command that is not there',
    async ({ spans }) => {
      const faults = await Promise.all(
        spans.map(async (span) => {
          const words = span
            .replaceAll(/\[.*?\]/g, '')
            .trim()
            .split(/\s+/)
            .slice(1);
          return {
            span,
            fault: await checkCommandLine(usher, words).then(
              () => null,
              (error: Error) => error.message,
            ),
          };
        }),
      );
      // A group of commands, or one without what it is about, is named as well.
      const isHalf = (fault: string) =>
        /^(?:Say which|Add )|needs a value\.$|^Unknown option '--(?:help|version)'/.test(fault);
      expect(faults.filter(({ fault }) => fault !== null && !isHalf(fault))).toEqual([]);
    },
  );

  it('are found as bash reads them', async () => {
    const shell =
      'T=$(usher token create --description "A B" | tee x)\nif true; then curl -X DELETE $USHER/api/v1/organizations; fi\nusher audti verify';
    const commands = commandsOf(shell);
    expect(commands).toContainEqual(['usher', 'token', 'create', '--description', 'A B']);
    const faults = await Promise.all(commands.map(faultOf));
    expect(faults).toContain('there is no DELETE /api/v1/organizations');
    expect(faults).toContain("Unknown command 'audti'. Did you mean 'audit'? See usher --help.");
  });
});
