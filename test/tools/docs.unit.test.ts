import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorOf } from '../../src/guide/addresses.ts';
import { defaultBodyLimit } from '../../src/http/body.ts';
import * as limits from '../../src/scim/schema/client-limits.ts';

const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
const documents = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...pages.map((name) => join('docs', name)),
].map((file) => ({
  file,
  // Without examples of code.
  text: readFileSync(file, 'utf8').replaceAll(/^( *)```[\s\S]*?^\1```/gm, ''),
}));

const anchorsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

const nameless = (path: string) => path.replaceAll(/\{[^}]*\}/g, '{}');

/** `.../{id}/test` is the end of a path. */
const fits = (named: string, path: string) =>
  named.startsWith('...') ? path.endsWith(named.slice(3)) : path === named;

/** All of the API, as the types of the clients have it. */
const operations = [
  ...readFileSync('src/client/api-types.ts', 'utf8').matchAll(/^ {4}"(\/[^"]*)": \{([\s\S]*?)^ {4}\};/gm),
].flatMap(([, path = '', item = '']) =>
  [...item.matchAll(/^ {8}(get|post|put|patch|delete): /gm)].map(([, method = '']) => ({
    method: method.toUpperCase(),
    path: nameless(path),
  })),
);

/** All that the console says. */
const words = readdirSync('src/console/lib/messages')
  .map((name) => readFileSync(join('src/console/lib/messages', name), 'utf8'))
  .join('\n');

describe('the documentation', () => {
  it.each(documents)('$file has no relative link that leads nowhere', ({ file, text }) => {
    const targets = [...text.matchAll(/(?:\]\(|\bsrc(?:set)?=")(?!https?:|mailto:)([^)\s"]+)/g)].map(
      ([, target = '']) => target,
    );
    const broken = targets.filter((target) => {
      const [path = '', anchor] = target.split('#');
      const linked = path === '' ? file : join(dirname(file), path);
      return !existsSync(linked) || (anchor !== undefined && !anchorsOf(linked).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('is found from the README, page by page', () => {
    const reachable = new Set(['README.md']);
    for (const file of reachable) {
      const text = documents.find((document) => document.file === file)?.text ?? '';
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#\s]+\.md)/g))
        reachable.add(join(dirname(file), target));
    }
    expect(documents.map(({ file }) => file).filter((file) => !reachable.has(file) && file !== 'CHANGELOG.md')).toEqual(
      [],
    );
  });

  it.each(documents)('$file names no file of the repository that is not there', ({ text }) => {
    const spans = [...text.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span).join('\n');
    const named = /(?<![\w./-])(?:src|test|docs|docker|scripts|scim-schemas)\/[\w./-]*\w(?:\.\w+|\/)(?![\w<*])/g;
    const missing = (spans.match(named) ?? []).filter((path) => !existsSync(path) && path !== 'docker/.env');
    expect(missing).toEqual([]);
  });

  it.each(documents)('$file names no operation of the API that is not there', ({ file, text }) => {
    // What a change has removed may be named by its history.
    if (file === 'CHANGELOG.md') return;
    const named = [...text.matchAll(/`(GET|POST|PUT|PATCH|DELETE)\s+([^`\s?]+)[^`]*`/g)]
      .map(([, method, path = '']) => [method, nameless(path.replace('/api/v1', ''))] as const)
      .filter(([, path]) => !/^\/(scim\/v2|auth|Users|Groups|Roles)\b/.test(path));
    const missing = named.filter(
      ([method, path]) => !operations.some((each) => each.method === method && fits(path, each.path)),
    );
    expect(missing).toEqual([]);
  });

  it.each(documents)('$file names no place of the console that is not there', ({ text }) => {
    const ways = [...text.matchAll(/[`*](?:Settings|Activity)[`*]*(?:\s>\s[`*]*[^`*\n]+[`*]+)+/g)]
      .map(([way]) => way.replaceAll(/[`*]/g, ''))
      // Of the console of a provider.
      .filter((way) => !way.startsWith('Settings > Advanced'));
    const missing = ways.filter((way) => !way.split(/\s>\s/).every((word) => words.includes(`'${word.trim()}'`)));
    expect(missing).toEqual([]);
  });

  it('quotes, where somebody looks for a symptom, what Usher says', () => {
    const { text = '' } = documents.find(({ file }) => file === 'docs/troubleshooting.md') ?? {};
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    const said = sources.map((name) => readFileSync(join('src', name), 'utf8')).join('\n');
    const quoted = [...text.matchAll(/"([^"\n]+)"/g)].map(([, words = '']) => words);
    const codes = [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code = '']) => code);
    expect(quoted.length).toBeGreaterThan(25);
    expect(quoted.filter((words) => !said.includes(words))).toEqual([]);
    expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(said))).toEqual([]);
  });

  it('gives a reason for every package that the product runs on, and for no other', () => {
    const table = /## At run time\n([\s\S]*?)\n## /.exec(readFileSync('docs/dependencies.md', 'utf8'))?.[1] ?? '';
    const reasons = [...table.matchAll(/^\| `(\S+)` \| \S.* \|$/gm)].map(([, name]) => name);
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    expect(reasons).toEqual(Object.keys(dependencies));
  });

  it('names the limits of SCIM as they are', () => {
    const table = /## Limits\n([\s\S]*?)\n## /.exec(readFileSync('docs/scim.md', 'utf8'))?.[1] ?? '';
    const missing = Object.entries({ ...limits, defaultBodyLimit })
      .map(([name, value]) => [name, value.toLocaleString('en-US')] as const)
      .filter(([, figure]) => !new RegExp(`(?<!\\d|\\d,)${figure}(?!\\d|,\\d)`).test(table));
    expect(missing).toEqual([]);
  });
});
