/** Writes the same filter in many ways, all of which RFC 7644 section 3.4.2.2 reads alike. */
import type { Attribute, Filter } from './filter-model.ts';

const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** Picks one of `ways` ways to write the next thing; 0 is the plain one. */
export type Choose = (ways: number) => number;

/** Choices that come from these numbers, over and over. */
export function choicesFrom(numbers: readonly number[]): Choose {
  let next = 0;
  return (ways) => {
    const number = numbers[next % Math.max(1, numbers.length)] ?? 0;
    next += 1;
    return number % ways;
  };
}

/** @param core the URN that may stand before attributes of the core schema */
export function filterText(filter: Filter, choose: Choose, core = CORE_USER): string {
  const outer = (text: string) => `${['', ' ', '\t\n'][choose(3)]}${text}${['', '  '][choose(2)]}`;
  return outer(write(filter, { choose, core, inside: false }));
}

/** What stands inside the brackets of a value path. */
export function elementText(filter: Filter, choose: Choose): string {
  return write(filter, { choose, core: '', inside: true });
}

type Style = { readonly choose: Choose; readonly core: string; readonly inside: boolean };

function write(filter: Filter, style: Style): string {
  const text = bare(filter, style);
  return style.choose(5) === 4 ? grouped(text, style) : text;
}

function bare(filter: Filter, style: Style): string {
  const { choose } = style;
  switch (filter.is) {
    case 'and':
      return joined(filter, 'and', style);
    case 'or':
      return joined(filter, 'or', style);
    case 'not':
      return `${cased('not', style)}${['', ' ', '  '][choose(3)]}${grouped(write(filter.what, style), style)}`;
    case 'present':
      return `${named(filter.of, style)}${space(style)}${cased('pr', style)}`;
    case 'compared': {
      const name = `${named(filter.of, style)}${space(style)}${cased(filter.operator, style)}`;
      return `${name}${space(style)}${written(filter, style)}`;
    }
    case 'element':
      return element(filter.of, filter.meets, style);
  }
}

/** `or` inside `and` needs parentheses; `and` inside `or`, and each inside itself, does not. */
function joined(filter: Extract<Filter, { is: 'and' | 'or' }>, word: 'and' | 'or', style: Style): string {
  const parts = filter.all.map((part) => {
    const text = write(part, style);
    const mustGroup = word === 'and' && part.is === 'or';
    return mustGroup ? grouped(text, style) : text;
  });
  return parts.reduce((before, part) => `${before}${space(style)}${cased(word, style)}${space(style)}${part}`);
}

/** `emails[type eq "work" and value eq "x"]`, or as some write it `emails[type eq "work"].value eq "x"`. */
function element(of: Attribute, inner: Filter, style: Style): string {
  const within = { ...style, inside: true };
  const name = named(of, style);
  if (inner.is === 'and' && inner.all.length === 2 && style.choose(2) === 1) {
    const [selects, test] = inner.all as [Filter, Filter];
    if (test.is === 'compared' || test.is === 'present')
      return `${name}[${write(selects, within)}].${bare(test, within)}`;
  }
  return `${name}[${write(inner, within)}]`;
}

function grouped(text: string, { choose }: Style): string {
  return ['(', '( '][choose(2)] + text + [')', ' )'][choose(2)];
}

function space({ choose }: Style): string {
  return [' ', ' ', '  ', '\t'][choose(4)] as string;
}

function cased(text: string, { choose }: Style): string {
  switch (choose(4)) {
    case 1:
      return text.toUpperCase();
    case 2:
      return text.toLowerCase();
    case 3:
      return [...text].map((letter, at) => (at % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase())).join('');
    default:
      return text;
  }
}

function named({ urn, names }: Attribute, style: Style): string {
  const name = names.map((part) => cased(part, style)).join('.');
  if (urn !== null) return `${cased(urn, style)}:${name}`;
  return !style.inside && style.choose(4) === 3 ? `${cased(style.core, style)}:${name}` : name;
}

function written({ of, value }: Extract<Filter, { is: 'compared' }>, style: Style): string {
  const { choose } = style;
  if (value === null) return cased('null', style);
  if (typeof value === 'boolean') {
    const word = cased(String(value), style);
    // As Entra writes booleans.
    return of.kind === 'boolean' && choose(3) === 2 ? `"${word}"` : word;
  }
  if (typeof value === 'number') {
    const plain = String(value);
    const more = plain.includes('e') ? plain : `${plain}${plain.includes('.') ? '00' : '.0'}`;
    return [plain, value.toExponential(), more][choose(3)] as string;
  }
  return quoted(value, style);
}

/** Any character of a JSON string may be written as its escape; beyond the BMP that is a pair of them. */
function quoted(value: string, { choose }: Style): string {
  if (choose(3) !== 2) return JSON.stringify(value);
  const units = Array.from({ length: value.length }, (_, at) => value.charCodeAt(at));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}
