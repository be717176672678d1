/** A step of the build: the guide out of `docs/`, into `dist/guide/site`, after the console, whose style and script it names. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addressOf, isPage, linkFrom, nameOf, sourceAddressOf } from './addresses.ts';
import { indexFile, readContents } from './contents.ts';
import { llmsText } from './llms.ts';
import { renderMarkdown, type Section } from './markdown.ts';
import { type Assets, renderGuidePage } from './page.ts';

const root = join(import.meta.dirname, '../..');
const site = join(root, 'dist/guide/site');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const contents = readContents(read(indexFile));
const inDocs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .map((name) => `docs/${name.replaceAll('\\', '/')}`)
  .filter(isPage)
  .sort();
const listed = contents.parts.flatMap(({ entries }) => entries.map(({ file }) => file));
const pages = [...new Set([indexFile, ...listed, ...inDocs])];

rmSync(site, { recursive: true, force: true });
const assets = assetsOf('guide/guide.ts');
const found: object[] = [];
for (const file of pages) {
  const text = read(file);
  const rendered = renderMarkdown(file, text);
  write(`${nameOf(file) || 'index'}.html`, renderGuidePage(file, rendered, contents, assets));
  write(sourceAddressOf(file).slice('/guide/'.length), withLinks(file, text));
  found.push(...entriesOf(file, rendered.sections));
  copyLinked(rendered.body.markup);
}
write('search.json', JSON.stringify(found));
write(
  'llms.txt',
  llmsText(contents, (JSON.parse(read('package.json')) as { description: string }).description, sourceAddressOf),
);

function write(name: string, text: string): void {
  mkdirSync(dirname(join(site, name)), { recursive: true });
  writeFileSync(join(site, name), text);
}

function assetsOf(entry: string): Assets {
  type Manifest = Record<string, { file: string; css?: string[] }>;
  const { file, css } = (JSON.parse(read('dist/console/site/.vite/manifest.json')) as Manifest)[entry] ?? {};
  if (!file || !css?.[0]) throw new Error(`The build of the console has made nothing of ${entry}.`);
  return { script: `/${file}`, style: `/${css[0]}` };
}

/** The same, with links as they are in the guide; code stays. */
function withLinks(file: string, text: string): string {
  return text.replaceAll(/\]\(([^)\s]+)\)/g, (_, target: string) => `](${linkFrom(file, target, sourceAddressOf)})`);
}

function entriesOf(file: string, sections: readonly Section[]): object[] {
  const page = sections[0]?.title ?? '';
  return sections.map(({ level, title, anchor, text }, index) => ({
    id: index === 0 ? addressOf(file) : `${addressOf(file)}#${anchor}`,
    page,
    title: level === 1 ? '' : title,
    text: text.trim(),
  }));
}

/** Whatever of the repository a page shows or leads to, and is no page. */
function copyLinked(markup: string): void {
  for (const [, file = ''] of markup.matchAll(/"\/guide\/files\/([^"#]+)/g)) {
    if (!existsSync(join(root, file))) throw new Error(`A page of the guide names ${file}, which is not here.`);
    mkdirSync(dirname(join(site, 'files', file)), { recursive: true });
    copyFileSync(join(root, file), join(site, 'files', file));
  }
}
