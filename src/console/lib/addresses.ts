/** Addresses as people paste them: out of a list, a spreadsheet or a mail program. Pure. */

export type TypedAddress = {
  readonly email: string;
  /** Of `Ada Lovelace <ada@acme.example>`. */
  readonly name: string | null;
};

/** In the order in which they came, each once. What is no address stays as it is: the server says what is wrong with it. */
export function readAddresses(text: string): TypedAddress[] {
  const parts = text.split(/[,;\n\r\t]+|\s+(?=\S+@\S+)(?!<)/);
  const found = new Map<string, TypedAddress>();
  for (const address of joined(parts).map(readAddress))
    if (address.email !== '' && !found.has(address.email.toLowerCase()))
      found.set(address.email.toLowerCase(), address);
  return [...found.values()];
}

/** A name in front of `<address>` belongs to it, even with a comma inside quotes. */
function joined(parts: readonly string[]): string[] {
  const whole: string[] = [];
  let name = '';
  for (const part of parts.map((one) => one.trim()).filter(Boolean)) {
    const text = name === '' ? part : `${name} ${part}`;
    const isOpen = !part.includes('@') && !part.endsWith('>');
    if (isOpen) name = text;
    else {
      whole.push(text);
      name = '';
    }
  }
  return name === '' ? whole : [...whole, name];
}

function readAddress(part: string): TypedAddress {
  const named = /^(.*?)<([^<>]*)>$/.exec(part);
  if (named === null) return { email: part.replace(/^mailto:/i, ''), name: null };
  const name = (named[1] ?? '')
    .trim()
    .replace(/^["']|["']$/g, '')
    .trim();
  return { email: (named[2] ?? '').trim(), name: name || null };
}
