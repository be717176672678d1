import type { AttributePath } from './ast.ts';

/** ATTRNAME of RFC 7643 section 2.1; `$ref` is the one name there that begins otherwise. */
const NAME = /^[$A-Za-z][A-Za-z0-9_-]*$/;

/**
 * Splits `name.givenName`, `userName` or `urn:...:User:manager.value` into its parts, as written. The schema URN ends at
 * the last colon (it has dots of its own); in `urn:...:User.manager.value`, which only the schemas tell from that, `sub` is
 * `manager.value`. Returns null when the text is no attribute path (RFC 7644 section 3.10).
 */
export function parseAttributePath(text: string): AttributePath | null {
  let schema: string | null = null;
  let names = text;
  if (text.slice(0, 4).toLowerCase() === 'urn:') {
    const colon = text.lastIndexOf(':');
    schema = text.slice(0, colon);
    names = text.slice(colon + 1);
  }
  const dot = names.indexOf('.');
  const attribute = dot < 0 ? names : names.slice(0, dot);
  const sub = dot < 0 ? null : names.slice(dot + 1);
  const subs = sub === null ? [] : sub.split('.');
  if (subs.length > (schema === null ? 1 : 2) || ![attribute, ...subs].every((name) => NAME.test(name))) return null;
  return { schema, attribute, sub };
}

/** The path as text again, for messages. */
export function formatAttributePath(path: AttributePath): string {
  const name = path.sub === null ? path.attribute : `${path.attribute}.${path.sub}`;
  return path.schema === null ? name : `${path.schema}:${name}`;
}
