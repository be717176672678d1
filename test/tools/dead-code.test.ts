import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const planted: Record<string, string> = {
  'src/main.ts': "import { used } from './domain/used.ts';\n\nused();\n",
  'src/domain/used.ts': 'export const used = () => 1;\n\nexport const unused = () => 2;\n',
  'src/domain/forgotten.ts': 'export const forgotten = 1;\n',
  'src/cli/usher.ts': 'process.exit(0);\n',
  'src/storage/embedded/supervisor.ts': 'process.exit(0);\n',
  'test/domain/used.test.ts': "import { used } from '../../src/domain/used.ts';\n\nused();\n",
};

describe('the search for dead code', () => {
  const checkout = fileURLToPath(new URL('../../', import.meta.url));
  let folder: string;
  let report: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-dead-code-'));
    const configuration = ['knip.json', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
    for (const file of configuration) await cp(join(checkout, file), join(folder, file));
    await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'));
    for (const [path, text] of Object.entries(planted)) {
      await mkdir(join(folder, dirname(path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const knip = join(checkout, 'node_modules/knip/bin/knip.js');
    const args = [knip, '--include=files,exports', '--reporter=compact', '--no-config-hints'];
    report = await new Promise((done) => {
      execFile(process.execPath, args, { cwd: folder }, (_failed, stdout, stderr) => done(stdout + stderr));
    });
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('finds a file that nothing imports', () => {
    expect(report).toContain('src/domain/forgotten.ts');
  });

  it('finds an export that nothing imports', () => {
    expect(report).toMatch(/src\/domain\/used\.ts: unused$/m);
  });

  it('takes the three programs and the tests for what they are', () => {
    expect(report).not.toMatch(/main\.ts|usher\.ts|supervisor\.ts|used\.test\.ts/);
  });
});
