import type { Attribute } from './model.ts';

/** What browsers skip in front of an address (and some programs besides them), and what they skip anywhere in it. */
const SKIPPED = /^[\p{C}\p{Z}]+|[\t\n\r]/gu;
/** RFC 3986 section 3.1. */
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
/** `intranet.acme.example:8080/ada`, where nobody wrote a scheme. */
const HOST_AND_PORT = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+:\d{1,5}(?:[/?#]|$)/i;

const WEB = new Set(['http', 'https']);
/** RFC 7643 section 7: a reference may be an identifier, such as the URN of a schema. */
const WEB_OR_NAME = new Set([...WEB, 'urn']);

/**
 * Whether a reference may have this value. It is shown as a link or picture by programs that trust a directory, so it
 * leads to the web or nowhere: no `javascript:`, no `data:` (RFC 7643 section 4.1.2 asks for the address of a photo, and a
 * photo in a thousand answers at once would be most of them), no `file:`. Text without a scheme is accepted: it is relative
 * (section 2.3.7), and real directories write `www.example.com/ada` and nothing at all. `urn:` names something where
 * the schema does not say that it is a page or a file.
 */
export function isReference({ referenceTypes }: Attribute, text: string): boolean {
  const read = text.replaceAll(SKIPPED, '');
  const [, scheme] = SCHEME.exec(read) ?? [];
  if (scheme === undefined || HOST_AND_PORT.test(read)) return true;
  const isPage = referenceTypes.length > 0 && referenceTypes.every((type) => type === 'external');
  return (isPage ? WEB : WEB_OR_NAME).has(scheme.toLowerCase());
}
