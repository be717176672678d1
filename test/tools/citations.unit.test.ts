import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const design = 'docs/design';
const read = (file: string) => readFileSync(file, 'utf8');
const numbersIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, number = '']) => number);

/** What there is to cite: `case 22`, `P5`, `decision 2`. */
const rules = numbersIn(read(`${design}/rules.md`), /^- \*\*([A-Z]\d+)\b/gm);
const cases = numbersIn(read(`${design}/cases.md`), /^\| (\d+) \|/gm);
const decisions = readdirSync(`${design}/decisions`).map((name) => String(Number(name.slice(0, 4))));
const citable = new Set([
  ...rules,
  ...cases.map((number) => `case ${number}`),
  ...decisions.map((number) => `decision ${number}`),
]);

const filesIn = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => file.endsWith(ending));
const sources = [...filesIn('src', '.ts'), ...filesIn('test', '.ts')].filter(
  (file) => file !== relative('.', fileURLToPath(import.meta.url)),
);
const pages = [...filesIn(design, '.md'), 'docs/security.md'];

/** Comments and titles. Letters and numbers elsewhere are data. */
function citationsOfCode(text: string): string[] {
  const comments = text.match(/\/\*[\s\S]*?\*\/|(?<![:\w'"`/])\/\/.*$/gm) ?? [];
  return [...casesShown(text), ...citationsOf(comments.join('\n').replaceAll(/\n\s*(?:\* )?/g, ' '))];
}

/** `[22]` where a title, or the row of a table of titles, begins. */
function casesShown(text: string): string[] {
  const titles = numbersIn(text, /['"`]((?:\[\d+\] )+)/g).join('');
  return numbersIn(titles, /\[(\d+)\]/g).map((number) => `case ${number}`);
}

function citationsOf(prose: string): string[] {
  return [...listsIn(prose, 'case'), ...listsIn(prose, 'decision'), ...numbersIn(prose, /\b([ANPESR]\d{1,2})\b/g)];
}

/** `case 22`, `cases 69, 71 and 73`, `cases 48 to 68`, of which the ends are looked up. */
function listsIn(text: string, word: string): string[] {
  const lists = numbersIn(text, new RegExp(`\\b${word}s? (\\d+(?:(?:,| and|,? or| to|-) ?\\d+)*)`, 'gi'));
  return lists.flatMap((list) => (list.match(/\d+/g) ?? []).map((number) => `${word} ${number}`));
}

describe('what comments and tests cite', () => {
  it('is there to be read', () => {
    const cited = [
      ...sources.map((file) => ({ file, citations: citationsOfCode(read(file)) })),
      ...pages.map((file) => ({ file, citations: citationsOf(read(file)) })),
    ];
    const missing = cited.flatMap(({ file, citations }) =>
      citations.filter((citation) => !citable.has(citation)).map((citation) => `${file}: ${citation}`),
    );
    expect(missing).toEqual([]);
  });

  it('is in this repository: nothing cites sections of another document', () => {
    const sections = /\bdesign \d+\.\d|\b4\.1a\b|\b4\.2 case/i;
    expect(sources.filter((file) => sections.test(read(file)))).toEqual([]);
  });

  it('is found in every form that is used', () => {
    const text = `/** Refused (case 900; A90), by\n * cases 901, 902 and 903, and decision 904. */\nconst url = 'https://P91.test';
      it('[905] [906] is refused (P92)', () => [1, 2]); // see P93, cases 907 to 908`;
    expect(citationsOfCode(text)).toEqual([
      ...[905, 906, 900, 901, 902, 903, 907, 908].map((number) => `case ${number}`),
      'decision 904',
      'A90',
      'P93',
    ]);
  });
});

describe('the design notes', () => {
  it('number cases and rules without gaps or twins, so that a number means one thing', () => {
    const inOrder = (numbers: readonly string[]) => numbers.map((_, index) => String(index + 1));
    expect(cases).toEqual(inOrder(cases));
    expect(decisions).toEqual(inOrder(decisions));
    for (const letter of new Set(rules.map(([first = '']) => first))) {
      const own = rules.filter((rule) => rule.startsWith(letter)).map((rule) => rule.slice(1));
      expect([letter, ...own]).toEqual([letter, ...inOrder(own)]);
    }
  });

  it('name no case that no test shows', () => {
    const shown = new Set(sources.flatMap((file) => casesShown(read(file))));
    expect(cases.filter((number) => !shown.has(`case ${number}`))).toEqual([]);
  });
});
