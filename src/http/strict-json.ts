import type { Json } from '../json.ts';
import { BodyFault } from './body-fault.ts';

/** Far deeper than any body of ours (a Bulk of users is 7 deep), far from what would trouble recursive code. */
const deepest = 64;

/** Keys that reach an object's prototype when somebody copies them carelessly (case 28). */
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses JSON as `JSON.parse` does, and refuses what that lets through: nesting deeper than 64, one key twice in an object (which
 * of the two counts would depend on the reader, RFC 8259 section 4), and keys that name a prototype. Linear in the
 * length of `text`, without recursion. Throws a `BodyFault`.
 */
export function parseStrictJson(text: string): Json {
  inspect(text);
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const where = /position \d+[^"]*$/.exec((error as Error).message)?.[0];
    throw new BodyFault('malformed', `The body is not valid JSON${where ? ` (at ${where})` : ''}.`);
  }
}

/**
 * One pass over the text that knows just enough grammar to tell keys from values. In malformed text it may
 * misunderstand, which is harmless: then either its fault or that of `JSON.parse` is the answer, 400 both ways.
 */
function inspect(text: string): void {
  /** What is open around the current place, outermost first: an object as the set of its keys so far, an array as null. */
  const open: (Set<string> | null)[] = [];
  let keyComes = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text[at]) {
      case '{':
      case '[':
        keyComes = text[at] === '{';
        open.push(keyComes ? new Set() : null);
        if (open.length > deepest) throw new BodyFault('too-deep', `The JSON is nested deeper than ${deepest} levels.`);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        keyComes = open.at(-1) instanceof Set;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (keyComes) addKey(open.at(-1), text.slice(at, end + 1));
        keyComes = false;
        at = end;
      }
    }
  }
}

/** The index of the quote that closes the string opened at `start`; the end of the text if nothing does. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}

function addKey(keys: Set<string> | null | undefined, quoted: string): void {
  const key = unquoted(quoted);
  if (prototypeKeys.has(key)) throw new BodyFault('forbidden-key', `The key "${key}" is not allowed: rename it.`);
  if (keys?.has(key)) throw new BodyFault('duplicate-key', `The key ${shown(key)} appears twice in one object.`);
  keys?.add(key);
}

/** `"a"` and `"\u0061"` are one key. */
function unquoted(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new BodyFault('malformed', 'The body is not valid JSON: a key has a broken escape.');
  }
}

const shown = (key: string) => JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}...` : key);
