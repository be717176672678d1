/** What every command has in common: what is typed wrongly stops it, what help and version print, and where. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runCommand } from './set-up.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('a command that is typed wrongly does nothing and exits with 2', () => {
  it.each<[string, string[], RegExp]>([
    [
      'an option that nearly is one',
      ['audit', 'verify', '--haed', 'x'],
      /^Unknown option '--haed'\. Did you mean '--head'\?/,
    ],
    ['an option that would have changed what it does', ['access', 'rebuild', '--chek'], /Did you mean '--check'\?/],
    ['an option of one letter', ['apply', '-x'], /^Unknown option '-x'\. See usher apply --help\.$/m],
    ['the opposite of an option that has none', ['access', 'rebuild', '--no-check'], /^Unknown option '--no-check'/],
    [
      'an option before the command',
      ['--check', 'access', 'rebuild'],
      /^Unknown option '--check'\. See usher --help\.$/m,
    ],
    ['a command that is none', ['acces', 'rebuild'], /^Unknown command 'acces'\. Did you mean 'access'\?/],
    ['a command of a command that is none', ['audit', 'x'], /^Unknown command 'x'\. See usher audit --help\.$/m],
    ['a word too many', ['config', 'PORT'], /^'PORT' is one word too many\. See usher config --help\.$/m],
    ['a word too many after --', ['audit', 'verify', '--', '--head'], /^'--head' is one word too many/],
    ['a value where none belongs', ['access', 'rebuild', '--check=false'], /^--check takes no value/],
    ['no value at the end', ['audit', 'verify', '--organization'], /^--organization needs a value\.$/m],
    ['an empty value', ['access', 'rebuild', '--organization', ''], /^--organization needs a value\.$/m],
    ['an option for a value', ['access', 'rebuild', '--organization', '--check'], /^--organization needs a value\. If/],
    ['no file', ['restore', '--yes'], /^Add FILE: What usher backup wrote\. See usher restore --help\.$/m],
    ['no command', [], /Say which command: usher <command>$/m],
    ['half a command', ['audit'], /Say which command: usher audit <command>$/m],
  ])('%s', async (_, typed, message) => {
    // Whatever gets as far as the database finds none here, and says so.
    const { code, output } = await runCommand(typed);
    expect(output).toMatch(message);
    expect(code).toBe(2);
    expect(output).not.toMatch(/There is no database|\n\s+at /);
  });

  it('tells no value of an option that is none: it may be a secret', async () => {
    const { code, output } = await runCommand(['export', '--kye=secret-of-somebody']);
    expect(output).toContain("Unknown option '--kye'. Did you mean '--key'?");
    expect(output).not.toContain('secret-of-somebody');
    expect(code).toBe(2);
  });

  it('exits with 1 where 2 says that something would change', async () => {
    const { code } = await runCommand(['apply', '--dry-runn', '--detailed-exitcode']);
    expect(code).toBe(1);
  });
});

describe('usher', () => {
  it.each(['--version', '-v'])('%s prints the version of the package', async (option) => {
    const file = resolve(import.meta.dirname, '../../package.json');
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    expect(await runCommand([option])).toEqual({ code: 0, output: `${version}\n` });
  });

  it('--help tells every command and option, without colours where no terminal is', async () => {
    const { code, output } = await runCommand(['--help']);
    expect(code).toBe(0);
    for (const name of [
      'start',
      'config',
      'doctor',
      'backup',
      'restore',
      'apply',
      'export',
      'token',
      'key',
      'access',
      'audit',
      'demo',
      'simulate',
    ])
      expect(output).toMatch(new RegExp(`^ +${name} `, 'm'));
    const rebuild = await runCommand(['access', 'rebuild', '--organization', 'x', '-h']);
    expect(rebuild.output).toMatch(/USAGE usher access rebuild/);
    expect(rebuild.output).toContain('--check');
    expect(rebuild.code).toBe(0);
    expect(output + rebuild.output).not.toContain('\u001b');
  });
});
