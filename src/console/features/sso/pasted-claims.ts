/** What somebody pasted: claims as JSON, or a token whose middle part has them. Nothing of a token but its claims leaves the browser. Pure. */
import { pasted as text } from '../../lib/messages/sso.ts';

export type Claims = Readonly<Record<string, unknown>>;

type Pasted = { readonly claims: Claims } | { readonly fault: string };

export function readPasted(input: string): Pasted {
  const written = input.trim().replace(/^bearer\s+/i, '');
  if (written === '') return { fault: text.nothing };
  const parts = written.split('.');
  const isToken = parts.length >= 3 && parts.every((part) => /^[\w-]*={0,2}$/.test(part));
  if (!isToken) return readJson(written);
  if (parts.length === 5) return { fault: text.encrypted };
  const read = parts.length === 3 ? readJson(decoded(parts[1] ?? '')) : null;
  return read && 'claims' in read ? read : { fault: text.noToken };
}

function readJson(json: string): Pasted {
  try {
    const claims: unknown = JSON.parse(json);
    const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
    return isObject ? { claims: claims as Claims } : { fault: text.noObject };
  } catch (error) {
    return { fault: text.noJson(error instanceof Error ? error.message : '') };
  }
}

/** The text of a part of a token (RFC 7515 section 2: base64url); empty: it is none. */
function decoded(part: string): string {
  try {
    const bytes = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return decoder.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return '';
  }
}
