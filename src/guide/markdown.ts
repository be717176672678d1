/** Markdown of the repository as HTML of the guide. */
import MarkdownIt, { type Token } from 'markdown-it';
import type { Markup } from '../html.ts';
import { addressOf, anchorOf, linkFrom } from './addresses.ts';

/** What stands below a heading, for the search. */
export type Section = {
  readonly level: number;
  readonly title: string;
  readonly anchor: string;
  readonly text: string;
};
export type Rendered = { readonly body: Markup; readonly sections: readonly Section[] };

const markdown = new MarkdownIt({ html: true });
const { rules } = markdown.renderer;

// What is wider than the page is scrolled by itself, also by keyboard.
rules.table_open = () => '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n';
rules.table_close = () => '</table></div>\n';
rules.fence = ([...tokens], index) => {
  const { info = '', content = '' } = tokens[index] ?? {};
  const language = info ? ` data-language="${markdown.utils.escapeHtml(info)}"` : '';
  return `<pre tabindex="0"${language}><code>${markdown.utils.escapeHtml(content)}</code></pre>\n`;
};

/** @param file where the text stands: links are relative to it */
export function renderMarkdown(file: string, text: string): Rendered {
  const tokens = markdown.parse(text, {});
  const sections = readSections(tokens);
  for (const token of tokens.flatMap((each) => [each, ...(each.children ?? [])])) adapt(token, file);
  return { body: { markup: markdown.renderer.render(tokens, markdown.options, {}) }, sections };
}

function adapt(token: Token, file: string): void {
  for (const name of ['href', 'src']) {
    const target = token.attrGet(name);
    if (target !== null) token.attrSet(name, linkFrom(file, String(target), addressOf));
  }
  if (token.type === 'html_block' || token.type === 'html_inline')
    token.content = token.content.replaceAll(
      /\b(src|srcset|href)="([^"]+)"/g,
      (_, name: string, target: string) => `${name}="${linkFrom(file, target, addressOf)}"`,
    );
  // The policy allows no inline style.
  const aligned = /text-align:(\w+)/.exec(String(token.attrGet('style')))?.[1];
  if (aligned === undefined) return;
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style');
  token.attrSet('class', aligned);
}

/** Gives each heading its anchor, and collects what stands below it. */
function readSections(tokens: readonly Token[]): Section[] {
  const sections: { level: number; title: string; anchor: string; text: string }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const title = wordsOf(tokens[index + 1]);
      const anchor = unused(
        anchorOf(title),
        sections.map((section) => section.anchor),
      );
      token.attrSet('id', anchor);
      sections.push({ level: Number(token.tag.slice(1)), title, anchor, text: '' });
    } else if (tokens[index - 1]?.type !== 'heading_open') {
      const section = sections.at(-1);
      if (section) section.text += ` ${wordsOf(token)}`.trimEnd();
    }
  }
  return sections;
}

/** A second heading of the same name ends in -1. */
function unused(anchor: string, taken: readonly string[]): string {
  const same = taken.filter((other) => other.replace(/-\d+$/, '') === anchor || other === anchor);
  return taken.includes(anchor) ? `${anchor}-${same.length}` : anchor;
}

function wordsOf(token: Token | undefined): string {
  if (token?.type === 'fence') return token.content.replaceAll(/\s+/g, ' ');
  if (token?.type !== 'inline') return '';
  return (token.children ?? [])
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : type === 'html_inline' ? '' : content))
    .join('');
}
