import type { Json } from '../../json.ts';
import { ScimError } from '../scim-error.ts';
import { maxBodyDepth, maxStringLength } from './client-limits.ts';

/**
 * Refuses what no attribute can hold, anywhere in a body, known attribute or not: keys that mean something to the
 * database or to JavaScript (`$ne`, `__proto__`), NUL, half surrogate pairs, text over 64 kB, nesting over 16 levels.
 * Throws `ScimError` 400. `at` names the value in the message.
 */
export function checkJson(value: unknown, at = ''): asserts value is Json {
  check(value, at, 1);
}

function check(value: unknown, at: string, depth: number): void {
  if (typeof value === 'string') {
    checkText(value, at);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth > maxBodyDepth) {
    throw new ScimError(400, 'invalidSyntax', `${name(at)} nests deeper than ${maxBodyDepth} levels.`);
  }
  if (Array.isArray(value)) {
    for (const element of value) check(element, at, depth + 1);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    checkKey(key, at);
    check(member, at === '' ? key : `${at}.${key}`, depth + 1);
  }
}

const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** `$ref` is RFC 7643's own; every other key with `$` in front is an operator of the database. */
function checkKey(key: string, at: string): void {
  // Of a dotted key, which is a path in a PATCH, every step.
  const isReserved = key.split('.').some((step) => RESERVED.has(step.toLowerCase()));
  if (isReserved || (key.startsWith('$') && key.toLowerCase() !== '$ref')) {
    throw new ScimError(400, 'invalidSyntax', `${name(at)} has the key "${shorten(key)}", which is not allowed.`);
  }
  checkText(key, at);
}

/** The same for one string. */
export function checkText(text: string, at: string): void {
  if (text.length > maxStringLength) {
    throw new ScimError(400, 'invalidValue', `${name(at)} has text of more than ${maxStringLength} characters.`);
  }
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw new ScimError(400, 'invalidValue', `${name(at)} has text with a NUL or half a surrogate pair.`);
  }
}

function name(at: string): string {
  return at === '' ? 'The body' : `"${shorten(at)}"`;
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** A value as it appears in a message: JSON, at most 100 characters. */
export function quoteValue(value: unknown): string {
  return shorten(JSON.stringify(value) ?? 'nothing');
}
