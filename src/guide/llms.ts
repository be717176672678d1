/** `llms.txt` (llmstxt.org): what there is to read, for programs that read it. */
import type { Contents } from './contents.ts';

/**
 * Pure.
 * @param summary what the product is, in a sentence
 * @param linkTo where the Markdown of a file is
 */
export function llmsText({ lead, parts }: Contents, summary: string, linkTo: (file: string) => string): string {
  const lists = parts.map(({ title, entries }, index) => {
    // The name that the format has for what may be left out.
    const heading = index === parts.length - 1 ? 'Optional' : title;
    const lines = entries.map((entry) => `- [${entry.title}](${linkTo(entry.file)}): ${entry.text}`);
    return [`## ${heading}`, '', ...lines].join('\n');
  });
  return `${['# Usher', `> ${summary}`, lead, ...lists].join('\n\n')}\n`;
}
