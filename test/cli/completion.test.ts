/** `usher completion` in a real shell: what it proposes after what was typed. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runCommand } from './set-up.ts';

describe('usher completion', () => {
  it('proposes commands, options, and words that an option takes', async () => {
    const { code, output } = await runCommand(['completion', 'bash']);
    expect(code).toBe(0);
    const proposed = (...typed: string[]) => {
      const script = `${output}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _usher; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const answer = execFileSync('bash', ['-c', script, 'bash', 'usher', ...typed], { encoding: 'utf8' });
      return answer.split('\n').filter((line) => line !== '');
    };
    expect(proposed('mig')).toEqual(['migrate-auth']);
    expect(proposed('')).toEqual(expect.arrayContaining(['start', 'apply', 'token', 'completion']));
    expect(proposed('token', '')).toEqual(['create', 'list', 'revoke', '--help']);
    expect(proposed('migrate-auth', '--y')).toEqual(['--yes']);
    expect(proposed('migrate-auth', '--yes', '--passwords', '')).toEqual(['keep', 'arrived', 'all']);
    expect(proposed('completion', '')).toEqual(['bash', 'zsh', '--help']);
    expect(proposed('audit', 'export', '--format', 'o')).toEqual(['ocsf']);
    expect(proposed('token', 'create', '--organization', '')).toEqual([]);
    expect(proposed('apply', '-f', 'us')).toEqual([]);
    expect(proposed('audit', 'verify', '--org')).toEqual(['--organization']);
  });

  it.each([
    [['completion'], /^Add SHELL: bash or zsh/],
    [['completion', 'csh'], /^Say for which shell: bash or zsh\.$/m],
  ])('%j wants to know for which shell', async (typed, message) => {
    const { code, output } = await runCommand(typed);
    expect(output).toMatch(message);
    expect(code).toBe(2);
  });
});
