/**
 * How much a browser may have to load, with gzip, of the build that `npm run check:size` has just made: to begin with, and
 * for each page that is loaded when somebody opens it.
 */
import { readFileSync } from 'node:fs';

const folder = 'node_modules/.cache/console';
const manifest = JSON.parse(readFileSync(`${folder}/.vite/manifest.json`, 'utf8'));

const first = withImports('app/index.html');
const later = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);

export default [
  { name: 'to begin with', path: scripts(first), limit: '250 kB', gzip: true },
  ...later.map((key) => ({
    name: key,
    path: scripts(withImports(key).filter((one) => !first.includes(one))),
    limit: '60 kB',
    gzip: true,
  })),
];

/** A chunk and all that is loaded with it. */
function withImports(key, seen = []) {
  if (seen.includes(key)) return seen;
  return (manifest[key].imports ?? []).reduce((known, next) => withImports(next, known), [...seen, key]);
}

function scripts(keys) {
  return keys.map((key) => `${folder}/${manifest[key].file}`);
}
