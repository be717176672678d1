import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const scripts = {
  'check:good': 'node -e "console.log(1)"',
  'check:bad': 'node -e "console.log(\'what is wrong\'); process.exit(3)"',
  'check:killed': 'kill -9 $$',
  other: 'exit 1',
};

describe('npm run check', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-check-'));
    await mkdir(join(folder, 'scripts'));
    await cp('scripts/check.mjs', join(folder, 'scripts/check.mjs'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts }));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The exit code, and what each check came to, without seconds and in the order of names. */
  function check(...names: string[]): Promise<{ code: number; lines: string[] }> {
    return new Promise((done) => {
      execFile(process.execPath, ['scripts/check.mjs', ...names], { cwd: folder }, (error, stdout, stderr) => {
        const lines = (stdout + stderr).split('\n').filter((line) => line !== '');
        done({ code: Number(error?.code ?? 0), lines: lines.map((line) => line.replace(/, \d.*/, '')).sort() });
      });
    });
  }

  it('runs every check to its end, fails when one fails, and shows what that one says', async () => {
    expect(await check()).toEqual({
      code: 1,
      lines: ['FAILED bad', 'FAILED killed', 'ok     good', 'what is wrong'],
    });
  });

  it('runs only what is asked for', async () => {
    expect(await check('good')).toEqual({ code: 0, lines: ['ok     good'] });
  });

  it('says which checks there are when there is none of that name', async () => {
    expect(await check('goood')).toEqual({
      code: 2,
      lines: ['There is no check "goood". There are: good, bad, killed.'],
    });
  });
});
