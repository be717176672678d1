import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../json.ts';

type Values = Record<string, unknown>;

/** The attributes that differ, before and after; null: not there. */
export function difference(before: JsonObject, after: JsonObject): { before: Values; after: Values } {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  );
  const pick = (resource: JsonObject) => Object.fromEntries(keys.map((key) => [key, resource[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}
