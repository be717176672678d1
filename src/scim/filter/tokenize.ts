import { maxFilterBytes } from '../schema/client-limits.ts';
import { ScimError, type ScimType } from '../scim-error.ts';

/** One token, with its place in the text (characters from 0). `word` is a path, operator, keyword, number or literal. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly value: string; readonly at: number }
  | { readonly kind: '(' | ')' | '[' | ']'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

/** What a fault is called: `invalidFilter`, or `invalidPath` while the path of a PATCH operation is read. */
export type FaultType = Extract<ScimType, 'invalidFilter' | 'invalidPath'>;

/** A syntax fault, with its place counted from 1 for people. */
export function syntaxFault(type: FaultType, at: number, message: string): ScimError {
  const what = type === 'invalidFilter' ? 'filter' : 'path';
  return new ScimError(400, type, `The ${what} is wrong at character ${at + 1}: ${message}`);
}

/**
 * Cuts a filter or PATCH path into tokens, in one pass over the text. Strings are JSON strings (RFC 7644 section
 * 3.4.2.2). Throws `ScimError` 400 for text over 8 kB, an open string, a bad escape, NUL or half a surrogate pair.
 */
export function tokenize(text: string, type: FaultType): readonly Token[] {
  if (text.length > maxFilterBytes || Buffer.byteLength(text) > maxFilterBytes) {
    throw new ScimError(
      400,
      type,
      `The ${type === 'invalidFilter' ? 'filter' : 'path'} is longer than 8 kB. Split it.`,
    );
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (isSpace(character)) {
      at += 1;
    } else if (character === '(' || character === ')' || character === '[' || character === ']') {
      tokens.push({ kind: character, text: character, at });
      at += 1;
    } else if (character === '"') {
      const end = stringEnd(text, at, type);
      tokens.push({ kind: 'string', text: text.slice(at, end), value: stringValue(text.slice(at, end), at, type), at });
      at = end;
    } else {
      const end = wordEnd(text, at);
      tokens.push({ kind: 'word', text: text.slice(at, end), at });
      at = end;
    }
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

function stringEnd(text: string, start: number, type: FaultType): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  throw syntaxFault(type, start, 'this string has no closing quote. A quote inside a string is written \\".');
}

function stringValue(literal: string, at: number, type: FaultType): string {
  let value: unknown;
  try {
    value = JSON.parse(literal);
  } catch {
    throw syntaxFault(type, at, 'this string has a bad escape or control character. Write strings as in JSON.');
  }
  if (typeof value !== 'string' || value.includes('\0') || /\p{Surrogate}/u.test(value)) {
    throw syntaxFault(type, at, 'this string has a NUL or half a surrogate pair, which no value can have.');
  }
  return value;
}

function wordEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !isSpace(text[at] as string) && !'()[]"'.includes(text[at] as string)) at += 1;
  return at;
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
