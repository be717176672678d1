/** Longer ones cannot be delivered to (RFC 5321 section 4.5.3.1.3 less the angle brackets). */
const maxLength = 254;

/** No space, quote, bracket, separator or control character: nothing that means something in the header of a mail. */
const localPart = /^[^\s@"<>()[\]\\,;:\p{C}]{1,64}$/u;
const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

/** The address in this text, without the white space around it; null when there is none. Quoted local parts are none. */
export function parseEmail(text: string): string | null {
  const address = text.trim();
  const [local = '', domain = '', ...more] = address.split('@');
  if (address.length > maxLength || more.length > 0 || !localPart.test(local)) return null;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return null;
  const labels = domain.split('.');
  return labels.length > 1 && labels.every((part) => label.test(part)) ? address : null;
}
