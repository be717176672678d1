/**
 * The strict profile (S7): to a client that asked for it, what no schema knows is a mistake and not somebody else's attribute. By
 * default it is left out and named in the provisioning log, as what directories send besides must not stop them.
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
 * @param as the error code for unknown names: of a body, or of a PATCH whose value names them as paths
 * @throws ScimError 400 to a strict client that sends such names
 */
export function heedIgnored(
  { caller, onIgnored }: ScimRequest,
  { ignored, stale = [] }: Left,
  as: 'invalidSyntax' | 'invalidPath',
): void {
  onIgnored(ignored);
  const unknown = ignored.filter((name) => !stale.includes(name));
  if (!caller.strict || unknown.length === 0) return;
  const names = unknown.map((name) => `"${name}"`).join(', ');
  const detail = `No schema knows ${names}, and this client is strict. Leave it out, or use a client that is not.`;
  throw new ScimError(400, as, detail);
}
