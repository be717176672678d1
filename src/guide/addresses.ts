/** Where a file of the repository is in the guide. */
import { resolveFrom } from './contents.ts';

/** Of `docs/`, and what stands at the root: it has a folder of its own, as both have a security.md. Pure. */
export function isPage(file: string): boolean {
  return /^(?:docs\/.+|[A-Z]+)\.md$/.test(file);
}

/** `docs/idp/okta.md`: `idp/okta`; `docs/design/README.md`: `design`; `README.md`: `project/readme`. Pure. */
export function nameOf(file: string): string {
  const name = file.startsWith('docs/') ? file.slice('docs/'.length) : `project/${file.toLowerCase()}`;
  return name.replace(/\.md$/, '').replace(/(?:^|\/)README$/, '');
}

/** Pure. */
export function addressOf(file: string): string {
  return isPage(file) ? `/guide/${nameOf(file)}`.replace(/\/$/, '') : `/guide/files/${file}`;
}

/** Where the Markdown of a page is, for programs that read it; each in a folder as its page. Pure. */
export function sourceAddressOf(file: string): string {
  return isPage(file) ? `/guide/${nameOf(file) || 'index'}.md` : addressOf(file);
}

/** A link as it stands in a file, as it is in the guide. Links elsewhere and to the API stay. Pure. */
export function linkFrom(file: string, target: string, address: (file: string) => string): string {
  if (/^(?:[a-z]+:|\/|#)/.test(target)) return target;
  const [path = '', anchor] = target.split('#');
  const linked = resolveFrom(file, path).replace(/\/$/, '/README.md');
  return address(linked) + (anchor === undefined ? '' : `#${anchor}`);
}

/** As the repository's page makes them: letters, digits, hyphens and underscores; spaces become hyphens. Pure. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
