/** What is in the guide, in its order: the lists of `docs/README.md`, which people read on the repository's page as well. */
export type Entry = { readonly file: string; readonly title: string; readonly text: string };
export type Part = { readonly title: string; readonly entries: readonly Entry[] };
export type Contents = { readonly title: string; readonly lead: string; readonly parts: readonly Part[] };

export const indexFile = 'docs/README.md';

/**
 * Pure.
 * @param index the text of `docs/README.md`
 * @throws Error where a line of a list is none of the form `- [Title](file.md): what it is about`
 */
export function readContents(index: string): Contents {
  const [head = '', ...sections] = index.split(/^## /m);
  const [, title = '', lead = ''] = /^# (.+)\n\n([\s\S]+?)\n\n/.exec(head) ?? [];
  return { title, lead: oneLine(lead), parts: sections.map(readPart) };
}

function readPart(section: string): Part {
  const [title = ''] = section.split('\n', 1);
  const items = section.match(/^- .*(?:\n {2}.*)*/gm) ?? [];
  return { title, entries: items.map((item) => readEntry(oneLine(item))) };
}

function readEntry(item: string): Entry {
  const [, title, target = '', text] = /^- \[(.+?)\]\(([^)#]+\.md)\): (.+)$/.exec(item) ?? [];
  if (title === undefined || text === undefined) throw new Error(`${indexFile} has a line of another form: ${item}`);
  return { file: resolveFrom(indexFile, target), title, text };
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ').trim();

/** `docs/idp/okta.md` and `../groups.md`: `docs/groups.md`. Pure. */
export function resolveFrom(file: string, target: string): string {
  return new URL(target, `file:///${file}`).pathname.slice(1);
}
