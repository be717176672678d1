/** Names of permissions as clients give them: known ones, and the nearest known one to a slip of the pen. */
import { closest } from 'fastest-levenshtein';
import { DomainError } from '../../kernel/domain-error.ts';

/** @throws DomainError invalid/unknown_permission, naming the nearest of `known` */
export function requireKnownPermission(name: string, known: readonly string[], at?: string): void {
  if (known.includes(name)) return;
  throw new DomainError(
    'invalid',
    'unknown_permission',
    `There is no permission "${name.slice(0, 100)}" here. Did you mean "${closest(name.slice(0, 100), known)}"?`,
    at,
  );
}
