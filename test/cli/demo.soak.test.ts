import { expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { emptyFolder, runProgram, until } from '../support/usher.ts';

it('the demo leaves the data of another one alone that still runs in the same folder', {
  timeout: 240_000,
}, async () => {
  const cwd = emptyFolder();
  const first = runProgram(['cli/usher.js', 'demo'], { cwd, env: { PORT: String(await freePort()) } });
  await until(() => first.output().includes('Database binary'));
  const second = runProgram(['cli/usher.js', 'demo'], { cwd, env: { PORT: String(await freePort()) } });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`in use by process ${first.child.pid}`);
  expect(await first.ended).toBe(0);
});
