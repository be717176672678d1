/** What a key may hand on to the keys and tokens that are made with it. */
import { DomainError } from '../../kernel/domain-error.ts';

/** What bounds a key or token: its scopes, and when it ends (null: never). */
type Bounds = { readonly scopes: readonly ('read' | 'write')[]; readonly expiresAt: Date | null };

/** The API key that makes or rotates a key or token; null for who is not bound by one: a signed-in person, the product. */
export type Issuer = Bounds | null;

/**
 * Refuses a key or token that may more than its issuer, or outlives it: otherwise a short-lived or narrow key could make
 * itself a lasting or wide one.
 * @throws DomainError forbidden: insufficient_scope, or forbidden for the expiry
 */
export function requireWithin(issuer: Issuer, { scopes, expiresAt }: Bounds): void {
  if (issuer === null) return;
  const missing = scopes.find((scope) => !issuer.scopes.includes(scope));
  if (missing)
    throw new DomainError(
      'forbidden',
      'insufficient_scope',
      `An API key without the scope ${missing} cannot make a key or token that has it: leave the scope out, or use a key that has it.`,
    );
  if (issuer.expiresAt !== null && (expiresAt === null || expiresAt > issuer.expiresAt))
    throw new DomainError(
      'forbidden',
      'forbidden',
      `This API key ends at ${issuer.expiresAt.toISOString()}, and what it makes must not outlive it: create it with an expiresAt up to then, or use a key that ends later.`,
    );
}
