/**
 * What a list request asks for (`query.ts`), how its answer is ordered (`sort.ts`) and which attributes each resource
 * shows (`project.ts`). Pure; imports the schema and filter folders.
 */
import type { Filter } from '../filter/ast.ts';
import { parseFilter } from '../filter/parse.ts';
import { defaultResults, maxFilterBytes, maxResults } from '../schema/client-limits.ts';
import { quoteValue } from '../schema/text.ts';
import { ScimError } from '../scim-error.ts';

export type SortOrder = 'ascending' | 'descending';

/** Names are as the client wrote them. `attributes` and `excludedAttributes` are never both given. */
export type AttributeSelection = {
  readonly attributes: readonly string[] | null;
  readonly excludedAttributes: readonly string[] | null;
};

export type ListQuery = AttributeSelection & {
  readonly filter: Filter | null;
  /** As the client wrote it. */
  readonly filterText: string | null;
  /** Null: paging by index. Empty: the first page by cursor (RFC 9865 section 2). */
  readonly cursor: string | null;
  /** From 1. */
  readonly startIndex: number;
  /** 0 asks for the total only; never so by cursor. */
  readonly count: number;
  readonly sortBy: string | null;
  readonly sortOrder: SortOrder;
};

/**
 * Reads the parameters of a list (RFC 7644 section 3.4.2), from the URL's query or from the body of `.search`. A
 * `startIndex` below 1 is 1, a negative `count` is 0, a `count` over the maximum is the maximum. Throws `ScimError` 400
 * `invalidFilter`, `invalidValue` that names the parameter, or by cursor `invalidCursor` and `invalidCount`. Unknown
 * parameters are ignored.
 */
export function parseListQuery(query: Readonly<Record<string, unknown>>): ListQuery {
  const filter = readText(query, 'filter');
  const sortBy = readText(query, 'sortBy');
  const cursor = readText(query, 'cursor');
  if (cursor !== null && query.startIndex !== undefined && query.startIndex !== null) {
    throw new ScimError(400, 'invalidCursor', '"cursor" and "startIndex" exclude each other. Send one of them.');
  }
  return {
    ...parseAttributeSelection(query),
    filter: filter === null ? null : parseFilter(filter),
    filterText: filter,
    cursor,
    startIndex: Math.max(1, readInteger(query, 'startIndex') ?? 1),
    count: Math.min(maxResults, cursor === null ? Math.max(0, readCount(query)) : readCursorCount(query)),
    sortBy: sortBy === '' ? null : sortBy,
    sortOrder: readSortOrder(query),
  };
}

/** Reads only `attributes` and `excludedAttributes`: of a request for one resource, or of a write. */
export function parseAttributeSelection(query: Readonly<Record<string, unknown>>): AttributeSelection {
  const attributes = readNames(query, 'attributes');
  const excludedAttributes = readNames(query, 'excludedAttributes');
  if (attributes !== null && excludedAttributes !== null) {
    throw invalidValue('"attributes" and "excludedAttributes" exclude each other. Send one of them.');
  }
  return { attributes, excludedAttributes };
}

function readText(query: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = query[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw invalidValue(`"${name}" must be given once, as text; got ${quoteValue(value)}.`);
  if (name !== 'filter' && value.length > maxFilterBytes) throw invalidValue(`"${name}" is longer than 8 kB.`);
  return value;
}

function readInteger(query: Readonly<Record<string, unknown>>, name: string): number | null {
  const value = query[name];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' && /^[-+0-9eE]{1,20}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) {
    throw invalidValue(`"${name}" must be an integer, got ${quoteValue(value)}.`);
  }
  return Math.min(number, Number.MAX_SAFE_INTEGER);
}

function readCount(query: Readonly<Record<string, unknown>>): number {
  return readInteger(query, 'count') ?? defaultResults;
}

/** RFC 9865 section 2.1: a page by cursor has room for something. */
function readCursorCount(query: Readonly<Record<string, unknown>>): number {
  const detail = `"count" must be a whole number from 1 to ${maxResults}, got ${quoteValue(query.count)}.`;
  try {
    const count = readCount(query);
    if (count > 0) return count;
  } catch {
    // The same fault under the name that RFC 9865 has for it.
  }
  throw new ScimError(400, 'invalidCount', detail);
}

function readSortOrder(query: Readonly<Record<string, unknown>>): SortOrder {
  const value = readText(query, 'sortOrder')?.toLowerCase() ?? 'ascending';
  if (value === 'ascending' || value === 'descending') return value;
  throw invalidValue(`"sortOrder" must be "ascending" or "descending", got ${quoteValue(value)}.`);
}

/** A comma-separated text in URLs, a list of names in `.search`. Empty is as if it were not given. */
function readNames(query: Readonly<Record<string, unknown>>, name: string): readonly string[] | null {
  const value = query[name];
  if (value === undefined || value === null) return null;
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  const names: string[] = [];
  let length = 0;
  for (const text of texts) {
    if (typeof text !== 'string') throw invalidValue(`"${name}" must be attribute names, got ${quoteValue(text)}.`);
    length += text.length;
    if (length > maxFilterBytes) throw invalidValue(`"${name}" is longer than 8 kB.`);
    for (const part of text.split(',')) if (part.trim() !== '') names.push(checkName(name, part.trim()));
  }
  return names.length === 0 ? null : names;
}

/** Unknown names are ignored (RFC 7644 section 3.9), but no attribute can ever have one of these. */
function checkName(parameter: string, name: string): string {
  for (const part of name.toLowerCase().split(/[.:]/)) {
    if (part === '__proto__' || part === 'constructor' || part === 'prototype') {
      throw invalidValue(`"${parameter}" has ${quoteValue(name)}, which is not an attribute name.`);
    }
  }
  return name;
}

function invalidValue(detail: string): ScimError {
  return new ScimError(400, 'invalidValue', detail);
}
