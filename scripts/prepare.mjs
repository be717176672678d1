/**
 * What `npm ci`, `npm install` and `npm pack` run: a build, where the tools for it are. Without the development packages
 * (`--omit=dev`, NODE_ENV=production) there is nothing to build with, and what was built before stays.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const at = (path) => new URL(`../${path}`, import.meta.url);

if (['typescript', 'vite'].every((tool) => existsSync(at(`node_modules/${tool}/package.json`))))
  execFileSync('npm', ['run', 'build'], { cwd: at('.'), stdio: 'inherit', shell: process.platform === 'win32' });
else if (!existsSync(at('dist/main.js')))
  process.stderr.write(
    'Usher is not built yet, and the tools for it are not installed: run npm ci --include=dev, or put a built dist/ here.\n',
  );
