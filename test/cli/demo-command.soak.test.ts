/** `usher demo`, as people run it: the compiled command in an empty folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readDirectory } from '../../src/cli/demo/directory.ts';
import { freePort } from '../support/ports.ts';
import { databasesIn, type Environment, emptyFolder, runProgram, until } from '../support/usher.ts';

// It starts the server with a database and syncs a directory.
vi.setConfig({ testTimeout: 90_000 });

async function demo({ csv, env = {} }: { csv?: string; env?: Environment } = {}) {
  const cwd = emptyFolder();
  if (csv !== undefined) writeFileSync(join(cwd, 'my.csv'), csv);
  const args = csv === undefined ? [] : ['--file', 'my.csv'];
  const program = runProgram(['cli/usher.js', 'demo', ...args], {
    cwd,
    env: { PORT: String(await freePort()), ...env },
  });
  const code = await program.ended;
  return { code, output: program.output(), cwd };
}

const viewer = 'Acme Organization User:Research:Workspace Viewer';
const editor = 'Acme Organization User:Research:Workspace Editor';

describe('the demo', () => {
  it('syncs the bundled directory, finds everybody in the expected roles and explains three people', async () => {
    const { code, output, cwd } = await demo();
    expect(output).toContain('Syncing 200 people and 12 groups over SCIM');
    expect(output).toContain('Everybody has the expected roles.');
    const explained = output.slice(output.indexOf('Who got which role, and why (three of 200 people)'));
    expect(explained.match(/^ {2}\S.* <\S+@\S+>$/gm)).toHaveLength(3);
    expect(explained).toMatch(/because of the group "/);
    expect(explained).toMatch(/Sign in as one of them: http:\/\/localhost:\d+/);
    expect(code).toBe(0);
    await until(() => databasesIn(cwd).length === 0);
  });

  it('takes an export of your own, with the column names of your directory', async () => {
    const { code, output } = await demo({
      csv: [
        'Login,First Name,Last Name,Status,Groups',
        `ann@own.example,Ann,Own,Active,${viewer};${editor}`,
        'bob@own.example,Bob,Own,Active,Acme Organization Admins',
        'eve@own.example,Eve,Own,Suspended,Acme Organization Admins',
        'joe@own.example,Joe,Own,Active,Organisation User:Research:Workspace Editor;Acme Organization User:Research:Workspace Edtor',
        'kim@own.example,Kim,Own,Active,Everyone',
      ].join('\n'),
    });
    expect(output).toContain('Everybody has the expected roles.');
    expect(output).toContain('3 groups give nothing.');
    expect(output).toMatch(
      /"Organisation User:Research:.*Did you mean group “Organization User:Research:Workspace Editor”\?/,
    );
    expect(output).toMatch(
      /Workspace Edtor" \(1 member\): There is no workspace role .* Did you mean role “Workspace Editor”/,
    );
    expect(output).toContain('"Everyone" (1 member): The name does not have the form of the naming convention');
    expect(output).toMatch(
      /Ann Own <ann@own\.example>[\s\S]*Research: Workspace Editor, because of the group "[^"]*Editor"/,
    );
    expect(code).toBe(0);
  });

  it('stays up without a terminal where it is told to, until it is ended', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'my.csv'), `email,groups\nann@own.example,${viewer}\n`);
    const env = { PORT: String(await freePort()), METRICS_PORT: String(await freePort()) };
    const program = runProgram(['cli/usher.js', 'demo', '--file', 'my.csv', '--no-exit'], { cwd, env });
    await until(() => program.output().includes('Ctrl-C ends the demo'));
    expect((await fetch(`http://localhost:${env.PORT}/readyz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${env.METRICS_PORT}/metrics`)).status).toBe(200);
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });

  it('says who differs from the expected columns and by what, and exits with 1', async () => {
    const { code, output } = await demo({
      csv: [
        'email,givenName,familyName,groups,expected:Research,expected:organization',
        `ann@own.example,Ann,Own,${viewer},Workspace Admin,Organization User`,
        `bob@own.example,Bob,Own,${editor},Workspace Editor,Organization User`,
        'joe@own.example,Joe,Own,,,Organization Admin',
      ].join('\n'),
    });
    expect(output).toContain('2 differences from what was expected:');
    expect(output).toContain('ann@own.example, workspace Research: expected Workspace Admin, got Workspace Viewer');
    expect(output).toContain('joe@own.example, organization: expected Organization Admin, got Organization User');
    expect(output).not.toContain('bob@own.example');
    expect(code).toBe(1);
  });

  it.each<[string, string | Buffer, RegExp]>([
    [
      'another encoding',
      Buffer.from('email,givenName\nann@own.example,Ann\njo@own.example,J\xf6rg\n', 'latin1'),
      /my\.csv is not UTF-8 \(line 3\): save it as "CSV UTF-8", or convert it/,
    ],
    [
      'two bytes for each letter',
      Buffer.from('\ufeffemail\nann@own.example\n', 'utf16le'),
      /my\.csv is UTF-16, as Excel/,
    ],
    ['lines of different length', 'email,groups\nann@own.example\n', /my\.csv is no CSV with .* line 2/],
    ['an open quote', 'email,groups\n"ann@own.example,x\n', /my\.csv is no CSV with .*line 2/],
    ['no column for the email', 'name,groups\nAnn,x\n', /my\.csv needs a column "email" .*; it has name, groups/],
    ['an email that is none', 'email,groups\nann,x\n', /my\.csv, line 2: "ann" is not an email address/],
    ['somebody twice', 'email\nann@own.example\nANN@own.example\n', /my\.csv, line 3: ANN@own\.example appears twice/],
    ['nobody', 'email,groups\n', /my\.csv has no people/],
    ['nothing', '', /my\.csv has no people/],
  ])('refuses a file with %s, and names file and line', (_, csv, message) => {
    const file = join(emptyFolder(), 'my.csv');
    writeFileSync(file, csv);
    expect(() => readDirectory(file)).toThrow(message);
  });

  it('tells in one line what is wrong with a file, and starts nothing', async () => {
    const { code, output, cwd } = await demo({ csv: 'email,groups\nann@own.example\n' });
    expect(output).toMatch(/^.*my\.csv is no CSV .*\n$/);
    expect(code).toBe(1);
    expect(databasesIn(cwd)).toEqual([]);
  });

  it('does not run in production', async () => {
    const { code, output, cwd } = await demo({ env: { NODE_ENV: 'production' } });
    expect(output).toMatch(
      /^The demo lets anybody sign in as anybody, so it does not run with NODE_ENV=production\.$/m,
    );
    expect(code).toBe(1);
    expect(databasesIn(cwd)).toEqual([]);
  });
});
