/**
 * The strict profile (S7; SCIM 2.0 Interoperability Profile): to a client that asked for it, what no schema knows is a mistake and
 * not somebody else's attribute, there is no password, and a PATCH names a path in each operation. By default the unknown is left
 * out and named in the provisioning log, as what directories send besides must not stop them.
 */
import type { ScimRequest } from './exchange.ts';
import { ScimError } from './scim-error.ts';

type Left = {
  /** What is not kept. */
  readonly ignored: readonly string[];
  /** Of these, what a schema knows and only the server sets: repeating it is no mistake. */
  readonly stale?: readonly string[];
};

/**
 * Notes what of a body nobody keeps.
 * @throws ScimError 400 invalidSyntax to a strict client that sends such names
 */
export function heedIgnored({ caller, onIgnored }: ScimRequest, { ignored, stale = [] }: Left): void {
  onIgnored(ignored);
  const unknown = ignored.filter((name) => !stale.includes(name));
  if (!caller.strict || unknown.length === 0) return;
  const names = unknown.map((name) => `"${name}"`).join(', ');
  const detail = `No schema knows ${names}, and this client is strict. Leave it out, or use a client that is not.`;
  throw new ScimError(400, 'invalidSyntax', detail);
}
