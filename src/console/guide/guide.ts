/** What the pages of the guide do beside being read: the search, and commands that are copied by one press. */
import './guide.css';
import MiniSearch, { type SearchResult } from 'minisearch';
import { guide as text } from '../lib/messages/guide.ts';

type Section = { readonly id: string; readonly page: string; readonly title: string; readonly text: string };

const place = document.querySelector<HTMLElement>('#search');
if (place) offerSearch(place);
showCurrent();
for (const block of document.querySelectorAll<HTMLElement>('pre[data-language]')) offerCopy(block);

/** Where the list of pages is higher than the window, it begins near the page that is open. */
function showCurrent(): void {
  const list = document.querySelector<HTMLElement>('#pages');
  const current = list?.querySelector<HTMLElement>('[aria-current]');
  if (list && current) list.scrollTop = current.offsetTop - list.clientHeight / 3;
}

function offerSearch(place: HTMLElement): void {
  const label = element('label', { className: 'visually-hidden', htmlFor: 'words', textContent: text.search });
  const input = element('input', { id: 'words', type: 'search', placeholder: text.search, autocomplete: 'off' });
  const found = element('ul', { className: 'found', hidden: true });
  const said = element('p', { className: 'visually-hidden', role: 'status' });
  place.append(label, input, found, said);
  place.hidden = false;
  let index: Promise<MiniSearch<Section>> | undefined;

  const show = async () => {
    const words = input.value.trim();
    index ??= loadIndex();
    const sections = words === '' ? [] : literallyFirst((await index).search(words), words).slice(0, 12);
    // Somebody has typed on meanwhile.
    if (input.value.trim() !== words) return;
    found.replaceChildren(...sections.map((section) => resultOf(section, words)));
    if (words !== '' && sections.length === 0) found.append(element('li', { textContent: text.nothing }));
    found.hidden = words === '';
    said.textContent = words === '' ? '' : text.found(sections.length);
  };
  const close = () => {
    input.value = '';
    found.hidden = true;
  };
  input.addEventListener('focus', () => {
    index ??= loadIndex();
  });
  input.addEventListener('input', () => void show());
  found.addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && place.contains(document.activeElement)) {
      close();
      input.focus();
    } else if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    } else if (event.key === 'Enter' && document.activeElement === input) {
      found.querySelector('a')?.click();
    } else if (['ArrowDown', 'ArrowUp'].includes(event.key) && place.contains(document.activeElement)) {
      event.preventDefault();
      step(input, found, event.key === 'ArrowDown' ? 1 : -1);
    }
  });
  document.addEventListener('pointerdown', (event) => {
    if (!place.contains(event.target as Node)) found.hidden = true;
  });
}

/** Who types a message, a header or a variable means just that. */
function literallyFirst(found: readonly SearchResult[], words: string): Section[] {
  const sections = found as unknown as readonly Section[];
  const has = ({ page, title, text: whole }: Section) =>
    `${page}\n${title}\n${whole}`.toLowerCase().includes(words.toLowerCase());
  return [...sections.filter(has), ...sections.filter((section) => !has(section))];
}

function step(input: HTMLElement, found: HTMLElement, by: number): void {
  const places = [input, ...found.querySelectorAll('a')];
  const at = places.indexOf(document.activeElement as HTMLElement);
  places[Math.max(0, Math.min(places.length - 1, at + by))]?.focus();
}

async function loadIndex(): Promise<MiniSearch<Section>> {
  const answer = await fetch('/guide/search.json');
  const index = new MiniSearch<Section>({
    fields: ['page', 'title', 'text'],
    storeFields: ['page', 'title', 'text'],
    searchOptions: {
      boost: { title: 4, page: 3 },
      combineWith: 'AND',
      prefix: (word) => word.length > 2,
      // What is for whoever develops comes after what is for whoever operates.
      boostDocument: (id) => (/^\/guide\/(?:design|project\/(?:changelog|contributing))\b/.test(id) ? 0.3 : 1),
      fuzzy: (word) => (word.length > 5 ? 0.2 : false),
    },
  });
  index.addAll((await answer.json()) as Section[]);
  return index;
}

function resultOf({ id, page, title, text: whole }: Section, words: string): HTMLElement {
  const link = element('a', { href: id });
  link.append(
    element('strong', { textContent: title === '' ? page : `${page}: ${title}` }),
    element('span', { textContent: excerptOf(whole, words) }),
  );
  const item = element('li', {});
  item.append(link);
  return item;
}

/** Around the words, or the first of them. */
function excerptOf(whole: string, words: string): string {
  const lower = whole.toLowerCase();
  const literal = lower.indexOf(words.toLowerCase());
  const places = words
    .toLowerCase()
    .split(/\s+/)
    .map((word) => lower.indexOf(word));
  const first = literal >= 0 ? literal : Math.min(...places.filter((at) => at >= 0));
  const from = Number.isFinite(first) ? Math.max(0, whole.lastIndexOf(' ', Math.max(0, first - 30))) : 0;
  return `${from > 0 ? '…' : ''}${whole.slice(from, from + 140).trim()}${from + 140 < whole.length ? '…' : ''}`;
}

function offerCopy(block: HTMLElement): void {
  const button = element('button', { type: 'button', className: 'copy', textContent: text.copy });
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(block.textContent ?? '').then(() => {
      button.textContent = text.copied;
      setTimeout(() => {
        button.textContent = text.copy;
      }, 2_000);
    });
  });
  const around = element('div', { className: 'block' });
  block.replaceWith(around);
  around.append(block, button);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
): HTMLElementTagNameMap[Name] {
  return Object.assign(document.createElement(name), properties);
}
