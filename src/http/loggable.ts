/**
 * What logs may show of what somebody sent (cases 83 and 99): the request log and the provisioning log both ask
 * here. It judges what a text says after all its percent-encodings are undone, however many there are, and it shows what
 * it knows to be harmless; whatever else is long enough to be a secret is masked, with whatever stands beside it.
 */

import { secretKinds } from '../domain/kernel/secret.ts';

export const mask = '[redacted]';

/** Attributes and parameters whose values are nobody's business. */
const secretName = /passw|passphrase|pwd|secret|token|credential|api.?key|authorization/i;

/** Whether the text names something secret: then no value beside the name may be shown. */
export function namesSecret(text: string): boolean {
  return secretName.test(decoded(text).normalize('NFKC'));
}

/** Deeper than anybody encodes who means well. */
const maxDecodings = 5;

/** The text without its percent-encodings. A broken one shields nothing: what is beside it is decoded all the same. */
export function decoded(text: string): string {
  let current = text;
  for (let i = 0; i < maxDecodings && current.includes('%'); i += 1) {
    const next = current.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
      Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
    );
    if (next === current) return current;
    current = next;
  }
  return /%[0-9a-f]{2}/i.test(current) ? mask : current;
}

/** Ours, and those of providers that use UUIDs. */
const ids = /\b(?:[0-9a-f]{24}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gi;
const word = /^(?:[A-Z]?[a-z]*(?:[A-Z][a-z]{2,})*|[A-Z]{1,6}|v?\d{1,4})$/;

/** Ids and words of a language, in whatever way they are joined: no secret is made of these. */
function isReadable(text: string): boolean {
  const parts = text.replaceAll(ids, '').split(/[^A-Za-z0-9]+/);
  return parts.every((part) => part.length <= 24 && word.test(part));
}

/** Every secret of ours by its beginning, and all else that is long enough: bearer secrets have 32 characters or more. */
const ours = `usher_(?:${secretKinds.join('|')})_`;
const couldBeSecret = new RegExp(`${ours}[\\w~.+/=-]*|[\\w~.+/=-]{32,}`, 'gi');
const isOurs = new RegExp(ours, 'i');

/** A text without what could be a secret in it. */
export function withoutSecrets(text: string): string {
  return text.replaceAll(couldBeSecret, (found) => (!isOurs.test(found) && isReadable(found) ? found : mask));
}

const longestStrangePart = 16;

/** A path, of which each part is an id, words, or too short for a secret; in place of any other part stands a mask. */
export function loggablePath(path: string): string {
  return path.split('/').map(loggablePart).join('/');
}

function loggablePart(part: string): string {
  const text = decoded(part);
  if (!/^[\w~.:@-]*$/.test(text)) return mask;
  return text.length < longestStrangePart || (isReadable(text) && withoutSecrets(text) === text) ? text : mask;
}

/** What the request log shows of a URL (path and query as received): of the query only the parameters' names. */
export function loggableUrl(url: string): { path: string; query?: string[] } {
  const [path = '', ...rest] = url.split('?');
  const names = new Set([...new URLSearchParams(rest.join('?')).keys()].map(loggablePart));
  return { path: loggablePath(path), ...(names.size > 0 ? { query: [...names] } : {}) };
}
