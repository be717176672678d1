/** The pages of the guide: content first, then where else to go. They need no script but for the search. */
import { html, type Markup } from '../html.ts';
import { addressOf, sourceAddressOf } from './addresses.ts';
import { type Contents, indexFile } from './contents.ts';
import type { Rendered, Section } from './markdown.ts';

/** What the build of the console has made for these pages. */
export type Assets = { readonly script: string; readonly style: string };

/** Pure. */
export function renderGuidePage(
  file: string,
  { body, sections }: Rendered,
  contents: Contents,
  assets: Assets,
): string {
  const title = sections[0]?.title ?? contents.title;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${file === indexFile ? 'Usher guide' : `${title} · Usher guide`}</title>
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="alternate" type="text/markdown" href="${sourceAddressOf(file)}">
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="bar">
<a class="brand" href="/"><img src="/assets/favicon.svg" alt="" width="24" height="24">Usher</a>
<a href="/guide" class="home">Guide</a>
<search class="search" id="search" hidden></search>
<nav aria-label="Elsewhere"><a href="/docs">API</a><a href="/console">Console</a><a class="to-pages" href="#pages">Pages</a></nav>
</header>
<div class="columns">
<main id="content" tabindex="-1">
<article>
${body}
</article>
${neighbours(file, contents)}
</main>
<nav class="pages" id="pages" aria-label="Pages of the guide" tabindex="-1">
${contents.parts.map(
  ({ title: part, entries }) => html`<h2>${part}</h2>
<ul>
${entries.map((entry) => html`<li>${linkTo(entry.file, entry.title, file)}${entry.file === file ? onThisPage(sections) : null}</li>`)}
</ul>`,
)}
</nav>
</div>
</body>
</html>
`.markup;
}

function linkTo(file: string, title: string, here: string): Markup {
  return html`<a href="${addressOf(file)}"${file === here ? html` aria-current="page"` : null}>${plain(title)}</a>`;
}

function onThisPage(sections: readonly Section[]): Markup | null {
  const shown = sections.filter(({ level }) => level === 2);
  if (shown.length === 0) return null;
  return html`<ul class="sections">
${shown.map(({ anchor, title }) => html`<li><a href="#${anchor}">${title}</a></li>`)}
</ul>`;
}

function neighbours(file: string, { parts }: Contents): Markup | null {
  const all = parts.flatMap(({ entries }) => entries);
  const at = all.findIndex((entry) => entry.file === file);
  const [before, after] = [all[at - 1], all[at + 1]];
  if (at < 0) return null;
  return html`<nav class="neighbours" aria-label="Before and after">
${before ? html`<a href="${addressOf(before.file)}" rel="prev"><span>Before</span>${plain(before.title)}</a>` : null}
${after ? html`<a href="${addressOf(after.file)}" rel="next"><span>Next</span>${plain(after.title)}</a>` : null}
</nav>`;
}

const plain = (title: string) => title.replaceAll('`', '');
