/** Text in HTML. Every layer may import this file. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe in text and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** HTML that we wrote, made by `html` alone. */
export type Markup = { readonly markup: string };

/** Strings in it become text, whoever wrote them; `null` is nothing. */
export function html(written: TemplateStringsArray, ...parts: (string | null | Markup | readonly Markup[])[]): Markup {
  return { markup: String.raw({ raw: written }, ...parts.map(inside)) };
}

function inside(part: string | null | Markup | readonly Markup[]): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  return 'markup' in part ? part.markup : part.map(inside).join('\n');
}
